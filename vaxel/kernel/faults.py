"""Named points at which a test may kill the process; they do nothing unless VAXEL_CRASH_AT names them."""

import os
import signal


def crash_point(name: str) -> None:
    """The process dies here, as when the power goes, if a test asked for it."""
    if os.environ.get("VAXEL_CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)

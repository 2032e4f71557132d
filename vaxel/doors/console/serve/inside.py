"""What runs in granian's worker: the application, and on SQLite the background work in a thread of it."""

import atexit
import contextlib
import gc
import multiprocessing
import multiprocessing.connection
import os
import sys
import threading
from typing import Any

# How long a thread may keep the interpreter when others wait. The writer lets go of it at every statement, and would
# wait the usual 5 ms for each when many requests are being read.
TURN_S = 0.0005


def application(*, own_worker: bool) -> Any:
    """The WSGI application, ready to answer. This process ends when its parent does."""
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    sys.setswitchinterval(TURN_S)
    from vaxel.doors.console.serve import static_files
    from vaxel.kernel.db import news
    from vaxel.wsgi import application

    news.serve()
    if not own_worker:
        from vaxel.kernel.worker import start_thread

        atexit.register(start_thread().stop)
    _spare_the_collector()
    return static_files.before(application)


def _spare_the_collector() -> None:
    """What was loaded at the start lives as long as the process: the garbage collector need not look at it again, and
    looks less often at what a request makes, which reference counts free at once."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _end_with_parent() -> None:
    """A server whose outer process was killed must not go on alone: nothing could stop it, and its lock is gone.

    What was acknowledged is durable already; what was not is rolled back, as when the power goes.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def await_end_of_input() -> None:
    """Returns when standard input is closed. Past Python's buffer, whose lock must not be held when Python ends."""
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass

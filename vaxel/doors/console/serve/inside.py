"""What runs in granian's worker: the application, and on SQLite the background work in a thread of it."""

import atexit
import multiprocessing
import multiprocessing.connection
import os
import threading
from typing import Any


def application(*, own_worker: bool) -> Any:
    """The WSGI application, ready to answer. This process ends when its parent does."""
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    from vaxel.wsgi import application

    if not own_worker:
        from vaxel.kernel.worker import start_thread

        atexit.register(start_thread().stop)
    return application


def _end_with_parent() -> None:
    """A server whose outer process was killed must not go on alone: nothing could stop it, and its lock is gone.

    What was acknowledged is durable already; what was not is rolled back, as when the power goes.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

"""The worker as a process of its own."""

import signal
import threading
from argparse import Namespace

from vaxel.doors.console.serve.inside import await_end_of_input
from vaxel.kernel.worker import Worker


def run(options: Namespace) -> int:
    """Work was done until SIGTERM, SIGINT or the parent's end; the piece in hand was finished."""
    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    if options.until_parent_ends:
        threading.Thread(target=_await_end, args=(worker,), daemon=True).start()
    worker.work()
    return 0


def _await_end(worker: Worker) -> None:
    await_end_of_input()
    worker.stop()

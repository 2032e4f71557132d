"""The server's outer process: granian, whose worker it starts again when it dies, and on PostgreSQL our own worker.

It imports no Django, so it costs little memory; the application lives in granian's worker (`inside.py`).
"""

import argparse
import multiprocessing
import os
import signal
import ssl
import subprocess
import sys
import threading
import time
from functools import partial
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from granian.server.common import AbstractServer

from vaxel.doors.console.serve import inside
from vaxel.doors.console.serve.practice import Practice

THREADS = 16
LAST_WORDS_S = 15  # how long requests that have begun may take to end


def main() -> None:
    """Serve until told to stop by SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    parser.add_argument("--https", type=Path)
    parser.add_argument("--own-worker", action="store_true")
    parser.add_argument("--until-parent-ends", action="store_true")
    parser.add_argument("--practice-port", type=int, default=0)
    parser.add_argument("--fake-stripe", type=int, default=0)
    options = parser.parse_args()
    greeting = os.environ.pop("VAXEL_GREETING", "")
    multiprocessing.set_start_method("spawn")
    server = Server(
        "vaxel.wsgi:application", options.host, options.port, interface=Interfaces.WSGI, workers=1,
        blocking_threads=THREADS, respawn_failed_workers=True, workers_kill_timeout=LAST_WORDS_S,
        log_level=LogLevels.error, ssl_cert=options.https and options.https / "server.pem",
        ssl_key=options.https and options.https / "server.key",
    )  # fmt: skip
    if options.own_worker:
        beside = Beside([sys.executable, "-m", "vaxel", "work", "--until-parent-ends"])
        server.on_startup(beside.start)
        server.on_shutdown(beside.stop)
    if options.fake_stripe:
        play = Beside([sys.executable, "-m", "vaxel.links.stripe.fake.serve", "--port", str(options.fake_stripe),
                       "--data", os.environ["VAXEL_FAKE_STRIPE_DATA"]])  # fmt: skip
        server.on_startup(play.start)
        server.on_shutdown(play.stop)
    if options.practice_port:
        lessons = Practice(options.host, options.practice_port, options.port)
        server.on_startup(lessons.start)
        server.on_shutdown(lessons.stop)
    # A terminal that is closed ends the server, as Ctrl+C does, and not under `nohup`; granian alone would reload.
    ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    on_hang_up = signal.SIG_IGN if ignored else server.signal_handler_interrupt
    server.on_startup(lambda: signal.signal(signal.SIGHUP, on_hang_up))
    if options.until_parent_ends:
        server.on_startup(lambda: threading.Thread(target=_end_with_input, args=(server,), daemon=True).start())
    server.on_startup(lambda: threading.Thread(target=_greet, args=(options, greeting), daemon=True).start())
    server.serve(target_loader=partial(inside.application, own_worker=options.own_worker), wrap_loader=False)


class Beside:
    """A program of ours in a process beside the server, started again when it dies: the worker, or the simulator."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._stopping = False
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """The process runs from now on."""
        self._keeper.start()

    def stop(self) -> None:
        """The process has ended its present piece of work, or was killed after LAST_WORDS_S."""
        self._stopping = True
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(LAST_WORDS_S)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _keep(self) -> None:
        while not self._stopping:
            begun = time.monotonic()
            self._process = subprocess.Popen(self._words, stdin=subprocess.PIPE)  # noqa: S603 - our own words
            self._process.wait()
            if time.monotonic() - begun < 5 and not self._stopping:
                time.sleep(2)


def _end_with_input(server: AbstractServer[Any]) -> None:
    inside.await_end_of_input()
    server.signal_handler_interrupt()  # type: ignore[no-untyped-call]


def _greet(options: argparse.Namespace, greeting: str) -> None:
    """The greeting is printed once the server answers."""
    for _ in range(600):
        if _answers(options.host, options.port, options.https):
            print(greeting, flush=True)
            return
        time.sleep(0.05)


def _answers(host: str, port: int, https: Path | None) -> bool:
    there = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - not bound here
    if https:
        ours = ssl.create_default_context(cafile=https / "authority.pem")
        ours.check_hostname = False  # the certificate may be for another of this machine's names
        link: HTTPConnection = HTTPSConnection(there, port, timeout=5, context=ours)
    else:
        link = HTTPConnection(there, port, timeout=5)
    try:
        link.request("GET", "/health")
        return link.getresponse().status == 200
    except OSError:
        return False
    finally:
        link.close()


if __name__ == "__main__":
    main()

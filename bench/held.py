"""The way not taken: server-sent events from held threads, measured by `bench live` beside the asking that was chosen.

`python -m bench.held PORT` serves the shop with 50 threads more, and `/live/held?t=TOPIC` as a stream that never ends.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

THREADS = 16 + 50
_stirred = threading.Condition()


def stream(topics: list[str]) -> Iterator[bytes]:
    """An event as soon as one of the topics changes."""
    from vaxel.kernel import live

    since = live.versions.now()
    yield b": open\n\n"
    while True:
        with _stirred:
            if live.versions.now() <= since:
                _stirred.wait(15)
        newer, since = live.versions.newer(topics, since), live.versions.now()
        yield b"data: " + " ".join(newer).encode() + b"\n\n" if newer else b": still here\n\n"


def application(*, own_worker: bool) -> Any:
    """The shop's application with the stream in front of it."""
    from vaxel.doors.console.serve import inside
    from vaxel.kernel import live

    inner = inside.application(own_worker=own_worker)
    change = live.versions.change

    def stirring(topics: Iterable[str], version: int = 0) -> None:
        change(topics, version)
        with _stirred:
            _stirred.notify_all()

    live.versions.change = stirring  # type: ignore[method-assign]

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if environ["PATH_INFO"] != "/live/held":
            return inner(environ, start)
        start("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
        return stream(parse_qs(environ["QUERY_STRING"])["t"])

    return answer


def main() -> None:
    """Serve on the port until killed."""
    import multiprocessing
    from functools import partial

    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    multiprocessing.set_start_method("spawn")
    server = Server(
        "bench.held:application", "127.0.0.1", int(sys.argv[1]), interface=Interfaces.WSGI, workers=1,
        blocking_threads=THREADS, log_level=LogLevels.error, static_path_route=["/static"],
        static_path_mount=[Path(os.environ["VAXEL_DATA"]) / "static"],
    )  # fmt: skip
    server.serve(target_loader=partial(application, own_worker=bool(os.environ["VAXEL_DATABASE"])), wrap_loader=False)


if __name__ == "__main__":
    main()

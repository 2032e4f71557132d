"""FakeStripe in a process of its own: `python -m vaxel.links.stripe.fake.serve --port 12111 --data FILE`.

It imports no Django. It listens on the loopback address alone, and ends when its standard input is closed.
"""

import argparse
import os
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from vaxel.links.stripe.fake.door import FakeStripe


class Server(ThreadingMixIn, WSGIServer):
    """A thread a call."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Says nothing of the calls."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: bodies and keys belong in no log."""


def open_server(fake: FakeStripe, port: int = 0) -> Server:
    """A server of this fake, not serving yet; its address is known to the fake, which puts it into links."""
    server = make_server("127.0.0.1", port, fake, Server, Quiet)
    fake.world.things["_address"] = {
        "id": "_address", "object": "_address", "url": f"http://127.0.0.1:{server.server_port}",
    }  # fmt: skip
    return server


DEMO_READERS = 3


def demo_readers(fake: FakeStripe) -> None:
    """A place with readers stands ready, whose ids the demo company knows, so that a card can be taken at once."""
    world = fake.world
    with world.lock:
        if next(world.all("terminal.reader"), None) is None:
            place = world.locate({"display_name": "Demo", "address": {
                "line1": "Verkstadsgatan 1", "city": "Göteborg", "postal_code": "411 04", "country": "SE",
            }})  # fmt: skip
            for n in range(1, DEMO_READERS + 1):
                made = world.enlist(
                    {"registration_code": "simulated-wpe", "label": f"Läsare {n}", "location": place["id"]}
                )
                del world.things[made["id"]]
                made["id"] = f"tmr_fakedemo{n}"
                world.things[made["id"]] = made
            world.save()


def main() -> None:
    """Serve until the parent ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--alone", action="store_true", help="do not end with standard input")
    options = parser.parse_args()
    fake = FakeStripe(options.data)
    demo_readers(fake)
    server = open_server(fake, options.port)
    if not options.alone:
        threading.Thread(target=_end_with_input, daemon=True).start()
    server.serve_forever()


def _end_with_input() -> None:
    while os.read(0, 4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()

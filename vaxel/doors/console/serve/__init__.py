"""Start the shop: make or update the database, serve its pages, do the background work. Ctrl+C stops it.

On SQLite the background work is done in a thread of the server; on PostgreSQL in a process of its own.
"""

from argparse import ArgumentParser


def arguments(parser: ArgumentParser) -> None:
    """Where to listen, and whether an empty database becomes the demo company."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (0.0.0.0: every one of this machine)")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="port to listen on (8000)")
    parser.add_argument("--https", action="store_true", help="speak HTTPS, by the certificate of `vaxel https`")
    parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
    parser.add_argument("--practice-port", type=int, metavar="N", help="port of the practice shop (the next; 0: none)")
    parser.add_argument("--until-parent-ends", action="store_true", help="end when standard input is closed")

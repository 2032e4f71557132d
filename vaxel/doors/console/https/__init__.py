"""Make the shop's own authority and a certificate for this machine, so that tablets reach it over HTTPS.

Tablets need HTTPS to sell without the server. Run it once, install the authority on each tablet by the code shown,
and start the server with `bin/run --https`. Run again, it makes a new certificate of the same authority.
"""

from argparse import ArgumentParser


def arguments(parser: ArgumentParser) -> None:
    """For which names and addresses, and where the server is."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="names and addresses (else this machine's own)")
    parser.add_argument("--port", type=int, default=8000, help="the port that bin/run is told (8000)")

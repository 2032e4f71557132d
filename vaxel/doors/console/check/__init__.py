"""Prove every invariant of the shop: each check says ok, or in sentences what is wrong.

Exit code 1 when anything is wrong. Changes nothing; may run beside the server.
"""

from argparse import ArgumentParser


def arguments(parser: ArgumentParser) -> None:
    """Which checks."""
    parser.add_argument("names", nargs="*", metavar="CHECK", help="only these, such as stock.balances or stock")

"""Set up the company of an empty database: its first site and register, chart of accounts, Swedish tax rates, roles.

Interrupted, it can be run again and goes on where it was. Then make the first owner with `vaxel user`.
"""

from argparse import ArgumentParser


def arguments(parser: ArgumentParser) -> None:
    """What a company must have to begin."""
    parser.add_argument("name", help="the company's name, as on its receipts")
    parser.add_argument("--organisation-number", default="", metavar="NUMBER")
    parser.add_argument("--site", default="1", metavar="CODE", help="the first site's code, part of its numbers (1)")
    parser.add_argument("--site-name", default="", metavar="NAME", help="the first site's name (the company's)")
    parser.add_argument("--chart", choices=["bas", "neutral"], default="bas", help="chart of accounts (bas)")

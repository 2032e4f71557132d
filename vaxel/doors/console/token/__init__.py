"""Let a machine in: make a token for the API, bound to one role and one site; list them; revoke one.

The token is printed once, alone on standard output, and is kept nowhere.
"""

from argparse import ArgumentParser


def arguments(parser: ArgumentParser) -> None:
    """Which machine, and what it may do where."""
    parser.add_argument("name", nargs="?", default="", help="what the token is for, such as webshop")
    parser.add_argument("--role", default="api_full", help="what it may do (api_full)")
    parser.add_argument("--site", default="", metavar="CODE", help="where (left out: at every site)")
    parser.add_argument("--list", action="store_true", help="list the tokens that open something")
    parser.add_argument("--revoke", action="store_true", help="the tokens of this name open nothing more")

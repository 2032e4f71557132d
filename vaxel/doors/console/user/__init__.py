"""Let someone in: hire a person or change their password, PIN and role. Also the way back in when all is forgotten.

The password is asked for (or read from standard input), so it lands in no history of commands.
"""

from argparse import ArgumentParser


def arguments(parser: ArgumentParser) -> None:
    """Who, and what they may do where."""
    parser.add_argument("email", help="the address they log in with")
    parser.add_argument("--name", default="", help="the person's name, when they are new")
    parser.add_argument("--role", default="", help="owner, manager, advisor, counter, technician, finance, or your own")
    parser.add_argument("--site", default="", metavar="CODE", help="where the role holds (left out: everywhere)")
    parser.add_argument("--language", choices=["sv", "en"], default="sv")
    parser.add_argument("--pin", action="store_true", help="ask for a PIN too")
    parser.add_argument("--keep-password", action="store_true", help="do not ask for a password")

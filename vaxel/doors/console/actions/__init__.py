"""Print every action: what is true after it, why it may be refused, and which ready-made roles may do it.

docs/actions.md is this list: bin/vaxel actions > docs/actions.md
"""

from argparse import ArgumentParser


def arguments(parser: ArgumentParser) -> None:
    """Which actions."""
    parser.add_argument("names", nargs="*", metavar="ACTION", help="only these, such as sales.ring_up or sales")

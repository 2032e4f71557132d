"""Do the background work: tell events, do tasks. `serve` starts this by itself; further ones may run on PostgreSQL."""

from argparse import ArgumentParser


def arguments(parser: ArgumentParser) -> None:
    """When to end."""
    parser.add_argument("--until-parent-ends", action="store_true", help="end when standard input is closed")

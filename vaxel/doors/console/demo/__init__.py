"""Fill an empty database with the demo company: sites, staff, customers, cars, parts and months of tickets."""

from argparse import ArgumentParser


def arguments(parser: ArgumentParser) -> None:
    """How much of it."""
    parser.add_argument("--scale", type=int, default=1, metavar="N", help="N times as many parts, cars and tickets")

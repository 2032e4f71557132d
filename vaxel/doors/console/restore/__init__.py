"""Bring a backup back into an empty database, bring it up to date, and prove it sound. The server must not run."""

from argparse import ArgumentParser


def arguments(parser: ArgumentParser) -> None:
    """Which backup."""
    parser.add_argument("file", metavar="FILE", help="a file that `backup` made")
    parser.add_argument("--replace", action="store_true", help="also when the database holds a company already")

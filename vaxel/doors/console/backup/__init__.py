"""Copy the whole shop into one file while it goes on selling: the database as of one moment, and the secret.

The file holds everything, so keep it where only you can read it. `restore` brings it back.
"""

from argparse import ArgumentParser


def arguments(parser: ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", metavar="FILE", help="the file to write, such as vaxel-2026-11-24.zip")
    parser.add_argument("--overwrite", action="store_true", help="replace FILE when it exists")

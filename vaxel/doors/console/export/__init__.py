"""Write everything that the shop has into one archive, in forms that other programs read: CSV, XLSX or Parquet.

For moving house or looking closer. It is no backup, which `backup` makes; docs/takeout.md says what the columns are.
"""

from argparse import ArgumentParser


def arguments(parser: ArgumentParser) -> None:
    """Where to, and as what."""
    parser.add_argument("file", metavar="FILE", help="the archive to write, such as vaxel-2026-11-24.zip")
    parser.add_argument("--format", default="csv", choices=("csv", "xlsx", "parquet"), help="of the files (csv)")
    parser.add_argument("--overwrite", action="store_true", help="replace FILE when it exists")

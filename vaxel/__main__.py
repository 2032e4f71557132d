"""The console: `python -m vaxel COMMAND` runs one of the product's commands."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaxel.settings")
    execute_from_command_line(["vaxel", *sys.argv[1:]])


if __name__ == "__main__":
    main()

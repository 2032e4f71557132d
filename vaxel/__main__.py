"""The console: `python -m vaxel COMMAND` runs one of the product's commands, or one of Django's."""

import sys

from vaxel.doors.console.entry import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

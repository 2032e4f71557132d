"""Start the shop for those who work on it: code is read again when it changes, errors are shown in the page."""

from vaxel.doors.console.serve import arguments

__all__ = ["arguments"]

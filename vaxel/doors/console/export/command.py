"""Writes the archive of everything."""

from argparse import Namespace
from pathlib import Path

from vaxel.business.locations import company
from vaxel.doors.console.acting import console
from vaxel.doors.console.trouble import Trouble
from vaxel.doors.office.takeout import archive
from vaxel.kernel import clock
from vaxel.readers.takeout.tables import TABLES


def run(options: Namespace) -> int:
    """FILE holds every table; it never exists half written. Raises Trouble when it exists or cannot be written."""
    target, at = Path(options.file).resolve(), clock.now()
    if target.exists() and not options.overwrite:
        raise Trouble(f"{target} exists already. Choose another name, or say --overwrite.")
    company.export(kind=options.format, tables=[one.name for one in TABLES], by=console(), at=at)
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as file:
            archive.pack(file, TABLES, kind=options.format, at=at)
        part.replace(target)
    except OSError as error:
        raise Trouble(f"The archive could not be written to {target}: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    print(f"{target} holds everything as {options.format} ({target.stat().st_size / 1e6:.1f} MB). Keep it safe.")
    return 0

"""Long work: everything that the asker may read, in one archive."""

from vaxel.business.locations import company
from vaxel.doors.office.desk import Desk, by, desk, only_who_may
from vaxel.doors.office.long_work import asking
from vaxel.doors.office.takeout import archive
from vaxel.kernel.long_work import Run
from vaxel.readers.takeout.tables import TABLES, Table

ZIP = "application/zip"


def allowed(here: Desk) -> list[Table]:
    """The tables that the person may read everywhere: rows of all sites go along."""
    return [table for table in TABLES if here.actor.may(table.needs, None)]


def make(run: Run) -> None:
    """The archive is the work's file, and history knows who took what along. Refuses with Forbidden, NotAFormat."""
    request = asking.as_asked(run)
    only_who_may(request, "company.export")
    here, kind = desk(request), str(run.question["as"])
    tables = allowed(here)
    company.export.once(f"{run.work.pk}:export", kind=kind, tables=[one.name for one in tables], **by(request))
    run.expect(sum(table.many() for table in tables))
    with run.file(f"vaxel-{here.at.date().isoformat()}-{kind}.zip", ZIP) as file:
        archive.pack(file, tables, kind=kind, at=here.at, step=run.step)

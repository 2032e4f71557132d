"""Long work: the tables that vehicles in files are named by (VCdb, Qdb, PCdb) are tried or taken in."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from django.utils.translation import gettext as _

from vaxel.business.catalog import car_terms
from vaxel.doors.office.desk import Signature, by, desk, only_who_may
from vaxel.doors.office.imports import reporting, uploads
from vaxel.doors.office.imports.reporting import READ
from vaxel.doors.office.long_work import asking
from vaxel.kernel.long_work import Run
from vaxel.links.fitment_files import car_tables

PORTION = 5_000


def take(run: Run) -> None:
    """Each number means what the tables say. Taking them again changes nothing, so nothing of it need be remembered."""
    request = asking.as_asked(run)
    only_who_may(request, "fitment.load_tables")
    upload = uploads.found(run.question["upload"], desk(request).actor)
    run.expect(car_tables.look(upload.path))
    counts = Counter[str]()
    found = _rows(run, upload, counts, by(request))
    reporting.tell(run, upload, head=[_("Table"), _("Rows")], rows=found, counts=counts, outcomes=(READ,))


def _rows(run: Run, upload: uploads.Upload, counts: Counter[str], said: Signature) -> Iterator[Sequence[Any]]:
    per_table = Counter[str]()
    for some in batched(car_tables.rows(upload.path), PORTION):
        if not run.question["dry"]:
            bases = [row[1:] for row in some if row[0] == car_tables.BASE]
            terms = [row for row in some if row[0] != car_tables.BASE]
            car_terms.load(terms=terms, bases=bases, **said)  # type: ignore[arg-type]
        per_table.update(row[0] for row in some)
        counts[READ] += len(some)
        run.step(len(some))
    yield from sorted(per_table.items())

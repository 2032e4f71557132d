"""What must hold of inspections: done ones are whole, reports are numbered, photos lie on disk."""

from collections.abc import Iterator

from vaxel.business.inspections import sheets
from vaxel.business.inspections.models import Inspection, Report
from vaxel.kernel import files
from vaxel.kernel.checks import check
from vaxel.kernel.models import StoredFile


@check("inspections.whole")
def whole() -> Iterator[str]:
    """An inspection that is done has an answer for each item of its sheet, and none for others."""
    rows = Inspection.objects.exclude(state="cancelled").select_related("ticket").prefetch_related("findings")
    for one in rows.order_by("pk").iterator(chunk_size=400):
        keys = {item.key for item in sheets.items(sheets.opened(one.sheet))}
        looked = {finding.item for finding in one.findings.all()}
        if looked - keys:
            yield f"inspection {one.pk} of ticket {one.ticket.ref} has findings of items it does not ask for"
        if one.state in ("done", "confirmed") and keys - looked:
            yield f"inspection {one.pk} of ticket {one.ticket.ref} is {one.state} without {sorted(keys - looked)[0]}"


@check("inspections.reports")
def reports() -> Iterator[str]:
    """Versions of an inspection's reports are 1, 2, 3 …"""
    seen: dict[object, int] = {}
    for inspection, version in Report.objects.order_by("inspection", "version").values_list("inspection", "version"):
        if version != seen.get(inspection, 0) + 1:
            yield f"inspection {inspection} has report {version} after {seen.get(inspection, 0)}"
        seen[inspection] = version


@check("files.there")
def there() -> Iterator[str]:
    """Every file that a row names lies in the data folder, as long as it was."""
    for digest, size in StoredFile.objects.order_by("pk").values_list("sha256", "bytes").iterator():
        path = files.path_of(digest)
        if not path.exists() or path.stat().st_size != size:
            yield f"file {digest} is missing from the data folder, or is not whole"

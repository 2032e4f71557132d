"""What a customer sees of an inspection: frozen when it is shown, a new version when something changed (S-120)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaxel.business.inspections import sheets
from vaxel.business.inspections.inspections import _at_site
from vaxel.business.inspections.models import Inspection, Report
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict


class NotConfirmed(Conflict):
    """The customer sees what the advisor has read."""

    sentence = _("Confirm the inspection before the customer sees it.")


@action("inspections.show", site=_at_site)
def show(inspection: Inspection, *, by: Actor, at: datetime) -> Report:
    """The customer sees the inspection as it stands now; unchanged it is one version. Refuses with NotConfirmed."""
    fresh = Inspection.objects.select_for_update(of=("self",)).select_related("ticket", "vehicle").get(pk=inspection.pk)
    if fresh.state != "confirmed":
        raise NotConfirmed()
    body, last = written(fresh), fresh.reports.order_by("-version").first()
    if last is not None and last.body == body:
        return last
    version = last.version + 1 if last else 1
    note(version=version)
    touch(fresh, fresh.ticket)
    return Report.objects.create(inspection=fresh, version=version, body=body, made_at=at)


def written(inspection: Inspection) -> dict[str, Any]:
    """The inspection as plain values, both languages in it: enough to show and print it for ever. Two queries."""
    findings = {one.item: one for one in inspection.findings.all()}
    photos: dict[str, list[dict[str, Any]]] = {}
    for photo in inspection.photos.filter(removed_at=None).order_by("taken_at", "id"):
        photos.setdefault(photo.item, []).append({"id": str(photo.pk), "drawing": photo.drawing})
    groups = []
    for group in sheets.opened(inspection.sheet):
        looked = [_item(item, findings[item.key], photos) for item in group.items if item.key in findings]
        groups.append({"name_sv": group.name_sv, "name_en": group.name_en, "items": looked})
    counts = {result: sum(one.result == result for one in findings.values()) for result in ("red", "amber", "green")}
    return {"name_sv": inspection.name_sv, "name_en": inspection.name_en, "groups": groups, "counts": counts,
            "done_at": inspection.done_at.isoformat() if inspection.done_at else None}  # fmt: skip


def _item(item: sheets.Item, finding: Any, photos: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    places = {key: (sv, en) for key, sv, en in item.places}
    unit = item.limits.unit if item.limits else ""
    return {
        "key": item.key, "name_sv": item.name_sv, "name_en": item.name_en, "result": finding.result,
        "note": finding.note, "safety": item.safety, "photos": photos.get(item.key, []),
        "measures": [
            {"sv": places[key][0], "en": places[key][1], "milli": milli, "unit": unit}
            for key, milli in finding.measures.items() if key in places
        ],
    }  # fmt: skip

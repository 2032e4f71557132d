"""What of a ticket's inspections must not be forgotten when the car is handed back (S-117, G12, G13)."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language

from vaxel.business.inspections import sheets
from vaxel.business.inspections.models import Inspection
from vaxel.business.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Danger:
    """A red safety finding that stays: its inspection, item and name in the reader's language."""

    inspection_id: UUID
    item: str
    name: str
    note: str = ""


def unheard(ticket: Ticket) -> list[Danger]:
    """Red safety findings of the ticket that no approved job repairs and nobody has acknowledged. Three queries, one
    when the ticket has no inspection."""
    rows = Inspection.objects.filter(ticket=ticket).exclude(state="cancelled").order_by("begun_at")
    swedish = (get_language() or "sv").startswith("sv")
    found = []
    for one in rows.prefetch_related("findings__job", "acknowledgements"):
        heard = {each.item for each in one.acknowledgements.all()}
        red = {each.item: each for each in one.findings.all() if each.result == "red" and each.item not in heard}
        for item in sheets.items(sheets.opened(one.sheet)):
            finding = red.get(item.key)
            if finding is None or not item.safety or (finding.job and finding.job.decision == "approved"):
                continue
            name = item.name_sv if swedish else item.name_en or item.name_sv
            found.append(Danger(one.pk, item.key, name, finding.note))
    return found


def unfinished(ticket: Ticket) -> list[Inspection]:
    """Inspections that the ticket needs and that are not done. One query."""
    return list(Inspection.objects.filter(ticket=ticket, required=True, state="open").order_by("begun_at"))

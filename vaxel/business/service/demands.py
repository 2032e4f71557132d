"""What the ticket's policy demands of an answer that is noted by us (S-99)."""

from datetime import datetime

from django.utils.translation import gettext as _

from vaxel.business.service import policies
from vaxel.business.service.answers import EstimateFirst, RecordMissing
from vaxel.business.tickets import costing, quotes
from vaxel.business.tickets.models import Ticket


def check(ticket: Ticket, *, contact: str, note: str, at: datetime) -> None:
    """Nothing is missing; below the policy's threshold nothing is demanded.

    Refuses with EstimateFirst, RecordMissing.
    """
    policy = policies.of(ticket, costing.business_day(ticket.site, at))
    if ticket.kind != "service" or ticket.gross_minor < policy.threshold_minor:
        return
    if policy.written_required and quotes.newest(ticket) is None:
        raise EstimateFirst()
    have = {"number": contact.strip(), "gist": note.strip(), "odometer": ticket.odometer_in_km is not None}
    names = {"number": _("number or address"), "gist": _("what was said"), "odometer": _("odometer reading")}
    missing = [names[one] for one in policy.must_record if not have[one]]
    if missing:
        raise RecordMissing(what=", ".join(missing))

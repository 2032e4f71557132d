"""Account statements (kontoutdrag): what a customer owes, sent to them."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from vaxel.business.billing import reminders
from vaxel.business.billing.models import OWED, Document
from vaxel.business.locations.models import Company, Site
from vaxel.business.messaging import outbox
from vaxel.business.messaging.models import Message
from vaxel.business.parties import queries
from vaxel.business.parties.models import Party
from vaxel.kernel import clock
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import format_money
from vaxel.kernel.refusals import Refused

LISTED_MOST = 40


class NothingOwed(Refused):
    """A statement of nothing is noise."""

    sentence = _("%(customer)s owes nothing here: there is nothing to send.")


@action("reminders.send_statement")
def send(site: Site, customer: Party, *, by: Actor, at: datetime) -> Message:
    """The customer is told all that is open at the site, with the sum; once a day. Refuses with NothingOwed, NoWay,
    and as messaging does."""
    customer = queries.standing(customer)
    rows = Document.objects.filter(OWED, site=site, customer__in=queries.selves(customer.pk)).order_by(
        "due_on", "number"
    )
    held = list(rows.values_list("kind", "number", "due_on", "open_minor"))
    if not held:
        raise NothingOwed(customer=customer.name)
    to, locale = reminders.way_to(customer), "sv_SE" if customer.language == "sv" else "en_SE"
    company, day = Company.objects.get(), clock.local(at, site.time_zone).date()
    with translation.override(customer.language):
        lines = [
            (_now("Invoice %(number)s, due %(due)s: %(sum)s") if kind == Document.INVOICE
             else _now("Document %(number)s: %(sum)s"))
            % {"number": number, "due": due or "–", "sum": format_money(left, site.currency, locale)}
            for kind, number, due, left in held[:LISTED_MOST]
        ]  # fmt: skip
        if more := len(held) - LISTED_MOST:
            lines += [_now("… and %(n)s more.") % {"n": more}] if more > 0 else []
        owed = sum(left for *_rest, left in held)
        total = format_money(owed, site.currency, locale)
        text = "\n".join([
            _now("What is open at %(shop)s on %(day)s:") % {"shop": company.name, "day": day}, *lines,
            _now("In all %(sum)s.") % {"sum": total},
        ])  # fmt: skip
        subject = _now("Statement from %(shop)s") % {"shop": company.name}
    return outbox.lay(
        site, customer, to=to, text=text, subject=subject, asked=True,
        key=f"statement:{site.code}:{customer.pk}:{day}:{owed}", by=by, at=at,
    )  # fmt: skip

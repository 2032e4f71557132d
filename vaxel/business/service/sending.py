"""What is sent to the customer from a ticket, with the way in to their own page: the quote, and how it goes."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from vaxel.business.messaging import outbox
from vaxel.business.messaging.models import LINK, Message
from vaxel.business.service import approvals, links
from vaxel.business.service.approvals import Asked
from vaxel.business.tickets.models import Job, Ticket
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor

TOKEN = "TOKEN"  # noqa: S105 - stands in an address where the customer's token comes


@action("approvals.send")
def send_quote(
    ticket: Ticket, *, jobs: Sequence[Job], to: str, page: str, by: Actor, at: datetime
) -> tuple[Asked, Message]:
    """The chosen jobs are asked about, and the link is on its way to the phone number or e-mail address `to`.

    `page`: the address of the customer's page, with TOKEN for their token. Refuses as approvals.ask and outbox.lay do.
    """
    outbox.way(to)
    asked = approvals.ask(ticket, jobs=list(jobs), sent_to=to, by=by, at=at)
    with override(ticket.customer.language):
        text = _("Hello! Here is your quote from us. Say yes or no to each job here: %(link)s") % {"link": LINK}
        subject = _("Your quote")
    link = page.replace(TOKEN, asked.token)
    message = outbox.lay(
        ticket.site, ticket.customer, to=to, subject=subject, text=text, link=link, ticket=ticket,
        key=f"quote {asked.version.pk} {asked.link.pk}", by=by, at=at,
    )  # fmt: skip
    return asked, message


@action("approvals.send_page")
def send_page(ticket: Ticket, *, to: str, page: str, by: Actor, at: datetime) -> Message:
    """A way in to the page that shows how it goes with the car is on its way to `to`. Refuses as outbox.lay does."""
    outbox.way(to)
    link, token = links.make(ticket, by=by, at=at)
    with override(ticket.customer.language):
        text = _("Hello! Here you see how it goes with your car: %(link)s") % {"link": LINK}
        subject = _("Your car at our workshop")
    return outbox.lay(
        ticket.site, ticket.customer, to=to, subject=subject, text=text, link=page.replace(TOKEN, token),
        ticket=ticket, key=f"page {link.pk}", by=by, at=at,
    )  # fmt: skip

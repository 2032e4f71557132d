"""What customers are told in the shop's own words: the car is ready, thank you, work that waits (C-25, C-51, C-55)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from vaxel.business.billing.models import Document
from vaxel.business.locations.models import Company, Site
from vaxel.business.messaging import outbox, templates, ways_out
from vaxel.business.messaging.models import LINK, Message
from vaxel.business.parties import queries
from vaxel.business.parties.models import Party
from vaxel.business.service import links
from vaxel.business.service.models import DeferredWork
from vaxel.business.service.sending import TOKEN
from vaxel.business.tickets.models import Ticket
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel import money
from vaxel.kernel.actions import action, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict

OF_TICKETS = ("ready", "thanks")


class NotWaiting(Conflict):
    """Only what still waits is reminded of (C-33)."""

    sentence = gettext_lazy("“%(title)s” waits no more: it is done, dropped or on a ticket.")


class NoWayOut(Conflict):
    """What is not about work under way carries a way out (C-24)."""

    sentence = gettext_lazy("The shop's public address is not known, so the message could carry no way out of more.")


@action("messages.tell")
def tell(ticket: Ticket, *, kind: str, to: str, page: str = "", way_out: str = "", by: Actor, at: datetime) -> Message:
    """The customer is told: `ready` or `thanks`, once per revision of the ticket and address.

    `page`: the address of the customer's own page, `way_out` that of the way out, each with TOKEN for what is theirs.
    Refuses with NoSuchTemplate, NoWayOut and as outbox.lay does.
    """
    if kind not in OF_TICKETS:
        raise templates.NoSuchTemplate()
    held = templates.known(kind)
    channel, address = outbox.way(to)
    said = templates.words(kind, ticket.customer.language)
    values = _values(ticket.site, ticket.customer, ticket.vehicle)
    values["amount"] = money.format_money(_owed(ticket), ticket.currency, _locale(ticket.customer.language))
    key, link = f"{kind} {ticket.pk} {ticket.revision} {address}", ""
    if LINK in said.text and page and not Message.objects.filter(key=key).exists():
        made, token = links.make(ticket, by=by, at=at)
        link = page.replace(TOKEN, token)
        touch(made)
    if page:
        values["link"] = LINK
    return outbox.lay(
        ticket.site, ticket.customer, to=to, subject=templates.filled(said.subject, values), link=link,
        text=_with_way_out(templates.filled(said.text, values), held, ticket.customer, channel, way_out),
        purpose=held.purpose, ticket=ticket, key=key, by=by, at=at,
    )  # fmt: skip


def _at_site(work: DeferredWork, *_args: Any, by: Actor, **_kwargs: Any) -> UUID | None:
    return by.site_id or work.ticket.site_id


@action("deferred.remind", site=_at_site)
def remind(work: DeferredWork, *, to: str, way_out: str = "", by: Actor, at: datetime) -> Message:
    """The owner is reminded of work that waits, once for each time it was offered.

    Refuses with NotWaiting, NoWayOut and as outbox.lay does.
    """
    if work.state != "open" or work.on_job_id is not None:
        raise NotWaiting(title=work.title)
    channel, address = outbox.way(to)
    site = work.ticket.site
    said = templates.words("waiting", work.customer.language)
    values = _values(site, work.customer, work.vehicle) | {"work": work.title}
    held = templates.known("waiting")
    touch(work)
    return outbox.lay(
        site, work.customer, to=to, subject=templates.filled(said.subject, values),
        text=_with_way_out(templates.filled(said.text, values), held, work.customer, channel, way_out),
        purpose=held.purpose, key=f"waiting {work.pk} {len(work.offers)} {address}", by=by, at=at,
    )  # fmt: skip


def preview(kind: str, language: str, site: Site, text: str | None = None) -> str:
    """The message as a customer would read it, with somebody's car; `text`: in these words instead of the stored."""
    values = {
        "name": "Eva Ros", "plate": "ABC 123", "car": "Volvo V60", "shop": _company(), "site": site.name,
        "phone": site.phone, "amount": money.format_money(289_500, site.currency, _locale(language)),
        "link": "https://…/q/…", "work": {"sv": "Bromsskivor fram"}.get(language, "Front brake discs"),
    }  # fmt: skip
    return templates.filled(templates.words(kind, language).text if text is None else text, values)


def _values(site: Site, customer: Party, vehicle: Vehicle | None) -> dict[str, str]:
    return {
        "name": customer.name, "plate": vehicle.plate if vehicle else "",
        "car": f"{vehicle.make} {vehicle.model}".strip() if vehicle else "", "shop": _company(), "site": site.name,
        "phone": site.phone,
    }  # fmt: skip


def _locale(language: str) -> str:
    return "sv_SE" if language == "sv" else "en_SE"


def _company() -> str:
    company = Company.objects.first()
    return company.name if company else ""


def _owed(ticket: Ticket) -> int:
    """What is left to pay: on the posted documents, else the ticket's sum."""
    if ticket.state != "posted":
        return ticket.gross_minor
    return sum(
        Document.objects.filter(ticket=ticket, customer__in=queries.selves(ticket.customer_id)).values_list(
            "open_minor", flat=True
        )
    )


def _with_way_out(text: str, kind: templates.Kind, party: Party, channel: str, way_out: str) -> str:
    """What is not about work under way tells how to be left alone (C-24)."""
    if kind.purpose == "service":
        return text
    if not way_out:
        raise NoWayOut()
    with override(party.language):
        line = _("No more of this: %(link)s") % {"link": way_out.replace(TOKEN, ways_out.token(party.pk, channel))}
    return f"{text}\n{line}"


__all__ = ["OF_TICKETS", "NoWayOut", "NotWaiting", "preview", "remind", "tell"]

"""The outbox as a list: what was said to whom, and how far it has come."""

from typing import ClassVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.messaging.models import Message
from vaxel.business.parties import folding
from vaxel.doors import wording
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.listing import Bulk, Column, Filter, Listing, View, from_day, to_day

WAITING = Q(state__in=["waiting", "sending"])
TROUBLE = Q(state__in=["failed", "unknown"])


def _channels(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(key, wording.word("channel", key).text) for key in (Message.SMS, Message.MAIL)]


class Messages(Listing[Message]):
    """Messages of the site, the newest first; `?ticket=` those of one ticket."""

    key, title, icon = "messages", pgettext_lazy("list", "Messages"), "message-square"
    row, template = "office/messages/row.html", "office/messages/list.html"
    placeholder = _("Name, phone or e-mail, ticket")
    columns: ClassVar = (
        Column[Message]("made", pgettext_lazy("message", "When"), lambda one: one.made_at, ("-made_at", "-id")),
        Column[Message]("to", pgettext_lazy("message", "To"), lambda one: one.to),
        Column[Message]("name", _("Customer"), lambda one: one.party.name, export_only=True),
        Column[Message]("text", pgettext_lazy("message", "What it says"), lambda one: one.whole),
        Column[Message]("ticket", _("Ticket"), lambda one: one.ticket.ref if one.ticket else "", css="fold"),
        Column[Message]("parts", _("SMS parts"), lambda one: one.parts, css="number fold"),
        Column[Message]("state", _("Status"), lambda one: str(wording.word("message", one.state).text)),
        Column[Message]("error", _("Why not"), lambda one: one.error, export_only=True),
    )  # fmt: skip
    views = (
        View("", pgettext_lazy("messages", "All")),
        View("waiting", pgettext_lazy("messages", "Waiting"), WAITING),
        View("trouble", pgettext_lazy("messages", "Did not arrive"), TROUBLE),
        View("delivered", pgettext_lazy("messages", "Delivered"), Q(state="delivered")),
    )
    filters = (
        Filter("channel", pgettext_lazy("message", "By"), lambda value: Q(channel=value), _channels),
        Filter("from", _("From"), from_day("made_at"), kind="day"),
        Filter("to", _("Until"), to_day("made_at"), kind="day"),
    )

    bulk = (Bulk(_("Send again"), "send", "messages:again_picked", needs="messages.again_many"),)

    def rows(self, request: HttpRequest) -> QuerySet[Message]:
        """Those of the site, or of the ticket asked for."""
        here = Message.objects.filter(site=desk(request).site)
        wanted = request.GET.get("ticket", "")
        if not wanted:
            return here
        try:
            return here.filter(ticket=UUID(wanted))
        except ValueError:
            return here.none()

    def with_more(self, rows: QuerySet[Message]) -> QuerySet[Message]:
        """With the customer and the ticket."""
        return rows.select_related("party", "ticket")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By the address, the customer's name and the ticket's reference."""
        digits = folding.phone_digits(text)
        by_number = Q(to__contains=digits) if digits else Q(to__icontains=text.strip())
        return by_number | Q(party__search__contains=folding.fold(text)) | Q(ticket__ref__iexact=text.strip())

    def counts(self, request: HttpRequest) -> dict[str, int]:
        """How many wait, and how many did not arrive. One query."""
        held = self.rows(request).filter(WAITING | TROUBLE)
        return held.aggregate(waiting=Count("id", filter=WAITING), trouble=Count("id", filter=TROUBLE))

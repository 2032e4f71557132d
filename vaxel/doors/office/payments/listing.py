"""The list of payments over all ways they came: the counter, links, terminals, by hand."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.payments import tenders
from vaxel.business.payments.models import Payment
from vaxel.business.payments.states import UNDECIDED
from vaxel.doors import wording
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.listing import Column, Filter, Listing, View, from_day, major, numbered, to_day
from vaxel.doors.office.lists.reach import ALL_SITES, customers, reached
from vaxel.kernel.refusals import Refused

CHANNELS = {"counter": _("Counter"), "link": _("Pay link"), "phone": _("Phone"), "web": _("Web shop")}


def _tenders(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(key, word.text) for key, word in wording.TENDER.items() if key not in tenders.OWING]


def _channels(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return list(CHANNELS.items())


def _not_paid_out(request: HttpRequest) -> Q:
    """Taken by a provider a week ago or more, and in no payout that we know of."""
    week_ago = desk(request).at - timedelta(days=7)
    return Q(state="taken", payout_lines=None, settled_at__lt=week_ago) & ~Q(provider="")


class Payments(Listing[Payment]):
    """Money in and out at the site where the person stands, newest first; `?site=all` at all their sites."""

    key, title, icon = "payments", _("Payments"), "wallet"
    row, template = "office/payments/row.html", "office/payments/list.html"
    placeholder = _("Amount, document, customer, plate, card's last four")
    order = ("-made_at", "-id")
    columns: ClassVar = (
        Column[Payment]("made", _("When"), lambda one: one.made_at, ("-made_at", "-id")),
        Column[Payment]("tender", _("Tender"), lambda one: str(wording.word("tender", one.tender).text)),
        Column[Payment]("channel", _("Way"), lambda one: str(CHANNELS.get(one.channel, one.channel))),
        Column[Payment]("customer", _("Customer"),
                        lambda one: "" if not one.customer or one.customer.is_walk_in else one.customer.name),
        Column[Payment]("for", _("For"), lambda one: one.document.printed if one.document else None),
        Column[Payment]("state", _("State"), lambda one: str(wording.word("payment", one.state).text)),
        Column[Payment]("amount", _("Amount"), lambda one: major(one.amount_minor, one.currency),
                        ("-amount_minor", "-id"), "number"),
        Column[Payment]("currency", _("Currency"), lambda one: one.currency, export_only=True),
        Column[Payment]("reference", _("Reference"), lambda one: one.reference, export_only=True),
        Column[Payment]("provider_ref", _("The provider's number"), lambda one: one.provider_ref, export_only=True),
        Column[Payment]("id", _("Our number"), lambda one: str(one.pk), export_only=True),
    )  # fmt: skip
    views = (
        View("", pgettext_lazy("payments", "All")),
        View("undecided", _("Not decided"), Q(state__among=UNDECIDED)),
        View("refunds", _("Given back"), Q(amount_minor__lt=0)),
        View("not_paid_out", _("Not paid out"), _not_paid_out),
        View("links", _("Pay links"), Q(channel="link")),
    )
    filters = (
        Filter("tender", _("Tender"), lambda value: Q(tender=value), _tenders),
        Filter("channel", _("Way"), lambda value: Q(channel=value), _channels),
        ALL_SITES,
        Filter("from", _("From"), from_day("made_at"), kind="day"),
        Filter("to", _("To"), to_day("made_at"), kind="day"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Payment]:
        """What the person may know of."""
        return reached(request, Payment.objects.all())

    def with_more(self, rows: QuerySet[Payment]) -> QuerySet[Payment]:
        """With what it is for and whose it is."""
        return rows.select_related("customer", "document", "ticket", "site")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By document, ticket, amount, plate, the card's last four, the provider's number, and the customer."""
        bare = "".join(text.upper().split())
        found = Q(ticket__vehicle__plate=bare) | Q(provider_ref=text.strip()) | Q(reference__endswith=text.strip())
        found |= numbered(bare, "document__number", "ticket__ref")
        with suppress(Refused):
            minor = reading.amount(text, desk(request).site.currency)
            found |= Q(amount_minor__in=(minor, -minor))
        return found | Q(customer__in=customers(text))

    def counts(self, request: HttpRequest) -> dict[str, int]:
        """How many nobody knows the end of. One query."""
        return {"undecided": self.rows(request).filter(state__among=UNDECIDED).count()}

    def shown(self, request: HttpRequest, rows: Sequence[Payment]) -> Iterable[Any]:
        """The way it came, in words."""
        return [CHANNELS.get(one.channel, one.channel) for one in rows]

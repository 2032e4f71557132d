"""The list of gift cards: what each holds, and how long it lives."""

from collections.abc import Sequence
from typing import ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.payments import gift_codes
from vaxel.business.payments.models import GiftCard
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.listing import EVERYTHING, Column, Listing, View, major, numbered
from vaxel.doors.office.lists.reach import ALL_SITES, reached


def state_of(card: GiftCard, request: HttpRequest) -> str:
    """How the card stands: taken_back, stopped, over, empty, or live."""
    if card.closed_at:
        return "taken_back"
    if card.stopped_at:
        return "stopped"
    if card.expires_on and card.expires_on < timezone.localdate(desk(request).at):
        return "over"
    return "live" if card.balance_minor else "empty"


def _live(request: HttpRequest) -> Q:
    today = timezone.localdate(desk(request).at)
    return Q(balance_minor__gt=0, stopped_at=None) & (Q(expires_on=None) | Q(expires_on__gte=today))


def _over(request: HttpRequest) -> Q:
    return Q(balance_minor__gt=0, expires_on__lt=timezone.localdate(desk(request).at))


class GiftCards(Listing[GiftCard]):
    """Cards sold at the site where the person stands, newest first; `?site=all` at all their sites."""

    key, title, icon = "gift_cards", _("Gift cards"), "gift"
    row, template = "office/gift_cards/row.html", "office/gift_cards/list.html"
    placeholder = _("Scan the code, or type its last four or the receipt's number")
    order = ("-made_at", "-id")
    columns: ClassVar = (
        Column[GiftCard]("card", _("Card"), lambda one: f"••••{one.last_four}"),
        Column[GiftCard]("made", _("Sold"), lambda one: one.made_at, ("-made_at", "-id")),
        Column[GiftCard]("receipt", _("Receipt"), lambda one: one.document.printed, css="fold"),
        Column[GiftCard]("until", _("Valid until"), lambda one: one.expires_on, css="fold"),
        Column[GiftCard]("state", _("Status"), lambda one: "" if not one.closed_at else str(_("Taken back"))),
        Column[GiftCard]("balance", _("Holds"), lambda one: major(one.balance_minor, one.currency),
                         ("-balance_minor", "-id"), "number"),
        Column[GiftCard]("currency", _("Currency"), lambda one: one.currency, export_only=True),
    )  # fmt: skip
    views = (
        View("", pgettext_lazy("gift cards", "Can be spent"), _live),
        View("over", pgettext_lazy("gift cards", "Too old"), _over),
        View("stopped", pgettext_lazy("gift cards", "Stopped"), Q(stopped_at__isnull=False)),
        View("all", EVERYTHING),
    )
    filters = (ALL_SITES,)

    def rows(self, request: HttpRequest) -> QuerySet[GiftCard]:
        """What the person may know of."""
        return reached(request, GiftCard.objects.all())

    def with_more(self, rows: QuerySet[GiftCard]) -> QuerySet[GiftCard]:
        """With the receipt that sold it."""
        return rows.select_related("document", "site")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By the code itself, its last four, or the receipt's number."""
        code = gift_codes.read(text)
        found = Q(code_hash=gift_codes.digest(code)) if code else Q(last_four=text.strip().upper()[-4:])
        return found | numbered(text, "document__number")

    def counts(self, request: HttpRequest) -> dict[str, int]:
        """How many can be spent. One query."""
        return {"": self.rows(request).filter(_live(request)).count()}

    def shown(self, request: HttpRequest, rows: Sequence[GiftCard]) -> list[str]:
        """How each stands."""
        return [state_of(one, request) for one in rows]

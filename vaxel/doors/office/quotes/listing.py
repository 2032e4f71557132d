"""The list of quotes: each by its newest sending, with what became of it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Staff
from vaxel.business.service.models import Approval, ApprovalLink
from vaxel.business.tickets.models import Quote, QuoteVersion, Ticket
from vaxel.doors import wording
from vaxel.doors.office.desk import at_sites, desk
from vaxel.doors.office.lists.listing import Cell, Column, Filter, Listing, View, from_day, major, numbered, to_day
from vaxel.doors.office.tickets.listing import matching

FOLLOW_UP_AFTER = timedelta(days=2)
OPEN = ("draft", "quoted", "open")
UNANSWERED = Q(answered=False, ticket__state__in=OPEN)


def _today(request: HttpRequest) -> date:
    return timezone.localdate(desk(request).at)


def _waiting(request: HttpRequest) -> Q:
    return UNANSWERED & Q(valid_until__gte=_today(request))


def _follow_up(request: HttpRequest) -> Q:
    """Nobody has answered for two days, or the quote ends tomorrow."""
    soon = _today(request) + timedelta(days=1)
    return _waiting(request) & (Q(sent_at__lt=desk(request).at - FOLLOW_UP_AFTER) | Q(valid_until__lte=soon))


def _expired(request: HttpRequest) -> Q:
    return UNANSWERED & Q(valid_until__lt=_today(request))


def _people(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    held = Staff.objects.filter(is_active=True, is_technician=False).order_by("name")
    return [(str(pk), name) for pk, name in held.values_list("pk", "name")]


def _sites(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [("all", _("All sites"))]


def state_of(quote: Any, day: date) -> str:
    """answered, over (its ticket is closed without an answer), expired, opened or sent."""
    if quote.answered:
        return "answered"
    if quote.ticket.state not in OPEN:
        return "over"
    if quote.valid_until < day:
        return "expired"
    return "opened" if quote.opened_at else "sent"


def _of(name: str) -> Any:
    def value(quote: Quote) -> Cell:
        found: Cell = getattr(quote, name)
        return found

    return value


def _state(quote: Quote) -> Cell:
    return str(wording.word("quote", state_of(quote, timezone.localdate())).text)


class Quotes(Listing[Quote]):
    """Quotes of the site where the person stands, the latest sent first; `?site=all` at all their sites."""

    key, title, icon = "quotes", _("Quotes"), "send"
    row, template = "office/quotes/row.html", "office/quotes/list.html"
    placeholder = _("Ticket, plate, customer, phone")
    order = ("-sent_at", "-id")
    columns: ClassVar = (
        Column[Quote]("number", _("Quote"), lambda one: one.number, ("-number", "-id")),
        Column[Quote]("ticket", _("Ticket"), lambda one: one.ticket.ref, css="number fold"),
        Column[Quote]("customer", _("Customer and car"), lambda one: one.ticket.customer.name),
        Column[Quote]("plate", _("Plate"), lambda one: one.ticket.vehicle.plate if one.ticket.vehicle else "",
                      export_only=True),
        Column[Quote]("phone", _("Phone"), lambda one: one.ticket.customer.phone, export_only=True),
        Column[Quote]("sent", _("Sent"), _of("sent_at"), ("-sent_at", "-id")),
        Column[Quote]("opened", _("Opened by the customer"), _of("opened_at"), css="fold-late"),
        Column[Quote]("until", _("Valid until"), _of("valid_until"), ("valid_until", "id"), "fold"),
        Column[Quote]("state", _("Status"), _state),
        Column[Quote]("total", _("Total"), lambda one: major(_of("gross_minor")(one), one.ticket.currency),
                      ("-gross_minor", "-id"), "number"),
    )  # fmt: skip
    views = (
        View("", _("Awaiting answer"), _waiting),
        View("opened", _("Opened"), lambda request: _waiting(request) & Q(opened_at__isnull=False)),
        View("follow", _("To follow up"), _follow_up),
        View("answered", _("Answered"), Q(answered=True)),
        View("expired", _("Expired"), _expired),
        View("all", _("All sent")),
    )
    filters = (
        Filter("advisor", _("Advisor"), lambda value: Q(ticket__made_by_id=value), _people),
        Filter("site", _("Site"), lambda _value: Q(), _sites),
        Filter("from", _("Sent from"), from_day("sent_at"), kind="day"),
        Filter("to", _("Sent to"), to_day("sent_at"), kind="day"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        """With what was sent last, when the customer first opened it, and whether anyone has answered it since."""
        here = Q(at_site=desk(request).site.pk)
        if request.GET.get("site") == "all":
            here = Q(ticket__in=at_sites(request, Ticket.objects.all()))
        # The site is asked of the ticket that a quote has: a plain column would begin with all tickets of the site.
        quotes = Quote.objects.alias(at_site=Coalesce("ticket__site_id", "ticket__site_id")).filter(here)
        newest = QuoteVersion.objects.filter(quote=OuterRef("pk")).order_by("-n")
        links = ApprovalLink.objects.filter(ticket=OuterRef("ticket"), opened_at__isnull=False)
        return quotes.filter(Exists(newest)).annotate(
            sent_at=Subquery(newest.values("sent_at")[:1]),
            valid_until=Subquery(newest.values("valid_until")[:1]),
            gross_minor=Subquery(newest.values("gross_minor")[:1]),
            version=Subquery(newest.values("n")[:1]),
            opened_at=Subquery(links.order_by("opened_at").values("opened_at")[:1]),
        ).annotate(
            answered=Exists(
                Approval.objects.filter(ticket=OuterRef("ticket"), recorded_at__gte=OuterRef("sent_at"))
            )
        )  # fmt: skip

    def with_more(self, rows: QuerySet[Quote]) -> QuerySet[Quote]:
        """With ticket, customer and car."""
        return rows.select_related("ticket__customer", "ticket__vehicle", "ticket__site")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By the quote's number, and as tickets are found."""
        found = Q(ticket__in=Ticket.objects.filter(matching(text)))
        return found | numbered(text, "number")

    def counts(self, request: HttpRequest) -> dict[str, int]:
        """How many wait, were opened, and are to be followed up. One query."""
        waiting = self.rows(request).filter(_waiting(request)).order_by()
        each = list(waiting.values_list("opened_at", "sent_at", "valid_until"))
        late, soon = desk(request).at - FOLLOW_UP_AFTER, _today(request) + timedelta(days=1)
        return {
            "": len(each), "opened": sum(opened is not None for opened, _sent, _until in each),
            "follow": sum(sent < late or until <= soon for _opened, sent, until in each),
        }  # fmt: skip

    def shown(self, request: HttpRequest, rows: Sequence[Quote]) -> Iterable[Any]:
        """What became of each."""
        today = _today(request)
        return [state_of(one, today) for one in rows]

"""The list of posted documents, and what of it is owed and how long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.billing.finding import by_number
from vaxel.business.billing.models import OWED, Document
from vaxel.business.locations.models import Register
from vaxel.business.parties.models import Party
from vaxel.business.parties.queries import selves
from vaxel.doors import wording
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.listing import Bulk, Column, Filter, Listing, View, from_day, major, numbered, to_day
from vaxel.doors.office.lists.reach import ALL_SITES, customers, reached

CREDITS = ("credit_note", "return_receipt")
AGES = ((30, _("1–30 days late")), (60, _("31–60 days")), (90, _("61–90 days")))
OLDEST, NOT_DUE = _("More than 90 days"), _("Not due yet")
MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Age:
    """What is owed for so long, in minor units."""

    name: str | Promise
    amount_minor: int
    late: bool


@dataclass(frozen=True, slots=True)
class Ageing:
    """What is owed in a currency, by how late it is."""

    currency: str
    ages: Sequence[Age]
    total_minor: int


def _today(request: HttpRequest) -> date:
    return timezone.localdate(desk(request).at)


def _overdue(request: HttpRequest) -> Q:
    return OWED & Q(open_minor__gt=0, due_on__lt=_today(request))


def _kind(document: Document) -> str:
    return str(wording.word("document", document.kind).text)


def _kinds(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(kind, word.text) for kind, word in wording.DOCUMENT.items()]


def _registers(request: HttpRequest) -> list[tuple[str, str | Promise]]:
    held = Register.objects.filter(site=desk(request).site).order_by("name")
    return [(str(pk), name) for pk, name in held.values_list("pk", "name")]


def _customers(request: HttpRequest) -> list[tuple[str, str | Promise]]:
    """Those who owe something here, and the one that the address names."""
    owing = Party.objects.filter(documents__in=Document.objects.filter(OWED, site=desk(request).site), is_walk_in=False)
    wanted = Q(pk__in=owing.values("pk"))
    if named := _an_id(request.GET.get("customer", "")):
        wanted |= Q(pk=named)
    rows = Party.objects.filter(wanted).order_by("name", "pk").values_list("pk", "name")[:MOST_CHOICES]
    return [(str(pk), name) for pk, name in rows]


def _an_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class Documents(Listing[Document]):
    """What was posted at the site where the person stands, newest first; `?site=all` at all their sites."""

    key, title, icon = "documents", _("Invoices and receipts"), "receipt-text"
    row, template = "office/documents/row.html", "office/documents/list.html"
    placeholder = _("Number, customer, ticket, plate")
    order = ("-posted_at", "-id")
    columns: ClassVar = (
        Column[Document]("number", _("Number"), lambda one: one.printed, ("-number", "-id")),
        Column[Document]("kind", _("Kind"), _kind),
        Column[Document]("customer", _("Customer"),
                         lambda one: "" if one.customer.is_walk_in else one.customer.name, ("customer__name", "id")),
        Column[Document]("ticket", _("Ticket"), lambda one: one.ticket.ref if one.ticket else None, css="number"),
        Column[Document]("posted", _("Posted"), lambda one: one.posted_at, ("-posted_at", "-id")),
        Column[Document]("due", _("Due"), lambda one: one.due_on, ("due_on", "id"), "fold-late", present="due_on"),
        Column[Document]("net", _("Without VAT"), lambda one: major(one.net_minor, one.currency), export_only=True),
        Column[Document]("tax", _("VAT"), lambda one: major(one.tax_minor, one.currency), export_only=True),
        Column[Document]("total", _("Total"), lambda one: major(one.gross_minor, one.currency),
                         ("-gross_minor", "-id"), "number"),
        Column[Document]("open", _("Left to pay"), lambda one: major(one.open_minor, one.currency),
                         ("-open_minor", "-id"), "number"),
        Column[Document]("currency", _("Currency"), lambda one: one.currency, export_only=True),
    )  # fmt: skip
    views = (
        View("", pgettext_lazy("documents", "All")),
        View("unpaid", _("Unpaid"), OWED & Q(open_minor__gt=0)),
        View("overdue", _("Overdue"), _overdue),
        View("paid", pgettext_lazy("documents", "Paid"), Q(kind="invoice", open_minor=0)),
        View("credits", _("Credit notes"), Q(kind__in=CREDITS)),
        View("receipts", _("Receipts"), Q(kind="receipt")),
    )
    filters = (
        Filter("kind", _("Kind"), lambda value: Q(kind=value), _kinds),
        Filter("customer", _("Customer"), lambda value: Q(customer__in=selves(UUID(value))), _customers),
        Filter("register", _("Register"), lambda value: Q(register_id=value), _registers),
        ALL_SITES,
        Filter("from", _("Posted from"), from_day("posted_at"), kind="day"),
        Filter("to", _("Posted to"), to_day("posted_at"), kind="day"),
    )
    bulk = (Bulk(_("Print"), "printer", "documents:print", target="_blank"),)

    def rows(self, request: HttpRequest) -> QuerySet[Document]:
        """What the person may know of."""
        return reached(request, Document.objects.all())

    def with_more(self, rows: QuerySet[Document]) -> QuerySet[Document]:
        """With the customer and the ticket."""
        return rows.select_related("customer", "ticket", "site")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By number, the ticket's number or plate, and the customer."""
        bare = "".join(text.upper().split())
        found = Q(ticket__vehicle__plate=bare) | by_number(text) | numbered(bare, "ticket__ref")
        return found | Q(customer__in=customers(text))

    def counts(self, request: HttpRequest) -> dict[str, int]:
        """How many wait for money, and how many too long. One query, of those that are owed."""
        rows = self.rows(request).filter(OWED, open_minor__gt=0)
        held = rows.aggregate(unpaid=Count("id"), overdue=Count("id", filter=Q(due_on__lt=_today(request))))
        return {"unpaid": held["unpaid"], "overdue": held["overdue"]}

    def shown(self, request: HttpRequest, rows: Sequence[Document]) -> Iterable[Any]:
        """Whether it is owed too long."""
        today = _today(request)
        return [bool(one.open_minor > 0 and one.due_on and one.due_on < today) for one in rows]

    def ageing(self, request: HttpRequest) -> list[Ageing]:
        """What the rows that the address asks for owe, by how late it is; in the views of what is owed. One query."""
        view = self.view(request)
        if view is None or view.key not in ("unpaid", "overdue"):
            return []
        today = _today(request)
        sums = {"total": Sum("open_minor"), "not_due": _owing(Q(due_on__gte=today) | Q(due_on=None))}
        edges = [0, *(days for days, _name in AGES)]
        for start, end in pairwise(edges):
            late = Q(due_on__lt=today - timedelta(days=start), due_on__gte=today - timedelta(days=end))
            sums[f"to_{end}"] = _owing(late)
        sums["older"] = _owing(Q(due_on__lt=today - timedelta(days=edges[-1])))
        rows = self.asked(request).order_by().values("currency").annotate(**sums).order_by("currency")
        return [_ageing(dict(row)) for row in rows]


def _owing(which: Q) -> Sum:
    return Sum("open_minor", filter=which, default=0)


def _ageing(row: dict[str, Any]) -> Ageing:
    ages = [Age(NOT_DUE, row["not_due"], False)]
    ages += [Age(name, row[f"to_{days}"], True) for days, name in AGES]
    ages.append(Age(OLDEST, row["older"], True))
    return Ageing(row["currency"], ages, row["total"] or 0)

"""The list of suppliers' bills, and those whose lines do not agree with what was ordered and received."""

from collections.abc import Mapping
from typing import ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.parties import queries
from vaxel.business.purchasing import payables
from vaxel.business.purchasing.models import BillLine, SupplierBill
from vaxel.doors import wording
from vaxel.doors.office.desk import at_sites, desk
from vaxel.doors.office.lists.listing import EVERYTHING, Cell, Column, Filter, Listing, View, major
from vaxel.doors.office.purchases.listing import suppliers

_OPEN_LINES = BillLine.objects.filter(bill=OuterRef("pk"), decision="").exclude(agrees="match")
DIFFERS, AGREED = Q(state="entered", differs=True), Q(state="entered", differs=False)


def _state(bill: SupplierBill) -> Cell:
    return str(wording.word("bill", bill.state).text)


class Bills(Listing[SupplierBill]):
    """Bills and credit notes of the site, the newest first."""

    key, title, icon = "bills", _("Supplier bills"), "receipt"
    row, template = "office/bills/row.html", "office/bills/list.html"
    placeholder = _("Bill number, supplier")
    order = ("-bill_date", "-id")
    columns: ClassVar = (
        Column[SupplierBill]("number", _("Bill number"), lambda one: one.number, ("number", "id")),
        Column[SupplierBill](
            "supplier", _("Supplier"), lambda one: one.supplier.party.name, ("supplier__party__name", "-id")
        ),
        Column[SupplierBill]("state", _("Status"), _state),
        Column[SupplierBill]("date", _("Date"), lambda one: one.bill_date, ("-bill_date", "-id"), "fold"),
        Column[SupplierBill]("due", pgettext_lazy("bill", "Due"), lambda one: one.due_date, ("due_date", "id"), "fold"),
        Column[SupplierBill](
            "sum", _("Total"), lambda one: major(one.gross_minor, one.currency), ("-gross_minor", "-id"), "number"
        ),
    )
    views = (
        View("", EVERYTHING),
        View("differs", _("Does not agree"), DIFFERS),
        View("entered", _("To be posted"), AGREED),
        View("unpaid", _("To be paid"), payables.UNPAID),
        View("posted", _("Posted"), Q(state="posted")),
    )
    filters = (
        Filter("supplier", _("Supplier"), lambda value: Q(supplier_id=value), suppliers),
        Filter("from", _("From"), lambda value: Q(bill_date__gte=value), kind="day"),
        Filter("to", _("Until"), lambda value: Q(bill_date__lte=value), kind="day"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[SupplierBill]:
        """Those of the site."""
        rows = at_sites(request, SupplierBill.objects.filter(site=desk(request).site))
        found: QuerySet[SupplierBill] = payables.with_open(rows).annotate(differs=Exists(_OPEN_LINES))
        return found

    def with_more(self, rows: QuerySet[SupplierBill]) -> QuerySet[SupplierBill]:
        """With the supplier."""
        return rows.select_related("supplier__party")

    def counts(self, request: HttpRequest) -> Mapping[str, int]:
        """What wants a person."""
        rows = self.rows(request)
        return {"differs": rows.filter(DIFFERS).count(), "entered": rows.filter(AGREED).count()}

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By their number, or by the supplier."""
        return Q(number__icontains=text) | Q(supplier__party__in=[one.pk for one in queries.search(text, 50)])

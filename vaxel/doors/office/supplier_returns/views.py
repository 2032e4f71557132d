"""Returns to suppliers: listed; one agreed, shipped, credited or refused."""

from typing import ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.parties import queries
from vaxel.business.purchasing import returns
from vaxel.business.purchasing.models import ReturnLine, SupplierReturn
from vaxel.doors import wording
from vaxel.doors.office import happened
from vaxel.doors.office.desk import an_id, at_sites, by, desk, found, go, only_who_may, screen
from vaxel.doors.office.lists.listing import EVERYTHING, Cell, Column, Filter, Listing, View, major, numbered
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.purchases.listing import suppliers
from vaxel.kernel.refusals import NotFound

_RETURNS = SupplierReturn.objects.select_related("supplier__party", "site")


def _expected(back: SupplierReturn) -> Cell:
    return major(back.expected)  # type: ignore[attr-defined]


class SupplierReturns(Listing[SupplierReturn]):
    """The site's returns, the newest first."""

    key, title, icon = "supplier_returns", gettext_lazy("Returns to suppliers"), "undo-2"
    row = "office/supplier_returns/row.html"
    placeholder = gettext_lazy("Number, supplier, return number")
    columns: ClassVar = (
        Column[SupplierReturn]("number", gettext_lazy("Number"), lambda one: one.number, ("-number", "-id")),
        Column[SupplierReturn](
            "supplier", gettext_lazy("Supplier"), lambda one: one.supplier.party.name, ("supplier__party__name", "-id")
        ),
        Column[SupplierReturn](
            "reason", gettext_lazy("Reason"), lambda one: str(wording.word("back_why", one.reason).text), css="fold"
        ),
        Column[SupplierReturn]("state", gettext_lazy("Status"), lambda one: str(wording.word("back", one.state).text)),
        Column[SupplierReturn](
            "return_number", gettext_lazy("Their number"), lambda one: one.return_number, css="fold"
        ),
        Column[SupplierReturn]("expected", gettext_lazy("Expected credit"), _expected, css="number"),
    )
    views = (
        View("", gettext_lazy("To be sent"), Q(state__in=["draft", "agreed"])),
        View("shipped", gettext_lazy("Awaits credit"), Q(state="shipped")),
        View("ended", pgettext_lazy("returns", "Ended"), Q(state__in=["credited", "refused", "cancelled"])),
        View("all", EVERYTHING),
    )
    filters = (Filter("supplier", gettext_lazy("Supplier"), lambda value: Q(supplier_id=value), suppliers),)

    def rows(self, request: HttpRequest) -> QuerySet[SupplierReturn]:
        """Those of the site."""
        return at_sites(request, SupplierReturn.objects.filter(site=desk(request).site))

    def with_more(self, rows: QuerySet[SupplierReturn]) -> QuerySet[SupplierReturn]:
        """With supplier and the credit that is expected."""
        return rows.select_related("supplier__party").annotate(expected=Sum("lines__expected_minor"))

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By our number or theirs, or by supplier."""
        wanted = Q(return_number__icontains=text) | Q(supplier__party__in=[one.pk for one in queries.search(text, 50)])
        return wanted | numbered(text, "number")


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The site's returns."""
    only_who_may(request, "purchasing.read")
    return answer(request, SupplierReturns())


@screen
@require_GET
def show(request: HttpRequest, supplier_return_id: UUID) -> HttpResponse:
    """One return."""
    only_who_may(request, "purchasing.read")
    back, here = found(at_sites(request, _RETURNS), supplier_return_id), desk(request)
    lines = list(back.lines.select_related("part__brand", "receipt_line__receipt").prefetch_related("cores"))
    context = {
        "back": back,
        "lines": lines,
        "expected_minor": sum(line.expected_minor for line in lines),
        "credited_minor": sum(line.credited_minor for line in lines),
        "told": happened.of(request, back.pk),
        "may": {
            name: here.may(f"supplier_returns.{name}") for name in ("agree", "ship", "cancel", "refused", "set_off")
        },
        "may_bill": here.may("bills.enter"),
    }
    return render(request, "office/supplier_returns/show.html", context)


@screen
@require_POST
def do(request: HttpRequest, supplier_return_id: UUID, what: str) -> HttpResponse:
    """The return goes one step on."""
    back = found(at_sites(request, _RETURNS), supplier_return_id)
    number, sign = request.POST.get("return_number", ""), by(request)
    if what == "agree":
        returns.agree(back, return_number=number, **sign)
    elif what == "ship":
        returns.ship(back, return_number=number, **sign)
    elif what == "cancel":
        returns.cancel(back, **sign)
    elif what == "refused":
        came = request.POST.get("came_back") == "1"
        returns.refused(back, goods_came_back=came, reason=request.POST.get("reason", ""), **sign)
    elif what == "set_off":
        returns.set_off(found(ReturnLine.objects.filter(back=back), an_id(request.POST.get("line", ""))), **sign)
    else:
        raise NotFound()
    return go(request, reverse("supplier_returns:show", args=[back.pk]), _("The return is stored."))

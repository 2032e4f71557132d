"""Suppliers' bills: entered from what came, compared three ways, decided and posted."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.purchasing import bills, matching, payables, posting, rules
from vaxel.business.purchasing.bills import Charge
from vaxel.business.purchasing.models import (
    BillLine,
    Claim,
    PurchaseLine,
    ReceiptLine,
    ReturnLine,
    Supplier,
    SupplierBill,
)
from vaxel.doors.office import happened
from vaxel.doors.office.bills.listing import Bills
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import an_id, at_sites, by, desk, found, go, once, only_who_may, screen
from vaxel.doors.office.lists.listing import a_day
from vaxel.doors.office.lists.views import answer
from vaxel.doors.templatetags.vaxel import amount, named, quantity_
from vaxel.kernel.refusals import NotFound, Refused

MOST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """Something that a bill may charge or credit, as its fields stand."""

    key: str
    number: str
    text: str
    about: str
    quantity: str
    net: str
    ticked: bool = True


def _bill(request: HttpRequest, bill_id: UUID) -> SupplierBill:
    rows = SupplierBill.objects.select_related("supplier__party", "site")
    return found(at_sites(request, rows), bill_id)


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The site's bills."""
    only_who_may(request, "bills.enter", "purchasing.read")
    return answer(request, Bills(), may_enter=desk(request).may("bills.enter"))


@screen
def new(request: HttpRequest) -> HttpResponse:
    """A bill or credit note is entered: what came and is not billed stands there to be ticked."""
    only_who_may(request, "bills.enter")
    here = desk(request)
    suppliers = Supplier.objects.select_related("party").order_by("party__name")
    wanted = request.POST.get("supplier") or request.GET.get("supplier", "")
    kind = "credit" if (request.POST.get("kind") or request.GET.get("kind")) == "credit" else "bill"
    if not wanted:
        waiting = set(_unbilled_lines(here.site.pk).values_list("order__supplier", flat=True))
        choices = [(one, one.pk in waiting) for one in suppliers[:500]]
        return render(request, "office/bills/choose.html", {"suppliers": choices, "kind": kind})
    supplier = found(suppliers, wanted)
    fault = ""
    if request.method == "POST":
        try:
            bill = _enter(request, supplier, kind)
            return go(request, reverse("bills:show", args=[bill.pk]))
        except Refused as refusal:
            fault = str(refusal)
    rows = _to_credit(supplier, here.site.pk) if kind == "credit" else _to_bill(supplier, here.site.pk)
    context = {
        "supplier": supplier,
        "kind": kind,
        "rows": [_as_typed(request, row) for row in rows],
        "fault": fault,
        "typed": request.POST,
        "today": timezone.localdate(here.at).isoformat(),
    }
    return render(request, "office/bills/new.html", context, status=422 if fault else 200)


def _unbilled_lines(site_id: UUID) -> QuerySet[PurchaseLine]:
    return PurchaseLine.objects.filter(order__site=site_id, received_milli__gt=F("billed_milli"))


def _to_bill(supplier: Supplier, site_id: UUID) -> list[Row]:
    lines = list(
        _unbilled_lines(site_id)
        .filter(order__supplier=supplier)
        .select_related("part", "order")
        .order_by("order__number", "position")[:MOST]
    )
    open_now = matching.unbilled([line.pk for line in lines])
    rows = []
    for line in lines:
        left = open_now[line.pk]
        milli = sum(one.milli for one in left)
        if milli > 0:
            net = sum(rules.amount_minor(one.milli, one.unit_price_cm) for one in left)
            rows.append(
                Row(
                    f"goods:{line.pk}",
                    line.part.number,
                    named(line.part),
                    _("purchase order %(n)s") % {"n": line.order.number},
                    quantity_(milli),
                    amount(net, supplier.currency),
                )
            )
        core = sum(one.core for one in left)
        if core > 0:
            rows.append(
                Row(
                    f"core:{line.pk}",
                    line.part.number,
                    _("Core charge"),
                    _("purchase order %(n)s") % {"n": line.order.number},
                    quantity_(milli or 1000),
                    amount(core, supplier.currency),
                )
            )
    return rows


def _to_credit(supplier: Supplier, site_id: UUID) -> list[Row]:
    back = (
        ReturnLine.objects.filter(
            back__supplier=supplier, back__site=site_id, back__state="shipped", credited_milli__lt=F("quantity_milli")
        )
        .select_related("part", "back")
        .order_by("back__number", "pk")[:MOST]
    )
    rows = [
        Row(
            f"return:{one.pk}",
            one.part.number,
            _("Returned goods"),
            f"{one.back.number} {one.back.return_number}".strip(),
            quantity_(one.quantity_milli - one.credited_milli),
            amount(one.expected_minor - one.credited_minor, supplier.currency),
            ticked=False,
        )
        for one in back
    ]
    claims = Claim.objects.filter(supplier=supplier, site=site_id, state__in=["sent", "approved", "part_approved"])
    for one in claims.order_by("made_at")[:MOST]:
        asked = one.granted_minor if one.granted_minor is not None else one.parts_minor + one.labour_minor
        rows.append(
            Row(
                f"claim:{one.pk}",
                one.their_number or "–",
                _("Claim"),
                one.text,
                "1",
                amount(asked, supplier.currency),
                ticked=False,
            )
        )
    return rows


def _as_typed(request: HttpRequest, row: Row) -> Row:
    if request.method != "POST":
        return row
    return Row(
        row.key,
        row.number,
        row.text,
        row.about,
        request.POST.get(f"quantity-{row.key}", row.quantity),
        request.POST.get(f"net-{row.key}", row.net),
        row.key in request.POST.getlist("pick"),
    )


def _enter(request: HttpRequest, supplier: Supplier, kind: str) -> SupplierBill:
    """The form as a bill. Amounts are read in the supplier's currency."""

    def minor(name: str) -> int:
        text = request.POST.get(name, "").strip()
        return reading.amount(text, supplier.currency) if text else 0

    charges = []
    for key in request.POST.getlist("pick"):
        what, _colon, pk = key.partition(":")
        ids = {"goods": "purchase_line_id", "core": "purchase_line_id", "return": "return_line_id", "claim": "claim_id"}
        if what not in ids:
            raise NotFound()
        quantity = reading.quantity(request.POST.get(f"quantity-{key}") or "1", "pcs")
        about: Any = {ids[what]: an_id(pk)}
        charges.append(Charge(what, minor(f"net-{key}"), quantity, **about))
    if freight := minor("freight"):
        charges.append(Charge("freight", freight))
    if other := minor("other"):
        charges.append(Charge("other", other, text=request.POST.get("other_text", "")))
    entered: SupplierBill = bills.enter.once(
        once(request),
        supplier,
        desk(request).site,
        number=request.POST.get("number", ""),
        kind=kind,
        charges=charges,
        bill_date=a_day(request.POST.get("bill_date", "")) or timezone.localdate(desk(request).at),
        due_date=a_day(request.POST.get("due_date", "")),
        tax_minor=minor("tax"),
        gross_minor=minor("gross"),
        rounding_minor=minor("rounding"),
        **by(request),
    )
    return entered


@screen
@require_GET
def show(request: HttpRequest, supplier_bill_id: UUID) -> HttpResponse:
    """A bill: each line beside what was ordered and what came."""
    only_who_may(request, "bills.enter", "purchasing.read")
    bill, here = _bill(request, supplier_bill_id), desk(request)
    lines = list(bill.lines.select_related("purchase_line__part", "purchase_line__order", "return_line__part", "claim"))
    received = _received([line.purchase_line_id for line in lines if line.purchase_line_id])
    context = {
        "bill": bill,
        "supplier": bill.supplier,
        "told": happened.of(request, bill.pk),
        "lines": [(line, received.get(line.purchase_line_id, (0, 0))) for line in lines],
        "open": bill.state == "entered",
        "waits": len(bills.unsettled(lines)),
        "may_read_books": bill.state == "posted" and here.may("ledger.read"),
        "left": payables.left_on([bill.pk])[bill.pk] if bill.state == "posted" else 0,
        "paid": bill.payments.order_by("at"),
        "today": timezone.localdate(here.at).isoformat(),
        "may": {name: here.may(f"bills.{name}") for name in ("decide", "post", "withdraw", "compare", "pay")},
    }
    return render(request, "office/bills/show.html", context)


def _received(line_ids: list[UUID]) -> dict[UUID | None, tuple[int, int]]:
    """Purchase line → (thousandths that came, the latest price each of them came at). One query."""
    found_: dict[UUID | None, tuple[int, int]] = {}
    rows = ReceiptLine.objects.filter(line__in=line_ids, reverses=None).order_by("pk")
    for one in rows:
        came, _price = found_.get(one.line_id, (0, 0))
        found_[one.line_id] = came + one.quantity_milli - one.back_milli, one.unit_price_cm
    return found_


@screen
@require_POST
def do(request: HttpRequest, supplier_bill_id: UUID, what: str) -> HttpResponse:
    """The bill is posted, compared anew, or withdrawn."""
    bill = _bill(request, supplier_bill_id)
    page = reverse("bills:show", args=[bill.pk])
    if what == "post":
        posting.post(bill, **by(request))
        return go(request, page, _("The bill stands in the books."))
    if what == "compare":
        bills.compare_again(bill, **by(request))
        return go(request, page, _("Compared with what has come by now."))
    if what == "pay":
        amount_minor = reading.amount(request.POST.get("amount", ""), bill.currency)
        day = a_day(request.POST.get("day", "")) or timezone.localdate(desk(request).at)
        payables.pay.once(once(request), bill, amount_minor=amount_minor, day=day, **by(request))
        return go(request, page, _("The payment stands in the books."))
    if what == "withdraw":
        bills.withdraw(bill, reason=request.POST.get("reason", ""), **by(request))
        return go(request, reverse("bills:list"), _("The bill is withdrawn; its number is free."))
    raise NotFound()


@screen
@require_POST
def decide(request: HttpRequest, bill_line_id: UUID) -> HttpResponse:
    """A line's difference is ours to bear, or the supplier's to credit."""
    line = found(BillLine.objects.select_related("bill"), bill_line_id)
    bill = _bill(request, line.bill_id)
    bills.decide(line, decision=request.POST.get("decision", ""), **by(request))
    return go(request, reverse("bills:show", args=[bill.pk]))

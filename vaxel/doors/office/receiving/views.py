"""Receiving goods: scanned or typed against what is to come; then who it is for and where it is put."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.purchasing import corrections, receiving, returns
from vaxel.business.purchasing.models import GoodsReceipt, PurchaseLine, ReceiptLine, Supplier
from vaxel.business.purchasing.receiving import (
    Came,
    DeliveryNoteTwice,
    MoreThanOrdered,
    NothingCame,
    ReceivedMeanwhile,
)
from vaxel.business.purchasing.returns import Back
from vaxel.doors.office import happened
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import a_number, an_id, at_sites, by, desk, found, go, once, only_who_may, screen
from vaxel.doors.office.receiving import reading as deliveries
from vaxel.doors.templatetags.vaxel import quantity_
from vaxel.kernel.refusals import Refused

_RECEIPTS = GoodsReceipt.objects.select_related("supplier__party", "site")


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What is to come, by supplier, and what came lately."""
    only_who_may(request, "purchasing.read", "goods.receive")
    here = desk(request)
    rows = at_sites(request, _RECEIPTS.filter(site=here.site))
    text = request.GET.get("q", "").strip()[:60]
    if text:
        rows = rows.filter(delivery_note__icontains=text)
    context = {
        "expected": deliveries.expected(here.site, timezone.localdate(here.at)),
        "q": text,
        "receipts": rows.order_by("-received_at", "-pk")[:50],
        "may_receive": here.may("goods.receive"),
    }
    return render(request, "office/receiving/list.html", context)


@screen
def receive(request: HttpRequest, supplier_id: UUID) -> HttpResponse:
    """The supplier's delivery is counted and received in one press."""
    only_who_may(request, "goods.receive")
    here = desk(request)
    supplier = found(Supplier.objects.select_related("party"), supplier_id)
    rows = deliveries.rows(supplier, here.site)
    asked = {name for name in ("over", "again") if request.POST.get(name) == "1"}
    fault, status = "", 200
    if request.method == "POST":
        held = GoodsReceipt.objects.filter(pk=an_id(once(request)), site=here.site).first()
        if held:
            return go(request, reverse("receiving:show", args=[held.pk]))
        try:
            receipt = _received(request, supplier, rows)
            return go(request, reverse("receiving:show", args=[receipt.pk]))
        except (MoreThanOrdered, DeliveryNoteTwice) as refusal:
            fault = str(refusal)
            asked.add("over" if isinstance(refusal, MoreThanOrdered) else "again")
        except Refused as refusal:
            fault = str(refusal)
        status = 422
    context = {
        "supplier": supplier,
        "rows": [(row, _typed(request, row)) for row in rows],
        "fault": fault,
        "asked": asked,
        "typed": request.POST,
        "key": once(request),
    }
    return render(request, "office/receiving/receive.html", context, status=status)


def _typed(request: HttpRequest, row: deliveries.Row) -> dict[str, Any]:
    pk = row.line.pk
    return {name: request.POST.get(f"{name}-{pk}", "") for name in ("came", "price", "condition", "lot")}


def _received(request: HttpRequest, supplier: Supplier, rows: list[deliveries.Row]) -> GoodsReceipt:
    """What the form says came, as one delivery; the form's key keeps it single."""
    _refuse_gone(request, supplier, rows)
    over = request.POST.get("over") == "1"
    came = []
    for row in rows:
        line, said = row.line, _typed(request, row)
        if not said["came"].strip():
            continue
        price = said["price"].strip()
        seen = request.POST.get(f"open-{line.pk}", "")
        quantity = reading.quantity(said["came"], line.part.unit)
        came += [
            Came(
                line.pk,
                milli,
                unit_price_cm=reading.unit_price(price, line.order.currency) if price else None,
                seen_open_milli=a_number(seen) if seen else None,
                over=over,
                condition=said["condition"] or "good",
                lot=code,
            )
            for code, milli in reading.lots(line.part, said["lot"], quantity)
        ]
    if not came:
        raise NothingCame()
    freight = request.POST.get("freight", "").strip()
    return receiving.receive(
        desk(request).site,
        supplier=supplier,
        came=came,
        delivery_note=request.POST.get("note", ""),
        freight_minor=reading.amount(freight, supplier.currency) if freight else 0,
        again=request.POST.get("again") == "1",
        id=an_id(once(request)),
        **by(request),
    )


def _refuse_gone(request: HttpRequest, supplier: Supplier, rows: list[deliveries.Row]) -> None:
    """What was counted of a line that is not to come any more is not dropped without a word."""
    known = {f"came-{row.line.pk}" for row in rows}
    for name in request.POST:
        if name.startswith("came-") and name not in known and request.POST.get(name, "").strip():
            held = PurchaseLine.objects.filter(order__supplier=supplier, order__site=desk(request).site)
            line = found(held.select_related("part"), name.removeprefix("came-"))
            raise ReceivedMeanwhile(number=line.part.number, open=quantity_(line.open_milli))


@screen
@require_GET
def show(request: HttpRequest, goods_receipt_id: UUID) -> HttpResponse:
    """A delivery: which tickets it is for, where the rest is put, what it cost."""
    only_who_may(request, "purchasing.read", "goods.receive")
    receipt, here = found(at_sites(request, _RECEIPTS), goods_receipt_id), desk(request)
    rows = deliveries.put(receipt)
    context = {
        "receipt": receipt,
        "rows": rows,
        "goods_minor": sum(one.line.goods_minor for one in rows),
        "tickets": {one.ticket_id: one for row in rows for one in row.kept}.values(),
        "told": happened.of(request, receipt.pk),
        "may_take_back": here.may("goods.take_back"),
        "may_return": here.may("supplier_returns.draft"),
        "reasons": ("wrong", "defective", "not_used", "too_many"),
        "sees_cost": here.may("prices.see_margin"),
    }
    return render(request, "office/receiving/show.html", context)


def _quantities(request: HttpRequest, receipt: GoodsReceipt) -> list[tuple[ReceiptLine, int]]:
    found_ = []
    for line in receipt.lines.select_related("part", "line__order").order_by("pk"):
        text = request.POST.get(f"quantity-{line.pk}", "").strip()
        if text:
            found_.append((line, reading.quantity(text, line.part.unit)))
    return found_


@screen
@require_POST
def take_back(request: HttpRequest, goods_receipt_id: UUID) -> HttpResponse:
    """What was typed wrongly did not come after all."""
    receipt = found(at_sites(request, _RECEIPTS), goods_receipt_id)
    wrong = [(line.pk, milli) for line, milli in _quantities(request, receipt)]
    corrections.take_back.once(once(request), receipt, lines=wrong, reason=request.POST.get("text", ""), **by(request))
    return go(request, reverse("receiving:show", args=[receipt.pk]), _("The delivery is put right."))


@screen
@require_POST
def send_back(request: HttpRequest, goods_receipt_id: UUID) -> HttpResponse:
    """A return to the supplier is drafted of what came."""
    receipt = found(at_sites(request, _RECEIPTS), goods_receipt_id)
    goods = [Back(line.part, milli, line) for line, milli in _quantities(request, receipt)]
    back = returns.draft.once(
        once(request),
        receipt.site,
        supplier=receipt.supplier,
        reason=request.POST.get("reason", ""),
        goods=goods,
        text=request.POST.get("text", ""),
        **by(request),
    )
    return go(request, reverse("supplier_returns:show", args=[back.pk]))

"""Purchase orders: listed; one written, sent, confirmed, changed and called off."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.purchasing import changes, dispatches, orders
from vaxel.business.purchasing.changes import Said
from vaxel.business.purchasing.models import Dispatch, GoodsReceipt, PurchaseLine, PurchaseOrder, Supplier
from vaxel.business.purchasing.orders import Want
from vaxel.business.purchasing.states import OPEN_ORDER
from vaxel.doors.office import choosing, happened
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import an_id, at_sites, by, desk, found, go, once, only_who_may, screen
from vaxel.doors.office.lists.listing import a_day
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.purchases.listing import Purchases, sum_minor
from vaxel.doors.papers import pdfs, purchase_orders
from vaxel.kernel.refusals import NotFound, Refused


def order_of(request: HttpRequest, order_id: UUID) -> PurchaseOrder:
    """The order, if this person may know of it."""
    rows = PurchaseOrder.objects.select_related("supplier__party", "site")
    return found(at_sites(request, rows), order_id)


def line_of(request: HttpRequest, line_id: UUID) -> PurchaseLine:
    """The line, if this person may know of its order."""
    line = found(PurchaseLine.objects.select_related("part", "order"), line_id)
    order_of(request, line.order_id)
    return line


def page_of(order_id: UUID | str) -> str:
    """The order's address."""
    return reverse("purchases:show", args=[order_id])


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The site's orders."""
    only_who_may(request, "purchasing.read")
    here = desk(request)
    return answer(request, Purchases(), may_draft=here.may("orders.draft"), may_buy=here.may("reorder.draft"))


@screen
@require_GET
def show(request: HttpRequest, purchase_order_id: UUID) -> HttpResponse:
    """One order."""
    only_who_may(request, "purchasing.read")
    order = order_of(request, purchase_order_id)
    return _page(request, order)


def _page(
    request: HttpRequest, order: PurchaseOrder, *, fault: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    here = desk(request)
    lines = list(order.lines.select_related("part__brand").prefetch_related("links"))
    order._prefetched_objects_cache = {"lines": lines}  # type: ignore[attr-defined]
    live = Dispatch.objects.filter(order=order).order_by("-made_at").first()
    to = order.supplier.order_email or order.supplier.party.email
    ways = [way for way in ("link", "mail", "hand") if _can(order.supplier, way)]
    context = {
        "order": order,
        "supplier": order.supplier,
        "lines": lines,
        "sum_minor": sum_minor(order),
        "dispatch": live,
        "is_draft": order.state == "draft",
        "is_open": order.state in OPEN_ORDER,
        "fault": fault,
        "ways": sorted(ways, key=lambda way: way != order.supplier.send_by),
        "mail": _mail(order, to),
        "amendments": order.amendments.order_by("-at")[:20],
        "receipts": _receipts(order),
        "today": timezone.localdate(here.at),
        "told": happened.of(request, order.pk),
        "may": {
            name: here.actor.may(f"orders.{name}", order.site_id)
            for name in ("draft", "send", "change_line", "cancel", "confirm", "close")
        },
        "may_receive": order.site_id == here.site.pk and here.may("goods.receive"),
        "may_decide": here.actor.may("dispatches.decide", order.site_id),
        "undecided": live is not None and live.state in ("waiting", "unknown", "sending"),
    }
    return render(request, "office/purchases/show.html", context | more, status=status)


def _can(supplier: Supplier, way: str) -> bool:
    return {"hand": True, "mail": bool(supplier.order_email or supplier.party.email), "link": bool(supplier.link)}[way]


def _receipts(order: PurchaseOrder) -> Any:
    rows = GoodsReceipt.objects.filter(lines__line__order=order).distinct().order_by("-received_at")
    return rows[:10]


def _mail(order: PurchaseOrder, to: str) -> str:
    """A letter in the device's own program: where no mail server sends it, the paper is attached by hand."""
    if not to:
        return ""
    letter = purchase_orders.words(order)
    return f"mailto:{to}?{urlencode({'subject': letter.subject, 'body': letter.text}).replace('+', '%20')}"


@screen
@require_GET
def pdf(request: HttpRequest, purchase_order_id: UUID) -> HttpResponse:
    """The order on paper."""
    only_who_may(request, "purchasing.read")
    order = order_of(request, purchase_order_id)
    body = pdfs.render(purchase_orders.of_order(order))
    headers = {"Content-Disposition": f'inline; filename="{purchase_orders.file_name(order)}"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


@screen
def new(request: HttpRequest) -> HttpResponse:
    """An order begins with its supplier and its first part."""
    only_who_may(request, "orders.draft")
    rows = Supplier.objects.select_related("party").filter(retired_at=None).order_by("party__name")
    fault = ""
    if request.method == "POST":
        supplier = found(rows, request.POST.get("supplier", ""))
        try:
            return go(request, _draft(request, supplier, desk(request).site))
        except Refused as refusal:
            fault = str(refusal)
    chosen = request.POST.get("supplier") or request.GET.get("supplier", "")
    context = {"suppliers": rows[:500], "chosen": chosen, "fault": fault, "typed": request.POST}
    return render(request, "office/purchases/new.html", context, status=422 if fault else 200)


def _draft(request: HttpRequest, supplier: Supplier, site: Site) -> str:
    """The address of the site's draft on which the chosen part stands now."""
    part = choosing.chosen(request, ("part",))
    assert isinstance(part, Part)
    quantity = reading.quantity(request.POST.get("quantity") or "1", part.unit)
    wants = [Want(part.pk, quantity, supplier.pk)]
    [pk] = orders.draft.once(
        once(request), site, wants=wants, again=True, kept_as=lambda made: [str(one.pk) for one in made], **by(request)
    )
    return page_of(pk)


@screen
@require_POST
def add(request: HttpRequest, purchase_order_id: UUID) -> HttpResponse:
    """One more part stands on the draft."""
    order = order_of(request, purchase_order_id)
    try:
        return go(request, _draft(request, order.supplier, order.site))
    except Refused as refusal:
        return _page(request, order, fault=str(refusal), status=422, typed=request.POST)


@screen
@require_POST
def send(request: HttpRequest, purchase_order_id: UUID) -> HttpResponse:
    """The order is on its way to its supplier."""
    order = order_of(request, purchase_order_id)
    method, anyway = request.POST.get("method", ""), request.POST.get("anyway") == "1"
    try:
        sent = orders.send(order, method=method, anyway=anyway, **by(request))
    except orders.BelowMinimum as refusal:
        return _page(request, order, fault=str(refusal), status=422, anyway=method or order.supplier.send_by)
    return go(request, page_of(order.pk), _("Order %(number)s is on its way.") % {"number": sent.number})


@screen
@require_POST
def confirm(request: HttpRequest, purchase_order_id: UUID) -> HttpResponse:
    """What the supplier said: their number, and per line another day, a price, or that it is back-ordered."""
    order = order_of(request, purchase_order_id)
    said = []
    for line in order.lines.select_related("part"):
        day, price = request.POST.get(f"day-{line.pk}", ""), request.POST.get(f"price-{line.pk}", "").strip()
        said.append(
            Said(
                line.pk,
                expected_on=a_day(day) or line.expected_on,
                unit_price_cm=reading.unit_price(price, order.currency) if price else None,
                back_ordered=request.POST.get(f"back-{line.pk}") == "1",
            )
        )
    changes.confirm(order, supplier_ref=request.POST.get("supplier_ref", ""), lines=said, **by(request))
    return go(request, page_of(order.pk), _("What they said is stored; who waits hears of other days."))


@screen
@require_POST
def do(request: HttpRequest, purchase_order_id: UUID, what: str) -> HttpResponse:
    """The order is cancelled or closed, or a person knows what became of its sending."""
    order = order_of(request, purchase_order_id)
    reason = request.POST.get("reason", "").strip()
    if what == "cancel":
        dispatches.ask_to_cancel(order, reason=reason, **by(request))
        return go(request, page_of(order.pk), _("The order is cancelled."))
    if what == "close":
        changes.close(order, **by(request))
        return go(request, page_of(order.pk), _("The order is closed."))
    if what in ("got", "lost"):
        live = found(Dispatch.objects.filter(order=order), an_id(request.POST.get("dispatch", "")))
        dispatches.decide(
            live, they_have_it=what == "got", supplier_ref=request.POST.get("supplier_ref", ""), **by(request)
        )
        said = _("They have the order.") if what == "got" else _("They do not have it; the order is a draft again.")
        return go(request, page_of(order.pk), said)
    raise NotFound()


@screen
@require_POST
def change_line(request: HttpRequest, purchase_line_id: UUID) -> HttpResponse:
    """Quantity, price or day of a line."""
    line = line_of(request, purchase_line_id)
    fields: dict[str, Any] = {}
    if "quantity" in request.POST:
        fields["quantity_milli"] = reading.quantity(request.POST["quantity"], line.part.unit)
    if "price" in request.POST:
        fields["unit_price_cm"] = reading.unit_price(request.POST["price"], line.order.currency)
    if "day" in request.POST:
        fields["expected_on"] = a_day(request.POST["day"])
    orders.change_line(line, **fields, **by(request))
    return go(request, page_of(line.order_id))


@screen
@require_POST
def line_do(request: HttpRequest, purchase_line_id: UUID, what: str) -> HttpResponse:
    """A line of a draft is taken away, or what has not come of a line is called off."""
    line = line_of(request, purchase_line_id)
    if what == "remove":
        orders.remove_line(line, **by(request))
    elif what == "call_off":
        changes.call_off(line, quantity_milli=line.open_milli, **by(request))
    else:
        raise NotFound()
    return go(request, page_of(line.order_id))

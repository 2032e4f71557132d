"""The counter: scan or type, it lands on the ticket, press Pay (W1). The cart is a draft counter ticket."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.billing.finding import by_number
from vaxel.business.billing.models import Document
from vaxel.business.catalog import barcodes, codes
from vaxel.business.catalog.models import PartCode
from vaxel.business.parties import queries as parties
from vaxel.business.tickets import intake, lines, quick_keys
from vaxel.business.tickets.models import Line, QuickKey, Ticket
from vaxel.business.tickets.refusals import UnknownPart
from vaxel.doors import wording
from vaxel.doors.office.builder import offers, reading
from vaxel.doors.office.builder.answers import context_of, drawn, sheet, the_ticket, undo, url_of
from vaxel.doors.office.desk import Desk, an_id, at_sites, by, desk, found, go, language, once, screen
from vaxel.kernel.refusals import BadInput, Refused


@screen
@require_GET
def sale(request: HttpRequest, ticket_id: UUID | None = None) -> HttpResponse:
    """The counter with a cart, or ready for the next customer."""
    here = desk(request)
    tiles = quick_keys.of(here.site)
    if ticket_id is None:
        return render(request, "office/counter/counter.html", {"ticket": None, "parked": _parked(here), "tiles": tiles})
    ticket = the_ticket(request, ticket_id)
    context = {**context_of(request, ticket), "parked": _parked(here, ticket), "tiles": tiles}
    return render(request, "office/counter/counter.html", context)


def _parked(here: Desk, but: Ticket | None = None) -> list[Ticket]:
    """Carts that were left on this site's counters, newest first."""
    rows = Ticket.objects.filter(site=here.site, kind="counter", state="draft").select_related("customer", "made_by")
    return list((rows.exclude(pk=but.pk) if but else rows).order_by("-made_at")[:8])


def _empty_cart(here: Desk) -> Ticket:
    """A cart that is stored nowhere yet: what prices are asked for."""
    return Ticket(
        site=here.site, customer=parties.walk_in(), currency=here.site.currency, price_basis="incl", kind="counter"
    )


def cart_of(request: HttpRequest) -> Ticket | None:
    """The cart on the screen, if it is stored and still open."""
    pk = request.POST.get("cart") or request.GET.get("cart")
    return the_ticket(request, an_id(pk)) if pk else None


@screen
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What the text or scan could mean."""
    here, q = desk(request), request.GET.get("q", "").strip()
    ticket = cart_of(request) or _empty_cart(here)
    hits = offers.find(here, ticket, q, request.GET.get("kind", "part"))
    context = {"hits": hits, "q": q, "lost_reasons": wording.LOST.items() if here.may("lost_sales.record") else ()}
    return render(request, "office/counter/found.html", context)


@screen
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """What was chosen or scanned is in the cart; the first thing makes the cart."""
    here = desk(request)
    cart = cart_of(request)
    what, q = request.POST.get("what", ""), request.POST.get("q", "").strip()
    if not what and not q:
        return HttpResponse(status=204)
    chosen = offers.chosen(here, cart or _empty_cart(here), what, q)
    if chosen is None or chosen.canned is not None:
        context = {"text": offers.unknown(q), "q": q, "may_connect": here.may("codes.add")}
        return render(request, "office/counter/unknown.html", context, status=422)
    return put_in(request, cart, chosen.wish(), said={"what": what, "q": q})


def put_in(request: HttpRequest, cart: Ticket | None, wish: lines.Wish, *, said: dict[str, str]) -> HttpResponse:
    """The line is in the cart, once for each key; the strip leads back."""
    here = desk(request)
    key = f"{once(request)}:{said.get('what') or said.get('q') or ''}"[:100]
    if cart is None:
        made = intake.start_sale.once(
            key, here.site, wish, register=here.register, asked=said, kept_as=_its_id, **by(request)
        )
    else:
        made = intake.add_line.once(
            key, cart, wish, language=cart.customer.language, asked={**said, "cart": str(cart.pk)}, kept_as=_its_id,
            **by(request),
        )  # fmt: skip
    line = Line.objects.filter(pk=made).select_related("ticket").first()
    ticket = line.ticket if line else cart
    if ticket is None:
        return go(request, reverse("counter:sale"))
    strip = None
    if line is not None:
        away = url_of("remove_line", ticket, line.pk)
        strip = undo(_("Added: %(what)s") % {"what": line.text}, away, {"at": "counter"}, kind="good")
    return drawn(request, ticket, strip=strip, added=line.pk if line else None)


def _its_id(line: Line) -> str:
    return str(line.pk)


@screen
def free(request: HttpRequest) -> HttpResponse:
    """A line that is in no catalogue, in a cart that may not be there yet."""
    if request.method != "POST":
        kinds = ("part", "labour", "note")
        context = {
            "ticket": _empty_cart(desk(request)), "kinds": kinds, "text": request.GET.get("text", ""), "here": "",
            "prices": True, "url": reverse("counter:free"),
        }  # fmt: skip
        return sheet(request, "free", context)
    cart = cart_of(request)
    price, kind = request.POST.get("unit_price", "").strip(), request.POST.get("kind", "part")
    currency = desk(request).site.currency
    wish = lines.Wish(
        kind=kind, text=request.POST.get("text", ""),
        quantity_milli=reading.quantity(request.POST.get("quantity") or "1", "h" if kind == "labour" else "pcs"),
        unit_price_cm=reading.unit_price(price, currency) if price else None,
    )  # fmt: skip
    said = {name: request.POST.get(name, "") for name in ("kind", "text", "quantity", "unit_price")}
    return put_in(request, cart, wish, said=said)


@screen
def connect(request: HttpRequest) -> HttpResponse:
    """An unknown barcode leads to a part from now on, and one of it is in the cart."""
    if request.method != "POST":
        return render(request, "office/counter/connect.html", {"code": request.GET.get("code", "")})
    here, cart = desk(request), cart_of(request)
    code = barcodes.read_scan(request.POST.get("code", ""))
    number = request.POST.get("number", "").strip()
    chosen = offers.chosen(here, cart or _empty_cart(here), "", number)
    if chosen is None or chosen.part is None:
        raise UnknownPart(number=number)
    if not PartCode.objects.filter(part=chosen.part, kind="barcode", text=code.text).exists():
        codes.add(chosen.part, kind="barcode", text=code.text, **by(request))
    wish = lines.Wish(part=chosen.part, quantity_milli=code.times_milli)
    return put_in(request, cart, wish, said={"q": code.text, "number": number})


@screen
@require_GET
def returns(request: HttpRequest) -> HttpResponse:
    """Against which receipt? One with the number opens at once."""
    q = request.GET.get("q", "").strip()
    rows = at_sites(request, Document.objects.filter(kind__in=("receipt", "invoice")).select_related("customer"))
    rows = rows.filter(by_number(q)) if q else rows.filter(site=desk(request).site)
    documents = list(rows.order_by("-posted_at")[:20])
    if q and len(documents) == 1:
        return redirect("documents:take_back", documents[0].pk)
    return render(request, "office/counter/returns.html", {"documents": documents, "q": q})


@screen
def tiles(request: HttpRequest) -> HttpResponse:
    """The site's quick keys: added, named, put in order and taken away."""
    fault, status = "", 200
    if request.method == "POST":
        try:
            _change_tile(request)
            return go(request, reverse("counter:tiles"))
        except Refused as refusal:
            fault, status = str(refusal), refusal.status
    context = {"tiles": quick_keys.of(desk(request).site), "fault": fault, "typed": request.POST}
    return render(request, "office/counter/tiles.html", context, status=status)


def _change_tile(request: HttpRequest) -> None:
    here, what = desk(request), request.POST.get("do", "")
    if what == "add":
        chosen = offers.chosen(here, _empty_cart(here), "", request.POST.get("number", "").strip())
        quick_keys.add(
            here.site, part=chosen.part if chosen else None, operation=chosen.operation if chosen else None,
            label=request.POST.get("label", ""), language=language(), **by(request),
        )  # fmt: skip
        return
    key = found(QuickKey.objects.filter(site=here.site).select_related("site"), request.POST.get("key", ""))
    if what == "name":
        quick_keys.name(key, label=request.POST.get("label", ""), **by(request))
    elif what in ("up", "down"):
        quick_keys.move(key, steps=-1 if what == "up" else 1, **by(request))
    elif what == "remove":
        quick_keys.remove(key, **by(request))
    else:
        raise BadInput()

"""The counter: scan or type, it lands on the ticket, press Pay (W1). The cart is a draft counter ticket."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.parties import queries as parties
from vaxel.business.tickets import intake
from vaxel.business.tickets.models import Ticket
from vaxel.doors.office.builder import offers
from vaxel.doors.office.builder.answers import Strip, context_of, drawn, the_ticket
from vaxel.doors.office.desk import Desk, an_id, by, desk, screen


@screen
@require_GET
def sale(request: HttpRequest, ticket_id: UUID | None = None) -> HttpResponse:
    """The counter with a cart, or ready for the next customer."""
    here = desk(request)
    if ticket_id is None:
        return render(request, "office/counter/counter.html", {"ticket": None, "parked": _parked(here)})
    ticket = the_ticket(request, ticket_id)
    return render(
        request, "office/counter/counter.html", {**context_of(request, ticket), "parked": _parked(here, ticket)}
    )


def _parked(here: Desk, but: Ticket | None = None) -> list[Ticket]:
    """Carts that were left on this site's counters, newest first."""
    rows = Ticket.objects.filter(site=here.site, kind="counter", state="draft").select_related("customer", "made_by")
    return list((rows.exclude(pk=but.pk) if but else rows).order_by("-made_at")[:8])


def _empty_cart(here: Desk) -> Ticket:
    """A cart that is stored nowhere yet: what prices are asked for."""
    return Ticket(
        site=here.site, customer=parties.walk_in(), currency=here.site.currency, price_basis="incl", kind="counter"
    )


def _cart(request: HttpRequest) -> Ticket | None:
    """The cart on the screen, if it is stored and still open."""
    pk = request.POST.get("cart") or request.GET.get("cart")
    return the_ticket(request, an_id(pk)) if pk else None


@screen
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What the text or scan could mean."""
    here, q = desk(request), request.GET.get("q", "").strip()
    ticket = _cart(request) or _empty_cart(here)
    hits = offers.find(here, ticket, q, request.GET.get("kind", "part"))
    return render(request, "office/counter/found.html", {"hits": hits, "q": q})


@screen
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """What was chosen or scanned is in the cart; the first thing makes the cart."""
    here = desk(request)
    cart = _cart(request)
    what, q = request.POST.get("what", ""), request.POST.get("q", "").strip()
    if not what and not q:
        return HttpResponse(status=204)
    chosen = offers.chosen(here, cart or _empty_cart(here), what, q)
    if chosen is None or chosen.canned is not None:
        return render(request, "office/counter/unknown.html", {"text": offers.unknown(q)}, status=422)
    if cart is None:
        line = intake.start_sale(here.site, chosen.wish(), register=here.register, **by(request))
    else:
        line = intake.add_line(cart, chosen.wish(), language=cart.customer.language, **by(request))
    return drawn(request, cart or line.ticket, strip=Strip(_("Added: %(what)s") % {"what": line.text}))

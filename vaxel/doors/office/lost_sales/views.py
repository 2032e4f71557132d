"""Lost sales: noted with one press where one searches, and listed."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import barcodes, prices, search
from vaxel.business.catalog.models import Part
from vaxel.business.purchasing import lost_sales
from vaxel.business.tickets import costing
from vaxel.doors.auth.required import is_fragment, safe_next
from vaxel.doors.office.builder.answers import the_ticket
from vaxel.doors.office.desk import an_id, by, desk, go, once, only_who_may, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.lost_sales.listing import LostSales
from vaxel.kernel.money import rdiv

MOST = 8


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """What was asked for and not sold."""
    only_who_may(request, "purchasing.read")
    return answer(request, LostSales())


@screen
@require_POST
def record(request: HttpRequest) -> HttpResponse:
    """Somebody asked and did not buy: so many of the part that the text means for certain, else the words themselves.

    On a ticket it was the ticket's customer.
    """
    here, scan = desk(request), barcodes.read_scan(request.POST.get("q", "").strip()[:100])
    hit = search.certain(search.parts(request.POST.get("q", ""), site_id=here.site.pk, most=MOST))
    part = Part.objects.get(pk=hit.part_id) if hit else None
    quantity = hit.quantity_milli if hit else scan.times_milli
    ticket = request.POST.get("ticket")
    lost_sales.record.once(
        once(request),
        here.site,
        reason=request.POST.get("reason", ""),
        part=part,
        text=scan.text,
        quantity_milli=quantity,
        value_minor=_worth(request, part, quantity) if part else 0,
        customer=the_ticket(request, an_id(ticket)).customer if ticket else None,
        **by(request),
    )
    said = _("Noted as a lost sale: %(what)s.") % {"what": part.number if part else scan.text}
    if is_fragment(request):
        return render(request, "office/lost_sales/noted.html", {"said": said})
    return go(request, safe_next(request, request.POST.get("next", reverse("counter:sale"))), said)


def _worth(request: HttpRequest, part: Part, quantity_milli: int) -> int:
    """What it would have brought, without VAT, in minor units."""
    here = desk(request)
    day = timezone.localdate(here.at)
    price = prices.for_parts([part.pk], site_id=here.site.pk, group_id=None, day=day).get(part.pk)
    if price is None:
        return 0
    _category, ppm = costing.rates_for(here.site, day)(part.tax_code)
    each_cm = prices.convert(price.unit_price_cm, price.basis, "excl", ppm)
    return rdiv(each_cm * quantity_milli, 100_000)

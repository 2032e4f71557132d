"""Lost sales: noted with one press where one searches, and listed."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import numbers, prices, search
from vaxel.business.catalog.models import Part
from vaxel.business.purchasing import lost_sales
from vaxel.doors.auth.required import is_fragment, safe_next
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import by, desk, go, only_who_may, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.lost_sales.listing import LostSales
from vaxel.kernel.money import rdiv


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """What was asked for and not sold."""
    only_who_may(request, "purchasing.read")
    return answer(request, LostSales())


@screen
@require_POST
def record(request: HttpRequest) -> HttpResponse:
    """Somebody asked and did not buy: the part that the text means for certain, else the words themselves."""
    text = request.POST.get("q", "").strip()[:100]
    part = _certain(text)
    quantity = reading.quantity(request.POST.get("quantity") or "1", part.unit if part else "pcs")
    lost_sales.record(
        desk(request).site,
        reason=request.POST.get("reason", ""),
        part=part,
        text=text,
        quantity_milli=quantity,
        value_minor=_worth(request, part, quantity) if part else 0,
        **by(request),
    )
    said = _("Noted as a lost sale: %(what)s.") % {"what": part.number if part else text}
    if is_fragment(request):
        return render(request, "office/lost_sales/noted.html", {"said": said})
    return go(request, safe_next(request, request.POST.get("next", "/counter")), said)


def _certain(text: str) -> Part | None:
    """The part that was meant, if the text means one."""
    hits = search.parts(text, most=2) if text else []
    certain = hits and (len(hits) == 1 or numbers.norm(hits[0].number) == numbers.norm(text))
    return Part.objects.filter(pk=hits[0].part_id).first() if certain else None


def _worth(request: HttpRequest, part: Part, quantity_milli: int) -> int:
    """What it would have brought, without VAT, in minor units."""
    here = desk(request)
    day = timezone.localdate(here.at)
    price = prices.for_parts([part.pk], site_id=here.site.pk, group_id=None, day=day).get(part.pk)
    if price is None:
        return 0
    amount = rdiv(price.unit_price_cm * quantity_milli, 100_000)
    return rdiv(amount * 4, 5) if price.basis == "incl" else amount

"""Serial numbers and lots: listed, and each followed from its supplier to the car and back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vaxel.business.stock.models import Lot
from vaxel.doors.office.desk import desk, found, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.serials import tracing
from vaxel.doors.office.serials.listing import Serials


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """What is known by its number."""
    return answer(request, Serials())


@screen
@require_GET
def show(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """One piece or lot: where it came from, where it lies, on which ticket and car it left."""
    lot = found(Lot.objects.select_related("part__brand"), lot_id)
    context = {
        "lot": lot,
        "lying": lot.balances.filter(on_hand_milli__gt=0).select_related("location__site"),
        "trace": tracing.of(request, lot),
        "sees_cost": desk(request).may("prices.see_margin"),
        "today": desk(request).at.date(),
    }
    return render(request, "office/serials/show.html", context)

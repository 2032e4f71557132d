"""Special orders: what was ordered for customers at the counter, until they fetch it (K-48, K-50)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vaxel.business.service import special_orders
from vaxel.doors.office.desk import desk, only_who_may, screen


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Those that are not fetched, the oldest first."""
    only_who_may(request, "purchasing.read")
    here = desk(request)
    rows = special_orders.listing(here.site.pk, here.at)
    wanted = request.GET.get("view", "")
    shown = [one for one in rows if not wanted or one.colour == wanted or (wanted == "overdue" and one.overdue)]
    ready = sum(one.colour == "all" for one in rows)
    context = {
        "rows": shown,
        "wanted": wanted,
        "n": len(rows),
        "ready": ready,
        "overdue": sum(bool(one.overdue) for one in rows),
    }
    return render(request, "office/purchases/special.html", context)

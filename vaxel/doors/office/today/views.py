"""Today: what waits for this person at this site, and the way to start."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vaxel.business.payments.models import Payment
from vaxel.business.payments.states import UNDECIDED
from vaxel.doors.office.desk import desk, screen
from vaxel.doors.office.mine import reading as mine
from vaxel.doors.office.today import guide, lanes
from vaxel.kernel.models import TrayItem


@screen
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The lists of the day, by role; a fixed number of queries for each."""
    here = desk(request)
    role = lanes.role_of(here)
    # Undecided cards are few at all sites together: asked so, their own index serves.
    cards = Payment.objects.filter(state__among=UNDECIDED).order_by("made_at")
    context: dict[str, Any] = {
        "role": role, "lanes": lanes.shown(here, role), "now": here.at,
        "guide": guide.steps(here),
        "undecided": [card for card in cards if card.site_id == here.site.pk][:5],
        "tray": TrayItem.objects.filter(site_id=here.site.pk, closed_at=None).count(),
    }  # fmt: skip
    if role == "technician":
        context["mine"] = mine.day_of(here)
    return render(request, "office/today/today.html", context)

"""The palette (Ctrl K): commands once a page, and what the shop holds as one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vaxel.doors.office.desk import desk, screen
from vaxel.doors.office.find import search
from vaxel.doors.office.palette import commands as known

MOST = 5


@screen
@require_GET
def commands(request: HttpRequest) -> HttpResponse:
    """Actions, screens and settings: all of them, filtered in the browser as one types."""
    here = desk(request)
    context = {
        "actions": list(known.actions(here)), "screens": list(known.screens(here)),
        "settings": list(known.preferences(here)),
    }  # fmt: skip
    return render(request, "office/palette/commands.html", context)


@screen
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """What the shop holds that fits: plates, VINs, phones, names, numbers. Nothing for less than two characters."""
    q = request.GET.get("q", "").strip()[:200]
    found = search(request, q, MOST) if q.isdigit() or (len(q) > 1 and q.strip("#")) else {}
    return render(request, "office/palette/found.html", found | {"q": q})

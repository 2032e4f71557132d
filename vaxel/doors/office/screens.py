"""All screens, in groups: what the rail has no room for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from vaxel.doors.office import frame
from vaxel.doors.office.desk import desk, screen


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every screen that this person finds, by group, with a line on each."""
    here = desk(request)
    seen = [place for place in frame.PLACES if frame.may_see(place, here)]
    groups = [
        (name, [(place, reverse(place.view)) for place in seen if place.group == key])
        for key, name in frame.GROUPS.items()
    ]
    return render(request, "office/screens.html", {"groups": [one for one in groups if one[1]]})

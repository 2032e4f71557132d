"""A page of staff for the tests of the door."""

from django.http import HttpResponse, HttpResponseBase
from django.urls import include, path

from vaxel.business.locations import sites
from vaxel.doors.auth.requests import StaffRequest
from vaxel.doors.auth.required import staff_required
from vaxel.kernel import clock


@staff_required
def today(request: StaffRequest) -> HttpResponseBase:
    """Says who stands where."""
    till = request.register.name if request.register else "-"
    return HttpResponse(f"{request.actor.name} {request.site.code} {till}")


@staff_required
def rename(request: StaffRequest) -> HttpResponseBase:
    """Does what few may do."""
    sites.change(request.site, name="Annat", by=request.actor, at=clock.now())
    return HttpResponse("done")


urlpatterns = [
    path("", include("vaxel.doors.auth.urls")),
    path("today", today),
    path("rename", rename),
]

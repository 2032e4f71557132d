"""What lies in the store, what it is worth, and what of it stands still."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from vaxel.business.stock import places, standing
from vaxel.doors.office.desk import desk, only_who_may, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.standing.listing import Standing


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The store's goods by worth, with age and class. Only for who may see what things cost."""
    only_who_may(request, "prices.see_margin")
    here = desk(request)
    figures = standing.figures(places.store(here.site.pk), here.at)
    return answer(request, Standing(), figures=figures, may_report=here.may("reports.read"))

"""Quotes that were sent: what became of each."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from vaxel.doors.office.desk import screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.quotes.listing import Quotes


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The quotes, those that wait for an answer first."""
    return answer(request, Quotes())

"""A count's end: finished, differences counted once more, booked or thrown away (K-87, K-90)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaxel.business.stock import count_posting, counts
from vaxel.business.stock.models import Count, CountLine
from vaxel.doors.office.counts.views import count_of
from vaxel.doors.office.desk import an_id, by, go, screen, second_person


def _page(count: Count) -> str:
    return reverse("counts:show", args=[count.pk])


@screen
@require_POST
def finish(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """Everybody has counted; what is too far off is counted once more first."""
    count = counts.finish(count_of(request, count_id), rest_is_empty=request.POST.get("rest") == "1", **by(request))
    if count.state == "open":
        return go(request, _page(count) + "?show=again", _("Some differences are large: count these once more."))
    return go(request, _page(count), _("All is counted. Look the differences over and book them."))


@screen
@require_POST
def reopen(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """The count goes on; the chosen lines are counted once more."""
    count = count_of(request, count_id)
    chosen = CountLine.objects.filter(count=count, pk__in=[an_id(pk) for pk in request.POST.getlist("pick")])
    counts.reopen(count, lines=list(chosen), **by(request))
    return go(request, _page(count) + ("?show=again" if chosen else ""), _("Counting goes on."))


@screen
@require_POST
def post(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """The differences are booked."""
    count = count_posting.post(
        count_of(request, count_id), why=request.POST.get("why", ""), second=second_person(request), **by(request)
    )
    return go(request, _page(count), _("Count %(number)s is booked.") % {"number": count.number})


@screen
@require_POST
def cancel(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """Nothing of the count counts."""
    count = counts.cancel(count_of(request, count_id), **by(request))
    return go(request, reverse("counts:list"), _("Count %(number)s is cancelled.") % {"number": count.number})

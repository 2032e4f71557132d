"""Work that waits on cars: written about, booked and put off from its row; how often customers say yes."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.schedule import waiting
from vaxel.business.service import deferred, telling
from vaxel.business.service.models import DeferredWork
from vaxel.business.service.sending import TOKEN
from vaxel.business.tickets.models import Ticket
from vaxel.doors.addresses import public_address
from vaxel.doors.auth.required import safe_next
from vaxel.doors.office.desk import at_sites, by, desk, found, go, language, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.waiting import rates
from vaxel.doors.office.waiting.listing import Waiting
from vaxel.kernel.refusals import BadInput

RATE_DAYS = 90


class NoMoment(BadInput):
    """A booking has a time."""

    sentence = gettext_lazy("Choose a day and a time.")


class NoDay(BadInput):
    """To be asked again on a day."""

    sentence = gettext_lazy("Choose the day on which the customer is asked again.")


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The work that waits, with the share of what was recommended that customers said yes to."""
    here = desk(request)
    since = here.at - timedelta(days=RATE_DAYS)
    return answer(
        request, Waiting(), rates=rates.of(here.site, since, here.at), rate_days=RATE_DAYS,
        may_send=here.may("deferred.remind"), may_book=here.may("deferred.book"),
        may_put_off=here.may("deferred.ask_again"),
    )  # fmt: skip


def _known(request: HttpRequest, work_id: UUID) -> DeferredWork:
    rows = DeferredWork.objects.select_related("ticket__site", "customer", "vehicle")
    return found(rows.filter(ticket__in=at_sites(request, Ticket.objects.all())), work_id)


def _back(request: HttpRequest) -> str:
    return safe_next(request, request.POST.get("next", reverse("waiting:list")))


@screen
@require_POST
def send(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """The owner is reminded, in the shop's own words."""
    work = _known(request, work_id)
    way_out = public_address(request, reverse("portal:stop", args=[TOKEN]))
    message = telling.remind(work, to=work.customer.phone or work.customer.email, way_out=way_out, **by(request))
    return go(request, _back(request), _("On its way to %(to)s. Whether it arrived is seen among the messages.")
              % {"to": message.to})  # fmt: skip


@screen
@require_POST
def book(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """The car is booked in, with the work on its ticket."""
    try:
        when = timezone.make_aware(datetime.fromisoformat(request.POST.get("starts_at", "")))
    except ValueError:
        raise NoMoment() from None
    made = waiting.book(_known(request, work_id), starts_at=when, language=language(), **by(request))
    return go(request, reverse("ticket:show", args=[made.ticket_id]), _("The car is booked; this is its ticket."))


@screen
@require_POST
def later(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """The customer is asked again on the day."""
    try:
        day = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        raise NoDay() from None
    deferred.ask_again(_known(request, work_id), on=day, **by(request))
    return go(request, _back(request), _("Asked again on %(day)s.") % {"day": day.isoformat()})

"""Asking for long work from a screen, telling on every page when it has ended, and doing it as the one who asked."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from vaxel.business.locations import actors
from vaxel.business.locations.models import Site, Staff
from vaxel.doors.office.desk import Desk, by, go, once
from vaxel.kernel import clock, long_work
from vaxel.kernel.models import LongWork
from vaxel.kernel.refusals import NotFound

SESSION = "long_work"
MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says of one's long work: what has ended since one was told, and what to listen for."""

    ended: list[LongWork]
    topics: str


def ask(request: HttpRequest, does: str, title: str, question: dict[str, Any], *, key: str = "") -> HttpResponse:
    """The work waits, and the page of long work shows how far it is. The form's key with `key`: asked once."""
    work = long_work.ask.once(f"{once(request)}{key}", does=does, title=title, question=question, **by(request))
    listen(request, work)
    return go(request, reverse("work:list"), _("It is being made. You can leave this page; you will be told."))


def listen(request: HttpRequest, work: LongWork) -> None:
    """Pages of this person tell when the work has ended."""
    waits = [one for one in request.session.get(SESSION, []) if one != str(work.pk)]
    request.session[SESSION] = [*waits, str(work.pk)][-MOST_TOLD:]


def told(request: HttpRequest) -> Told | None:
    """What is to be said; None when nothing was asked for. What is said once is not said again. One query, or none."""
    waits = request.session.get(SESSION)
    if not waits:
        return None
    works = list(LongWork.objects.filter(pk__in=waits).order_by("asked_at"))
    under_way = [work for work in works if work.state in long_work.UNDER_WAY]
    request.session[SESSION] = [str(work.pk) for work in under_way]
    ended = [work for work in works if work.state in ("done", "failed")]
    return Told(ended, " ".join(long_work.end_topic(work.pk) for work in under_way))


def as_asked(run: long_work.Run, query: str = "") -> HttpRequest:
    """A request by the one who asked for the work, with their rights as they are now, at the site they stood at.

    Refuses with NotFound when they have left.
    """
    work = run.work
    staff = Staff.objects.filter(pk=work.asked_by, is_active=True).first() if work.asked_by else None
    site = Site.objects.filter(pk=work.site_id).first() if work.site_id else None
    if staff is None or site is None:
        raise NotFound()
    request = HttpRequest()
    request.GET = QueryDict(query)
    request.desk = Desk(actors.for_staff(staff, site=site), staff, site, None, clock.now())  # type: ignore[attr-defined]
    return request


def found(pk: UUID, request: HttpRequest) -> LongWork:
    """One's own work with the id; refuses with NotFound."""
    work = long_work.asked_by(by(request)["by"]).filter(pk=pk).first()
    if work is None:
        raise NotFound()
    return work

"""The desk: who stands at an office screen, where, and when; the decorator every screen of the office wears.

@screen
def show(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    ticket = found(at_sites(request, Ticket.objects.all()), ticket_id)
    voiding.void(ticket, reason=…, **by(request))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import update_wrapper
from typing import Concatenate, TypedDict, cast
from uuid import UUID

from django.contrib import messages
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from vaxel.business.locations import pins
from vaxel.business.locations.models import Register, Site, Staff
from vaxel.doors import deeds
from vaxel.doors.auth.requests import StaffRequest
from vaxel.doors.auth.required import is_fragment, staff_required
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Forbidden, NotFound

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Desk:
    """The person, the site and till they stand at, and the moment of the request."""

    actor: Actor
    staff: Staff
    site: Site
    register: Register | None
    at: datetime

    def may(self, action: str) -> bool:
        """Whether the person may do the action here: decides what is shown, never what is done."""
        return self.actor.may(action, self.site.pk)


class Signature(TypedDict):
    """What every action wants to know."""

    by: Actor
    at: datetime


def desk(request: HttpRequest) -> Desk:
    """The desk a `screen` was opened at."""
    return cast("Desk", request.desk)  # type: ignore[attr-defined]


def by(request: HttpRequest) -> Signature:
    """Who and when, for an action."""
    here = desk(request)
    return {"by": here.actor, "at": here.at}


def screen[**P](view: View[P]) -> View[P]:
    """The view is for staff, on their site's wall clock, and never cached. Refusals are said by the middleware."""

    def opened(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        here = Desk(request.actor, request.staff, request.site, request.register, clock.now())
        request.desk = here  # type: ignore[attr-defined]
        with timezone.override(here.site.time_zone):
            return view(request, *args, **kwargs)

    update_wrapper(opened, view)
    return never_cache(staff_required(opened))


def only_who_may(request: HttpRequest, *actions: str) -> None:
    """Refuses with Forbidden who may do none of the actions here; for screens that are not everybody's."""
    here = desk(request)
    if not any(here.may(one) for one in actions):
        raise Forbidden(permission=deeds.word(actions[0]))
    request.only_for = actions  # type: ignore[attr-defined]  # what the screen's list asks again as a file


def at_sites[T: Model](request: HttpRequest, rows: QuerySet[T]) -> QuerySet[T]:
    """Those of `rows` (which have a site) that this person may know of (F-24)."""
    grants = desk(request).actor.grants
    if "*" in grants.get(None, ()):
        return rows
    return rows.filter(Q(site_id__in=[site_id for site_id in grants if site_id]))


def found[T: Model](rows: QuerySet[T], pk: UUID | str) -> T:
    """The row with the id; refuses with NotFound, also for what is no id."""
    one = rows.filter(pk=an_id(pk)).first()
    if one is None:
        raise NotFound()
    return one


def an_id(text: UUID | str) -> UUID:
    """The id that is written; refuses with NotFound what is none."""
    try:
        return text if isinstance(text, UUID) else UUID(text)
    except ValueError:
        raise NotFound() from None


def a_number(text: str | None, otherwise: int = 0) -> int:
    """The whole number in a hidden field; refuses with BadInput."""
    try:
        return int(text) if text else otherwise
    except ValueError:
        raise BadInput() from None


def once(request: HttpRequest) -> str:
    """The form's key (`{% once_key %}`): the same form sent twice is one wish."""
    key = request.POST.get("once")
    return str(an_id(key)) if key else str(new_id())


def second_person(request: HttpRequest) -> Actor | None:
    """The one who vouches with a PIN in this form, if any; refuses with WrongPin, PinLocked."""
    staff_id, pin = request.POST.get("second"), request.POST.get("pin", "")
    if not staff_id or not pin:
        return None
    here = desk(request)
    return pins.vouch(an_id(staff_id), pin, here.at, site=here.site)


def language() -> str:
    """What the reader speaks: sv or en."""
    return (translation.get_language() or "sv")[:2]


def go(request: HttpRequest, url: str, said: str = "") -> HttpResponse:
    """On to another page, whether a form or htmx asked; `said` stands there as a notice."""
    if said:
        messages.success(request, said)
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponse(status=303, headers={"Location": url})

"""Requests for a visit from the public page: kept as they came, until a person takes them up (S-138, C-48).

A request books nothing and matches nobody: who it is, and when there is time, is for staff to say.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Site
from vaxel.business.tickets.models import Ticket, VisitRequest
from vaxel.business.tickets.refusals import ReasonMissing
from vaxel.kernel import tray
from vaxel.kernel.actions import action, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Conflict

OPEN = ("new", "offered")  # nothing is booked yet
PARTS_OF_DAY = ("", "morning", "afternoon")
LONGEST = {"name": 160, "phone": 40, "email": 200, "plate": 20, "wish": 1000}


class NameMissing(BadInput):
    """Somebody asks."""

    sentence = _("Write your name.")


class NoWayBack(BadInput):
    """We answer by phone or e-mail."""

    sentence = _("Give a phone number or an e-mail address, so that we can answer you.")


class WishMissing(BadInput):
    """Something is to be done."""

    sentence = _("Write in a few words what you want help with.")


class DayGone(BadInput):
    """Nobody comes yesterday."""

    sentence = _("Choose a day that has not passed, or leave the day open.")


class HandledAlready(Conflict):
    """Somebody else was quicker."""

    sentence = _("%(who)s has dealt with this request already.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What was written on the page."""

    name: str
    wish: str
    phone: str = ""
    email: str = ""
    plate: str = ""
    wanted_on: date | None = None
    part_of_day: str = ""
    waits_here: bool = False
    language: str = "sv"


@action("tickets.request_visit", site=lambda site, *_, **__: site.pk)
def ask(site: Site, wish: Wish, *, today: date, id: UUID | None = None, by: Actor, at: datetime) -> VisitRequest:
    """The request lies among the site's new ones, and in the tray. `today` is the site's day.

    Refuses with NameMissing, NoWayBack, WishMissing, DayGone.
    """
    words = {name: str(getattr(wish, name)).strip()[:most] for name, most in LONGEST.items()}
    if not words["name"]:
        raise NameMissing()
    if not words["phone"] and not words["email"]:
        raise NoWayBack()
    if not words["wish"]:
        raise WishMissing()
    if wish.wanted_on is not None and wish.wanted_on < today:
        raise DayGone()
    made = VisitRequest.objects.create(
        id=id or new_id(), site=site, wanted_on=wish.wanted_on, waits_here=wish.waits_here, made_at=at,
        part_of_day=wish.part_of_day if wish.part_of_day in PARTS_OF_DAY else "",
        language=wish.language if wish.language in ("sv", "en") else "sv", **words,
    )  # fmt: skip
    said = " · ".join(part for part in (made.plate, str(made.wanted_on or ""), made.wish[:200]) if part)
    contact = ", ".join(part for part in (made.phone, made.email) if part)
    tray.lay("tickets.visit_request", made, site_id=site.pk, at=at, name=made.name, contact=contact, wish=said)
    touch(made)
    return made


def _at_site(request: VisitRequest, *_args: object, **_kwargs: object) -> UUID:
    return request.site_id


@action("tickets.take_up_request", site=_at_site)
def take_up(request: VisitRequest, *, ticket: Ticket | None = None, by: Actor, at: datetime) -> VisitRequest:
    """The request has become this ticket, or was answered without one. Refuses with HandledAlready."""
    return _handle(request, "taken", note="", ticket=ticket, by=by, at=at)


@action("tickets.decline_request", site=_at_site)
def decline(request: VisitRequest, *, reason: str, by: Actor, at: datetime) -> VisitRequest:
    """Nothing comes of the request, and `reason` says why. Refuses with ReasonMissing, HandledAlready."""
    if not reason.strip():
        raise ReasonMissing()
    return _handle(request, "declined", note=reason.strip()[:400], ticket=None, by=by, at=at)


def offer(request: VisitRequest, *, starts_at: datetime) -> VisitRequest:
    """Another time has been proposed, as a part of the caller's action. Refuses with HandledAlready."""
    if not VisitRequest.objects.filter(pk=request.pk, state__in=OPEN).update(state="offered", offered_for=starts_at):
        raise _handled(request)
    fresh = VisitRequest.objects.get(pk=request.pk)
    touch(fresh)
    return fresh


def _handled(request: VisitRequest) -> HandledAlready:
    fresh = VisitRequest.objects.select_related("handled_by").get(pk=request.pk)
    return HandledAlready(who=fresh.handled_by.name if fresh.handled_by else "–")


def _handle(
    request: VisitRequest, state: str, *, note: str, ticket: Ticket | None, by: Actor, at: datetime
) -> VisitRequest:  # fmt: skip
    changed = VisitRequest.objects.filter(pk=request.pk, state__in=OPEN).update(
        state=state, note=note, ticket=ticket, handled_at=at, handled_by_id=by.id if by.kind == "staff" else None
    )
    if not changed:
        raise _handled(request)
    fresh = VisitRequest.objects.select_related("handled_by", "ticket").get(pk=request.pk)
    tray.close("tickets.visit_request", fresh, note=note or (f"#{ticket.ref}" if ticket else "✓"), by=by, at=at)
    touch(fresh)
    return fresh


def public(site: Site) -> Actor:
    """Whoever writes on the public page: may ask for a visit, and nothing else."""
    return Actor(
        "customer", "", id=site.pk, site_id=site.pk, grants={site.pk: frozenset({"tickets.request_visit"})}
    )  # fmt: skip

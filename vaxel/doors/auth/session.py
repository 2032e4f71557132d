"""What a browser's session holds: who opened the door with a password, who stands there now, at which site and till.

The cookie is signed, so nothing is stored on the server; a seal over password and PIN makes it worthless once either
changes or the person leaves.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from vaxel.business.locations import actors, credentials, devices
from vaxel.business.locations.models import Register, Site, Staff
from vaxel.kernel.actors import Actor

OPENER, STAFF, SITE, REGISTER, BY_PIN, DEVICE, SURE = "opener", "staff", "site", "register", "pin", "device", "sure"
KEPT = (SITE, REGISTER, DEVICE)
SURE_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands at the screen. `actor` is None when nobody does; `opener` when nobody opened the door."""

    opener: Staff | None = None
    staff: Staff | None = None
    actor: Actor | None = None
    site: Site | None = None
    register: Register | None = None
    by_pin: bool = False


NOBODY = Standing()


def begin(request: HttpRequest, staff: Staff) -> None:
    """The person opened the door with a password and stands there; the site and till of before are kept."""
    kept = {key: request.session[key] for key in KEPT if key in request.session}
    request.session.flush()
    request.session.update(kept)
    mark = [str(staff.pk), credentials.seal(staff)]
    request.session.update({OPENER: mark, STAFF: mark, BY_PIN: False})
    rotate_token(request)


def change_over(request: HttpRequest, staff: Staff) -> None:
    """Another person stands there, known by a PIN, behind the door that was opened with a password."""
    request.session[STAFF] = [str(staff.pk), credentials.seal(staff)]
    request.session[BY_PIN] = True
    rotate_token(request)


def step_aside(request: HttpRequest) -> None:
    """Nobody stands there; the next one needs only a PIN."""
    request.session.pop(STAFF, None)


def end(request: HttpRequest) -> None:
    """The door is shut: the next one needs a password. Site and till are kept for them."""
    kept = {key: request.session[key] for key in KEPT if key in request.session}
    request.session.flush()
    request.session.update(kept)


def reseal(request: HttpRequest, staff: Staff) -> None:
    """This session stays good after its own person changed password or PIN."""
    mark = [str(staff.pk), credentials.seal(staff)]
    for key in (OPENER, STAFF):
        if request.session.get(key, ["", ""])[0] == mark[0]:
            request.session[key] = mark


def stand_at(request: HttpRequest, site: Site, register: Register | None) -> None:
    """What is sold and stored from now on happens at the site and till."""
    request.session[SITE] = str(site.pk)
    request.session[REGISTER] = str(register.pk) if register else ""


def be_sure(request: HttpRequest, staff: Staff, at: datetime) -> None:
    """The person has shown the password again, and need not for a quarter of an hour."""
    request.session[SURE] = [str(staff.pk), at.isoformat()]


def is_sure(request: HttpRequest, staff: Staff, at: datetime) -> bool:
    """Whether the person who stands here by PIN has lately shown the password, too."""
    who, since = request.session.get(SURE) or ("", "")
    return who == str(staff.pk) and timedelta() <= at - datetime.fromisoformat(since) < SURE_FOR


def device_of(request: HttpRequest) -> UUID | None:
    """The device this session was begun at."""
    held = request.session.get(DEVICE)
    return UUID(held) if held else None


def standing(request: HttpRequest) -> Standing:
    """Who stands at the screen, by the session: at most three queries, none without a session.

    Nobody does at a device that was shut out.
    """
    device_id = device_of(request)
    marks = [request.session.get(key) for key in (OPENER, STAFF)]
    people = _sealed([mark for mark in marks if mark], device_id)
    opener, staff = (people.get(mark[0]) if mark else None for mark in marks)
    if opener is None:
        return NOBODY
    if staff is None:
        return Standing(opener=opener)
    held = actors.grants(staff)
    site, register = _place(request, frozenset(held))
    actor = actors.for_staff(staff, site=site, register_id=register.pk if register else None,
                              device_id=device_id, held=held)  # fmt: skip
    return Standing(opener, staff, actor, site, register, bool(request.session.get(BY_PIN)))


def _sealed(marks: list[list[str]], device_id: UUID | None) -> dict[str, Staff]:
    """The people whose seals hold, by id; nobody at a device that was shut out. One query, none without marks."""
    if not marks:
        return {}
    people = Staff.objects.annotate(shut_out=devices.shut_out(device_id)).filter(shut_out=False)
    found = {str(pk): staff for pk, staff in people.in_bulk([UUID(mark[0]) for mark in marks]).items()}
    return {pk: found[pk] for pk, seal in marks if pk in found and credentials.is_sealed(found[pk], seal)}


def _place(request: HttpRequest, allowed: frozenset[UUID | None]) -> tuple[Site | None, Register | None]:
    site_id, register_id = request.session.get(SITE), request.session.get(REGISTER)
    register = None
    if register_id:
        register = Register.objects.select_related("site").filter(pk=register_id, retired_at=None).first()
    site = register.site if register else Site.objects.filter(pk=site_id).first() if site_id else None
    if site is None or site.closed_at or not (None in allowed or site.pk in allowed):
        return None, None
    return site, register


def site_of(request: HttpRequest) -> Site | None:
    """The site this browser stands at, whoever stands there."""
    site_id = request.session.get(SITE)
    return Site.objects.filter(pk=site_id, closed_at=None).first() if site_id else None

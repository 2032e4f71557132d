"""Which browser it is: an id of its own in a lasting cookie, known to the shop as a device."""

from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from vaxel.business.locations import devices
from vaxel.business.locations.models import Register, Site
from vaxel.doors.auth import session
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id

YEAR_S = 365 * 24 * 3600
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPad", "iPad"), ("iPhone", "iPhone"), ("Android", "Android"), ("CrOS", "Chromebook"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def meet[R: HttpResponseBase](
    request: HttpRequest, response: R, actor: Actor, site: Site, register: Register | None
) -> R:  # fmt: skip
    """The browser is a device of the site from now on, and `response` tells it its id; one that was shut out is new."""
    device_id = _known(request)
    if device_id is None or devices.is_shut_out(device_id):
        device_id = new_id()
    name = called(request.headers.get("User-Agent", ""))
    try:
        devices.meet(site=site, device_id=device_id, register=register, name=name, by=actor, at=clock.now())
    except devices.ShutOut:
        device_id = new_id()
        devices.meet(site=site, device_id=device_id, register=register, name=name, by=actor, at=clock.now())
    request.session[session.DEVICE] = str(device_id)
    response.set_signed_cookie(
        settings.DEVICE_COOKIE_NAME, str(device_id), max_age=5 * YEAR_S, httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


def _known(request: HttpRequest) -> UUID | None:
    held = request.get_signed_cookie(settings.DEVICE_COOKIE_NAME, "")
    with suppress(ValueError):
        return UUID(held)
    return None


def called(agent: str) -> str:
    """What a device is called until someone names it: the browser and the machine, as they present themselves."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return " · ".join(part for part in (browser, system) if part) or "?"

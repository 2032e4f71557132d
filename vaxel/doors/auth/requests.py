"""Requests as screens see them, for type checkers: what the middleware puts on each."""

from django.http import HttpRequest

from vaxel.business.locations.models import Register, Site, Staff
from vaxel.kernel.actors import Actor


class Request(HttpRequest):
    """Any request: perhaps nobody asks. `opener` logged in with a password; `staff` stands there now."""

    actor: Actor | None
    staff: Staff | None
    site: Site | None  # type: ignore[assignment] # ours, not the one of django.contrib.sites
    register: Register | None
    opener: Staff | None
    by_pin: bool
    live_since: int


class StaffRequest(HttpRequest):
    """A request behind `staff_required`: someone asks, at a site."""

    actor: Actor
    staff: Staff
    site: Site  # type: ignore[assignment] # as above
    register: Register | None
    opener: Staff
    by_pin: bool

"""Writes of messages and of work that waits."""

from typing import Any

from vaxel.doors.api.tests.writes.planning import tomorrow
from vaxel.doors.api.tests.writes.table import World, write


@write("POST", "/tickets/{ticket}/messages")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.ticket()}, {"kind": "ready", "to": "070-123 45 67"}


@write("POST", "/message-templates")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"kind": "ready", "language": "sv", "subject": "Klar", "text": "Hej {name}, {plate} är klar."}


@write("POST", "/deferred-work/{work}/remind")
def _(world: World) -> tuple[dict[str, str], Any]:
    work = world.declined()
    bo = world.counter.shop.bo.pk
    said = {"channel": "sms", "purpose": "reminder", "given": True, "source": "desk"}
    world.done(world.here.post(f"/customers/{bo}/consents", said))
    return {"work": work}, {"to": "070-123 45 67"}


@write("POST", "/deferred-work/{work}/bookings")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"work": world.declined()}, {"starts_at": tomorrow(9)}

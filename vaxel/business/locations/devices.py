"""Devices: the browsers and tills that people stand at. One is known from the first log-in, and can be shut out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Device, Register, Site
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict, Refused


class DeviceName(Refused):
    """A list of devices is read by people."""

    sentence = _("A device's name is 1 to 80 characters, such as Counter left.")


class ShutOut(Conflict):
    """What was shut out stays so; it comes back as a new one."""

    sentence = _("%(name)s is shut out. Someone has to log in there with a password, and it becomes a new device.")


def _there(*, site: Site, **_kwargs: Any) -> UUID:
    return site.pk


@action("devices.meet", site=_there)
def meet(
    *, site: Site, device_id: UUID, register: Register | None = None, name: str = "", by: Actor, at: datetime
) -> Device:
    """The device with the id (made by its browser) stands at the site and till, and was seen now.

    `name` is what a new one is called until someone names it. Refuses with ShutOut.
    """
    device, new = Device.objects.get_or_create(
        pk=device_id, defaults={"site": site, "register": register, "name": name[:80] or "?", "seen_at": at}
    )
    if device.revoked_at:
        raise ShutOut(name=device.name)
    if not new:
        if not device.series:  # a till that sells offline stays the one it was enrolled as
            device.site, device.register = site, register
        device.seen_at = at
        device.save(update_fields=["site", "register", "seen_at"])
    return device


@action("devices.rename")
def rename(device: Device, *, name: str, by: Actor, at: datetime) -> Device:
    """The device is called so. Refuses with DeviceName."""
    tidy = " ".join(name.split())
    if not 0 < len(tidy) <= 80:
        raise DeviceName()
    note(before=device.name, after=tidy)
    device.name = tidy
    device.save(update_fields=["name"])
    return device


@action("devices.revoke")
def revoke(device: Device, *, by: Actor, at: datetime) -> Device:
    """Whoever stands at the device is out at once, and PINs open nothing there."""
    note(name=device.name, waiting=device.waiting)
    device.revoked_at = at
    device.save(update_fields=["revoked_at"])
    return device


def shut_out(device_id: UUID | None) -> Exists:
    """For a query that is asked anyway: whether the device was revoked."""
    return Exists(Device.objects.filter(pk=device_id or UUID(int=0)).exclude(revoked_at=None))


def is_shut_out(device_id: UUID) -> bool:
    """Whether the device was revoked."""
    return Device.objects.filter(pk=device_id).exclude(revoked_at=None).exists()

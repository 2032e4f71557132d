"""Tills that go on selling without the server: a device enrolled at a register, with a token and a receipt series."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.devices import DeviceName, ShutOut
from vaxel.business.locations.models import Device, Register
from vaxel.business.locations.tokens import digest
from vaxel.kernel import clock
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db.writer import write
from vaxel.kernel.refusals import Conflict, Refused

PREFIX = "vxd_"
# A till that is on says every minute how it stands; one that was silent for longer may have sold meanwhile.
HEARD_WITHIN = timedelta(minutes=3)
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


class RegisterRetired(Conflict):
    """A till that is out of use."""

    sentence = _("The till %(register)s is out of use. Choose another one.")


class OtherRegister(Conflict):
    """Its receipts are numbered at one register."""

    sentence = _("This device sells at %(register)s. Shut it out under Sites first; then it is enrolled as a new one.")


class BadDeviceToken(Refused):
    """Unknown, or replaced by a newer one."""

    status = 401
    sentence = _("This till is not known here any more. What it has sold is kept. Enrol it again.")


class DeviceShutOut(Refused):
    """Someone has ended it."""

    status = 401
    sentence = _("This till was shut out. What it has sold is kept. Ask who runs the shop, and enrol it again.")


def _there(register: Register, **_kwargs: Any) -> UUID:
    return register.site_id


@action("devices.enrol", site=_there)
def enrol(register: Register, *, device_id: UUID, name: str, by: Actor, at: datetime) -> tuple[Device, str]:
    """The device sells at the register, also without the server; and its token, which is never shown again.

    Enrolled again it keeps its series and what it has sent; the old token is no good any more. Refuses with DeviceName,
    RegisterRetired, OtherRegister, ShutOut.
    """
    tidy = " ".join(name.replace("\x00", " ").split())
    if not 0 < len(tidy) <= 80:
        raise DeviceName()
    if register.retired_at is not None:
        raise RegisterRetired(register=register.name)
    Register.objects.select_for_update().get(pk=register.pk)  # two at once must not take the same letters
    device = Device.objects.filter(pk=device_id).first() or Device(pk=device_id)
    if device.revoked_at:
        raise ShutOut(name=device.name)
    if device.series and device.register_id != register.pk:
        raise OtherRegister(register=device.register.name if device.register else "–")
    text = PREFIX + secrets.token_urlsafe(32)
    device.site, device.register, device.name = register.site, register, tidy
    device.series = device.series or _next_series(register)
    device.token_hash, device.enrolled_at, device.seen_at = digest(text), at, at
    # not its `last_seq`: a fact may be taken in meanwhile
    device.save(update_fields=None if device._state.adding else [
        "site", "register", "name", "series", "token_hash", "enrolled_at", "seen_at",
    ])  # fmt: skip
    note(name=tidy, register=register.name, series=device.series)
    return device, text


def _next_series(register: Register) -> str:
    """A, B, … Z, AA, AB …: the letters behind the register's name that no device there has had."""
    n = Device.objects.filter(register=register).exclude(series="").count()
    text = ""
    while True:
        n, rest = divmod(n, len(_LETTERS))
        text = _LETTERS[rest] + text
        if not n:
            return text
        n -= 1


def by_token(text: str) -> Device:
    """The device that holds the token, its site and register with it. Refuses with BadDeviceToken, DeviceShutOut."""
    found = Device.objects.select_related("site", "register").filter(token_hash=digest(text)).first()
    if found is None or not text.startswith(PREFIX):
        raise BadDeviceToken()
    if found.revoked_at is not None:
        raise DeviceShutOut()
    return found


def heard(
    device: Device, *, waiting: int, oldest_at: datetime | None, app: str, schema: int, at: datetime
) -> None:  # fmt: skip
    """The device has said how it stands. No action: nothing in the shop has changed."""
    oldest_at = clock.storable(oldest_at) if oldest_at else None
    said = {"waiting": waiting, "oldest_at": oldest_at, "app": app.replace("\x00", "")[:40], "schema": schema}
    write(lambda: Device.objects.filter(pk=device.pk).update(**said, heard_at=at, seen_at=at))


def unsettled(register: Register, at: datetime) -> list[Device]:
    """The register's tills that say that something waits, or that have not been heard of lately. One query."""
    held = Device.objects.filter(register=register, revoked_at=None).exclude(series="").select_related("site")
    return [one for one in held.order_by("name") if one.waiting or _silent(one, at)]


def _silent(device: Device, at: datetime) -> bool:
    last = device.heard_at or device.enrolled_at
    return last is not None and last < at - HEARD_WITHIN


def word_of(device: Device, staff_id: UUID) -> str:
    """What shows that a fact's operator was known to the device: given with the setup, sent back with each fact."""
    return Signer(salt="till.operator").sign(f"{device.pk.hex}.{staff_id.hex}")


def is_word_of(text: str, device: Device, staff_id: UUID) -> bool:
    """Whether the word was given to this device for this person."""
    return constant_time_compare(text, word_of(device, staff_id))

"""People come and go: staff by their shift clock, guests by the ledger's own; numbers are sealed (S-183 to S-187)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Site, Staff
from vaxel.business.presence.models import Guest, GuestEntry, PersonNumber
from vaxel.business.presence.rules import NEVER
from vaxel.business.service import time_entries
from vaxel.business.service.models import TimeEntry
from vaxel.kernel import clock, identity_numbers, sealing
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Conflict, Refused

LABEL = "person_number"


class BadNumber(BadInput):
    """A personal or coordination number has a date and a check digit."""

    sentence = _("That is no personal or coordination number. Write it as YYYYMMDD-NNNN.")


class NameMissing(BadInput):
    """The ledger names people."""

    sentence = _("Write the person's name.")


class HereAlready(Conflict):
    """Who is here has come."""

    sentence = _("%(name)s is here already.")


class NotHere(Conflict):
    """Who is not here cannot go."""

    sentence = _("%(name)s is not here.")


class WhyMissing(BadInput):
    """A correction says why."""

    sentence = _("Give a reason.")


class CorrectedAlready(Conflict):
    """An entry is corrected once; its correction may be corrected again."""

    sentence = _("This has been corrected already. Correct the newest line.")


class NotYet(BadInput):
    """Time that has not been."""

    sentence = _("That time has not come yet.")


class WorksElsewhere(Refused):
    """Only who works here is listed here."""

    sentence = _("%(name)s does not work here.")


def _guest_site(guest: Guest, *_args: Any, **_kwargs: Any) -> UUID:
    return guest.site_id


def _entry_site(entry: GuestEntry, *_args: Any, **_kwargs: Any) -> UUID:
    return entry.site_id


@action("presence.arrive")
def arrive(site: Site, *, staff: Staff, by: Actor, at: datetime) -> TimeEntry:
    """The staff member is on the premises: their shift begins now, by the server's time (S-187).

    Refuses with HereAlready, WorksElsewhere.
    """
    if not staff.is_active:
        raise WorksElsewhere(name=staff.name)
    person = Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
    if time_entries.state_of(person).on_shift:
        raise HereAlready(name=person.name)
    touch(person)
    return time_entries.write(person, "shift", "on", site_id=site.pk, at=at)


@action("presence.leave")
def leave(site: Site, *, staff: Staff, by: Actor, at: datetime) -> TimeEntry:
    """The staff member has left; the job clock stops too. Refuses with NotHere."""
    person = Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
    now = time_entries.state_of(person)
    if not now.on_shift:
        raise NotHere(name=person.name)
    touch(person)
    if now.job_id:
        time_entries.stop(person, now.job_id, at=at)
    return time_entries.write(person, "shift", "off", site_id=site.pk, at=at)


@action("presence.add_guest")
def add_guest(site: Site, *, name: str, firm: str = "", number: str = "", by: Actor, at: datetime) -> Guest:
    """Someone hired in, or who helps unpaid, can come and go here. Refuses with NameMissing, BadNumber."""
    if not name.strip():
        raise NameMissing()
    sealed = _sealed(number) if number.strip() else ""
    made = Guest.objects.create(site=site, name=name.strip(), firm=firm.strip(), added_at=at)
    if sealed:
        PersonNumber.objects.create(guest=made, sealed=sealed)
    return made


@action("presence.guest_arrives", site=_guest_site)
def guest_arrives(guest: Guest, *, by: Actor, at: datetime) -> GuestEntry:
    """The guest is on the premises. Refuses with HereAlready, WorksElsewhere."""
    held = Guest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
    if held.left_at is not None:
        raise WorksElsewhere(name=held.name)
    if is_here(held):
        raise HereAlready(name=held.name)
    return _write(held, "on", at)


@action("presence.guest_leaves", site=_guest_site)
def guest_leaves(guest: Guest, *, by: Actor, at: datetime) -> GuestEntry:
    """The guest has left. Refuses with NotHere."""
    held = Guest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
    if not is_here(held):
        raise NotHere(name=held.name)
    return _write(held, "off", at)


@action("presence.end_guest", site=_guest_site)
def end_guest(guest: Guest, *, by: Actor, at: datetime) -> Guest:
    """The guest works here no more; what was written stays. Refuses with HereAlready."""
    if is_here(guest):
        raise HereAlready(name=guest.name)
    guest.left_at = at
    guest.save(update_fields=["left_at"])
    return guest


@action("presence.correct_guest", site=_entry_site)
def correct_guest(
    entry: GuestEntry, *, happened_at: datetime | None, reason: str, by: Actor, at: datetime
) -> GuestEntry:  # fmt: skip
    """A new row stands in place of the entry, at another time or (None) as if it never was; the old one stays (S-186).

    Refuses with WhyMissing, NotYet, CorrectedAlready.
    """
    if not reason.strip():
        raise WhyMissing()
    if happened_at is not None and happened_at > at:
        raise NotYet()
    Guest.objects.select_for_update(of=("self",)).get(pk=entry.guest_id)
    if GuestEntry.objects.filter(corrects=entry).exists():
        raise CorrectedAlready()
    note(before=entry.happened_at.isoformat(), after=happened_at.isoformat() if happened_at else "", reason=reason)
    return GuestEntry.objects.create(
        id=new_id(), guest_id=entry.guest_id, site_id=entry.site_id, corrects=entry, reason=reason.strip(),
        direction=entry.direction if happened_at else NEVER, happened_at=happened_at or entry.happened_at,
        recorded_at=clock.now(),
    )  # fmt: skip


@action("presence.set_number", site=lambda staff, **_: staff.home_site_id)
def set_number(staff: Staff, *, number: str, by: Actor, at: datetime) -> Staff:
    """The staff member's personal number is kept, sealed; history does not know it (R-64). Refuses with BadNumber."""
    PersonNumber.objects.update_or_create(staff=staff, defaults={"sealed": _sealed(number)})
    return staff


def _sealed(number: str) -> str:
    read = identity_numbers.read(number)
    if read is None or read.kind == "ORGANISATION":
        raise BadNumber()
    return sealing.seal(number.strip().replace(" ", ""), LABEL)


def is_here(guest: Guest) -> bool:
    """Whether the guest has come and not gone."""
    rows = GuestEntry.objects.filter(guest=guest, corrected_by=None).exclude(direction=NEVER)
    newest = rows.order_by("-happened_at", "-direction", "-id").first()
    return newest is not None and newest.direction == "on"


def _write(guest: Guest, direction: str, at: datetime) -> GuestEntry:
    touch(guest)
    return GuestEntry.objects.create(
        id=new_id(), guest=guest, site_id=guest.site_id, direction=direction, happened_at=at, recorded_at=clock.now()
    )

"""PINs: the quick proof of who stands at the register, and the second person's word (F-20, U-10)."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import actors, attempts
from vaxel.business.locations.hashing import hashed_for_tills, matches
from vaxel.business.locations.models import Site, Staff
from vaxel.kernel.actors import Actor
from vaxel.kernel.db.writer import write
from vaxel.kernel.refusals import Refused

TRIES_MOST = 5


class WrongPin(Refused):
    """Wrong PIN, nobody with that id, someone without a PIN or who left: one answer."""

    sentence = _("Wrong PIN. After five wrong ones it is locked for 15 minutes.")


class OwnApprover(Refused):
    """Nobody is their own second person (F-20)."""

    sentence = _("It takes someone else's PIN: you cannot approve what you do yourself.")


class PinLocked(Refused):
    """Too many wrong PINs."""

    status = 429
    sentence = _("Five wrong PINs: locked for 15 minutes. Log in with the password, or ask someone else.")


def vouch(
    staff_id: UUID, pin: str, at: datetime, *, site: Site | None = None, register_id: UUID | None = None
) -> Actor:
    """The person whose PIN it is, as an actor. Call it before the action that needs the second person, never inside:

    a wrong PIN must be counted even when the action is undone. Refuses with WrongPin, PinLocked.
    """
    subject = f"pin:{staff_id}"
    left = attempts.begin(subject, at, TRIES_MOST)
    if left is None:
        raise PinLocked()
    staff = Staff.objects.filter(pk=staff_id, is_active=True).first()
    if not matches(pin, staff.pin_hash if staff else "") or staff is None:
        attempts.fail(subject, left, at)
        raise WrongPin()
    attempts.succeed(subject)
    return actors.for_staff(staff, site=site, register_id=register_id)


def teach_tills(staff_id: UUID, pin: str, at: datetime) -> None:
    """Tills can check the person's PIN without the server from now on; where they can already, nothing changes.

    Call it with a PIN that `vouch` has found right, outside of actions: the slow hash is made with no lock held.
    """
    known = Staff.objects.filter(pk=staff_id).values_list("pin_hash", "till_pin").first()
    if known is None or known[1]:
        return
    found = hashed_for_tills(pin)
    write(lambda: Staff.objects.filter(pk=staff_id, pin_hash=known[0]).update(till_pin=found))


def second_person(by: Actor, staff_id: UUID, pin: str, at: datetime) -> Actor:
    """Someone other than `by`, at the same site, by their PIN. Refuses with OwnApprover, WrongPin, PinLocked.

    Whether the second person may say yes is asked of the answer: `second.may("prices.below_cost", site_id)`.
    """
    if staff_id == by.id:
        raise OwnApprover()
    found = vouch(staff_id, pin, at)
    return replace(found, site_id=by.site_id, register_id=by.register_id)

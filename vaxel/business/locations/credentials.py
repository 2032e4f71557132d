"""What everyone does with their own log-in: in, out, password, PIN, language."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.hashing import matches
from vaxel.business.locations.models import LANGUAGES, Staff
from vaxel.business.locations.staff import keep_pin, password_hash, pin_hash
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Forbidden, Refused


class NotYours(Forbidden):
    """Everyone changes their own; others' are changed under Staff."""

    sentence = _("You can only change your own password, PIN and language here.")


class OldPasswordWrong(Refused):
    """Whoever sits down at an open screen does not get the account."""

    sentence = _("The password you have now is wrong.")


class UnknownLanguage(Refused):
    """Only what is translated."""

    sentence = _("Choose Swedish or English.")


def _wherever(_staff: Staff, *, by: Actor, **_kwargs: Any) -> UUID | None:
    """Everyone with a role anywhere has these; the permission counts where they have one."""
    return by.site_id if by.site_id in by.grants else next(iter(by.grants), None)


@action("staff.log_in", site=_wherever)
def log_in(staff: Staff, *, method: Literal["password", "pin"], by: Actor, at: datetime) -> None:
    """History knows that the person logged in, how and at which register (R-34)."""
    _check_own(staff, by)
    note(method=method)


@action("staff.log_out", site=_wherever)
def log_out(staff: Staff, *, by: Actor, at: datetime) -> None:
    """History knows that the person logged out (R-34)."""
    _check_own(staff, by)


@action("staff.set_own_password", site=_wherever)
def set_own_password(staff: Staff, *, old: str, new: str, by: Actor, at: datetime) -> None:
    """The person logs in with the new password; other sessions end. Refuses with OldPasswordWrong, WeakPassword."""
    _check_own(staff, by)
    if not matches(old, staff.password):
        raise OldPasswordWrong()
    staff.password = password_hash(new, staff.email)
    staff.save(update_fields=["password"])


@action("staff.set_own_pin", site=_wherever)
def set_own_pin(staff: Staff, *, password: str, pin: str, by: Actor, at: datetime) -> None:
    """The person is known by the PIN; other sessions end. Refuses with OldPasswordWrong, BadPin."""
    _check_own(staff, by)
    if not matches(password, staff.password):
        raise OldPasswordWrong()
    keep_pin(staff, pin_hash(pin))


@action("staff.choose_language", site=_wherever)
def choose_language(staff: Staff, *, language: str, by: Actor, at: datetime) -> None:
    """Screens speak the language to the person from now on. Refuses with UnknownLanguage."""
    _check_own(staff, by)
    if language not in dict(LANGUAGES):
        raise UnknownLanguage()
    staff.language = language
    staff.save(update_fields=["language"])


@action("staff.choose_keys", site=_wherever)
def choose_keys(staff: Staff, *, letters: bool, by: Actor, at: datetime) -> None:
    """Single letters press buttons for the person, or never do (WCAG 2.1.4); other keys always work."""
    _check_own(staff, by)
    staff.letter_keys = letters
    staff.save(update_fields=["letter_keys"])


def seal(staff: Staff) -> str:
    """What a session must carry to be the person's: another one once password or PIN changes."""
    return salted_hmac("vaxel.session", f"{staff.password}:{staff.pin_hash}", algorithm="sha256").hexdigest()


def is_sealed(staff: Staff, carried: str) -> bool:
    """Whether the session's seal still holds and the person still works here."""
    return staff.is_active and constant_time_compare(seal(staff), carried)


def _check_own(staff: Staff, by: Actor) -> None:
    if by.id != staff.pk:
        raise NotYours()

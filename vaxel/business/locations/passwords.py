"""Passwords: who logs in, with limits per account and per address of the network (F-20)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import attempts
from vaxel.business.locations.hashing import matches
from vaxel.business.locations.models import Staff
from vaxel.kernel.refusals import Refused

TRIES_PER_ACCOUNT = 10
TRIES_PER_ADDRESS = 50


class WrongLogin(Refused):
    """Wrong password, an unknown address, or someone who left: one answer."""

    sentence = _("The e-mail address or the password is wrong.")


class LoginLocked(Refused):
    """Too many wrong tries, for an account that exists or not."""

    status = 429
    sentence = _("Too many wrong tries. Wait 15 minutes, or ask an owner for a new password.")


def vouch(email: str, password: str, at: datetime, *, address: str) -> Staff:
    """The person whose e-mail and password it is; `address` is where on the network the request came from.

    Call it before the action, never inside. Refuses with WrongLogin, LoginLocked.
    """
    who = email.strip().lower()[:150]
    account, place = f"password:{who}", f"address:{address}"
    left_here = attempts.begin(place, at, TRIES_PER_ADDRESS)
    left = attempts.begin(account, at, TRIES_PER_ACCOUNT) if left_here is not None else None
    if left_here is None or left is None:
        raise LoginLocked()
    staff = Staff.objects.filter(email=who, is_active=True).first()
    if not matches(password, staff.password if staff else "") or staff is None:
        attempts.fail(account, left, at)
        attempts.fail(place, left_here, at)
        raise WrongLogin()
    attempts.succeed(account)
    attempts.forgive(place)
    return staff

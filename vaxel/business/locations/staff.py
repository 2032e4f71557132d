"""Staff: hired, given roles at sites, known by a password and a PIN, and leaving."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import roles
from vaxel.business.locations.hashing import hashed
from vaxel.business.locations.models import Assignment, Role, Site, Staff
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict, Forbidden, NotFound, Refused

PASSWORD_SHORTEST = 8
_MAY_CHANGE = frozenset(
    {"name", "email", "initials", "language", "home_site", "is_technician", "cost_minor_per_hour"}
)  # fmt: skip


class BadEmail(Refused):
    """The name someone logs in with is an e-mail address."""

    sentence = _("%(email)s is not an e-mail address. Write it as name@example.se.")


class EmailTaken(Conflict):
    """One address, one person."""

    sentence = _("%(email)s belongs to someone who works here already.")


class WeakPassword(Refused):
    """Too easy to guess."""

    sentence = _("A password has at least %(shortest)s characters and is not the e-mail address.")


class BadPin(Refused):
    """PINs are typed on a register's keys."""

    sentence = _("A PIN is 4 to 8 digits.")


class NameMissing(Refused):
    """A person has a name."""

    sentence = _("Write the person's name.")


class AboveYou(Forbidden):
    """Who may do less does not hold the keys of who may do more."""

    sentence = _("%(name)s may do more than you. Ask someone who may do as much to change it.")


class LastOwner(Conflict):
    """Someone must be able to do everything."""

    sentence = _("%(name)s is the last owner. Make someone else an owner first.")


def _at_site(_staff: Staff, *, site: Site | None = None, **_kwargs: Any) -> UUID | None:
    return site.pk if site else None


def _at_home(staff: Staff, **_kwargs: Any) -> UUID | None:
    return staff.home_site_id


def _hired_at(*, home_site: Site | None = None, **_kwargs: Any) -> UUID | None:
    return home_site.pk if home_site else None


@action("staff.hire", site=_hired_at)
def hire(
    *,
    email: str,
    name: str,
    password: str = "",
    pin: str = "",
    language: str = "sv",
    is_technician: bool = False,
    initials: str = "",
    home_site: Site | None = None,
    cost_minor_per_hour: int = 0,
    role: Role | str = "",
    role_site: Site | None = None,
    by: Actor,
    at: datetime,
) -> Staff:
    """The person works here, and may do what `role` says at `role_site` (None: everywhere); without one, nothing yet.

    No password: cannot log in; no PIN: no PIN. Refuses with BadEmail, EmailTaken, NameMissing, WeakPassword, BadPin,
    MoreThanOwn.
    """
    address = _checked_email(email)
    if not name.strip():
        raise NameMissing()
    person = Staff.objects.create(
        email=address, name=name.strip(), initials=initials or _initials(name), language=language,
        password=password_hash(password, address) if password else "", pin_hash=pin_hash(pin) if pin else "",
        home_site=home_site, is_technician=is_technician, cost_minor_per_hour=cost_minor_per_hour,
    )  # fmt: skip
    if role:
        where = role_site.pk if role_site else None
        if not by.may("staff.assign", where):
            raise Forbidden(permission="staff.assign")
        assign(person, role=role, site=role_site, by=by, at=at)
    return person


@action("staff.change", site=_at_home)
def change(staff: Staff, *, by: Actor, at: datetime, **fields: Any) -> Staff:
    """The person's name, e-mail, initials, language, home, trade and cost are these from now on, noted in history.

    Refuses with AboveYou, BadEmail, EmailTaken, NameMissing.
    """
    unknown = fields.keys() - _MAY_CHANGE
    if unknown:
        raise TypeError(f"staff have no {sorted(unknown)} to change")
    check_not_above(staff, by)
    if "email" in fields:
        fields["email"] = _checked_email(fields["email"], but=staff)
    if not fields.get("name", staff.name).strip():
        raise NameMissing()
    note(before={key: _plain(getattr(staff, key)) for key in fields}, after={k: _plain(v) for k, v in fields.items()})
    for key, value in fields.items():
        setattr(staff, key, value)
    staff.save(update_fields=[*fields])
    return staff


@action("staff.assign", site=_at_site)
def assign(staff: Staff, *, role: Role | str, site: Site | None = None, by: Actor, at: datetime) -> Assignment:
    """The person has the role (or the role of that key) at the site, or everywhere. Refuses with MoreThanOwn."""
    chosen = role_of(role)
    roles.check_own(by, chosen.actions, site.pk if site else None)
    note(role=chosen.key, site=site.code if site else "*")
    made, _new = Assignment.objects.get_or_create(staff=staff, role=chosen, site=site)
    return made


@action("staff.unassign", site=_at_site)
def unassign(staff: Staff, *, role: Role | str, site: Site | None = None, by: Actor, at: datetime) -> None:
    """The person has the role no more at the site. Refuses with LastOwner, MoreThanOwn."""
    chosen = role_of(role)
    roles.check_own(by, chosen.actions, site.pk if site else None)
    if chosen.key == "owner" and site is None:
        _check_not_last_owner(staff)
    note(role=chosen.key, site=site.code if site else "*")
    Assignment.objects.filter(staff=staff, role=chosen, site=site).delete()


@action("staff.set_pin", site=_at_home)
def set_pin(staff: Staff, *, pin: str, by: Actor, at: datetime) -> None:
    """The person is known by this PIN at registers; an empty one takes it away. Refuses with BadPin, AboveYou."""
    check_not_above(staff, by)
    keep_pin(staff, pin_hash(pin) if pin else "")


@action("staff.set_password", site=_at_home)
def set_password(staff: Staff, *, password: str, by: Actor, at: datetime) -> None:
    """The person logs in with this password; every session that is open ends. Refuses with WeakPassword, AboveYou."""
    check_not_above(staff, by)
    staff.password = password_hash(password, staff.email)
    staff.save(update_fields=["password"])


@action("staff.leave", site=_at_home)
def leave(staff: Staff, *, by: Actor, at: datetime) -> None:
    """The person works here no more: out at once, everywhere. What they did stays. Refuses with LastOwner, AboveYou."""
    check_not_above(staff, by)
    _check_not_last_owner(staff)
    staff.is_active, staff.pin_hash, staff.till_pin = False, "", ""
    staff.save(update_fields=["is_active", "pin_hash", "till_pin"])


@action("staff.come_back", site=_at_home)
def come_back(staff: Staff, *, by: Actor, at: datetime) -> None:
    """The person works here again, with the roles and the password they had; a PIN is chosen anew.

    Refuses with AboveYou.
    """
    check_not_above(staff, by)
    staff.is_active = True
    staff.save(update_fields=["is_active"])


def role_of(role: Role | str) -> Role:
    """The role, or the one of that key; refuses with NotFound."""
    if isinstance(role, Role):
        return role
    found = Role.objects.filter(key=role).first()
    if found is None:
        raise NotFound()
    return found


def _plain(value: Any) -> Any:
    return value.code if isinstance(value, Site) else value


def _checked_email(email: str, but: Staff | None = None) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise BadEmail(email=email) from None
    if any(other != but for other in Staff.objects.filter(email=address)):
        raise EmailTaken(email=address)
    return address


def password_hash(password: str, email: str) -> str:
    """The hash of a fit password; refuses with WeakPassword."""
    if len(password) < PASSWORD_SHORTEST or password.lower() == email:
        raise WeakPassword(shortest=PASSWORD_SHORTEST)
    return hashed(password)


def pin_hash(pin: str) -> str:
    """The hash of a fit PIN; refuses with BadPin."""
    if not re.fullmatch(r"[0-9]{4,8}", pin):
        raise BadPin()
    return hashed(pin)


def keep_pin(staff: Staff, hashed_pin: str) -> None:
    """The person has the PIN with this hash (empty: none); tills learn it when it is first used there."""
    staff.pin_hash, staff.till_pin = hashed_pin, ""
    staff.save(update_fields=["pin_hash", "till_pin"])


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())[:4].upper()


def _check_not_last_owner(staff: Staff) -> None:
    owners = Assignment.objects.filter(role__key="owner", site=None, staff__is_active=True)
    if owners.filter(staff=staff).exists() and not owners.exclude(staff=staff).exists():
        raise LastOwner(name=staff.name)


def check_not_above(staff: Staff, by: Actor) -> None:
    """Refuses with AboveYou when the person has a role that goes beyond what `by` may do there."""
    for site_id, patterns in staff.assignments.values_list("site_id", "role__actions"):
        if not all(by.may(pattern, site_id) for pattern in patterns):
            raise AboveYou(name=staff.name)

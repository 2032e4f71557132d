"""Roles: named sets of actions with a discount limit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Role
from vaxel.business.locations.roles_ready import READY
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict, Forbidden, Refused


class KeyTaken(Conflict):
    """A role is known by its key."""

    sentence = _("There is a role %(key)s already.")


class ReadyMade(Conflict):
    """The roles that ship are the same everywhere."""

    sentence = _("%(name)s is a role that comes with the product. Make a copy and change that.")


class MoreThanOwn(Forbidden):
    """Nobody gives away what they do not have."""

    sentence = _("You cannot give more than you may do yourself: %(missing)s.")


class NoRoleName(Refused):
    """People choose a role by its name."""

    sentence = _("Write what the role is called.")


class NothingChosen(Refused):
    """Who has a role without rights cannot even log in to some purpose."""

    sentence = _("A role with no rights is of no use. Choose at least one.")


class DiscountLimit(Refused):
    """A share of the price (S-82)."""

    sentence = _("The largest discount is between 0 and 100 %%.")


class RoleInUse(Conflict):
    """Nobody loses their rights by the way."""

    sentence = _("%(name)s is held by %(people)s people and %(tokens)s tokens. Give them another role first.")


WHOLE_PPM = 1_000_000


def _nowhere(*_args: Any, **_kwargs: Any) -> None:
    """The permission counts for the whole company."""


@action("roles.install", site=_nowhere)
def install(*, by: Actor, at: datetime) -> None:
    """The ready-made roles stand as this version ships them; running it again changes nothing else."""
    roles = [
        Role(
            key=ready.key, name_sv=ready.name_sv, name_en=ready.name_en, actions=list(ready.actions),
            discount_ppm=ready.discount_ppm, ready_made=True,
        )
        for ready in READY
    ]  # fmt: skip
    fresh = ["name_sv", "name_en", "actions", "discount_ppm", "ready_made"]
    Role.objects.bulk_create(roles, update_conflicts=True, unique_fields=["key"], update_fields=fresh)


@action("roles.make", site=_nowhere)
def make(
    *, key: str, name_sv: str, name_en: str, actions: Sequence[str], discount_ppm: int = 0, by: Actor, at: datetime
) -> Role:
    """The company has a role of its own; `discount_ppm` in parts per million.

    Refuses with KeyTaken, MoreThanOwn, NoRoleName, NothingChosen, DiscountLimit.
    """
    if Role.objects.filter(key=key).exists():
        raise KeyTaken(key=key)
    names = _checked(name_sv, name_en, actions, discount_ppm)
    check_own(by, actions, None)
    return Role.objects.create(key=key, **names, actions=list(actions), discount_ppm=discount_ppm)


@action("roles.change", site=_nowhere)
def change(
    role: Role, *, actions: Sequence[str], discount_ppm: int, name_sv: str = "", name_en: str = "", by: Actor,
    at: datetime,
) -> Role:  # fmt: skip
    """The role may do these actions from now on, noted in history; names that are left out stay.

    Who holds more than `by` may is not changed by them either. Refuses with ReadyMade, MoreThanOwn, NothingChosen,
    DiscountLimit.
    """
    if role.ready_made:
        raise ReadyMade(name=role.name_en)
    names = _checked(name_sv or role.name_sv, name_en or role.name_en, actions, discount_ppm)
    check_own(by, [*role.actions, *actions], None)
    note(
        before={"actions": role.actions, "discount_ppm": role.discount_ppm},
        after={"actions": list(actions), "discount_ppm": discount_ppm},
    )
    role.name_sv, role.name_en = names["name_sv"], names["name_en"]
    role.actions, role.discount_ppm = list(actions), discount_ppm
    role.save(update_fields=["name_sv", "name_en", "actions", "discount_ppm"])
    return role


@action("roles.remove", site=_nowhere)
def remove(role: Role, *, by: Actor, at: datetime) -> None:
    """The company's own role is gone; what it could do is in history. Refuses with ReadyMade, RoleInUse."""
    if role.ready_made:
        raise ReadyMade(name=role.name_en)
    people, tokens = role.assignments.count(), role.tokens.count()
    if people or tokens:
        raise RoleInUse(name=role.name_en, people=people, tokens=tokens)
    note(key=role.key, name_sv=role.name_sv, name_en=role.name_en, actions=role.actions)
    Role.objects.filter(pk=role.pk).delete()


def _checked(name_sv: str, name_en: str, actions: Sequence[str], discount_ppm: int) -> dict[str, str]:
    """Both names, each standing in for the other."""
    swedish, english = " ".join(name_sv.split()), " ".join(name_en.split())
    if not (swedish or english):
        raise NoRoleName()
    if not actions:
        raise NothingChosen()
    if not 0 <= discount_ppm <= WHOLE_PPM:
        raise DiscountLimit()
    return {"name_sv": swedish or english, "name_en": english or swedish}


def check_own(by: Actor, patterns: Sequence[str], site_id: Any) -> None:
    """Refuses with MoreThanOwn when one of the patterns goes beyond what `by` may do at the site."""
    missing = [pattern for pattern in patterns if not by.may(pattern, site_id)]
    if missing:
        raise MoreThanOwn(missing=", ".join(missing))

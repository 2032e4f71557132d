"""Roles: named sets of actions with a discount limit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Role
from vaxel.business.locations.roles_ready import READY
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict, Forbidden


class KeyTaken(Conflict):
    """A role is known by its key."""

    sentence = _("There is a role %(key)s already.")


class ReadyMade(Conflict):
    """The roles that ship are the same everywhere."""

    sentence = _("%(name)s is a role that comes with the product. Make a copy and change that.")


class MoreThanOwn(Forbidden):
    """Nobody gives away what they do not have."""

    sentence = _("You cannot give more than you may do yourself: %(missing)s.")


def _nowhere(*_args: Any, **_kwargs: Any) -> None:
    """The permission counts for the whole company."""


@action("roles.install", site=_nowhere)
def install(*, by: Actor, at: datetime) -> None:
    """The ready-made roles stand as this version ships them; running it again changes nothing else."""
    for ready in READY:
        Role.objects.update_or_create(
            key=ready.key,
            defaults={
                "name_sv": ready.name_sv, "name_en": ready.name_en, "actions": list(ready.actions),
                "discount_ppm": ready.discount_ppm, "ready_made": True,
            },
        )  # fmt: skip


@action("roles.make", site=_nowhere)
def make(
    *, key: str, name_sv: str, name_en: str, actions: Sequence[str], discount_ppm: int = 0, by: Actor, at: datetime
) -> Role:
    """The company has a role of its own. Refuses with KeyTaken, MoreThanOwn. `discount_ppm`: parts per million."""
    if Role.objects.filter(key=key).exists():
        raise KeyTaken(key=key)
    check_own(by, actions, None)
    return Role.objects.create(
        key=key, name_sv=name_sv, name_en=name_en, actions=list(actions), discount_ppm=discount_ppm
    )


@action("roles.change", site=_nowhere)
def change(role: Role, *, actions: Sequence[str], discount_ppm: int, by: Actor, at: datetime) -> Role:
    """The role may do these actions from now on, noted in history. Refuses with ReadyMade, MoreThanOwn."""
    if role.ready_made:
        raise ReadyMade(name=role.name_en)
    check_own(by, actions, None)
    note(
        before={"actions": role.actions, "discount_ppm": role.discount_ppm},
        after={"actions": list(actions), "discount_ppm": discount_ppm},
    )
    role.actions, role.discount_ppm = list(actions), discount_ppm
    role.save(update_fields=["actions", "discount_ppm"])
    return role


def check_own(by: Actor, patterns: Sequence[str], site_id: Any) -> None:
    """Refuses with MoreThanOwn when one of the patterns goes beyond what `by` may do at the site."""
    missing = [pattern for pattern in patterns if not by.may(pattern, site_id)]
    if missing:
        raise MoreThanOwn(missing=", ".join(missing))

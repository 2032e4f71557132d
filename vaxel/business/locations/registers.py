"""Registers: the tills of a site, each with a receipt series of its own."""

import re
from collections.abc import Callable
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Register, Site
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict, Refused


class NameTaken(Conflict):
    """A site's tills are told apart by name."""

    sentence = _("%(site)s has a register named %(name)s already. Choose another name.")


class BadName(Refused):
    """The name goes to control units and receipts (R-27)."""

    sentence = _("A register's name is 1 to 16 letters and digits, without spaces.")


class StillInUse(Conflict):
    """What stands open at a till must be closed before it goes."""

    sentence = _("%(name)s cannot be retired yet: %(why)s")


_guards: list[Callable[[Register], str | Promise]] = []


def guard_retiring(guard: Callable[[Register], str | Promise]) -> Callable[[Register], str | Promise]:
    """A rung above says why a till must stay in use for now (empty: it may go); asked by `retire` and `sites.close`."""
    _guards.append(guard)
    return guard


def check_may_retire(register: Register) -> None:
    """Refuses with StillInUse when something stands open at the till."""
    for guard in _guards:
        why = guard(register)
        if why:
            raise StillInUse(name=register.name, why=str(why))


@action("registers.add")
def add(site: Site, *, name: str, by: Actor, at: datetime) -> Register:
    """The site has the register. Refuses with BadName, NameTaken."""
    if not re.fullmatch(r"[0-9A-Za-zÅÄÖåäö]{1,16}", name):
        raise BadName()
    if Register.objects.filter(site=site, name=name).exists():
        raise NameTaken(site=site.name, name=name)
    return Register.objects.create(site=site, name=name)


@action("registers.retire")
def retire(register: Register, *, by: Actor, at: datetime) -> Register:
    """Nothing more is sold at the register; what it has rung up stays. Refuses with StillInUse."""
    check_may_retire(register)
    register.retired_at = at
    register.save(update_fields=["retired_at"])
    return register

"""Customer groups: fleet, trade, friends; they carry price lists and terms (C-10)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from vaxel.business.parties.models import CustomerGroup
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict


class GroupTaken(Conflict):
    """Groups are told apart by name."""

    sentence = _("There is a customer group named %(name)s already.")


@action("parties.add_group")
def add(*, name: str, by: Actor, at: datetime) -> CustomerGroup:
    """The group exists. Refuses with GroupTaken."""
    if CustomerGroup.objects.filter(name=name.strip()).exists():
        raise GroupTaken(name=name)
    return CustomerGroup.objects.create(name=name.strip())


@action("parties.rename_group")
def rename(group: CustomerGroup, *, name: str, by: Actor, at: datetime) -> CustomerGroup:
    """The group has the name. Refuses with GroupTaken."""
    if CustomerGroup.objects.filter(name=name.strip()).exclude(pk=group.pk).exists():
        raise GroupTaken(name=name)
    note(before=group.name, after=name.strip())
    group.name = name.strip()
    group.save(update_fields=["name"])
    return group

"""Who may approve for a fleet, and up to what at a time (S-153, S-154)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.parties import queries
from vaxel.business.parties.models import Party
from vaxel.business.service.models import Approver
from vaxel.kernel import money
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Conflict


class BadApprover(BadInput):
    """An approver is a named person."""

    sentence = _("Write the name of the person, and a limit from 0 or none.")


class NotTheirs(Conflict):
    """Only those on the list approve for the customer."""

    sentence = _("%(name)s is not on the list of those who approve for %(customer)s: %(those)s.")


class AboveTheirLimit(Conflict):
    """What is above somebody's limit goes to the next person on the list (S-154)."""

    sentence = _("%(name)s may approve up to %(limit)s at a time, and this is %(sum)s. Ask %(next)s.")


@action("approvers.add")
def add(
    party: Party, *, name: str, contact: str = "", limit_minor: int | None = None, without_tax: bool = False,
    id: UUID | None = None, by: Actor, at: datetime,
) -> Approver:  # fmt: skip
    """The person may approve for the customer, last on the list; `limit_minor` None: without a limit.

    The same `id` again is the same person. Refuses with BadApprover.
    """
    held = Approver.objects.filter(pk=id).first() if id else None
    if held is not None:
        return held
    party = queries.standing(party)
    name = " ".join(name.split())
    if not name or len(name) > 160 or party.is_walk_in or (limit_minor is not None and limit_minor < 0):
        raise BadApprover()
    said = {"id": id} if id else {}
    touch(party)
    return Approver.objects.create(
        party=party, name=name, contact=contact.strip()[:120], limit_minor=limit_minor, without_tax=without_tax,
        made_at=at, **said,
    )  # fmt: skip


@action("approvers.remove")
def remove(approver: Approver, *, by: Actor, at: datetime) -> Approver:
    """The person approves for the customer no longer; what they said stands. Asked again, nothing changes."""
    Approver.objects.filter(pk=approver.pk, removed_at=None).update(removed_at=at)
    note(name=approver.name)
    touch(approver.party)
    return Approver.objects.get(pk=approver.pk)


def of(party: Party) -> list[Approver]:
    """Those who may approve for the customer, in the list's order. One query."""
    return list(Approver.objects.filter(party=party, removed_at=None).order_by("made_at", "id"))


def check(party: Party, name: str, *, gross_minor: int, net_minor: int, currency: str) -> None:
    """The person may approve so much. Anybody may where there is no list. Refuses with NotTheirs, AboveTheirLimit."""
    held = of(party)
    if not held or not gross_minor:
        return
    who = next((one for one in held if one.name.casefold() == " ".join(name.split()).casefold()), None)
    if who is None:
        raise NotTheirs(name=name, customer=party.name, those=", ".join(one.name for one in held))
    if not _within(who, gross_minor, net_minor):
        asked = net_minor if who.without_tax else gross_minor
        raise AboveTheirLimit(
            name=who.name, limit=money.format_money(who.limit_minor or 0, currency),
            sum=money.format_money(asked, currency), next=_next(held, gross_minor, net_minor),
        )  # fmt: skip


def _within(one: Approver, gross_minor: int, net_minor: int) -> bool:
    return one.limit_minor is None or (net_minor if one.without_tax else gross_minor) <= one.limit_minor


def _next(held: Sequence[Approver], gross_minor: int, net_minor: int) -> str:
    """The first who may, with how to reach them."""
    may = next((one for one in held if _within(one, gross_minor, net_minor)), None)
    return str(_("somebody else at the company")) if may is None else " ".join(
        part for part in (may.name, f"({may.contact})" if may.contact else "") if part
    )  # fmt: skip

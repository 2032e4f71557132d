"""The till while something happens at it: its register locked, its drawer session, its journal and its own series."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import company
from vaxel.business.locations.models import Company, Register, Site
from vaxel.business.payments import journal
from vaxel.business.payments.models import DrawerSession
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import reads
from vaxel.kernel.refusals import Conflict, Refused


class DrawerNotOpen(Conflict):
    """Cash needs an open drawer (R-19)."""

    sentence = _("The drawer of %(register)s is not open. Count the float and open it first.")


class RegisterRetired(Refused):
    """A till that is out of use."""

    sentence = _("The till %(register)s is out of use.")


class RegisterNeeded(Refused):
    """Money over the counter is taken at a till."""

    sentence = _("Choose the till you stand at first.")


@dataclass(slots=True)
class Till:
    """A register that is locked for this transaction, or no register at all (payments that the office records)."""

    site: Site | None = None
    company: Company | None = None
    head: journal.Head | None = None
    session_id: UUID | None = None

    @property
    def register_id(self) -> UUID | None:
        """The register, if any."""
        return self.head.register_id if self.head else None

    @property
    def ledger_series(self) -> str:
        """A register numbers its ledger entries in a series of its own, so that tills do not wait for each other."""
        return f"{self.head.site.code}-{self.head.register}-" if self.head else ""

    def journal(self, kind: str, payload: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
        """The event is in the register's journal; nothing without a register."""
        if self.head:
            journal.append(self.head, kind, payload, by=by, at=at)


def open_till(register: Register | None, *, needs_drawer: bool = False) -> Till:
    """The register locked for this transaction, with its open drawer session; three statements.

    Refuses with RegisterNeeded, RegisterRetired, DrawerNotOpen.
    """
    if register is None:
        if needs_drawer:
            raise RegisterNeeded()
        return Till()
    if register.retired_at is not None:
        raise RegisterRetired(register=register.name)
    owner = company.remembered()
    if owner is None:
        raise company.NotSetUp()
    head = journal.lock(register, owner.organisation_number)
    held = reads.select(DrawerSession, ("id",), "t.register_id = %s AND t.closed_at IS NULL", [register.pk])
    session_id = held[0][0] if held else None
    if needs_drawer and session_id is None:
        raise DrawerNotOpen(register=register.name)
    return Till(register.site, owner, head, session_id)

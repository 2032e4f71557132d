"""Files: made of what is ready, marked imported, or taken back because they were never read (A-8, A-18)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaxel.business.exports.models import Batch, Target, Unit
from vaxel.business.exports.states import BATCH, UNIT
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict, Refused


class NothingReady(Refused):
    """An empty file helps nobody."""

    sentence = _("Nothing is ready to be handed over.")


class Changed(Conflict):
    """Someone made a file of it meanwhile."""

    sentence = _("Some of it is in another file by now. Look at the list, and make the file again.")


class WhyUnread(Refused):
    """A voucher that is imported twice is worse than one that is late."""

    sentence = _("Write how you know that the file was never imported, or was deleted there.")


def _company(*_args: Any, **_kwargs: Any) -> None:
    """The books are the company's."""


@action("exports.store_file", site=_company)
def store(
    target: Target, units: Sequence[Unit], *, name: str, content: bytes, by: Actor, at: datetime
) -> Batch:  # fmt: skip
    """The file is kept as it is, and its units are in it. Refuses with NothingReady, Changed."""
    if not units:
        raise NothingReady()
    fresh = Target.objects.select_for_update().get(pk=target.pk)
    held = Unit.objects.select_for_update().filter(target=fresh, pk__in=[one.pk for one in units], state="ready")
    if held.count() != len(units):
        raise Changed()
    batch = Batch.objects.create(
        target=fresh, number=fresh.next_batch, name=name, content=content, sha256=hashlib.sha256(content).hexdigest(),
        by_name=by.name, made_at=at,
    )  # fmt: skip
    Target.objects.filter(pk=fresh.pk).update(next_batch=fresh.next_batch + 1)
    Unit.objects.filter(pk__in=[one.pk for one in units]).update(
        state=UNIT.check("ready", "sent"), batch=batch, tried_at=at, error=""
    )
    note(number=batch.number, units=len(units), sha256=batch.sha256)
    return batch


@action("exports.imported", site=_company)
def imported(batch: Batch, *, by: Actor, at: datetime) -> Batch:
    """The accounting system has the file's vouchers. Refuses with WrongState."""
    fresh = Batch.objects.select_for_update().get(pk=batch.pk)
    fresh.state = BATCH.check(fresh.state, "imported")
    fresh.save(update_fields=["state"])
    for unit in fresh.units.filter(state="sent"):
        unit.state, unit.confirmed_at = UNIT.check(unit.state, "confirmed"), at
        unit.theirs = [[row[0], row[3]] for row in unit.rows]
        unit.save(update_fields=["state", "confirmed_at", "theirs"])
    return fresh


@action("exports.unread", site=_company)
def unread(batch: Batch, *, reason: str, by: Actor, at: datetime) -> Batch:
    """The file was never read, or its vouchers were deleted there: its units are ready again, under their own ids.

    Refuses with WhyUnread, WrongState.
    """
    why = " ".join(reason.split())
    if not why:
        raise WhyUnread()
    fresh = Batch.objects.select_for_update().get(pk=batch.pk)
    fresh.state, fresh.reason = BATCH.check(fresh.state, "unread"), why[:200]
    fresh.save(update_fields=["state", "reason"])
    fresh.units.filter(state="sent").update(state=UNIT.check("sent", "ready"), batch=None, reason=why[:200])
    note(number=fresh.number, reason=why)
    return fresh

"""Reading what a till has sent, and making its money agree with the sums here: pure, without database or clock."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.payments.tenders import Taken, Tender
from vaxel.kernel.money import LARGEST_MINOR
from vaxel.kernel.refusals import BadInput

LONGEST_AGO = timedelta(days=400)


class Unreadable(BadInput):
    """A field of a fact's body is not what it must be."""

    sentence = _("the till sent something that cannot be read (%(field)s).")


class Body:
    """A JSON object, read field by field; what is not what it must be refuses with Unreadable."""

    def __init__(self, held: Any) -> None:
        if not isinstance(held, dict):
            raise Unreadable(field="body")
        self._held: Mapping[str, Any] = held

    def whole(self, name: str, otherwise: int | None = None) -> int:
        """A whole number."""
        value = self._held.get(name, otherwise)
        if value is None and otherwise is not None:
            value = otherwise
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) > LARGEST_MINOR:
            raise Unreadable(field=name)
        return value

    def text(self, name: str, most: int = 200) -> str:
        """A text, cut to what its column holds; empty when it is not there."""
        value = self._held.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Unreadable(field=name)
        whole = value.encode(errors="ignore").decode()  # a browser cuts a text in the middle of an emoji
        return whole.replace("\x00", "")[:most].strip()

    def id(self, name: str) -> UUID | None:
        """An id; None when it is not there."""
        value = self._held.get(name)
        if not value:
            return None
        try:
            return UUID(str(value))
        except ValueError:
            raise Unreadable(field=name) from None

    def an_id(self, name: str) -> UUID:
        """An id that must be there."""
        found = self.id(name)
        if found is None:
            raise Unreadable(field=name)
        return found

    def is_true(self, name: str) -> bool:
        """Whether it says so."""
        return self._held.get(name) is True

    def one(self, name: str) -> "Body | None":
        """An object; None when it is not there."""
        value = self._held.get(name)
        return None if value is None else Body(value)

    def many(self, name: str) -> "list[Body]":
        """A list of objects."""
        value = self._held.get(name) or []
        if not isinstance(value, list) or len(value) > 1000:
            raise Unreadable(field=name)
        return [Body(one) for one in value]

    def counts(self, name: str) -> dict[str, int]:
        """An object of whole numbers."""
        held = Body(self._held.get(name) or {})
        return {str(key)[:20]: held.whole(key) for key in held._held}


@dataclass(frozen=True, slots=True)
class Handed:
    """A tender as the till counted it: what it settles, and what stayed (or went) besides as change and rounding."""

    tender: str
    amount: int
    settles: int
    change: int
    rounding: int
    reference: str
    id: UUID

    @property
    def kept(self) -> int:
        """What stays with us."""
        return self.settles + self.rounding


def handed(body: Body) -> list[Handed]:
    """The tenders of a body, in order; money is handed over, never less than none. Refuses with Unreadable."""
    found = [
        Handed(
            one.text("tender", 14), one.whole("amount_minor"), one.whole("settles_minor"),
            one.whole("change_minor", 0), one.whole("rounding_minor", 0), one.text("reference", 120), one.an_id("id"),
        )
        for one in body.many("tenders")
    ]  # fmt: skip
    if any(min(one.amount, one.settles, one.change, one.kept) < 0 for one in found):
        raise Unreadable(field="tenders")
    return found


def agreed(gross: int, tenders: Sequence[Handed]) -> tuple[list[Taken], int]:
    """The tenders so that together they settle `gross`, and by how much the till's own sum differed.

    What stays in the drawer is a fact and is not touched: a difference is of what it settles. On account takes it
    first, for that is a promise and no money; else it goes the way of cash rounding, on the last tender.
    Refuses with Unreadable when no money at all was told.
    """
    if gross and not tenders:
        raise Unreadable(field="tenders")
    off = gross - sum(one.settles for one in tenders)
    taken = [Taken(Tender(one.tender, one.amount, one.reference, one.id), one.settles, one.change, one.rounding)
             for one in tenders]  # fmt: skip
    if not off:
        return taken, 0
    for n, one in enumerate(taken):
        if one.tender.tender == "on_account" and one.settles + off >= 0:
            owed = one.settles + off
            taken[n] = Taken(Tender("on_account", owed, one.tender.reference, one.tender.id), owed)
            return [one for one in taken if one.tender.tender != "on_account" or one.settles], off
    if taken:
        last = taken[-1]
        taken[-1] = Taken(last.tender, last.settles + off, last.change, last.rounding - off)
    return taken, off


def moment(client_at: datetime, skew_ms: int | None, sent_at: datetime | None, now: datetime) -> datetime:
    """When it happened by our clock: by what the device knew of its own, else by how long before sending it was."""
    found = client_at
    with suppress(OverflowError):
        if skew_ms is not None:
            found = client_at + timedelta(milliseconds=skew_ms)
        elif sent_at is not None:
            found = now - (sent_at - client_at)
    return max(min(found, now), now - LONGEST_AGO)

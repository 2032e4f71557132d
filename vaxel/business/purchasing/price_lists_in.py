"""A supplier's price list, some rows at a time: what it would change, and changing it (K-9).

Keyed on (supplier, supplier's number), so that reading the same list again changes nothing. A row that cannot be taken
is refused alone, with its reason; the others are taken. Lists have a million rows: what the shop has is read as plain
values, a handful of statements for all rows together, and a row whose offer stands as it says costs no more than that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import brands, codes, index, numbers, parts, wishes
from vaxel.business.catalog.codes import BarcodeTaken, BarcodeTwice
from vaxel.business.catalog.links import as_uuid
from vaxel.business.catalog.models import PartCode
from vaxel.business.catalog.wishes import NewCode, NewPart
from vaxel.business.purchasing import rules
from vaxel.business.purchasing.models import Offer, Supplier
from vaxel.business.purchasing.offers import HIGHEST_CM, LARGEST_MILLI, BadOffer, KitsAreNotBought
from vaxel.business.purchasing.price_list_rules import (
    NEW,
    REFUSED,
    SAME,
    Listed,
    Outcome,
    Standing,
    change,
    terms,
)
from vaxel.kernel import card_numbers
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows, statements
from vaxel.kernel.ids import new_ids
from vaxel.kernel.money import rdiv
from vaxel.kernel.portions import Portion
from vaxel.kernel.refusals import BadInput, Conflict, Refused

MOST_AT_ONCE = 5_000
LONGEST_LEAD_DAYS = 32_767
_OFFER = (
    "id", "supplier", "part", "number", "norm", "unit_price_cm", "pack_milli", "minimum_milli", "core_cm", "lead_days",
    "preferred", "priced_at", "retired_at",
)  # fmt: skip
_TERMS = ("unit_price_cm", "pack_milli", "minimum_milli", "core_cm", "lead_days", "priced_at", "retired_at")


class TooManyRows(BadInput):
    """A limit on everything: while they are stored, everybody else waits."""

    sentence = _("At most %(most)s rows of a price list are taken at once.")


class RowTwice(Conflict):
    """A number stands once in a list."""

    sentence = _("The number %(number)s stands in the list already, further up.")


class NotEnoughForAPart(BadInput):
    """A part needs a brand and a name."""

    sentence = _("The part is not in the shop, and the row does not say its brand and its name.")


class OtherNumberThere(Conflict):
    """A supplier offers a part under one number."""

    sentence = _("The supplier offers %(part)s under the number %(number)s already.")


@dataclass(slots=True)
class _Plan:
    """What the rows come to, before anything is written."""

    outcomes: list[Outcome] = field(default_factory=list)
    parts: list[NewPart] = field(default_factory=list)
    new: list[tuple[UUID, Listed, Standing, bool]] = field(default_factory=list)
    changed: list[tuple[UUID, Standing]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Held:
    """A part that is there, or will be."""

    id: UUID
    number: str
    stocking: str


def weigh(supplier: Supplier, listed: Sequence[Listed]) -> list[Outcome]:
    """What taking these rows would do; nothing is written."""
    return _plan(supplier, listed).outcomes


@action("offers.take_list")
def take_list(supplier: Supplier, listed: Portion[Listed], *, by: Actor, at: datetime) -> list[Outcome]:
    """The supplier offers what the rows say, at their prices; parts that are new exist. What became of each row.

    What a row does not say stays. A row that cannot be taken is refused alone. Refuses with TooManyRows.
    """
    if len(listed) > MOST_AT_ONCE:
        raise TooManyRows(most=MOST_AT_ONCE)
    plan = _plan(supplier, listed.rows)
    _write(supplier, plan, at)
    note(rows=len(listed), new=len(plan.new), changed=len(plan.changed), parts=len(plan.parts))
    return plan.outcomes


class _Known:
    """What the shop has of what the rows name. The offers first: of rows that have one nothing else need be known."""

    def __init__(self, supplier: Supplier, listed: Sequence[Listed]) -> None:
        self.offers: dict[str, tuple[Any, Standing]] = {
            norm: (pk, Standing(price, pack, minimum, core, lead, bool(retired)))
            for norm, pk, price, pack, minimum, core, lead, retired in _read(
                "SELECT norm, id, unit_price_cm, pack_milli, minimum_milli, core_cm, lead_days, "
                "retired_at IS NOT NULL FROM purchasing_offer WHERE supplier_id = %s AND {where}",
                "norm", {numbers.norm(one.number) for one in listed}, supplier.pk,
            )
        }  # fmt: skip
        self.parts: dict[tuple[str, str], _Held] = {}
        self.numbers: dict[UUID, str] = {}
        self.preferred: set[UUID] = set()
        self.barcodes: dict[str, tuple[str, str, str]] = {}
        if fresh := [one for one in listed if numbers.norm(one.number) not in self.offers]:
            self._read_parts(supplier, fresh)

    def _read_parts(self, supplier: Supplier, listed: Sequence[Listed]) -> None:
        for folded, norm, pk, number, stocking in _read(
            "SELECT b.folded, p.norm, p.id, p.number, p.stocking FROM catalog_part p "
            "JOIN catalog_brand b ON b.id = p.brand_id WHERE {where}",
            "p.norm", {numbers.norm(one.makers) for one in listed},
        ):  # fmt: skip
            self.parts[folded, norm] = _Held(as_uuid(pk), number, stocking)
        for part, owner, number, preferred in _read(
            "SELECT part_id, supplier_id, number, preferred FROM purchasing_offer WHERE {where}",
            "part_id", {one.id for one in self.parts.values()},
        ):  # fmt: skip
            if as_uuid(owner) == supplier.pk:
                self.numbers[as_uuid(part)] = number
            if preferred:
                self.preferred.add(as_uuid(part))
        for norm, text, number, name in _read(
            "SELECT c.norm, c.text, p.number, p.name_sv FROM catalog_partcode c "
            "JOIN catalog_part p ON p.id = c.part_id WHERE c.kind = 'barcode' AND {where}",
            "c.norm", {NewCode("barcode", one.barcode).norm for one in listed if one.barcode},
        ):  # fmt: skip
            self.barcodes[norm] = (text, number, name)


def _read(text: str, column: str, wanted: Iterable[Any], *params: UUID) -> Iterable[tuple[Any, ...]]:
    """The rows of the statement whose column is one of those wanted."""
    for some in rows.chunks(sorted(wanted)):
        where, among = statements.among(column, some)
        yield from statements.fetch(text.format(where=where), [*map(rows.adapt, params), *among])


def _plan(supplier: Supplier, listed: Sequence[Listed]) -> _Plan:
    known, plan, seen = _Known(supplier, listed), _Plan(), set[str]()
    for row in listed:
        try:
            plan.outcomes.append(_planned(supplier, row, known, plan, seen))
        except Refused as refusal:
            plan.outcomes.append(Outcome(row.row, row.number, REFUSED, new_cm=row.unit_price_cm, why=str(refusal)))
    return plan


def _planned(supplier: Supplier, row: Listed, known: _Known, plan: _Plan, seen: set[str]) -> Outcome:
    norm = numbers.norm(wishes.check_number(row.number))
    if norm in seen:
        raise RowTwice(number=row.number)
    pk, held = known.offers.get(norm, (None, None))
    after = terms(row, held)
    _check(after)
    what = change(held, after)
    if held is None:
        _plan_new(supplier, row, after, known, plan)
    elif what != SAME:
        plan.changed.append((as_uuid(pk), after))
    seen.add(norm)
    return Outcome(row.row, row.number, what, None if held is None else held.unit_price_cm, after.unit_price_cm)


def _plan_new(supplier: Supplier, row: Listed, after: Standing, known: _Known, plan: _Plan) -> None:
    key = (brands.folded(row.brand)[:80], numbers.norm(row.makers))
    part = known.parts.get(key)
    if part is None:
        wish = _new_part(supplier, row, known)
        plan.parts.append(wish)
        plan.new.append((wish.id, row, after, True))
        known.parts[key] = _Held(wish.id, wish.number, "stocked")
        known.numbers[wish.id] = row.number
        return
    if part.stocking == "kit":
        raise KitsAreNotBought(number=part.number)
    if part.id in known.numbers:
        raise OtherNumberThere(part=part.number, number=known.numbers[part.id])
    plan.new.append((part.id, row, after, part.id not in known.preferred))
    known.numbers[part.id] = row.number


def _new_part(supplier: Supplier, row: Listed, known: _Known) -> NewPart:
    if not row.brand or not row.name:
        raise NotEnoughForAPart()
    card_numbers.refuse({"name": row.name, "brand": row.brand})
    named = [NewCode("barcode", row.barcode)] if row.barcode else []
    if numbers.norm(row.number) != numbers.norm(row.makers):
        named.append(NewCode("supplier", row.number, supplier.party_id))
    cost = rules.in_base(rdiv(row.unit_price_cm, 100), supplier.rate_ppm)
    wish = wishes.checked(NewPart(row.brand, row.makers, row.name, cost_minor=cost, codes=tuple(named)))
    for code in wish.codes[:1] if row.barcode else ():
        text, number, name = known.barcodes.get(code.norm, ("", "", ""))
        if number:
            raise BarcodeTaken(code=text, number=number, name=name)
        if text:
            raise BarcodeTwice(code=code.text)
        known.barcodes[code.norm] = (code.text, "", "")
    return wish


def _check(after: Standing) -> None:
    if (
        not 0 <= after.unit_price_cm <= HIGHEST_CM or not 0 <= after.core_cm <= HIGHEST_CM
        or not 0 < after.pack_milli <= LARGEST_MILLI or not 0 <= after.minimum_milli <= LARGEST_MILLI
        or not 0 <= (after.lead_days or 0) <= LONGEST_LEAD_DAYS
    ):  # fmt: skip
        raise BadOffer()


def _write(supplier: Supplier, plan: _Plan, at: datetime) -> None:
    if plan.parts:
        parts.store_checked(plan.parts, at)
    ids = new_ids(len(plan.new))
    rows.insert(Offer, _OFFER, [_offer(supplier, pk, one, at) for pk, one in zip(ids, plan.new, strict=True)])
    changed = [
        (pk, t.unit_price_cm, t.pack_milli, t.minimum_milli, t.core_cm, t.lead_days, at, None) for pk, t in plan.changed
    ]
    if changed:
        rows.update(Offer, ("id",), _TERMS, changed)
    added = {wish.id for wish in plan.parts}
    _make_findable(supplier, [(part, row) for part, row, _terms, _first in plan.new if part not in added])


def _offer(supplier: Supplier, pk: UUID, new: tuple[UUID, Listed, Standing, bool], at: datetime) -> tuple[Any, ...]:
    part, row, after, first = new
    return (
        pk, supplier.pk, part, row.number.strip(), numbers.norm(row.number), after.unit_price_cm,
        after.pack_milli, after.minimum_milli, after.core_cm, after.lead_days, first, at, None,
    )  # fmt: skip


def _make_findable(supplier: Supplier, offered: Sequence[tuple[UUID, Listed]]) -> None:
    """Parts that were there are found by the supplier's number too, when it is not their own."""
    wanted = {
        (part, numbers.norm(row.number)): row.number.strip() for part, row in offered
        if numbers.norm(row.number) != numbers.norm(row.makers)
    }  # fmt: skip
    for some in rows.chunks(sorted({part for part, _norm in wanted})):
        for held in PartCode.objects.filter(part__in=some, kind="supplier").values_list("part", "norm"):
            wanted.pop(held, None)
    made = [
        row for (part, _norm), text in wanted.items()
        for row in codes.rows_of(part, [NewCode("supplier", text, supplier.party_id)])
    ]  # fmt: skip
    rows.insert(PartCode, codes.COLUMNS, made)
    index.refresh(sorted({part for part, _norm in wanted}))


__all__ = ["NEW", "Listed", "Outcome", "take_list", "weigh"]

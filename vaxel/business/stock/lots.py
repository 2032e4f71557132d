"""Lots and serial numbers: which piece a movement moves, found or asked for before anything is written (K-21, K-22).

The ledger hands over the moves of tracked parts and gets back moves that each name one lot. A line says beforehand
which pieces it takes (`name`); lots nobody named are picked first expiring first; serial numbers are never guessed.
What lies of a lot at a place is written under the lock of the part's balance there.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part
from vaxel.business.locations import preferences
from vaxel.business.locations.preferences import Preference
from vaxel.business.stock import lot_rules
from vaxel.business.stock.balances import Key, Locked
from vaxel.business.stock.lot_rules import UNKNOWN, OnHand
from vaxel.business.stock.models import Lot, LotBalance, Movement, NamedLot, StockLocation
from vaxel.kernel import clock, tray
from vaxel.kernel.db import rows
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import allocate
from vaxel.kernel.quantity import format_quantity
from vaxel.kernel.refusals import BadInput, Conflict

if TYPE_CHECKING:
    from vaxel.business.stock.ledger import Move

WHOLE = 1000
SHOWN = 8
TYRE_MONTHS = preferences.declare(
    Preference("stock.tyre_months", 60, _("Months after its DOT week in which a tyre sells as new."), lowest=1)
)


class SerialMissing(Conflict):
    """Each piece of a serialised part is named before it leaves (K-21)."""

    sentence = _("Say which %(number)s: %(wanted)s to name, %(named)s named. In stock here: %(here)s.")


class LotMissing(BadInput):
    """What comes in of a tracked part says which lot it is."""

    sentence = _("%(number)s is tracked: say the lot or serial number of what comes in.")


class LotShort(Conflict):
    """The lot that was named is not there, or not so much of it."""

    sentence = _("There is not enough of %(number)s, %(lot)s: %(wanted)s wanted, %(here)s here.")


class OnlyExpired(Conflict):
    """What is too old is not picked; it is named on purpose or scrapped."""

    sentence = _("What is left of %(number)s is too old (%(lots)s). Name it on purpose, or scrap it.")


class SerialHere(Conflict):
    """A piece that lies somewhere does not come in again (F-29)."""

    sentence = _("%(number)s with the number %(serial)s lies in %(place)s already.")


class OnePiece(BadInput):
    """A serial number is of one whole piece."""

    sentence = _("%(number)s, %(serial)s: a serial number is of exactly one piece.")


class NoDot(BadInput):
    """A tyre's lot is its week and year."""

    sentence = _("%(code)s is no DOT week and year, such as 2325 for week 23 of 2025.")


@dataclass(frozen=True, slots=True)
class LotIn:
    """So much of a lot comes in, in thousandths; a serial number is of one piece."""

    code: str
    quantity_milli: int = WHOLE
    best_before: date | None = None


class Chosen:
    """The moves with their lots, which of the asked each belongs to, and what changes in which lot."""

    def __init__(self) -> None:
        self.moves: list[Move] = []
        self.of: list[int] = []
        self.changes: dict[tuple[UUID, UUID], int] = defaultdict(int)
        self.single: dict[UUID, bool] = {}
        self.clashes: list[tuple[Move, OnHand]] = []

    def add(self, n: int, move: "Move", lot: OnHand) -> None:
        """The move of this lot is one of those that make up the n-th asked."""
        self.moves.append(move)
        self.of.append(n)
        self.changes[lot.lot_id, move.location_id] += move.quantity_milli
        self.single[lot.lot_id] = lot.single
        lot.milli += move.quantity_milli


def tracked(moves: Sequence["Move"], locked: Mapping[Key, Locked]) -> bool:
    """Whether any of the moves is of a part whose lots are known."""
    return any(one.key in locked and locked[one.key].tracking != "none" for one in moves)


def choose(moves: Sequence["Move"], locked: Mapping[Key, Locked], at: datetime) -> Chosen:
    """Each move of a tracked part names one lot that is there. Nothing is written but lots that are new.

    Refuses with SerialMissing, LotMissing, LotShort, OnlyExpired, SerialHere, OnePiece, NoDot. A fact from outside
    (`allow_short`) is never refused: what is not there goes below nothing, and the tray is told by `write`.
    """
    wanted = [one for one in moves if one.key in locked and locked[one.key].tracking != "none"]
    shelf = _Shelf(wanted, at)
    chosen = Chosen()
    ordered = sorted(range(len(moves)), key=lambda n: moves[n].quantity_milli < 0)
    for n in ordered:
        one = moves[n]
        kind = locked[one.key].tracking if one.key in locked else "none"
        if kind == "none" or not one.quantity_milli:
            chosen.moves.append(one)
            chosen.of.append(n)
        elif one.quantity_milli > 0:
            shelf.bring(n, one, kind, chosen)
        else:
            shelf.take(n, one, kind, chosen)
    return chosen


class _Shelf:
    """The lots of some parts at some places, as locked by their balances."""

    def __init__(self, moves: Sequence["Move"], at: datetime) -> None:
        self.at, self.today = at, at.date()
        self.parts = Part.objects.in_bulk({one.part_id for one in moves})
        self.lots = _on_hand(moves)
        self.named = _named({one.source_id for one in moves if not one.lot})
        self.news: list[Lot] = []

    def at_place(self, move: "Move") -> dict[str, OnHand]:
        """The lots at the move's place, by normalised code."""
        return self.lots[move.part_id, move.location_id]

    def take(self, n: int, move: "Move", kind: str, chosen: Chosen) -> None:
        """The move out is split into its lots."""
        wanted = -move.quantity_milli
        here = self.at_place(move)
        picked = self._asked(move, kind, wanted)
        left = wanted - sum(milli for _lot, milli in picked)
        if left and not move.allow_short and picked and kind == "serial":
            self._refuse_unnamed(move, picked)
        if left and kind != "serial":
            rest = [replace_milli(lot, picked) for lot in here.values()]
            more = lot_rules.pick(rest, left, self.today)
            picked += [(here[lot_rules.norm(lot.code)], milli) for lot, milli in more]
            left -= sum(milli for _lot, milli in more)
        if left and not move.allow_short:
            self._refuse(move, kind, picked, left)
        if left:
            picked.append((self._of_code(move, UNKNOWN, LotIn(UNKNOWN, left), kind), left))
        self._split(n, move, picked, chosen)

    def _split(self, n: int, move: "Move", picked: Sequence[tuple[OnHand, int]], chosen: Chosen) -> None:
        values = allocate(move.value_minor, [milli for _lot, milli in picked]) if move.value_minor else None
        release = move.release_milli
        for k, (lot, milli) in enumerate(picked):
            own = -lot.cost_minor if lot.single and lot.cost_minor and move.value_minor is None else None
            value = values[k] if values else own
            used = min(release, milli)
            release -= used
            one = replace(
                move, id=move.id if k == 0 else uuid5(move.id, lot.code), quantity_milli=-milli, lot=lot.code,
                value_minor=value, release_milli=used,
            )  # fmt: skip
            if lot.milli < milli:
                chosen.clashes.append((one, lot))
            chosen.add(n, one, lot)

    def _asked(self, move: "Move", kind: str, wanted: int) -> list[tuple[OnHand, int]]:
        """The lots that the move itself or its line names, as far as wanted."""
        here, picked = self.at_place(move), []
        asked = [(move.lot, wanted)] if move.lot else self.named.get((move.source_id, move.part_id), [])
        for code, most in asked:
            lot, milli = here.get(lot_rules.norm(code)), min(most, wanted)
            there = lot.milli if lot else 0
            if there < milli and not move.allow_short:
                raise LotShort(
                    number=self.parts[move.part_id].number, lot=code, wanted=format_quantity(milli),
                    here=format_quantity(max(0, there)),
                )  # fmt: skip
            if milli > 0:
                picked.append((lot or self._of_code(move, code, LotIn(code, milli), kind), milli))
                wanted -= milli
        return picked

    def _refuse(self, move: "Move", kind: str, picked: Sequence[tuple[OnHand, int]], left: int) -> None:
        there = sorted((lot for lot in self.at_place(move).values() if lot.milli > 0), key=lambda lot: lot.first)
        if kind == "serial":
            self._refuse_unnamed(move, picked)
        old = [lot.code for lot in there if lot.best_before and lot.best_before < self.today]
        number = self.parts[move.part_id].number
        if old:
            raise OnlyExpired(number=number, lots=", ".join(old[:SHOWN]))
        raise LotShort(number=number, lot="–", wanted=format_quantity(left), here="0")

    def _refuse_unnamed(self, move: "Move", picked: Sequence[tuple[OnHand, int]]) -> None:
        there = sorted((lot for lot in self.at_place(move).values() if lot.milli > 0), key=lambda lot: lot.first)
        codes = [lot.code for lot in there if lot not in [one for one, _milli in picked]]
        raise SerialMissing(
            number=self.parts[move.part_id].number, wanted=format_quantity(-move.quantity_milli),
            named=format_quantity(sum(milli for _lot, milli in picked)),
            here=", ".join(codes[:SHOWN]) + (" …" if len(codes) > SHOWN else "") or "–",
        )  # fmt: skip

    def bring(self, n: int, move: "Move", kind: str, chosen: Chosen) -> None:
        """The move in names its lot, which exists; a piece does not lie anywhere else."""
        codes = [(move.lot, move.quantity_milli)] if move.lot else self._came_from(move)
        if sum(milli for _code, milli in codes) != move.quantity_milli:
            raise LotMissing(number=self.parts[move.part_id].number)
        values = allocate(move.value_minor, [milli for _code, milli in codes]) if move.value_minor is not None else None
        for k, (code, milli) in enumerate(codes):
            lot = self._of_code(move, code, LotIn(code, milli), kind, 0 if values is None else values[k])
            if kind == "serial" and not move.allow_short and lot.code != UNKNOWN:
                self._check_single(move, lot, milli)
            one = replace(
                move, id=move.id if k == 0 else uuid5(move.id, code), quantity_milli=milli, lot=lot.code,
                value_minor=None if values is None else values[k],
            )  # fmt: skip
            chosen.add(n, one, lot)

    def _check_single(self, move: "Move", lot: OnHand, milli: int) -> None:
        number = self.parts[move.part_id].number
        if milli != WHOLE:
            raise OnePiece(number=number, serial=lot.code)
        elsewhere = LotBalance.objects.filter(lot=lot.lot_id, on_hand_milli__gt=0).exclude(location=move.location_id)
        held = elsewhere.select_related("location").first()
        if lot.milli > 0 or held:
            place = held.location.name if held else StockLocation.objects.get(pk=move.location_id).name
            raise SerialHere(number=number, serial=lot.code, place=place)

    def _came_from(self, move: "Move") -> list[tuple[str, int]]:
        """Goods of a line that come back without a word are those that went out for it, the last first."""
        if move.reverses:
            found = Movement.objects.filter(pk=move.reverses).values_list("lot", flat=True).first()
            return [(found, move.quantity_milli)] if found else []
        if move.kind != "customer_return":
            return []
        left, codes = move.quantity_milli, []
        out = Movement.objects.filter(source_id=move.source_id, part_id=move.part_id).exclude(lot="")
        sums = out.values_list("lot").annotate(Sum("quantity_milli")).order_by("-lot")
        for code, milli in sums:
            back = min(left, -milli)
            if back > 0:
                codes.append((code, back))
                left -= back
        return codes

    def _of_code(self, move: "Move", code: str, came: LotIn, kind: str, value_minor: int = 0) -> OnHand:
        """The lot at the move's place, made when it is new; nothing of it may lie there."""
        here, key = self.at_place(move), lot_rules.norm(code)
        if key in here:
            return here[key]
        lot = Lot.objects.filter(part_id=move.part_id, norm=key).first()
        if lot is None:
            lot = _make(move.part_id, came, kind, value_minor, self.at)
        elif lot.single and move.quantity_milli > 0 and value_minor and lot.cost_minor != value_minor:
            lot.cost_minor = value_minor
            lot.save(update_fields=["cost_minor"])
        here[key] = _seen(lot, 0)
        return here[key]


def replace_milli(lot: OnHand, picked: Sequence[tuple[OnHand, int]]) -> OnHand:
    """The lot less what was picked of it already."""
    return replace(lot, milli=lot.milli - sum(milli for one, milli in picked if one.lot_id == lot.lot_id))


def _seen(lot: Lot, milli: int) -> OnHand:
    came = int(lot.came_at.timestamp())
    return OnHand(lot.pk, lot.code, lot.single, lot.best_before, came, lot.cost_minor, milli)


def _on_hand(moves: Sequence["Move"]) -> dict[tuple[UUID, UUID], dict[str, OnHand]]:
    """(part, place) → normalised code → lot, of what lies there or is owed there. One statement."""
    part_ids, places = {one.part_id for one in moves}, {one.location_id for one in moves}
    found: dict[tuple[UUID, UUID], dict[str, OnHand]] = defaultdict(dict)
    held = LotBalance.objects.filter(lot__part__in=part_ids, location__in=places).exclude(on_hand_milli=0)
    for balance in held.select_related("lot"):
        found[balance.lot.part_id, balance.location_id][balance.lot.norm] = _seen(balance.lot, balance.on_hand_milli)
    return found


def _named(source_ids: set[UUID]) -> dict[tuple[UUID, UUID], list[tuple[str, int]]]:
    found: dict[tuple[UUID, UUID], list[tuple[str, int]]] = defaultdict(list)
    named = NamedLot.objects.filter(source_id__in=source_ids).select_related("lot").order_by("pk")
    for one in named:
        found[one.source_id, one.lot.part_id].append((one.lot.code, one.quantity_milli))
    return found


def _make(part_id: UUID, came: LotIn, kind: str, value_minor: int, at: datetime) -> Lot:
    code, today = came.code.strip()[:40], at.date()
    made_on = None
    best_before = came.best_before
    if kind == "dot" and code != UNKNOWN:
        made_on = lot_rules.dot_date(code, today)
        if made_on is None:
            raise NoDot(code=code)
        best_before = best_before or lot_rules.months_later(made_on, preferences.value(TYRE_MONTHS.key))
    single = kind == "serial" and code != UNKNOWN
    rows.insert_new(
        Lot, ("id", "part", "code", "norm", "single", "made_on", "best_before", "cost_minor", "came_at"),
        [(new_id(), part_id, code, lot_rules.norm(code), single, made_on, best_before,
          value_minor if single else 0, at)],
        key="part_id, norm",
    )  # fmt: skip
    return Lot.objects.get(part_id=part_id, norm=lot_rules.norm(code))


def made(part: Part, code: str, at: datetime) -> Lot:
    """The part's lot of this code, made when nobody knew it; nothing of it lies anywhere yet. Refuses with NoDot."""
    return _make(part.pk, LotIn(code), part.tracking, 0, at)


def write(chosen: Chosen, at: datetime) -> None:
    """What lies of each lot follows its moves; three statements. What was sold twice is in the tray (K-43)."""
    changed = [(lot, place, chosen.single[lot], milli) for (lot, place), milli in chosen.changes.items() if milli]
    if changed:
        names = ("lot", "location", "single", "on_hand_milli")
        rows.insert_new(LotBalance, names, [(*row[:3], 0) for row in changed], key="lot_id, location_id")
        for going in (True, False):  # a piece leaves one place before it comes to the other
            rows.update(
                LotBalance, ("lot", "location"), (),
                [(lot, place, milli) for lot, place, _one, milli in changed if (milli < 0) == going],
                add=("on_hand_milli",),
            )  # fmt: skip
    for move, lot in chosen.clashes:
        site_id = StockLocation.objects.values_list("site_id", flat=True).get(pk=move.location_id)
        tray.lay(
            "stock.serial_disputed" if lot.single else "stock.lot_unknown", Lot(pk=lot.lot_id), site_id=site_id, at=at,
            part=str(move.part_id), lot=lot.code, source=f"{move.source_kind}:{move.source_id}",
        )  # fmt: skip


def here(part_id: UUID, location_id: UUID, at: datetime | None = None) -> list[LotBalance]:
    """What lies of the part's lots at the place, what is picked first first. One statement."""
    found = LotBalance.objects.filter(Q(on_hand_milli__gt=0), lot__part=part_id, location=location_id)
    listed = list(found.select_related("lot"))
    today = (at or clock.now()).date()
    return sorted(
        listed, key=lambda one: (bool(one.lot.best_before and one.lot.best_before < today), _seen(one.lot, 0).first)
    )

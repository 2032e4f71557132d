"""Lives at the counter: the till's days, sales of every kind, returns, deliveries, and what is counted."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from vaxel.business.billing.models import Document, DocumentLine
from vaxel.business.catalog.models import Part
from vaxel.business.parties.models import Party
from vaxel.business.payments import drawers, refunds, sales
from vaxel.business.payments.models import DrawerSession
from vaxel.business.payments.tenders import Tender
from vaxel.business.stock import adjustments, queries, receipts
from vaxel.business.stock.short import Short
from vaxel.business.tickets.lines import Wish
from vaxel.doors.console.demo import names
from vaxel.doors.console.demo.calendar import Life, after, moment, workdays
from vaxel.doors.console.demo.stage import Car, Place, Stage

KINDS = {"card": 52, "swish": 15, "cash": 17, "split": 5, "account": 7, "return": 4}
CARD = "Visa •••• 4242"
FLOAT_MINOR = 300_000
DROP_ABOVE_MINOR = 800_000


def till(stage: Stage, place: Place) -> Life:
    """Every working day of a till: counted, closed with its Z report, and ready for the next morning."""
    days = workdays(stage.first, stage.end.date())
    at = yield moment(days[0], 7)
    who = place.who("counter", "advisor")
    drawers.open(place.register, float_minor=FLOAT_MINOR, by=who, at=at)
    for day in days:
        at = yield moment(day, 17, 15)
        session = DrawerSession.objects.get(register=place.register, closed_at=None)
        should = drawers.expected(session)
        if should > DROP_ABOVE_MINOR:
            drop = (should - FLOAT_MINOR) // 10_000 * 10_000
            drawers.move_cash(
                place.register, kind="drop", amount_minor=drop, note_text="Till värdeskåp", by=who, at=at
            )  # fmt: skip
            should -= drop
        off = stage.pick((0,) * 12 + (-1_000, -500, 1_000))
        drawers.close(place.register, counted_minor=max(0, should + off), by=who, at=at)
        at = yield moment(day, 17, 20)
        drawers.open(place.register, float_minor=max(0, should + off), by=who, at=at)


def deliveries(stage: Stage, place: Place) -> Life:
    """Every Monday but the last what is below its minimum comes in; a few parts are found, lost and broken."""
    mondays = [day for day in workdays(stage.first, stage.end.date()) if day.weekday() == 0]
    who = place.who("manager", "owner")
    for day in mondays[1:-1]:
        at = yield moment(day, 7, 5)
        short = queries.to_reorder(place.site.pk)
        held = Part.objects.in_bulk([one.part_id for one in short])
        if short:
            lines = [(held[one.part_id], one.quantity_milli, held[one.part_id].cost_minor) for one in short]
            receipts.receive(place.site, lines=lines, text="Grossistleverans", by=who, at=at)
        if stage.chance(40):
            at = yield moment(day, 16, 30)
            _count(stage, place, at)


def _count(stage: Stage, place: Place, at: datetime) -> None:
    """One part was miscounted, lost or broken."""
    part, who = stage.pick(place.shelf), place.who("manager", "owner")
    try:
        if stage.chance(50):
            adjustments.scrap(part, place.site, quantity_milli=1000, reason="broken", by=who, at=at)
        else:
            change, reason = stage.pick(((1000, "found"), (-1000, "lost"), (-1000, "miscounted")))
            adjustments.adjust(part, place.site, quantity_milli=change, reason=reason, by=who, at=at)
    except Short:
        return


def counter_sale(stage: Stage, place: Place, when: datetime, kind: str = "") -> Life:
    """Someone buys parts: the walk-in customer mostly, sometimes a known one, sometimes a firm on account.

    `kind` is one of KINDS when the dice shall not decide.
    """
    at = yield when
    kind = kind or stage.dice.choices(tuple(KINDS), tuple(KINDS.values()))[0]
    if kind == "account":
        _on_account(stage, place, stage.pick(stage.firms), at)
        return
    car: Car | None = stage.pick(stage.cars) if stage.chance(12 if stage.size.sales < 5_000 else 60) else None
    known = car if car and car.owner.kind == "private" else None
    document = _paid(stage, place, known, "card" if kind == "return" else kind, at)
    if document and (kind == "return" or stage.chance(2)):
        at = yield after(at, stage.dice.randint(60, 570))
        _bring_back(stage, place, document, at)


def _basket(stage: Stage, place: Place) -> list[Wish]:
    dice = stage.dice
    parts = dice.sample(place.shelf, min(len(place.shelf), dice.choice((1, 1, 1, 2, 2, 3, 4))))
    return [Wish(part=part, quantity_milli=_quantity(stage, part)) for part in parts]


def _quantity(stage: Stage, part: Part) -> int:
    if part.unit == "l":
        return stage.pick((1000, 4000, 5000, 4500))
    if "däck" in part.name_sv:
        return stage.pick((2000, 4000, 4000))
    return stage.pick((1000,) * 6 + (2000,))


def _paid(stage: Stage, place: Place, car: Car | None, kind: str, at: datetime) -> Document | None:
    wishes = _basket(stage, place)
    asked: dict[str, Any] = {
        "customer": car.owner if car else None, "vehicle": car.vehicle if car else None,
        "by": place.who("counter", "advisor"), "at": at,
    }  # fmt: skip
    total = sales.priced(place.register, wishes, **asked).gross
    try:
        answer = sales.ring_up(place.register, wishes, list(_tenders(kind, total)), **asked)
    except Short:
        stage.lost_sales += 1
        return None
    return Document.objects.get(pk=answer["document"])


def _tenders(kind: str, total: int) -> Iterator[Tender]:
    """Card or Swish; notes that are at least enough; or some notes and the rest by card."""
    if kind == "cash":
        yield Tender("cash", -(-total // 10_000) * 10_000)
        return
    notes = total // 2 // 10_000 * 10_000 if kind == "split" else 0
    yield Tender("swish" if kind == "swish" else "card", total - notes, "Swish" if kind == "swish" else CARD)
    if notes:
        yield Tender("cash", notes)


def _on_account(stage: Stage, place: Place, firm: Party, at: datetime) -> Document | None:
    wishes = _basket(stage, place)
    who = place.who("counter", "advisor")
    total = sales.priced(place.register, wishes, customer=firm, by=who, at=at).gross
    try:
        answer = sales.ring_up(
            place.register, wishes, [Tender("on_account", total)], customer=firm, by=who, at=at
        )  # fmt: skip
    except Short:
        stage.lost_sales += 1
        return None
    return Document.objects.get(pk=answer["document"])


def _bring_back(stage: Stage, place: Place, document: Document, at: datetime) -> None:
    """The first line comes back, the money goes the way it came."""
    line = DocumentLine.objects.filter(document=document, kind="part").order_by("n").first()
    if line is None:
        return
    with suppress(refunds.NotEnoughInDrawer):
        refunds.take_back(
            document, register=place.register, quantities={line.pk: line.quantity_milli},
            reason=stage.pick(names.RETURNS), by=place.who("counter", "advisor"), at=at,
        )  # fmt: skip


def opening_hours(stage: Stage, day: date) -> datetime:
    """Some moment of the day while the shop is open."""
    return moment(day, 7, 40) + timedelta(seconds=stage.dice.randrange(9 * 3600))

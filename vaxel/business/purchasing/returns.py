"""Goods on their way back to a supplier: drafted, agreed, shipped at their cost, credited or refused (K-71)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger as books
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.purchasing import places
from vaxel.business.purchasing.models import Core, GoodsReceipt, ReceiptLine, ReturnLine, Supplier, SupplierReturn
from vaxel.business.purchasing.models.back import REASONS
from vaxel.business.purchasing.states import RETURN
from vaxel.business.stock import ledger
from vaxel.business.stock.ledger import Move
from vaxel.business.stock.needs import SHELVED
from vaxel.kernel import clock, numbering
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import rdiv
from vaxel.kernel.quantity import format_quantity
from vaxel.kernel.refusals import BadInput, Refused

SOURCE = "supplier_return"


class NothingToReturn(BadInput):
    """A return is of something, for a reason."""

    sentence = _("Say what goes back, how much of each, and why.")


class ReturnNumberMissing(BadInput):
    """A supplier takes back what it has given a number for (K-58)."""

    sentence = _("Write the supplier's return number first.")


class MoreThanCame(Refused):
    """No more goes back than came."""

    sentence = _("Only %(left)s of %(number)s came by that delivery and have not gone back.")


class CreditedAlready(Refused):
    """A credit note credits no more than went back."""

    sentence = _("Only %(left)s of %(number)s wait for a credit.")


class NotShipped(Refused):
    """A credit is for what has left."""

    sentence = _("The return %(number)s has not been shipped, so no credit is expected for it.")


class NothingUnbilled(Refused):
    """Only goods that came and are not billed can be set against a return."""

    sentence = _("What came by that delivery is billed. Wait for the credit note instead.")


@dataclass(frozen=True, slots=True)
class Back:
    """So much of a part goes back; of which delivery, if that is known; the credit expected per unit, if not its price.

    From quarantine when the delivery's line lies there.
    """

    part: Part
    quantity_milli: int
    receipt_line: ReceiptLine | None = None
    unit_credit_minor: int | None = None


@action("supplier_returns.draft")
def draft(
    site: Site, *, supplier: Supplier, reason: str, goods: Sequence[Back], text: str = "", by: Actor, at: datetime
) -> SupplierReturn:
    """The return is drafted with its own number; nothing has moved. Refuses with NothingToReturn, MoreThanCame."""
    if reason not in REASONS or not goods or any(one.quantity_milli <= 0 for one in goods):
        raise NothingToReturn()
    back = _new(site, supplier, reason, text, at)
    ReturnLine.objects.bulk_create(_line(back, one) for one in goods)
    note(number=back.number, lines=len(goods))
    return back


def _new(site: Site, supplier: Supplier, reason: str, text: str, at: datetime) -> SupplierReturn:
    return SupplierReturn.objects.create(
        number=numbering.take("supplier_returns"), site=site, supplier=supplier, reason=reason, text=text[:200],
        made_at=at,
    )  # fmt: skip


def _line(back: SupplierReturn, one: Back) -> ReturnLine:
    came = one.receipt_line
    if came is not None:
        _check_came(came, one)
    where = (came.location_id if came else None) or (
        places.store(back.site_id) if one.part.stocking in SHELVED else None
    )
    if one.unit_credit_minor is not None:
        expected = rdiv(one.unit_credit_minor * one.quantity_milli, 1000)
    elif came is not None:
        expected = rdiv(came.goods_minor * one.quantity_milli, came.quantity_milli)
    else:
        expected = rdiv(one.part.cost_minor * one.quantity_milli, 1000)
    return ReturnLine(
        back=back, part=one.part, receipt_line=came, location_id=where, quantity_milli=one.quantity_milli,
        expected_minor=max(0, expected),
    )  # fmt: skip


def _check_came(came: ReceiptLine, one: Back) -> None:
    others = ReturnLine.objects.filter(receipt_line=came).exclude(back__state__in=["cancelled", "refused"])
    gone = sum(others.values_list("quantity_milli", flat=True))
    left = came.quantity_milli - came.back_milli - gone
    if came.part_id != one.part.pk or one.quantity_milli > left:
        raise MoreThanCame(left=format_quantity(max(0, left)), number=one.part.number)


def draft_of(receipt: GoodsReceipt, bad: Sequence[tuple[UUID, str]], at: datetime) -> SupplierReturn:
    """What came damaged or wrong is the draft of a return (K-62). Part of the receipt's action."""
    reason = "wrong" if all(condition == "wrong" for _line, condition in bad) else "defective"
    back = _new(receipt.site, receipt.supplier, reason, "", at)
    came = ReceiptLine.objects.filter(pk__in=[line_id for line_id, _condition in bad]).select_related("part")
    ReturnLine.objects.bulk_create(_line(back, Back(one.part, one.quantity_milli, one)) for one in came)
    return back


@action("supplier_returns.agree")
def agree(back: SupplierReturn, *, return_number: str, by: Actor, at: datetime) -> SupplierReturn:
    """The supplier takes it back, under its number. Refuses with ReturnNumberMissing, WrongState."""
    fresh = lock(back)
    if not return_number.strip():
        raise ReturnNumberMissing()
    fresh.state, fresh.return_number = RETURN.check(fresh.state, "agreed"), return_number.strip()[:60]
    fresh.save(update_fields=["state", "return_number"])
    return fresh


@action("supplier_returns.ship")
def ship(back: SupplierReturn, *, return_number: str = "", by: Actor, at: datetime) -> SupplierReturn:
    """The goods have left at their cost, and the credit is expected in the books (K-71).

    Refuses with ReturnNumberMissing, WrongState, Short.
    """
    fresh = lock(back)
    fresh.return_number = return_number.strip()[:60] or fresh.return_number
    RETURN.check(fresh.state, "shipped")
    if not fresh.return_number:
        raise ReturnNumberMissing()
    lines = list(fresh.lines.select_for_update(of=("self",)).select_related("part").order_by("pk"))
    moved = ledger.move(
        [Move(line.pk, line.part_id, line.location_id, -line.quantity_milli, "supplier_return", SOURCE, fresh.pk,
              lot=line.receipt_line.lot if line.receipt_line else "", sequence=n)
         for n, line in enumerate(lines, 1) if line.location_id],
        at=at,
    )  # fmt: skip
    cost = {one.move.id: -one.value_minor for one in moved}
    rows.update(ReturnLine, ("id",), ("cost_minor",), [(line.pk, cost.get(line.pk, 0)) for line in lines])
    _post(fresh, lines, cost, at)
    fresh.state, fresh.shipped_at = "shipped", at
    fresh.save(update_fields=["state", "shipped_at", "return_number"])
    return fresh


def _post(back: SupplierReturn, lines: Sequence[ReturnLine], cost: dict[UUID, int], at: datetime) -> None:
    expected, gone = sum(line.expected_minor for line in lines), sum(cost.values())
    write(back, _("Returned to supplier"), back.pk, [
        ("supplier_receivable", expected), ("stock", -gone), ("cost_variance", gone - expected)
    ], at)  # fmt: skip


def write(
    back: SupplierReturn, text: books.Words, source_id: UUID, postings: Sequence[tuple[str, int]], at: datetime
) -> None:
    """An entry about the return, when there is anything to say."""
    if not any(amount for _role, amount in postings):
        return
    site = back.site
    books.write(
        [books.Draft(
            site_id=site.pk, day=clock.local(at, site.time_zone).date(), text=books.worded(text, back.number),
            source_kind=SOURCE, source_id=source_id, currency=site.currency, postings=postings,
        )],
        at=at,
    )  # fmt: skip


def lock(back: SupplierReturn) -> SupplierReturn:
    """The return as it is, locked until the action ends."""
    found = SupplierReturn.objects.select_for_update(of=("self",)).select_related("supplier__party", "site")
    return found.get(pk=back.pk)


@action("supplier_returns.cancel")
def cancel(back: SupplierReturn, *, by: Actor, at: datetime) -> SupplierReturn:
    """Nothing goes back after all; goods in quarantine stay there. Refuses with WrongState once shipped."""
    fresh = lock(back)
    fresh.state, fresh.ended_at = RETURN.check(fresh.state, "cancelled"), at
    fresh.save(update_fields=["state", "ended_at"])
    return fresh


@action("supplier_returns.refused")
def refused(
    back: SupplierReturn, *, goods_came_back: bool, reason: str = "", by: Actor, at: datetime
) -> SupplierReturn:
    """The supplier credits nothing more: the goods lie here again, or what they were worth is a loss.

    What was credited before stays. Refuses with WrongState.
    """
    fresh = lock(back)
    RETURN.check(fresh.state, "refused")
    lines = list(fresh.lines.select_for_update().order_by("pk"))
    left = [
        (line, line.quantity_milli - line.credited_milli, line.expected_minor - line.credited_minor) for line in lines
    ]
    owed, returned = sum(minor for _line, _milli, minor in left), 0
    revalued = 0
    if goods_came_back:
        moved = ledger.move(
            [Move(new_id(), line.part_id, line.location_id, milli, "supplier_return", SOURCE, new_id(),
                  reverses=line.pk, lot=line.receipt_line.lot if line.receipt_line else "")
             for line, milli, _minor in left if milli and line.location_id],
            at=at,
        )  # fmt: skip
        returned, revalued = sum(one.value_minor for one in moved), sum(one.revalued_minor for one in moved)
    role = "core_receivable" if fresh.reason == "core" else "supplier_receivable"
    write(fresh, _("Return refused"), new_id(), [
        (role, -owed), ("stock", returned + revalued), ("cost_variance", owed - returned - revalued),
    ], at)  # fmt: skip
    rows.update(ReturnLine, ("id",), (), [(line.pk, minor) for line, _milli, minor in left], add=("credited_minor",))
    Core.objects.filter(return_line__back=fresh, state="collected").update(
        state="rejected", ended_at=at, reason=reason[:200]
    )
    fresh.state, fresh.ended_at = "refused", at
    fresh.save(update_fields=["state", "ended_at"])
    note(reason=reason, goods_came_back=goods_came_back, lost_minor=owed - returned)
    return fresh


def credit(line: ReturnLine, milli: int, base_minor: int, at: datetime) -> tuple[str, int]:
    """(role, how much of the expected credit that settles) for a credit note about so much of the line.

    The return is credited when all of it is. Part of the posting of the credit note. Refuses with CreditedAlready,
    NotShipped.
    """
    back = lock(SupplierReturn(pk=line.back_id))
    if back.state != "shipped":
        raise NotShipped(number=back.number)
    fresh = ReturnLine.objects.select_for_update(of=("self",)).select_related("part").get(pk=line.pk)
    left = fresh.quantity_milli - fresh.credited_milli
    if milli > left:
        raise CreditedAlready(left=format_quantity(left), number=fresh.part.number)
    settled = rdiv((fresh.expected_minor - fresh.credited_minor) * milli, left)
    ReturnLine.objects.filter(pk=fresh.pk).update(
        credited_milli=F("credited_milli") + milli, credited_minor=F("credited_minor") + settled
    )
    if back.reason == "core":
        whole = Core.objects.filter(return_line=fresh, state="collected").order_by("tag")[: milli // 1000]
        Core.objects.filter(pk__in=[one.pk for one in whole]).update(state="credited", ended_at=at)
    if not back.lines.filter(credited_milli__lt=F("quantity_milli")).exists():
        SupplierReturn.objects.filter(pk=back.pk).update(state="credited", ended_at=at)
    touch(back)
    return ("core_receivable" if back.reason == "core" else "supplier_receivable"), settled


@action("supplier_returns.set_off", site=lambda line, **_: line.back.site_id)
def set_off(line: ReturnLine, *, by: Actor, at: datetime) -> ReturnLine:
    """The supplier bills only what we kept: what came and went back is owed by nobody. No credit note will come.

    Refuses with NotShipped, NothingUnbilled.
    """
    back = lock(SupplierReturn(pk=line.back_id))
    if back.state != "shipped":
        raise NotShipped(number=back.number)
    fresh = ReturnLine.objects.select_for_update().get(pk=line.pk)
    came = ReceiptLine.objects.select_for_update().filter(return_lines=fresh).first()
    milli = fresh.quantity_milli - fresh.credited_milli
    unbilled = came.quantity_milli - came.back_milli - came.billed_milli if came else 0
    if came is None or not 0 < milli <= unbilled:
        raise NothingUnbilled()
    accrued = rdiv((came.goods_minor - came.back_minor - came.billed_minor) * milli, unbilled)
    _role, settled = credit(fresh, milli, accrued, at)
    ReceiptLine.objects.filter(pk=came.pk).update(
        billed_milli=F("billed_milli") + milli, billed_minor=F("billed_minor") + accrued
    )
    write(back, _("Return set off"), new_id(), [
        ("goods_received", accrued), ("supplier_receivable", -settled), ("cost_variance", settled - accrued),
    ], at)  # fmt: skip
    return ReturnLine.objects.get(pk=line.pk)

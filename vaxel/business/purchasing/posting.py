"""A supplier's bill in the books: owed for goods becomes owed by invoice, differences go where they belong (K-79).

D goods received (as accrued)  D or K stock and cost variance (the difference)  D VAT  K suppliers
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger as books
from vaxel.business.accounting import recipes
from vaxel.business.purchasing import bills, claims, matching, returns, rules
from vaxel.business.purchasing.events import BillPosted
from vaxel.business.purchasing.matching import Taken, Unbilled
from vaxel.business.purchasing.models import (
    BillLine,
    BillMatch,
    GoodsReceipt,
    PurchaseLine,
    ReceiptLine,
    SupplierBill,
)
from vaxel.business.purchasing.states import BILL
from vaxel.business.stock import balances, ledger
from vaxel.business.stock.ledger import Move
from vaxel.kernel.actions import action, note, publish
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import MILLION, allocate
from vaxel.kernel.refusals import Refused

REVALUED = "billed otherwise than received"


class NotAgreed(Refused):
    """A difference that nobody has decided about stands in the way (K-70)."""

    sentence = _("Line %(n)s differs from what was ordered and received. Accept the difference or claim it first.")


@dataclass(slots=True)
class _Work:
    """What posting a bill gathers: postings, matches, and what the stock's worth changes by."""

    bill: SupplierBill
    postings: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    matches: list[BillMatch] = field(default_factory=list)
    differences: list[tuple[Unbilled, int, int]] = field(default_factory=list)  # of, quantity, difference in base
    goods: list[tuple[BillLine, list[Taken]]] = field(default_factory=list)

    def base(self, minor: int) -> int:
        """An amount of the bill in our currency."""
        return rules.in_base(minor, self.bill.rate_ppm)


@action("bills.post")
def post(bill: SupplierBill, *, by: Actor, at: datetime) -> SupplierBill:
    """The bill stands in the books: suppliers are owed (or, by a credit note, owe) its total.

    What was received is settled at what it was accrued for; a difference within the tolerance or accepted goes to the
    stock as far as the goods are still here, else to the cost variance (K-79); a claimed one waits as a claim. Tickets
    and their margins are never reopened. Refuses with DecidedAlready, NotAgreed, PeriodClosed (moved to an open day).
    """
    fresh = bills.lock(bill)
    lines = list(fresh.lines.select_for_update(of=("self",)).select_related("purchase_line", "return_line", "claim"))
    matching.unbilled({line.purchase_line_id for line in lines if line.purchase_line_id}, lock=True)
    bills.compare(fresh, lines)
    for line in bills.unsettled(lines):
        raise NotAgreed(n=line.position)
    work = _Work(fresh)
    if fresh.kind == "bill":
        _charge(work, lines, at)
    else:
        _credit(work, lines, at)
    _revalue(work, at)
    _write(work, at)
    fresh.state, fresh.posted_at = BILL.check(fresh.state, "posted"), at
    fresh.save(update_fields=["state", "posted_at"])
    BillMatch.objects.bulk_create(work.matches)
    note(number=fresh.number, gross_minor=fresh.gross_minor, kind=fresh.kind)
    publish(BillPosted(fresh.pk, fresh.site_id))
    return fresh


def _charge(work: _Work, lines: Sequence[BillLine], at: datetime) -> None:
    """Goods first, then freight over them, cores, and bought work."""
    line_ids = {line.purchase_line_id for line in lines if line.purchase_line_id}
    open_now = matching.unbilled(line_ids, lock=True)
    for line in lines:
        if line.kind == "goods":
            _goods(work, line, open_now, at)
    _freight(work, sum(line.net_minor for line in lines if line.kind == "freight"))
    for line in lines:
        if line.kind == "core":
            _core(work, line, open_now)
        elif line.kind == "other":
            work.postings["bought_work"] += work.base(line.net_minor)
    _bill_receipts(work)


def _goods(work: _Work, line: BillLine, open_now: dict[UUID, list[Unbilled]], at: datetime) -> None:
    assert line.purchase_line_id
    taken = matching.take(open_now[line.purchase_line_id], line.quantity_milli)
    work.goods.append((line, taken))
    accrued = sum(one.accrued for one in taken)
    work.postings["goods_received"] += accrued
    work.matches += [
        BillMatch(bill_line=line, receipt_line_id=one.of.receipt_line_id, quantity_milli=one.milli,
                  accrued_minor=one.accrued) for one in taken
    ]  # fmt: skip
    difference = work.base(line.net_minor) - accrued
    if line.decision == "claimed":
        claimed = min(difference, work.base(line.difference_minor))
        claims.of_bill(line, claimed, at)
        work.postings["supplier_receivable"] += claimed
        difference -= claimed
    if line.agrees == "quantity" and line.decision == "accepted":
        work.postings["cost_variance"] += difference
    else:
        _spread(work, taken, difference)


def _spread(work: _Work, taken: Sequence[Taken], difference: int) -> None:
    """The difference over what was taken up, by value; it is split into here and gone when all is known."""
    if not difference:
        return
    if not taken:
        work.postings["cost_variance"] += difference
        return
    weights = [one.accrued for one in taken]
    shares = allocate(difference, weights if sum(weights) > 0 else [one.milli for one in taken])
    work.differences += [(one.of, one.milli, share) for one, share in zip(taken, shares, strict=True)]


def _freight(work: _Work, billed: int) -> None:
    """Freight that was accrued with the matched receipts is settled; what differs follows the goods."""
    if not billed:
        return
    ids = {one.of.receipt_id for _line, taken in work.goods for one in taken}
    receipts = GoodsReceipt.objects.select_for_update().filter(supplier=work.bill.supplier_id, site=work.bill.site_id)
    receipts = receipts.filter(pk__in=ids) if ids else receipts.filter(reverses=None)
    accrued = 0
    for receipt in receipts.order_by("pk"):
        left = receipt.freight_minor - receipt.freight_back_minor - receipt.freight_billed_minor
        if left:
            accrued += left
            work.matches.append(BillMatch(
                bill_line=BillLine.objects.filter(bill=work.bill, kind="freight").order_by("position")[0],
                receipt=receipt, accrued_minor=left,
            ))  # fmt: skip
            GoodsReceipt.objects.filter(pk=receipt.pk).update(freight_billed_minor=F("freight_billed_minor") + left)
        if not ids and accrued >= work.base(billed):
            break
    work.postings["goods_received"] += accrued
    _spread(work, [one for _line, taken in work.goods for one in taken], work.base(billed) - accrued)


def _core(work: _Work, line: BillLine, open_now: dict[UUID, list[Unbilled]]) -> None:
    """A core charge was accrued with the goods; what differs is theirs to give back as well (P-11)."""
    assert line.purchase_line_id
    base = work.base(line.net_minor)
    taken = matching.take_core(open_now[line.purchase_line_id], base)
    settled = sum(minor for _of, minor in taken)
    work.postings["goods_received"] += settled
    work.postings["core_receivable"] += base - settled
    rows.update(
        ReceiptLine, ("id",), (), [(of.receipt_line_id, minor) for of, minor in taken], add=("core_billed_minor",)
    )


def _bill_receipts(work: _Work) -> None:
    """Receipt and purchase lines know what is billed of them."""
    receipts: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    ordered: dict[UUID, int] = defaultdict(int)
    for line, taken in work.goods:
        assert line.purchase_line_id
        ordered[line.purchase_line_id] += line.quantity_milli
        for one in taken:
            receipts[one.of.receipt_line_id][0] += one.milli
            receipts[one.of.receipt_line_id][1] += one.accrued
    rows.update(
        ReceiptLine, ("id",), (), [(pk, milli, minor) for pk, (milli, minor) in receipts.items()],
        add=("billed_milli", "billed_minor"),
    )  # fmt: skip
    rows.update(PurchaseLine, ("id",), (), list(ordered.items()), add=("billed_milli",))


def _credit(work: _Work, lines: Sequence[BillLine], at: datetime) -> None:
    """A credit note: returns and claims are settled, the rest makes what was bought cheaper (negative charges)."""
    for line in lines:
        base = work.base(line.net_minor)
        if line.kind == "return":
            assert line.return_line
            role, settled = returns.credit(line.return_line, line.quantity_milli, base, at)
            work.postings[role] -= settled
            work.postings["cost_variance"] -= base - settled
        elif line.kind == "claim":
            assert line.claim
            settled = claims.credit(line.claim, base, at)
            work.postings["supplier_receivable"] -= settled
            work.postings["warranty_cost" if line.claim.kind == "warranty" else "cost_variance"] -= base - settled
        elif line.kind == "core":
            work.postings["core_receivable"] -= base
        elif line.kind == "other":
            work.postings["bought_work"] -= base
        elif line.kind == "goods":
            _cheaper(work, line, base)
        else:
            work.postings["cost_variance"] -= base


def _cheaper(work: _Work, line: BillLine, base: int) -> None:
    """A price credit on goods that were received: split like a difference of price."""
    found = ReceiptLine.objects.filter(line=line.purchase_line_id, reverses=None).order_by("-id").first()
    if found is None:
        work.postings["cost_variance"] -= base
        return
    of = Unbilled(found.pk, found.receipt_id, found.line_id, found.part_id, found.location_id, found.lot,
                  found.unit_price_cm, 0, 0, 0, found.quantity_milli)  # fmt: skip
    work.differences.append((of, min(line.quantity_milli, found.quantity_milli), -base))


def _revalue(work: _Work, at: datetime) -> None:
    """What of a difference is still here is the stock's, what is gone the variance's (K-79)."""
    shelved = [one for one in work.differences if one[0].location_id]
    for _of, _milli, difference in (one for one in work.differences if not one[0].location_id):
        work.postings["cost_variance"] += difference
    keys = {(of.part_id, of.location_id, "") for of, _milli, _difference in shelved if of.location_id}
    if not keys:
        return
    locked = balances.lock(keys, create=False)
    sums: dict[tuple[UUID, UUID, str], int] = defaultdict(int)
    for of, milli, difference in shelved:
        assert of.location_id
        key = of.part_id, of.location_id, ""
        on_hand = locked[key].shelf.on_hand_milli if key in locked else 0
        here, gone = rules.here_and_gone(difference, milli, on_hand)
        sums[key] += here
        work.postings["cost_variance"] += gone
    moved = ledger.move(
        [Move(new_id(), part, place, 0, "revalue", "supplier_bill", work.bill.pk, value_minor=minor, lot=lot,
              reason=REVALUED, sequence=n)
         for n, ((part, place, lot), minor) in enumerate(sums.items(), 1) if minor],
        at=at,
    )  # fmt: skip
    for one in moved:
        work.postings["stock"] += one.value_minor + one.revalued_minor
        work.postings["cost_variance"] -= one.revalued_minor


def _write(work: _Work, at: datetime) -> None:
    """The entry on the bill's own date (or the first open day); rounding of currencies goes to `rounding`."""
    bill, sign = work.bill, 1 if work.bill.kind == "bill" else -1
    for role, amount in recipes.bill_vat(
        bill.tax_kind, work.base(bill.net_minor), work.base(bill.tax_minor), bills.standard_ppm(bill)
    ):
        work.postings[role] += sign * amount
    work.postings["payables"] -= sign * work.base(bill.gross_minor)
    work.postings["rounding"] += sign * work.base(bill.rounding_minor)
    if bill.rate_ppm != MILLION:  # each amount was turned into our currency by itself
        work.postings["rounding"] -= sum(work.postings.values())
    books.write(
        [books.Draft(
            site_id=bill.site_id, day=bill.bill_date, source_kind="supplier_bill", source_id=bill.pk,
            text=books.worded(_("Bill") if sign > 0 else _("Credit note"), bill.number, bill.supplier.party.name),
            currency=bill.site.currency, postings=list(work.postings.items()),
        )],
        at=at,
    )  # fmt: skip

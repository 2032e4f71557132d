"""Payouts: what the provider has sent to the bank, row by row, matched to our payments to the minor unit (P-6, §11.3).

A payout is taken in once, whole, when the provider says that it is complete; what does not match lies in the tray. What
is booked is what moved: fees are a cost, the rest is at the bank, and both leave the clearing account.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger
from vaxel.business.locations.models import Site
from vaxel.business.payments.models import Payment
from vaxel.business.payments.payout_models import Payout, PayoutLine
from vaxel.business.tickets import costing
from vaxel.kernel import tray
from vaxel.kernel.actions import action, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import Money

OURS = ("charge", "refund")  # rows that a payment of ours, or a refund, must stand behind
FEE = "fee"
KNOWN = (*OURS, "dispute", "dispute_reversal", "refund_failure", FEE)


@dataclass(frozen=True, slots=True)
class Row:
    """One movement of a payout, in minor units. `our_id`: of the payment or refund, as the provider kept it."""

    txn_id: str
    category: str
    source_id: str
    our_id: str
    amount: int
    fee: int
    net: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A payout as the provider shows it."""

    provider: str
    provider_id: str
    currency: str
    amount: int
    arrival_on: date
    made_at: datetime
    rows: Sequence[Row]


@action("payouts.take_in")
def take_in(seen: Seen, *, by: Actor, at: datetime) -> Payout:
    """The payout stands with its rows, matched and booked; the same one again is the first.

    A row that no payment of ours explains, or with another amount than it had, and a payout that its rows do not sum
    to, lie in the tray.
    """
    held = Payout.objects.filter(provider_id=seen.provider_id).first()
    if held is not None:
        return held
    payments = _named(seen.rows)
    site = _site(payments.values())
    payout = Payout.objects.create(
        id=new_id(), site=site, provider=seen.provider, provider_id=seen.provider_id, currency=seen.currency,
        amount_minor=seen.amount, fee_minor=sum(row.fee for row in seen.rows), arrival_on=seen.arrival_on,
        made_at=seen.made_at, taken_in_at=at,
    )  # fmt: skip
    before = set(PayoutLine.objects.filter(payment__in=payments.values(), odd="").values_list("payment", flat=True))
    lines = [_line(payout, row, payments.get(row.our_id), before) for row in seen.rows]
    PayoutLine.objects.bulk_create(lines)
    odd = [line for line in lines if line.odd]
    if odd:
        tray.lay("payout_unmatched", payout, site_id=site.pk, at=at, rows=len(odd),
                 amount_minor=sum(line.net_minor for line in odd))  # fmt: skip
    short = seen.amount - sum(row.net for row in seen.rows)
    if short:
        tray.lay("payout_mismatch", payout, site_id=site.pk, at=at, amount_minor=short)
    _book(payout, seen, at)
    touch(payout)
    return payout


@action("payouts.fail")
def fail(payout: Payout, *, by: Actor, at: datetime) -> Payout:
    """The bank sent the payout back: its booking is reversed, its money is between us and the provider again.

    Told twice, reversed once. A new payout brings the money later, with a row that no payment of ours explains.
    """
    fresh = Payout.objects.select_for_update(of=("self",)).select_related("site").get(pk=payout.pk)
    if fresh.failed_at is not None:
        return fresh
    fresh.failed_at = at
    fresh.save(update_fields=["failed_at"])
    day = costing.business_day(fresh.site, at)
    ledger.write(
        [ledger.Draft(
            site_id=fresh.site_id, day=day, text=ledger.worded(_("Payout returned"), fresh.provider_id),
            source_kind="payout_failed", source_id=fresh.pk, currency=fresh.currency,
            postings=[("bank", -fresh.amount_minor), ("card_clearing", fresh.amount_minor)],
        )],
        at=at,
    )  # fmt: skip
    tray.lay("payout_failed", fresh, site_id=fresh.site_id, at=at, amount_minor=fresh.amount_minor)
    touch(fresh)
    return fresh


def _named(rows: Sequence[Row]) -> dict[str, Payment]:
    """Our id → the payment or refund it names. One query."""
    ids = set()
    for row in rows:
        try:
            ids.add(UUID(row.our_id))
        except ValueError:
            continue
    return {str(pk): one for pk, one in Payment.objects.select_related("site").in_bulk(ids).items()}


def _site(payments: Iterable[Payment]) -> Site:
    """Where most of the money came from; the first site when none of it is known."""
    sites = Counter(one.site for one in payments)
    return sites.most_common(1)[0][0] if sites else Site.objects.order_by("code")[0]


def _line(payout: Payout, row: Row, payment: Payment | None, before: set[UUID]) -> PayoutLine:
    """The row; `odd` says why nothing of ours explains it."""
    odd = ""
    if row.category in OURS:
        if payment is None:
            odd = "unknown"
        elif (payment.amount_minor, payment.currency) != (row.amount, payout.currency):
            odd = "amount"
        elif payment.state != "taken":
            odd = "state"
        elif payment.pk in before:
            odd = "twice"
    elif row.category not in KNOWN:
        odd = "category"
    return PayoutLine(
        id=new_id(), payout=payout, txn_id=row.txn_id, category=row.category, source_id=row.source_id,
        amount_minor=row.amount, fee_minor=row.fee, net_minor=row.net, payment=payment, odd=odd,
    )  # fmt: skip


def _book(payout: Payout, seen: Seen, at: datetime) -> None:
    """The provider's fees are a cost, the rest is at the bank, and both leave the clearing account (P-6)."""
    fees = sum(row.fee for row in seen.rows) - sum(row.amount for row in seen.rows if row.category == FEE)
    postings = [("bank", seen.amount), ("card_fee", fees), ("card_clearing", -seen.amount - fees)]
    ledger.write(
        [ledger.Draft(
            site_id=payout.site_id, day=costing.business_day(payout.site, at),
            text=ledger.worded(_("Payout"), Money(seen.amount, seen.currency)), source_kind="payout",
            source_id=payout.pk, currency=seen.currency, postings=postings,
        )],
        at=at,
    )  # fmt: skip

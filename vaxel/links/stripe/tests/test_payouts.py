"""Payouts against FakeStripe: every row matched to our payments to the öre, booked once, sent back once."""

from typing import Any

import pytest

from vaxel.business.accounting.models import LedgerEntry, Posting
from vaxel.business.payments import cards, refunds
from vaxel.business.payments.models import Payment
from vaxel.business.payments.payout_models import Payout, PayoutLine
from vaxel.kernel import checks, clock
from vaxel.kernel.models import TrayItem
from vaxel.links.stripe import payouts
from vaxel.links.stripe.fake.world import FEE_FIXED, FEE_PPM
from vaxel.links.stripe.tests.fakes import Played, played
from vaxel.links.stripe.tests.test_terminal import sold

__all__ = ["played"]
pytestmark = pytest.mark.django_db(transaction=True)
FEE = 10_000 * FEE_PPM // 1_000_000 + FEE_FIXED


def roles(source: Any) -> dict[str, int]:
    return dict(Posting.objects.filter(entry__source_id=source).values_list("role", "amount_minor"))


def clearing() -> int:
    return sum(Posting.objects.filter(role="card_clearing").values_list("amount_minor", flat=True))


def sent_to_the_bank(played: Played) -> dict[str, Any]:
    with played.fake.world.lock:
        made = played.fake.world.pay_out()
    assert made is not None
    return made


def test_case_100_charges_and_a_refund_are_matched_booked_and_leave_nothing_between(played: Played) -> None:
    sold(played)
    back = sold(played)
    refunds.take_back(back, register=played.here.shop.k1, reason="Fel", by=played.here.shop.sam, at=clock.now())
    cards.follow(Payment.objects.select_related("refunds").get(amount_minor__lt=0))
    assert clearing() == 10_000
    sent_to_the_bank(played)
    assert (payouts.fetch(), payouts.fetch()) == (1, 0)
    payout = Payout.objects.get()
    assert (payout.amount_minor, payout.fee_minor) == (10_000 - 2 * FEE, 2 * FEE)
    rows = PayoutLine.objects.order_by("amount_minor").values_list("category", "amount_minor", "fee_minor", "odd")
    assert list(rows) == [("refund", -10_000, 0, ""), ("charge", 10_000, FEE, ""), ("charge", 10_000, FEE, "")]
    assert {one.payment_id for one in PayoutLine.objects.all()} == set(Payment.objects.values_list("pk", flat=True))
    assert roles(payout.pk) == {"bank": payout.amount_minor, "card_fee": 2 * FEE, "card_clearing": -10_000}
    assert clearing() == 0
    assert TrayItem.objects.count() == 0
    assert {name: wrong for name, wrong in checks.run_all().items() if wrong and name != "kernel.events"} == {}


def test_case_100_a_payout_that_the_bank_sends_back_is_reversed_once(played: Played) -> None:
    sold(played)
    made = sent_to_the_bank(played)
    payouts.fetch()
    with played.fake.world.lock:
        played.fake.world.return_payout(played.fake.world.things[made["id"]])
    payouts.fetch()
    payouts.fetch()
    payout = Payout.objects.get()
    assert payout.failed_at is not None
    assert LedgerEntry.objects.filter(source_id=payout.pk).count() == 2
    assert sum(Posting.objects.filter(role="bank").values_list("amount_minor", flat=True)) == 0
    assert clearing() == 10_000 - FEE
    assert TrayItem.objects.get().kind == "payout_failed"
    sold(played)
    sent_to_the_bank(played)
    payouts.fetch()
    again = Payout.objects.order_by("taken_in_at").last()
    assert again is not None
    assert set(again.lines.values_list("category", "odd")) == {("charge", ""), ("payout_reversal", "category")}
    assert clearing() == 0


def test_case_101_a_charge_that_is_not_ours_lies_in_the_tray_and_on_the_clearing_account(played: Played) -> None:
    sold(played)
    world = played.fake.world
    with world.lock:
        foreign = world.intend({"amount": 7_000, "currency": "sek", "metadata": {"shop": "other"}})
        world.pay(foreign, "4242424242424242", "card")
        charge = next(one for one in world.all("charge") if one["payment_intent"] != foreign["id"])
        charge["metadata"] = {**charge["metadata"], "pos_payment": charge["metadata"]["pos_payment"]}
    sent_to_the_bank(played)
    payouts.fetch()
    odd = PayoutLine.objects.exclude(odd="").get()
    assert (odd.odd, odd.amount_minor, odd.payment) == ("unknown", 7_000, None)
    item = TrayItem.objects.get()
    assert (item.kind, item.facts["rows"]) == ("payout_unmatched", 1)
    assert clearing() == -7_000


def test_another_amount_than_ours_is_told(played: Played) -> None:
    sold(played)
    with played.fake.world.lock:
        txn = next(played.fake.world.all("balance_transaction"))
        txn |= {"amount": txn["amount"] + 1, "net": txn["net"] + 1}
    sent_to_the_bank(played)
    payouts.fetch()
    assert PayoutLine.objects.get().odd == "amount"
    assert TrayItem.objects.get().kind == "payout_unmatched"


def test_a_provider_that_does_not_answer_changes_nothing(played: Played) -> None:
    sold(played)
    sent_to_the_bank(played)
    played.fake.arm("drop_answer", "/v1/balance_transactions")
    assert payouts.fetch() is None
    assert Payout.objects.count() == 0
    assert payouts.fetch() == 1

"""Cards by terminal: approve, decline, cancel, time-out, unknown (F-45, F-46, F-48)."""

from typing import Any
from uuid import uuid4

import pytest

from vaxel.business.accounting.models import LedgerEntry
from vaxel.business.billing.credits import NothingToCredit
from vaxel.business.billing.models import Document
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import cards, give_backs, kept, processors, refunds, sales, tenders
from vaxel.business.payments.give_backs import NothingFree
from vaxel.business.payments.models import Allocation, Payment, PaymentEvent
from vaxel.business.payments.tenders import StillUndecided, Tender, TooMuch
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.tickets import jobs, lines, tickets
from vaxel.business.tickets.models import Ticket
from vaxel.kernel import checks, worker
from vaxel.kernel.models import TrayItem

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def terminal() -> Any:
    before = processors.terminal()
    fake = processors.FakeTerminal()
    processors.use(fake)
    yield fake
    processors.use(before)


def on_the_counter(here: Counter, price_cm: int) -> Ticket:
    """A draft counter ticket with one free line of that price."""
    said: dict[str, Any] = {"by": here.shop.sam, "at": AT}
    ticket = tickets.open_ticket(here.shop.workshop, kind="counter", register=here.shop.k1, **said)
    job = jobs.add(ticket, **said)
    lines.add(job, [lines.Wish(kind="part", text="Däcklås", unit_price_cm=price_cm)], **said)
    ticket.refresh_from_db()
    return ticket


def start(here: Counter, about: Ticket | Document, amount: int) -> Payment:
    return cards.start(about, amount_minor=amount, register=here.shop.k1, reader="R1", by=here.shop.sam, at=AT)


def test_a_card_and_cash_pay_a_counter_ticket(terminal: processors.FakeTerminal) -> None:
    here = counter()
    ticket = on_the_counter(here, 12_345_600)
    payment = cards.follow(cards.send(start(here, ticket, 50_000)))
    assert (payment.state, payment.reference) == ("taken", "Visa •••• 4242")
    done = sales.finish(ticket, [Tender("cash", 73_500)], register=here.shop.k1, by=here.shop.sam, at=AT)
    assert (done["gross_minor"], done["rounding_minor"], done["change_minor"]) == (123_456, 44, 0)
    document = Document.objects.get()
    assert dict(Allocation.objects.filter(document=document).values_list("payment__tender", "amount_minor")) == {
        "card": 50_000,
        "cash": 73_456,
    }
    assert terminal.charges == [(payment.pk, 50_000)]


def test_a_declined_card_takes_nothing_and_another_try_may_follow(terminal: processors.FakeTerminal) -> None:
    here = counter()
    ticket = on_the_counter(here, 1_000_100)
    declined = cards.follow(cards.send(start(here, ticket, 10_001)))
    assert (declined.state, declined.reason, terminal.charges) == ("declined", "insufficient funds", [])
    start(here, ticket, 10_000)


def test_a_waiting_reader_can_be_cancelled(terminal: processors.FakeTerminal) -> None:
    here = counter()
    payment = cards.send(start(here, on_the_counter(here, 1_000_200), 10_002))
    assert cards.follow(payment).state == "pending"
    assert cards.cancel(payment).state == "cancelled"
    assert terminal.charges == []


def test_a_lost_answer_is_asked_about_and_never_charged_twice(terminal: processors.FakeTerminal) -> None:
    here = counter()
    ticket = on_the_counter(here, 1_000_300)
    payment = cards.send(start(here, ticket, 10_003))
    assert payment.state == "unknown"
    with pytest.raises(StillUndecided):
        start(here, ticket, 10_003)
    with pytest.raises(StillUndecided):
        sales.finish(ticket, [Tender("card", 10_003)], register=here.shop.k1, by=here.shop.sam, at=AT)
    cards.watch()
    payment.refresh_from_db()
    assert (payment.state, len(terminal.charges)) == ("taken", 1)
    assert list(PaymentEvent.objects.order_by("n").values_list("state", flat=True)) == ["pending", "unknown", "taken"]
    cards.watch()
    assert PaymentEvent.objects.count() == 3


def test_timed_out_without_a_charge_may_be_paid_again(terminal: processors.FakeTerminal) -> None:
    here = counter()
    ticket = on_the_counter(here, 1_000_400)
    payment = cards.follow(cards.send(start(here, ticket, 10_004)))
    assert (payment.state, terminal.charges) == ("cancelled", [])
    assert Document.objects.count() == 0
    start(here, ticket, 10_000)


def test_a_card_on_an_invoice_is_booked_when_it_is_taken_and_overpayment_is_laid_in_the_tray(
    terminal: processors.FakeTerminal,
) -> None:
    here = counter()
    done = sales.ring_up(here.shop.k1, [lines.Wish(part=here.pads)], [Tender("on_account", 89_900)],
                         customer=here.shop.ada, by=here.shop.sam, at=AT)  # fmt: skip
    invoice = Document.objects.get(pk=done["document"])
    with pytest.raises(TooMuch):
        start(here, invoice, 89_901)
    payment = cards.send(start(here, invoice, 89_900))
    tenders.take(invoice, [Tender("bank", 50_000)], by=here.shop.mo, at=AT)
    assert cards.follow(payment).state == "taken"
    invoice.refresh_from_db()
    assert invoice.open_minor == 0
    item = TrayItem.objects.get()
    assert (item.kind, item.facts) == ("overpaid", {"over_minor": 50_000})


def invoiced(here: Counter) -> Document:
    """Ada owes 899.00 for pads."""
    done = sales.ring_up(here.shop.k1, [lines.Wish(part=here.pads)], [Tender("on_account", 89_900)],
                         customer=here.shop.ada, by=here.shop.sam, at=AT)  # fmt: skip
    return Document.objects.get(pk=done["document"])


def test_what_an_undecided_card_may_pay_is_not_taken_by_another_tender(terminal: processors.FakeTerminal) -> None:
    here = counter()
    invoice = invoiced(here)
    said: dict[str, Any] = {"register": here.shop.k1, "by": here.shop.sam, "at": AT}
    payment = cards.send(start(here, invoice, 60_003))
    assert payment.state == "unknown"
    with pytest.raises(TooMuch):
        tenders.take(invoice, [Tender("swish", 29_898)], **said)
    assert Payment.objects.count() == 1, "the refused tender took nothing"
    [cash] = tenders.take(invoice, [Tender("cash", 40_000)], **said)
    assert (cash.amount_minor, cash.change_minor, cash.rounding_minor) == (29_897, 10_100, 3)
    with pytest.raises(StillUndecided):
        tenders.take(invoice, [Tender("cash", 100)], **said)
    with pytest.raises(StillUndecided):
        start(here, invoice, 100)
    cards.watch()
    invoice.refresh_from_db()
    assert (invoice.open_minor, terminal.charges) == (0, [(payment.pk, 60_003)])
    assert not TrayItem.objects.filter(kind="overpaid").exists()


def test_what_a_card_did_not_pay_is_free_again(terminal: processors.FakeTerminal) -> None:
    here = counter()
    invoice = invoiced(here)
    payment = cards.follow(cards.send(start(here, invoice, 89_901 - 2_000)))
    assert payment.state == "declined"
    tenders.take(invoice, [Tender("cash", 89_900)], register=here.shop.k1, by=here.shop.sam, at=AT)
    invoice.refresh_from_db()
    assert invoice.open_minor == 0


def test_another_amount_than_asked_is_never_called_paid(terminal: processors.FakeTerminal) -> None:
    here = counter()
    payment = start(here, on_the_counter(here, 1_000_000), 10_000)
    odd = processors.TerminalState("taken", "x", amount_minor=9_000)
    assert cards.apply(payment, odd, by=here.shop.mo, at=AT).state == "unknown"
    assert TrayItem.objects.get().facts == {"asked": 10_000, "got": 9_000}


def test_nothing_outside_is_called_inside_a_transaction() -> None:
    from django.db import transaction

    here = counter()
    payment = start(here, on_the_counter(here, 1_000_000), 10_000)
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        cards.send(payment)


def test_one_press_twice_is_one_payment(terminal: processors.FakeTerminal) -> None:
    here = counter()
    ticket, press = on_the_counter(here, 1_000_000), uuid4()
    said: dict[str, Any] = {"amount_minor": 10_000, "register": here.shop.k1, "by": here.shop.sam, "at": AT}
    first = cards.send(cards.start(ticket, id=press, **said))
    again = cards.send(cards.start(ticket, id=press, **said))
    assert first.pk == again.pk == press
    assert cards.follow(again).state == "taken"
    assert (Payment.objects.count(), terminal.charges) == (1, [(press, 10_000)])


def sold_by_card(here: Counter, price_cm: int) -> Document:
    """A counter sale of one free line, paid by the terminal."""
    ticket = on_the_counter(here, price_cm)
    cards.follow(cards.send(start(here, ticket, price_cm // 100)))
    done = sales.finish(ticket, [], register=here.shop.k1, by=here.shop.sam, at=AT)
    return Document.objects.get(pk=done["document"])


def test_a_return_goes_back_through_the_terminal_once(terminal: processors.FakeTerminal) -> None:
    here = counter()
    receipt = sold_by_card(here, 1_000_300 - 300)
    back = refunds.take_back(receipt, register=here.shop.k1, reason="fel", by=here.shop.sam, at=AT)
    refund = Payment.objects.get(purpose="refund")
    assert (back.gross_minor, refund.state, terminal.given_back) == (-10_000, "pending", [])
    with pytest.raises(NothingToCredit):
        refunds.take_back(receipt, register=here.shop.k1, reason="fel", by=here.shop.sam, at=AT)
    worker.drain()
    worker.drain()
    refund.refresh_from_db()
    charge = Payment.objects.get(purpose="sale")
    assert (refund.state, terminal.given_back) == ("taken", [(charge.provider_ref, 10_000)])
    assert [line for lines in checks.run_all().values() for line in lines] == []


def test_a_refund_that_the_terminal_refuses_lies_in_the_tray_and_may_be_given_again(
    terminal: processors.FakeTerminal,
) -> None:
    here = counter()
    ticket = on_the_counter(here, 1_000_000)
    charge = cards.follow(cards.send(start(here, ticket, 9_901)))
    Payment.objects.filter(pk=charge.pk).update(state="taken", provider_ref="fake_x")
    give_backs.give_back(charge, register=here.shop.k1, by=here.shop.sam, at=AT)
    with pytest.raises(NothingFree):
        give_backs.give_back(charge, register=here.shop.k1, by=here.shop.sam, at=AT)
    worker.drain()
    refund = Payment.objects.get(purpose="refund")
    assert (refund.state, TrayItem.objects.get().kind, terminal.given_back) == ("declined", "refund_refused", [])
    assert give_backs.give_back(charge, register=here.shop.k1, by=here.shop.sam, at=AT).state == "pending"


def test_a_card_charged_for_a_sale_that_came_to_nothing_goes_back_and_the_ticket_ends(
    terminal: processors.FakeTerminal,
) -> None:
    here = counter()
    ticket = on_the_counter(here, 1_000_000)
    charge = cards.follow(cards.send(start(here, ticket, 10_000)))
    give_backs.give_back(charge, by=here.shop.sam, at=AT)
    worker.drain()
    assert terminal.given_back == [(charge.provider_ref, 10_000)]
    assert kept.free_payments(ticket) == []
    assert not LedgerEntry.objects.filter(source_kind="payment").exists()


def test_a_refund_whose_answer_was_lost_is_given_once(terminal: processors.FakeTerminal) -> None:
    here = counter()
    ticket = on_the_counter(here, 2_000_000)
    charge = cards.follow(cards.send(start(here, ticket, 10_003 - 3)))
    Payment.objects.filter(pk=charge.pk).update(amount_minor=10_003)
    charge.refresh_from_db()
    refund = give_backs.give_back(charge, by=here.shop.sam, at=AT)
    worker.drain()
    refund.refresh_from_db()
    assert refund.state == "unknown"
    cards.watch()
    refund.refresh_from_db()
    assert (refund.state, terminal.given_back) == ("taken", [(charge.provider_ref, 10_003)])

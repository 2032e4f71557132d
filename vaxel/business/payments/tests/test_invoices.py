"""From an approved ticket to a paid invoice: deposits, correction, and the books at each step."""

from typing import Any
from uuid import UUID

import pytest
from django.db.models import Sum

from vaxel.business.accounting import periods
from vaxel.business.accounting.models import LedgerEntry, Posting
from vaxel.business.billing import deposits as unused
from vaxel.business.billing import posting
from vaxel.business.billing.deposits import DepositTooLarge, NothingOrdered
from vaxel.business.billing.models import Document
from vaxel.business.billing.posting import NothingToInvoice
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import corrections, deposits, refunds, tenders
from vaxel.business.payments.corrections import NotCorrectable
from vaxel.business.payments.deposits import MoreThanDeposit, NoDeposit
from vaxel.business.payments.models import Payment
from vaxel.business.payments.refunds import OtherTender
from vaxel.business.payments.tenders import Tender, WrongAmount
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.stock.models import Balance, Reservation
from vaxel.business.tickets import fingerprint, jobs, lines, tickets, upkeep
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tickets.refusals import TicketClosed
from vaxel.kernel import checks

pytestmark = pytest.mark.django_db


def said(here: Counter) -> dict[str, Any]:
    return {"by": here.shop.kim, "at": AT}


def ordered(here: Counter) -> Ticket:
    """Bo's brakes: 1.2 h at 1 250.00 incl. and pads at 899.00, approved: 2 399.00."""
    ticket = tickets.open_ticket(here.shop.workshop, customer=here.shop.bo, **said(here))
    job = jobs.add(ticket, title="Bromsar fram", **said(here))
    lines.add(job, [lines.Wish(kind="labour", text="Byta belägg", quantity_milli=1200), lines.Wish(part=here.pads)],
              **said(here))  # fmt: skip
    held = list(Line.objects.filter(job=job))
    terms = fingerprint.take(title=job.title, price_kind="fixed", gross_minor=239_900, limit_minor=239_900, lines=held)
    Job.objects.filter(pk=job.pk).update(said="approve", terms=terms, work="completed")
    Ticket.objects.filter(pk=ticket.pk).update(state="open")
    ticket.refresh_from_db()
    upkeep.refresh(ticket, AT)
    assert (ticket.gross_minor, ticket.order_status) == (239_900, "ready")
    return ticket


def of(source: UUID) -> dict[str, int]:
    entry = LedgerEntry.objects.get(source_id=source)
    return dict(Posting.objects.filter(entry=entry).values_list("role", "amount_minor"))


def test_a_deposit_is_taken_with_its_vat_and_deducted_on_the_invoice() -> None:
    here = counter()
    ticket = ordered(here)
    deposit = deposits.take(ticket, amount_minor=50_000, paid=[Tender("card", 50_000)], register=here.shop.k1,
                            **said(here))  # fmt: skip
    assert (deposit.kind, deposit.net_minor, deposit.tax_minor, deposit.open_minor) == ("deposit", 40_000, 10_000, 0)
    assert of(deposit.pk) == {"card_clearing": 50_000, "customer_deposit": -40_000, "output_vat_25": -10_000}
    invoice = posting.post(ticket, **said(here))
    assert (invoice.gross_minor, invoice.deposit_minor, invoice.open_minor) == (239_900, 50_000, 189_900)
    assert of(invoice.pk) == {
        "receivables": 189_900, "customer_deposit": 40_000, "sales_labour_25": -120_000, "sales_parts_25": -71_920,
        "output_vat_25": -37_980, "cogs": 50_000, "stock": -50_000,
    }  # fmt: skip
    tenders.take(invoice, [Tender("cash", 50_000), Tender("card", 139_900)], register=here.shop.k1, **said(here))
    invoice.refresh_from_db()
    assert invoice.open_minor == 0
    assert periods.unbalanced() == []
    assert Balance.objects.get(part=here.pads).on_hand_milli == 9000
    with pytest.raises(TicketClosed):
        jobs.add(ticket, **said(here))


def test_a_deposit_is_refused_beyond_the_order_and_given_back_whole() -> None:
    here = counter()
    ticket = ordered(here)
    empty = tickets.open_ticket(here.shop.workshop, customer=here.shop.bo, **said(here))
    with pytest.raises(NothingOrdered):
        deposits.take(empty, amount_minor=100, paid=[Tender("card", 100)], register=here.shop.k1, **said(here))
    with pytest.raises(DepositTooLarge):
        deposits.take(ticket, amount_minor=240_000, paid=[Tender("card", 240_000)], register=here.shop.k1, **said(here))
    with pytest.raises(WrongAmount):
        deposits.take(ticket, amount_minor=0, paid=[], register=here.shop.k1, **said(here))
    deposits.take(ticket, amount_minor=50_050, paid=[Tender("cash", 50_100)], register=here.shop.k1, **said(here))
    deposits.give_back(ticket, tender="cash", register=here.shop.k1, **said(here))
    assert unused.unused_gross(ticket) == 0
    assert sum(Payment.objects.values_list("amount_minor", flat=True)) == 0
    with pytest.raises(NoDeposit):
        deposits.give_back(ticket, tender="cash", register=here.shop.k1, **said(here))
    assert periods.unbalanced() == []


def test_a_part_of_a_deposit_goes_back_on_an_open_ticket_and_posting_uses_the_rest() -> None:
    here = counter()
    ticket = ordered(here)
    paid = [Tender("cash", 30_000), Tender("card", 20_000)]
    deposits.take(ticket, amount_minor=50_000, paid=paid, register=here.shop.k1, **said(here))
    with pytest.raises(MoreThanDeposit):
        deposits.give_back(ticket, tender="cash", amount_minor=50_001, register=here.shop.k1, **said(here))
    with pytest.raises(WrongAmount):
        deposits.give_back(ticket, tender="cash", amount_minor=0, register=here.shop.k1, **said(here))
    with pytest.raises(OtherTender):
        deposits.give_back(ticket, tender="cash", amount_minor=30_001, register=here.shop.k1, by=here.shop.sam, at=AT)
    assert unused.unused_gross(ticket) == 50_000
    [back] = deposits.give_back(
        ticket, tender="cash", amount_minor=10_000, register=here.shop.k1, by=here.shop.sam, at=AT
    )
    came = Payment.objects.get(tender="cash", purpose="deposit")
    assert (back.amount_minor, back.refunds_id, unused.unused_gross(ticket)) == (-10_000, came.pk, 40_000)
    invoice = posting.post(ticket, **said(here))
    assert invoice.open_minor == 239_900 - 40_000
    refunds.take_back(invoice, register=here.shop.k1, reason="Ångrat", by=here.shop.mo, at=AT)
    back_by = dict(Payment.objects.filter(purpose="refund").values_list("tender").annotate(Sum("amount_minor")))
    assert back_by == {"cash": -30_000, "card": -20_000}
    assert periods.unbalanced() == checks.run("payments.open_amounts") == checks.run("payments.refunds") == []


def test_a_deposit_that_came_two_ways_goes_back_in_two_refunds() -> None:
    here = counter()
    ticket = ordered(here)
    paid = [Tender("cash", 30_000), Tender("card", 20_000)]
    deposits.take(ticket, amount_minor=50_000, paid=paid, register=here.shop.k1, **said(here))
    back = deposits.give_back(ticket, tender="cash", register=here.shop.k1, by=here.shop.mo, at=AT)
    assert [(one.tender, one.amount_minor) for one in back] == [("cash", -30_000), ("cash", -20_000)]
    assert {one.refunds.tender for one in back if one.refunds} == {"cash", "card"}
    assert (unused.unused_gross(ticket), periods.unbalanced()) == (0, [])


def test_a_wrong_invoice_is_put_right_in_one_action() -> None:
    here = counter()
    ticket = ordered(here)
    deposits.take(ticket, amount_minor=50_000, paid=[Tender("card", 50_000)], register=here.shop.k1, **said(here))
    first = posting.post(ticket, **said(here))
    tenders.take(first, [Tender("card", 189_900)], register=here.shop.k1, **said(here))
    again = corrections.correct(first, reason="Fel mekaniker", **said(here))
    assert (again.state, again.revision) == ("open", 2)
    first.refresh_from_db()
    credit = Document.objects.get(kind="credit_note")
    assert (first.open_minor, credit.open_minor, credit.gross_minor) == (0, 0, -239_900)
    assert Reservation.objects.get(state="held").quantity_milli == 1000
    assert unused.unused_gross(ticket) == 50_000
    with pytest.raises(NotCorrectable):
        corrections.correct(first, reason="igen", **said(here))
    second = posting.post(again, **said(here))
    assert corrections.allocate_free(second, **said(here)) == 189_900
    second.refresh_from_db()
    assert (second.number, second.open_minor) == (2, 0)
    balances = periods.balances(AT.date().replace(day=1), AT.date())
    assert balances["1510"] == 0
    assert periods.unbalanced() == []
    assert Balance.objects.get(part=here.pads).on_hand_milli == 9000


def test_nothing_approved_is_nothing_to_invoice() -> None:
    here = counter()
    ticket = ordered(here)
    Job.objects.filter(ticket=ticket).update(said="decline")
    with pytest.raises(NothingToInvoice):
        posting.post(ticket, **said(here))
    ticket.refresh_from_db()
    assert (ticket.state, Document.objects.count()) == ("open", 0)


def test_an_invoice_with_a_deposit_is_credited_whole_and_all_money_goes_back() -> None:
    here = counter()
    ticket = ordered(here)
    deposits.take(ticket, amount_minor=50_000, paid=[Tender("swish", 50_000)], register=here.shop.k1, **said(here))
    invoice = posting.post(ticket, **said(here))
    tenders.take(invoice, [Tender("card", 100_000)], register=here.shop.k1, **said(here))
    credit = refunds.take_back(invoice, register=here.shop.k1, reason="Ångrat", by=here.shop.mo, at=AT)
    for one in (invoice, credit):
        one.refresh_from_db()
    assert (credit.gross_minor, credit.open_minor, invoice.open_minor) == (-239_900, 0, 0)
    back = dict(Payment.objects.filter(purpose="refund").values_list("tender", "amount_minor"))
    assert back == {"swish": -50_000, "card": -100_000}
    assert periods.balances(AT.date().replace(day=1), AT.date())["1510"] == 0
    assert checks.run("payments.open_amounts") == checks.run("payments.refunds") == []


def test_a_deposit_goes_back_the_way_it_came_unless_one_may_choose() -> None:
    here = counter()
    ticket = ordered(here)
    deposits.take(ticket, amount_minor=50_000, paid=[Tender("card", 50_000)], register=here.shop.k1, **said(here))
    with pytest.raises(OtherTender):
        deposits.give_back(ticket, tender="cash", register=here.shop.k1, by=here.shop.sam, at=AT)
    assert (unused.unused_gross(ticket), Payment.objects.count()) == (50_000, 1)
    deposits.give_back(ticket, tender="cash", register=here.shop.k1, by=here.shop.mo, at=AT)
    assert unused.unused_gross(ticket) == 0

"""Money that was with us before the sale: deposits, cards, what a correction released; used once, and in the books."""

from typing import Any

import pytest

from vaxel.business.accounting import periods
from vaxel.business.billing import deposits as unused
from vaxel.business.billing import posting
from vaxel.business.billing.models import Document
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import cards, corrections, deposits, drawers, kept, processors, refunds, sales
from vaxel.business.payments.cards import NotCounter
from vaxel.business.payments.corrections import OnlyInvoices
from vaxel.business.payments.models import Payment
from vaxel.business.payments.sales import PaidTooMuch
from vaxel.business.payments.tenders import Tender, TooMuch
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.payments.tests.test_cards import on_the_counter, start
from vaxel.business.payments.tests.test_invoices import of, ordered, said
from vaxel.business.payments.tests.test_refunds import sold
from vaxel.business.tickets import lines
from vaxel.business.tickets.lines import Wish
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tickets.refusals import TicketClosed
from vaxel.kernel import checks

pytestmark = pytest.mark.django_db


def finish(here: Counter, ticket: Ticket, *paid: Tender) -> Document:
    done = sales.finish(ticket, paid, register=here.shop.k1, by=here.shop.sam, at=AT)
    return Document.objects.get(pk=done["document"])


def charged(here: Counter, ticket: Ticket, amount: int) -> Payment:
    """A card of the ticket's that the terminal has taken."""
    taken = processors.TerminalState("taken", "x", amount_minor=amount)
    payment: Payment = cards.apply(start(here, ticket, amount), taken, by=here.shop.mo, at=AT)
    return payment


def sound() -> None:
    names = ("payments.open_amounts", "payments.refunds", "payments.z_reports", "billing.deposits", "billing.sums")
    assert {name: said for name in names if (said := checks.run(name))} == {}
    assert periods.unbalanced() == []


def receivables() -> int:
    return periods.balances(AT.date().replace(day=1), AT.date()).get("1510", 0)


def test_a_deposit_on_a_counter_ticket_pays_its_sale() -> None:
    here = counter()
    ticket = on_the_counter(here, 1_000_000)
    deposits.take(ticket, amount_minor=4_000, paid=[Tender("cash", 4_000)], register=here.shop.k1, **said(here))
    with pytest.raises(TooMuch):
        finish(here, ticket, Tender("card", 10_000))
    receipt = finish(here, ticket, Tender("cash", 6_000))
    assert (receipt.kind, receipt.gross_minor, receipt.deposit_minor) == ("receipt", 10_000, 4_000)
    assert of(receipt.pk) == {
        "cash": 6_000, "customer_deposit": 3_200, "sales_parts_25": -8_000, "output_vat_25": -1_200,
    }  # fmt: skip
    assert unused.unused_gross(ticket) == 0
    refunds.take_back(receipt, register=here.shop.k1, reason="Fel", by=here.shop.mo, at=AT)
    assert sum(Payment.objects.values_list("amount_minor", flat=True)) == 0
    drawers.close(here.shop.k1, counted_minor=100_000, by=here.shop.sam, at=AT)
    sound()


def test_a_receipt_is_not_corrected() -> None:
    here = counter()
    receipt = sold(here, Wish(part=here.filter), paid=[Tender("card", 14_900)])
    with pytest.raises(OnlyInvoices):
        corrections.correct(receipt, reason="Fel", by=here.shop.mo, at=AT)
    assert Document.objects.count() == 1
    sound()


def test_a_corrected_counter_invoice_is_sold_again_with_what_was_paid() -> None:
    here = counter()
    invoice = sold(here, Wish(part=here.pads), paid=[Tender("card", 40_000), Tender("on_account", 49_900)],
                   customer=here.shop.ada)  # fmt: skip
    ticket = corrections.correct(invoice, reason="Fel märkning", by=here.shop.mo, at=AT)
    assert receivables() == -40_000
    again = finish(here, ticket, Tender("on_account", 49_900))
    assert (again.kind, again.gross_minor, again.open_minor, receivables()) == ("invoice", 89_900, 49_900, 49_900)
    assert kept.free_payments(ticket) == []
    drawers.close(here.shop.k1, counted_minor=100_000, by=here.shop.sam, at=AT)
    sound()


def test_a_card_is_charged_for_open_counter_tickets_alone() -> None:
    here = counter()
    with pytest.raises(NotCounter):
        start(here, ordered(here), 10_000)
    ticket = on_the_counter(here, 1_000_000)
    finish(here, ticket, Tender("cash", 10_000))
    with pytest.raises(TicketClosed):
        start(here, ticket, 10_000)
    assert Payment.objects.filter(tender="card").count() == 0


def test_a_card_of_a_sale_that_became_work_pays_the_invoice() -> None:
    here = counter()
    ticket = on_the_counter(here, 1_000_000)
    card = charged(here, ticket, 10_000)
    lines.add(Job.objects.get(ticket=ticket), [Wish(kind="labour", text="Montera", quantity_milli=1000)], **said(here))
    with pytest.raises(NotCounter):
        finish(here, ticket)
    Ticket.objects.filter(pk=ticket.pk).update(state="open")
    Job.objects.filter(ticket=ticket).update(said="approve", work="completed", terms={"limit_minor": 10**9, "lines": [
        [str(one.pk), one.kind, str(one.part_id or ""), "", 0, 0] for one in Line.objects.filter(ticket=ticket)
    ]})  # fmt: skip
    invoice = posting.post(ticket, **said(here))
    assert corrections.allocate_free(invoice, **said(here)) == 10_000
    invoice.refresh_from_db()
    assert (invoice.gross_minor, invoice.open_minor, receivables()) == (135_000, 125_000, 125_000)
    assert of(card.pk) == {"card_clearing": 10_000, "receivables": -10_000}
    assert corrections.allocate_free(invoice, **said(here)) == 0
    drawers.close(here.shop.k1, counted_minor=100_000, by=here.shop.sam, at=AT)
    sound()


def test_more_charged_than_the_sale_costs_is_said() -> None:
    here = counter()
    ticket = on_the_counter(here, 1_000_000)
    charged(here, ticket, 10_000)
    line = Line.objects.get(ticket=ticket)
    changed: dict[str, Any] = {"version": line.version, "unit_price_cm": 500_000, "by": here.shop.mo, "at": AT}
    lines.change(line, **changed)
    with pytest.raises(PaidTooMuch):
        finish(here, ticket)
    assert Document.objects.count() == 0

"""A card charged for a sale that came to nothing, on the payment screen."""

import pytest

from vaxel.business.payments import cards, drawers, processors
from vaxel.business.payments.models import Payment
from vaxel.business.service.tests.cast import AT, workshop
from vaxel.business.tickets import jobs, lines, tickets
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_charged_card_gets_its_money_back_and_the_ticket_can_be_voided() -> None:
    floor = workshop()
    shop = floor.shop
    drawers.open(shop.k1, float_minor=0, by=shop.sam, at=AT)
    fake = processors.FakeTerminal()
    before = processors.terminal()
    processors.use(fake)
    try:
        ticket = tickets.open_ticket(shop.workshop, kind="counter", register=shop.k1, by=shop.sam, at=AT)
        job = jobs.add(ticket, by=shop.sam, at=AT)
        lines.add(job, [lines.Wish(kind="part", text="Skylt", unit_price_cm=1_000_000)], by=shop.sam, at=AT)
        ticket.refresh_from_db()
        charge = cards.start(ticket, amount_minor=10_000, register=shop.k1, by=shop.sam, at=AT)
        charge = cards.follow(cards.send(charge))
        sam = Desk("sam")
        assert "Give back" in sam.get(f"/pay/tickets/{ticket.pk}").text
        said = sam.post(f"/pay/tickets/{ticket.pk}/card/{charge.pk}/back")
        assert "The money goes back to the card." in said.text
        assert "Give back" not in said.text
        assert fake.given_back == [(charge.provider_ref, 10_000)]
        assert Payment.objects.get(purpose="refund").state == "taken"
        sam.post(f"/tickets/{ticket.pk}/void", reason="ångrade sig")
        ticket.refresh_from_db()
        assert ticket.state == "void"
    finally:
        processors.use(before)

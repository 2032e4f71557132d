"""Credits of work whose parts went out and in again: what lies in the store is what is not out."""

from typing import Any

import pytest

from vaxel.business.billing import posting
from vaxel.business.billing.models import Document, DocumentLine
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import corrections, refunds
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.payments.tests.test_invoices import ordered, said
from vaxel.business.service import supply
from vaxel.business.stock.models import Balance, Movement
from vaxel.business.tickets.models import Line
from vaxel.kernel import checks

pytestmark = pytest.mark.django_db


def posted(here: Counter, *handling: Any) -> Document:
    """Bo's brakes are invoiced, after the pads were handed out and taken back as told."""
    ticket = ordered(here)
    line = Line.objects.get(ticket=ticket, kind="part")
    for handle in handling:
        handle(line, by=here.shop.mo, at=AT)
    invoice: Document = posting.post(ticket, **said(here))
    assert DocumentLine.objects.get(document=invoice, kind="part").cost_minor == 50_000
    assert on_hand(here) == 9_000
    return invoice


def on_hand(here: Counter) -> int:
    return Balance.objects.get(part=here.pads).on_hand_milli


def sound() -> None:
    names = ("stock.balances", "billing.sums", "billing.credits", "payments.open_amounts")
    assert [checks.run(name) for name in names] == [[], [], [], []]


@pytest.mark.parametrize("handling", [
    [], [supply.hand_out], [supply.hand_out, supply.take_back], [supply.hand_out, supply.take_back, supply.hand_out],
])  # fmt: skip
def test_a_credit_lays_back_what_is_still_out_however_it_went_out(handling: list[Any]) -> None:
    here = counter()
    invoice = posted(here, *handling)
    refunds.take_back(invoice, reason="Ångrat", by=here.shop.mo, at=AT)
    assert on_hand(here) == 10_000
    assert sum(Movement.objects.filter(part=here.pads).values_list("value_minor", flat=True)) == 500_000
    sound()


def test_a_correction_and_a_credit_after_it_lay_back_each_their_own() -> None:
    here = counter()
    first = posted(here, supply.hand_out, supply.take_back)
    ticket = corrections.correct(first, reason="Fel text", by=here.shop.mo, at=AT)
    assert on_hand(here) == 10_000
    second = posting.post(ticket, **said(here))
    assert on_hand(here) == 9_000
    refunds.take_back(second, reason="Ångrat", by=here.shop.mo, at=AT)
    assert on_hand(here) == 10_000
    sound()

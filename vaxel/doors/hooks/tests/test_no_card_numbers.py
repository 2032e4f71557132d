"""A card number typed into any text is refused, and stands nowhere afterwards (payments.md §28, 105)."""

from typing import Any

import pytest
from django.apps import apps

from vaxel.business.parties import parties
from vaxel.business.payments import drawers, sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.payments.tests.test_cards import on_the_counter
from vaxel.business.tickets import jobs, lines
from vaxel.kernel import clock
from vaxel.kernel.card_numbers import CardNumberTyped

pytestmark = pytest.mark.django_db
PAN = "4000 0000 0000 0002"


def _everywhere() -> str:
    """All that is stored, in one text."""
    return "\n".join(repr(row) for model in apps.get_models() for row in model._base_manager.values_list())


def _tries(here: Counter) -> list[Any]:
    said: dict[str, Any] = {"by": here.shop.sam, "at": clock.now()}
    ticket = on_the_counter(here, 1_000_000)
    job = jobs.add(ticket, **said)
    return [
        lambda: lines.add(job, [lines.Wish(kind="note", text=f"kort {PAN}")], **said),
        lambda: jobs.change(job, title=PAN, **said),
        lambda: parties.add(name=PAN, **said),
        lambda: drawers.move_cash(here.shop.k1, kind="pay_in", amount_minor=100, note_text=PAN, **said),
        lambda: sales.ring_up(here.shop.k1, [lines.Wish(part=here.pads)], [Tender("card", 89_900, PAN)], **said),
    ]


def test_case_105_no_action_takes_a_card_number_in_a_text() -> None:
    here = counter()
    for attempt in _tries(here):
        with pytest.raises(CardNumberTyped):
            attempt()
    kept = _everywhere()
    assert PAN not in kept
    assert PAN.replace(" ", "") not in kept

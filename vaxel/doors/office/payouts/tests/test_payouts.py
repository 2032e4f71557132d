"""The page of payouts: who may see them, what is in one, what does not match, and asking now."""

from datetime import timedelta

import pytest

from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import payouts, sales
from vaxel.business.payments.models import Payment
from vaxel.business.payments.payout_models import Payout
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.business.tickets.lines import Wish
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db


def arrived(here: Counter, number: int = 1) -> Payout:
    """A payout with one sale by card, and one charge that nobody knows."""
    done = sales.ring_up(here.shop.k1, [Wish(part=here.filter)], [Tender("card", 14_900)], by=here.shop.sam, at=AT)
    ours = payouts.Row(f"txn_{number}", "charge", "ch_1", done["payments"][0], 14_900, 300, 14_600)
    other = payouts.Row(f"txn_{number}x", "charge", "ch_x", "", 5_000, 100, 4_900)
    seen = payouts.Seen("stripe", f"po_{number}", "SEK", 19_500, AT.date(), AT, [ours, other])
    return payouts.take_in(seen, **SETUP)


def test_it_shows_what_is_in_a_payout_and_what_matches_nothing() -> None:
    here = counter()
    payout = arrived(here)
    with clock.fixed(AT):
        kim, mo = Desk("kim"), Desk("mo")
        assert kim.get("/payouts").status == 403
        assert kim.get(f"/payouts/{payout.pk}").status == 403
        assert "195,00 kr" in mo.get("/payouts", view="odd").text
        page = mo.get(f"/payouts/{payout.pk}").text
        assert "No payment of ours" in page
        assert "ch_x" in page
        assert "A payout has 1 rows of 49,00" in mo.get("/tray").text
        assert f"/payouts/{payout.pk}" in mo.get("/tray").text


def test_asking_without_an_answer_says_so() -> None:
    counter()
    with clock.fixed(AT):
        assert Desk("mo").post("/payouts/fetch").status == 409


def test_it_asks_as_much_for_three_payouts_as_for_one() -> None:
    here = counter()
    arrived(here)
    with clock.fixed(AT):
        mo = Desk("mo")
        mo.get("/payouts")
        one = asked(mo, "/payouts")
        arrived(here, 2)
        arrived(here, 3)
        assert asked(mo, "/payouts") == one


def test_what_was_never_paid_out_has_a_view_of_its_own() -> None:
    here = counter()
    arrived(here)
    late = sales.ring_up(here.shop.k1, [Wish(part=here.oil)], [Tender("card", 12_990)], by=here.shop.sam, at=AT)
    Payment.objects.filter(pk__in=late["payments"]).update(provider="stripe")
    with clock.fixed(AT + timedelta(days=6)):
        assert "129,90 kr" not in Desk("mo").get("/payments", view="not_paid_out").text
    with clock.fixed(AT + timedelta(days=8)):
        page = Desk("mo").get("/payments", view="not_paid_out").text
        assert "129,90 kr" in page
        assert "149,00 kr" not in page

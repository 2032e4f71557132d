"""Facts that leave less than nothing: never clamped, valued by K-77, laid in the tray, reservations give way (F-28)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from vaxel.business.catalog.models import Part
from vaxel.business.stock import places
from vaxel.business.stock.models import Balance, Movement, Reservation
from vaxel.business.stock.tests.shelves import AT, hold, into, move, out, part, shelf, site, wish
from vaxel.kernel import checks
from vaxel.kernel.models import TrayItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> UUID:
    """The store of the workshop."""
    return places.store(site().pk)


@pytest.fixture
def pads() -> Part:
    """Brake pads."""
    return part("P 85 020", norm="P85020")


def sold_offline(of: Part, here: UUID, pieces: int) -> int:
    """A sale that happened whether we like it or not; its value."""
    return move([out(of, here, pieces, allow_short=True)])[0].value_minor


def test_k77_with_its_numbers(here: UUID, pads: Part) -> None:
    move([into(pads, here, 1, 11_000)])
    assert sold_offline(pads, here, 3) == -33_000
    assert shelf(pads, here) == (-2, 0, -22_000)
    [moved] = move([into(pads, here, 10, 120_000)])
    assert (moved.value_minor, moved.revalued_minor) == (120_000, -2_000)
    assert shelf(pads, here) == (8, 0, 96_000)
    assert list(Movement.objects.filter(kind="revalue").values_list("quantity_milli", "value_minor")) == [(0, -2_000)]
    assert checks.run("stock.balances") == []


def test_a_receipt_too_small_for_what_was_sold(here: UUID, pads: Part) -> None:
    move([into(pads, here, 1, 11_000)])
    sold_offline(pads, here, 4)
    moved = move([into(pads, here, 1, 12_000), into(pads, here, 2, 20_000)])
    assert [one.revalued_minor for one in moved] == [-1_000, 2_000]
    assert shelf(pads, here) == (0, 0, 0)


def test_two_offline_sales_of_the_last_piece_f28(here: UUID, pads: Part) -> None:
    move([into(pads, here, 1, 10_000)])
    assert [sold_offline(pads, here, 1), sold_offline(pads, here, 1)] == [-10_000, -10_000]
    assert Balance.objects.get().short_milli == 1_000
    item = TrayItem.objects.get(kind="stock.oversold")
    assert len(item.facts["sales"]) == 2
    move([into(pads, here, 5, 60_000)])
    assert shelf(pads, here) == (4, 0, 48_000)
    assert Balance.objects.get().short_milli == 0


def test_what_never_was_here_goes_at_its_latest_cost(here: UUID) -> None:
    assert sold_offline(part("NEW", cost_minor=700), here, 2) == -1_400


def test_the_newest_reservations_give_way_k41(here: UUID, pads: Part) -> None:
    move([into(pads, here, 4, 4_000)])
    hold(wish(pads, here, 2), at=AT)
    hold(wish(pads, here, 2, source_id=(late := uuid4())), at=AT + timedelta(hours=1))
    sold_offline(pads, here, 1)
    assert shelf(pads, here) == (3, 2, 3_000)
    assert [one.source_id for one in Reservation.objects.filter(state="released")] == [late]
    assert TrayItem.objects.get().kind == "stock.reservation_given_up"
    assert checks.run("stock.balances") == []


def test_online_nothing_goes_below_zero(here: UUID, pads: Part) -> None:
    move([into(pads, here, 1, 11_000)])
    with pytest.raises(Exception, match="P 85 020"):
        move([out(pads, here, 2)])
    assert (shelf(pads, here), TrayItem.objects.count()) == ((1, 0, 11_000), 0)

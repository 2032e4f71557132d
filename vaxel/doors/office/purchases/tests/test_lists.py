"""The lists of buying: they stand with nothing in them, and ask the database as often for three rows as for one."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from vaxel.business.purchasing import bills, claims, cores, lost_sales, returns, suppliers
from vaxel.business.purchasing.bills import Charge
from vaxel.business.purchasing.returns import Back
from vaxel.business.service.tests.cast import SAID, Floor
from vaxel.doors.office.purchases.tests.cast import brembo, buying, came, ordered
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Iterator[Floor]:
    yield from buying()


def bill(floor: Floor, n: int) -> None:
    """They bill freight."""
    bills.enter(
        brembo(), floor.shop.workshop, number=f"L-{n}", bill_date=date(2026, 11, 24), tax_minor=2_500,
        gross_minor=12_500, charges=[Charge("freight", 10_000)], **SAID,
    )  # fmt: skip


def sent_back(floor: Floor, _n: int) -> None:
    """A pad that came goes back."""
    goods = [Back(floor.pads, 1_000, came().lines.get())]
    returns.draft(floor.shop.workshop, supplier=brembo(), reason="wrong", goods=goods, **SAID)


MORE: dict[str, Callable[[Floor, int], object]] = {
    "/purchases?view=all": lambda _floor, _n: ordered(),
    "/suppliers": lambda _floor, n: suppliers.begin(card={"name": f"Grossist {n}"}, terms={}, **SAID),
    "/bills": bill,
    "/supplier-returns": sent_back,
    "/cores?view=bank": lambda floor, _n: cores.take_in(
        floor.shop.workshop, part=floor.pads, source_kind="ticket_line", source_id=floor.ticket.pk, **SAID
    ),
    "/claims": lambda floor, n: claims.open_claim(
        floor.shop.workshop, supplier=brembo(), text=f"It cracked {n}", parts_minor=100, part=floor.pads, **SAID
    ),
    "/lost-sales": lambda floor, _n: lost_sales.record(
        floor.shop.workshop, reason="price", part=floor.pads, customer=floor.shop.bo, **SAID
    ),
    "/receiving": lambda _floor, _n: came(),
}


@pytest.mark.parametrize("path", [*MORE, "/purchases/special"])
def test_lists_stand_without_anything_in_them(floor: Floor, path: str) -> None:
    assert Desk("mo").get(path).status == 200


@pytest.mark.parametrize("path", MORE)
def test_a_list_of_three_asks_as_often_as_a_list_of_one(floor: Floor, path: str) -> None:
    mo = Desk("mo")
    MORE[path](floor, 1)
    once = asked(mo, path)
    for n in (2, 3):
        MORE[path](floor, n)
    assert asked(mo, path) == once

"""Turns and GMROI in exact figures: by part, group, site and class, and as they stood a while ago (K-97, K-100)."""

from datetime import timedelta

import pytest

from vaxel.business.locations.models import Site
from vaxel.business.payments import drawers, sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.service.tests.cast import AT, SAID, Floor, workshop
from vaxel.business.stock import receipts
from vaxel.business.tickets import lines
from vaxel.readers.reports import stock
from vaxel.readers.reports.spans import Span
from vaxel.readers.reports.table import Asked

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


@pytest.fixture
def floor() -> Floor:
    """Twelve pads at 400.00 that came a year and a half ago; six were sold at 1 000.00 a month ago."""
    made = workshop(pads=0, blades=0)
    old = {**SAID, "at": AT - timedelta(days=550)}
    receipts.receive(made.shop.workshop, lines=[(made.pads, 12_000, 40_000)], **old)
    when = AT - timedelta(days=31)
    drawers.open(made.shop.k1, float_minor=0, by=made.shop.sam, at=when)
    wishes = [lines.Wish(part=made.pads, quantity_milli=6_000)]
    total = sales.priced(made.shop.k1, wishes, by=made.shop.sam, at=when).gross
    sales.ring_up(made.shop.k1, wishes, [Tender("card", total)], by=made.shop.sam, at=when)
    return made


def asked(site: Site, by: str, *, days_ago: int = 0) -> Asked:
    day = AT.date() - timedelta(days=days_ago)
    return Asked(Span(day - timedelta(days=364), day), [site.pk], by, "SEK", AT.date(), AT + timedelta(hours=1), "en")


def test_turns_days_and_gmroi_of_a_part(floor: Floor) -> None:
    """Eleven month-ends at 4 800.00 and two at 2 400.00: the mean is 4 430.77."""
    [row] = stock.turns(asked(floor.shop.workshop, "part")).rows
    assert row.name == "0986494104 Brake pads"
    assert row.cells == {
        "value": 240_000, "average": 443_077, "sold": 240_000, "margin": 240_000, "turns": 542, "days": 673,
        "gmroi": 542,
    }  # fmt: skip


def test_before_the_sale_nothing_had_turned(floor: Floor) -> None:
    [row] = stock.turns(asked(floor.shop.workshop, "part", days_ago=60)).rows
    assert (row.cells["value"], row.cells["sold"], row.cells["gmroi"]) == (480_000, 0, 0)


@pytest.mark.parametrize(("by", "names"), [
    ("category", ["Without"]), ("brand", ["Bosch"]), ("class", ["Class A", "Class B", "Class C"]),
])  # fmt: skip
def test_groups_sum_to_the_same(floor: Floor, by: str, names: list[str]) -> None:
    table = stock.turns(asked(floor.shop.workshop, by))
    assert [row.name for row in table.rows] == names
    assert (table.total["sold"], table.total["margin"], table.total["average"]) == (240_000, 240_000, 443_077)
    assert table.rows[0].cells["gmroi"] == 542


def test_another_site_has_its_own_figures(floor: Floor) -> None:
    assert stock.turns(asked(floor.shop.tyres, "site")).rows == []
    [row] = stock.turns(asked(floor.shop.workshop, "site")).rows
    assert row.cells["turns"] == 542

"""The vehicle's history: newest first, complete, and silent about former owners."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.service import history, voiding
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.business.service.tests.test_handover import floor  # noqa: F401 - the fixture
from vaxel.business.tickets import tickets
from vaxel.business.vehicles import registry

pytestmark = pytest.mark.django_db


def post(floor: Floor) -> None:  # noqa: F811 - the fixture's name
    """The visit has ended."""
    from vaxel.business.service import handover

    handover.post_ticket(floor.ticket, odometer_out_km=120_003, by=floor.shop.kim, at=later(hours=2))


def test_a_visit_tells_jobs_parts_odometer_and_papers_and_what_waits(floor: Floor) -> None:  # noqa: F811
    post(floor)
    told = history.of_vehicle(floor.car)
    [visit] = told.visits
    assert (visit.ref, visit.status, visit.customer, visit.gross_minor) == (1, "invoiced", "Bo Öberg", 287_500)
    assert (visit.odometer_in_km, visit.odometer_out_km) == (120_000, 120_003)
    brakes, wipers = visit.jobs
    assert (brakes.title, brakes.correction, brakes.work, wipers.decision) == (
        "Brakes",
        "New pads",
        "completed",
        "declined",
    )
    assert [(line.kind, line.number, line.quantity_milli) for line in brakes.lines] == [
        ("labour", "B-10", 1500), ("part", "0986494104", 1000),
    ]  # fmt: skip
    assert [(paper.kind, paper.number, paper.gross_minor) for paper in visit.papers] == [("invoice", 1, 287_500)]
    assert [(one.title, one.reason, one.gross_minor) for one in told.waiting] == [("Wipers", "Too dear", 50_000)]
    assert [(one.distance_km, one.source) for one in told.readings] == [(120_003, "check_out")]


def test_a_new_owner_is_not_told_the_former_ones_name_prices_or_reasons(floor: Floor) -> None:  # noqa: F811
    post(floor)
    registry.set_owner(floor.car, party=floor.shop.ada, by=floor.shop.kim, at=later(days=30))
    told = history.of_vehicle(floor.car)
    [visit], [waits] = told.visits, told.waiting
    assert (visit.customer, visit.gross_minor, visit.papers[0].gross_minor, visit.concern) == (None, None, None, "")
    assert (waits.customer, waits.gross_minor, waits.reason, waits.title) == (None, None, None, "Wipers")
    assert visit.jobs[0].correction == "New pads"


def test_newest_first_without_void_ones_in_the_same_number_of_queries_for_one_and_three() -> None:
    floor = workshop()  # noqa: F811
    with CaptureQueriesContext(connection) as one:
        history.of_vehicle(floor.car)
    for day in (1, 2, 3):
        said: dict[str, Any] = {"by": floor.shop.kim, "at": later(days=day)}
        ticket = tickets.open_ticket(floor.shop.workshop, customer=floor.shop.bo, vehicle=floor.car, **said)
        if day == 3:
            voiding.void(ticket, reason="Wrong car", **said)
    with CaptureQueriesContext(connection) as three:
        told = history.of_vehicle(floor.car)
    assert [visit.ref for visit in told.visits] == [3, 2, 1]
    assert (len(one), len(three)) == (7, 7)
    assert told.visits[2].at == AT

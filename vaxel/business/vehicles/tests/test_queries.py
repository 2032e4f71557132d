"""Finding a vehicle by plate, VIN, its end, or the fleet's number."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.vehicles import queries, registry
from vaxel.business.vehicles.tests.cast import AT, S40, SAM, car

pytestmark = pytest.mark.django_db


def _found(text: str) -> list[tuple[str, str]]:
    return [(one.reason, one.matched) for one in queries.find(text)]


def test_a_plate_is_found_whole_or_by_its_beginning() -> None:
    car("ABC123"), car("ABC456"), car("XYZ987")
    assert _found("abc 123") == [("plate", "ABC123")]
    assert _found("abc") == [("plate", "ABC123"), ("plate", "ABC456")]
    assert _found("ÅÄÖ") == []
    assert _found("A") == []
    assert [_found(text) for text in ("%%%", "a\0b", "'; --", "_" * 500)] == [[]] * 4


def test_a_former_plate_shows_whose_it_is_now_and_whose_it_was() -> None:
    old, new = car("ABC123"), car()
    registry.move_plate(new, plate="ABC123", by=SAM, at=AT + timedelta(days=1))
    assert [(one.vehicle, one.reason) for one in queries.find("ABC123")] == [(new, "plate"), (old, "former_plate")]


def test_a_vin_is_found_whole_by_its_beginning_and_by_its_end() -> None:
    car("ABC123", vin=S40)
    assert _found(S40.lower()) == [("vin", S40)]
    assert _found("YV1MS38") == [("vin", S40)]
    assert _found("123456") == [("vin_end", S40)]
    assert _found("2123456") == [("vin_end", S40)]
    assert _found("654321") == []


def test_a_unit_or_chassis_number_is_found_as_it_is_written() -> None:
    car("ABC123", unit_number="bil 7", chassis_number="131341-12345")
    assert _found("BIL 7") == [("unit", "BIL 7")]
    assert _found("131341-12345") == [("chassis", "131341-12345")]


def test_a_plate_with_o_and_zero_mixed_up_is_suggested() -> None:
    car("ABO100")
    assert _found("AB0 1OO") == [("mixed_up", "ABO100")]


def test_as_many_queries_for_one_as_for_three() -> None:
    counts = []
    for plates in (["AAA111"], ["AAB111", "AAC111"]):
        for plate in plates:
            car(plate)
        with CaptureQueriesContext(connection) as seen:
            queries.find("AA")
        counts.append(len(seen))
    assert counts == [2, 2]

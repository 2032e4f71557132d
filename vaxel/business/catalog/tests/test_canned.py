"""Canned jobs and operations: defined, versioned, retired."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.catalog import canned, categories, operations, parts
from vaxel.business.catalog.canned import BadEntries, NoCannedJob, RetiredLine
from vaxel.business.catalog.categories import CategoryCircle
from vaxel.business.catalog.models import CannedJob, CannedLine, Category, Operation
from vaxel.business.catalog.tests.cast import AT, MO, discs, pads
from vaxel.business.catalog.wishes import OutOfRange
from vaxel.kernel.states import WrongState

pytestmark = pytest.mark.django_db


def _change_pads() -> Operation:
    return operations.define(code="BR-100", name_sv="Byta bromsbelägg fram", name_en="Replace front pads",
                             hours_milli=1_200, by=MO, at=AT)  # fmt: skip


def _brakes(*lines: canned.Entry, **fields: object) -> CannedJob:
    wanted = {"title_sv": "Bromsar fram", "title_en": "Front brakes", "lines": lines}
    return canned.define("brakes_front", by=MO, at=AT, **(wanted | fields))  # type: ignore[arg-type]


def test_a_canned_job_is_lines_in_their_order_with_the_guides_hours() -> None:
    _brakes(canned.labour(_change_pads()), canned.part(pads()), canned.part(discs(), 2000), canned.text("Provkörd"))
    with CaptureQueriesContext(connection) as queries:
        job = canned.with_lines("brakes_front")
        lines = [
            (line.kind, line.quantity_milli, line.operation or line.part, line.text_sv) for line in job.lines.all()
        ]
    assert [(kind, quantity, text) for kind, quantity, _thing, text in lines] == [
        ("labour", 1_200, ""), ("part", 1_000, ""), ("part", 2_000, ""), ("note", 1_000, "Provkörd"),
    ]  # fmt: skip
    assert (job.version, len(queries)) == (1, 4)


def test_defined_again_it_is_the_next_version_with_the_new_lines_alone() -> None:
    first = _brakes(canned.labour(_change_pads()), canned.part(pads()))
    again = _brakes(canned.labour(_change_pads(), 1_500), pricing="fixed", fixed_price_cm=15_960_000)
    assert (again.id, again.version, again.pricing, again.fixed_price_cm) == (first.id, 2, "fixed", 15_960_000)
    assert [(line.kind, line.quantity_milli) for line in canned.with_lines("brakes_front").lines.all()] == [
        ("labour", 1_500)
    ]


def test_a_canned_job_without_lines_or_with_a_retired_part_is_refused() -> None:
    gone = parts.retire(pads(), by=MO, at=AT)
    with pytest.raises(BadEntries):
        _brakes()
    with pytest.raises(RetiredLine, match="Bromsbelägg"):
        _brakes(canned.part(gone))
    with pytest.raises(OutOfRange):
        _brakes(canned.part(discs(), -1))
    assert (CannedJob.objects.count(), CannedLine.objects.count()) == (0, 0)


def test_a_text_that_promises_a_quantity_under_a_fixed_price_warns() -> None:
    entries = [canned.text("Inklusive 4 l olja")]
    assert len(canned.warnings("fixed", entries)) == 1
    assert canned.warnings("lines", entries) == []
    assert canned.warnings("fixed", [canned.text("Inklusive olja och filter")]) == []


def test_a_retired_canned_job_is_not_offered() -> None:
    job = _brakes(canned.text("x"))
    canned.set_state(job, state="retired", by=MO, at=AT)
    assert not canned.in_use().exists()
    with pytest.raises(NoCannedJob):
        canned.with_lines("brakes_front")
    canned.set_state(job, state="active", by=MO, at=AT)
    with pytest.raises(WrongState):
        canned.set_state(job, state="active", by=MO, at=AT)
    assert canned.with_lines("brakes_front").state == "active"


def test_an_operation_is_defined_once_a_code() -> None:
    first = operations.retire(_change_pads(), by=MO, at=AT)
    again = _change_pads()
    assert (again.id, again.retired_at, Operation.objects.count()) == (first.id, None, 1)


def test_categories_are_a_tree() -> None:
    top = categories.define("chassis", name_sv="Chassi", name_en="Chassis", by=MO, at=AT)
    brakes = categories.define("brakes", name_sv="Bromsar", name_en="Brakes", parent=top, by=MO, at=AT)
    with pytest.raises(CategoryCircle):
        categories.define("chassis", name_sv="Chassi", name_en="Chassis", parent=brakes, by=MO, at=AT)
    assert Category.objects.get(key="chassis").parent is None
    assert pads(category="brakes").category == brakes

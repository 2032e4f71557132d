"""Canned jobs on screen: written line by line in a form, tried on a car, stored as the next version."""

from typing import Any

import pytest

from vaxel.business.catalog import canned
from vaxel.business.catalog.models import CannedJob
from vaxel.business.service.tests.cast import SAID, Floor, workshop
from vaxel.business.tickets.models import Line, Ticket
from vaxel.doors.office.tests.cast import Desk, Page
from vaxel.doors.office.tests.test_queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def brakes(floor: Floor, key: str = "brakes") -> CannedJob:
    return canned.define(
        key, title_sv="Bromsar fram", title_en="Front brakes", category="brakes",
        lines=[canned.labour(floor.change_pads), canned.part(floor.pads)], **SAID,
    )  # fmt: skip


def fields(floor: Floor, **more: str) -> dict[str, Any]:
    """The form with two lines."""
    return {
        "key": "brakes", "title_sv": "Bromsar fram", "title_en": "Front brakes", "category": "brakes",
        "pricing": "lines", "kind-0": "labour", "what-0": f"labour:{floor.change_pads.pk}", "quantity-0": "1,5",
        "kind-1": "part", "what-1": f"part:{floor.pads.pk}", "quantity-1": "2",
    } | more  # fmt: skip


def lines(job: CannedJob) -> list[tuple[str, str, int]]:
    return [
        (one.kind, one.text_sv or (one.operation or one.part).name_sv, one.quantity_milli)  # type: ignore[union-attr]
        for one in job.lines.select_related("operation", "part")
    ]


def test_it_is_written_saved_and_saved_again_as_the_next_version(floor: Floor) -> None:
    mo = Desk("mo")
    first = mo.form("/canned/new", **fields(floor), do="save")
    job = CannedJob.objects.get()
    assert first.leads_to == f"/canned/{job.pk}"
    assert lines(job) == [("labour", "Byta belägg", 1500), ("part", "Bromsbelägg", 2000)]
    more = {"kind-2": "note", "text_sv-2": "Provkör", "kind-3": "placeholder", "text_sv-3": "Filter", "quantity-3": "1"}
    mo.form(f"/canned/{job.pk}", **fields(floor, **more, warranty_months="24"), do="save")
    job.refresh_from_db()
    assert (job.version, job.warranty_months, job.state) == (2, 24, "active")
    assert lines(job)[2:] == [("note", "Provkör", 1000), ("placeholder", "Filter", 1000)]


@pytest.mark.parametrize(
    ("do", "wanted"),
    [
        ("add:note", ["labour", "part", "note"]), ("add:placeholder", ["labour", "part", "placeholder"]),
        ("remove:0", ["part"]), ("up:1", ["part", "labour"]), ("down:0", ["part", "labour"]),
        ("down:1", ["labour", "part"]),
    ],
)  # fmt: skip
def test_a_line_s_button_changes_the_form_alone(floor: Floor, do: str, wanted: list[str]) -> None:
    page = Desk("mo").post("/canned/new", **fields(floor, title_sv=""), do=do)
    assert page.status == 200
    assert kinds(page) == wanted
    assert 'value="Front brakes"' in page.text, "what was typed stays"
    assert "could not be saved" not in page.text
    assert not CannedJob.objects.exists()


def kinds(page: Page) -> list[str]:
    return [piece.split('value="')[1].split('"')[0] for piece in page.text.split('name="kind-')[1:]]


def test_labour_and_parts_are_found_and_added(floor: Floor) -> None:
    mo = Desk("mo")
    found = mo.part("/choose", kinds="labour part", q="pads").text
    assert f"labour:{floor.change_pads.pk}" in found
    assert f"part:{floor.pads.pk}" in found
    added = mo.post("/canned/new", **fields(floor), do="choose", what=f"part:{floor.blades.pk}")
    assert kinds(added) == ["labour", "part", "part"]
    exact = mo.post("/canned/new", **fields(floor), do="choose", q="3397007640")
    assert kinds(exact) == ["labour", "part", "part"]
    unsure = mo.post("/canned/new", **fields(floor), do="choose", q="pads")
    assert (unsure.status, kinds(unsure)) == (422, ["labour", "part"])
    assert "Choose from the list" in unsure.text


def test_what_it_costs_is_tried_on_a_car_and_nothing_is_stored(floor: Floor) -> None:
    mo = Desk("mo")
    before = (Ticket.objects.count(), Line.objects.count())
    text = mo.post("/canned/try", **fields(floor), car="abc 123").text
    assert "Bo Öberg" in text
    assert "3 875,00 kr" in text, "1.5 h at 1000.00 and two sets of pads at 800.00, with VAT"
    fixed = mo.post("/canned/try", **fields(floor, pricing="fixed", fixed_price="2000"), car="").text
    assert "2 500,00 kr" in fixed
    assert mo.post("/canned/try", **fields(floor), car="XYZ 999").status == 422
    assert (Ticket.objects.count(), Line.objects.count()) == before


@pytest.mark.parametrize("change", [{"title_sv": ""}, {"quantity-0": "much"}, {"key": "två ord"}])
def test_what_cannot_be_stored_is_said_and_what_was_typed_stays(floor: Floor, change: dict[str, str]) -> None:
    page = Desk("mo").form("/canned/new", **fields(floor) | change, do="save")
    assert page.status == 422
    assert kinds(page) == ["labour", "part"]
    assert not CannedJob.objects.exists()


def test_without_lines_it_is_none(floor: Floor) -> None:
    page = Desk("mo").form("/canned/new", key="x", title_sv="X", title_en="X", pricing="lines", do="save")
    assert "between 1 and 100 lines" in page.text
    assert not CannedJob.objects.exists()


def test_it_is_taken_out_of_use_and_offered_again(floor: Floor) -> None:
    job, mo = brakes(floor), Desk("mo")
    mo.form(f"/canned/{job.pk}/state", state="retired")
    mo.get("/canned")  # says that it is done
    assert "Front brakes" not in mo.get("/canned").text
    assert "Front brakes" in mo.get("/canned?view=retired").text
    mo.form(f"/canned/{job.pk}/state", state="active")
    assert "Front brakes" in mo.get("/canned").text
    assert Desk("sam").form(f"/canned/{job.pk}/state", state="retired").status == 403
    job.refresh_from_db()
    assert job.state == "active"


def test_a_strangers_line_is_no_line(floor: Floor) -> None:
    mo = Desk("mo")
    for what in ("part:x", f"labour:{floor.pads.pk}", ""):
        assert mo.form("/canned/new", **fields(floor) | {"what-0": what}, do="save").status == 404
    assert not CannedJob.objects.exists()


def test_lists_of_three_ask_as_often_as_of_one_in_both_languages(floor: Floor) -> None:
    job, mo = brakes(floor), Desk("mo", language="sv")
    once, page = asked(mo, "/canned"), asked(mo, f"/canned/{job.pk}")
    brakes(floor, "two"), brakes(floor, "three")
    canned.define("brakes", title_sv="Bromsar", title_en="Brakes", **SAID, lines=[
        canned.labour(floor.change_pads), canned.part(floor.pads), canned.part(floor.blades), canned.text("Hej"),
    ])  # fmt: skip
    assert (asked(mo, "/canned"), asked(mo, f"/canned/{job.pk}")) == (once, page)
    assert "Arbetspaket" in mo.get("/canned").text

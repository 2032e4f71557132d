"""Tess looks at Bo's car, Kim confirms and offers, Bo sees it; late and repeated news change nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from vaxel.business.catalog import canned
from vaxel.business.inspections import inspections, reports, sheets, templates
from vaxel.business.inspections.inspections import (
    AlreadyAJob,
    BadResult,
    InspectionOver,
    NoCar,
    NoSuchItem,
    NotAllLooked,
    NotAsLast,
    Seen,
    TooManyPhotos,
)  # fmt: skip
from vaxel.business.inspections.models import Finding, Inspection, Photo, Report
from vaxel.business.inspections.reports import NotConfirmed
from vaxel.business.inspections.templates import NoTemplate
from vaxel.business.inspections.tests.cast import AT, Floor, later, workshop
from vaxel.business.locations import actors
from vaxel.business.tickets import tickets
from vaxel.kernel import checks, files
from vaxel.kernel.files import FileTooLarge, NotAPicture
from vaxel.kernel.ids import new_id
from vaxel.kernel.states import WrongState

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe0" + b"a tyre"


@pytest.fixture(autouse=True)
def _files(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)


@pytest.fixture
def floor() -> Floor:
    here = workshop()
    groups = templates.passenger_car()
    templates.define("car", name_sv="Bilkontroll", name_en="Car check", groups=groups, by=here.shop.mo, at=AT)
    return here


def tess(floor: Floor) -> dict[str, Any]:
    return {"by": actors.for_staff(floor.tess, site=floor.shop.workshop), "at": AT}


def kim(floor: Floor) -> dict[str, Any]:
    return {"by": floor.shop.kim, "at": AT}


def all_green(inspection: Inspection) -> list[Seen]:
    return [Seen(item.key, "green") for item in sheets.items(sheets.opened(inspection.sheet))]


def done(floor: Floor, *seen: Seen) -> Inspection:
    one = inspections.begin(floor.ticket, **tess(floor))
    inspections.record(one, seen=[*all_green(one), *seen], **tess(floor))
    inspections.finish(one, **tess(floor))
    return inspections.confirm(one, **kim(floor))


def test_a_car_is_looked_at_done_confirmed_and_shown(floor: Floor) -> None:
    one = inspections.begin(floor.ticket, **tess(floor))
    assert (one.name_sv, one.state, one.technician) == ("Bilkontroll", "open", floor.tess)
    inspections.record(one, seen=[Seen("tread", measures={"fl_inner": 1_500, "fl_outer": 4_000})], **tess(floor))
    with pytest.raises(NotAllLooked, match="Hjulbultar"):
        inspections.finish(one, **tess(floor))
    rest = [seen for seen in all_green(one) if seen.item != "tread"]
    inspections.record(one, seen=rest, **tess(floor))
    with pytest.raises(NotConfirmed):
        reports.show(one, **kim(floor))
    assert inspections.finish(one, **tess(floor)).state == "done"
    inspections.confirm(one, **kim(floor))
    shown = reports.show(one, **kim(floor))
    assert shown.body["counts"] == {"red": 1, "amber": 0, "green": 20}
    tread = shown.body["groups"][0]["items"][0]
    assert (tread["result"], tread["measures"][0]["milli"]) == ("red", 1_500)
    assert reports.show(one, **kim(floor)).pk == shown.pk
    assert checks.run("inspections.whole") == checks.run("inspections.reports") == []


def test_a_confirmed_inspection_is_opened_before_it_is_changed_and_the_old_report_stays(floor: Floor) -> None:
    one = done(floor)
    reports.show(one, **kim(floor))
    with pytest.raises(InspectionOver):
        inspections.record(one, seen=[Seen("wipers", "red")], **tess(floor))
    inspections.reopen(one, **kim(floor))
    inspections.record(one, seen=[Seen("wipers", "red", note="Trasigt")], **tess(floor))
    inspections.finish(one, **tess(floor))
    inspections.confirm(one, **kim(floor))
    assert reports.show(one, **kim(floor)).version == 2
    assert [one.body["counts"]["red"] for one in Report.objects.order_by("version")] == [0, 1]


def test_a_colour_set_by_hand_keeps_what_was_measured(floor: Floor) -> None:
    one = inspections.begin(floor.ticket, **tess(floor))
    inspections.record(one, seen=[Seen("tread", "amber", {"fl_inner": 1_500})], **tess(floor))
    found = Finding.objects.get()
    assert (found.result, found.hand, found.measures) == ("amber", "amber", {"fl_inner": 1_500})


def test_what_was_seen_later_counts_however_late_it_is_heard(floor: Floor) -> None:
    one = inspections.begin(floor.ticket, **tess(floor))
    inspections.record(one, seen=[Seen("belts", "red", seen_at=AT)], **tess(floor))
    older = AT - timedelta(minutes=5)
    inspections.record(one, seen=[Seen("belts", "green", seen_at=older)], **tess(floor) | {"at": later(minutes=2)})
    assert Finding.objects.get().result == "red"
    newer = later(minutes=1)
    inspections.record(one, seen=[Seen("belts", "amber", seen_at=newer)], **tess(floor) | {"at": later(minutes=2)})
    inspections.record(one, seen=[Seen("belts", "amber", seen_at=newer)], **tess(floor) | {"at": later(minutes=3)})
    assert (Finding.objects.get().result, Finding.objects.get().found_at) == ("amber", newer)


@pytest.mark.parametrize(
    ("seen", "refusal"),
    [(Seen("ashtray", "green"), NoSuchItem), (Seen("belts"), BadResult), (Seen("belts", "purple"), BadResult),
     (Seen("belts", "not_inspected"), BadResult), (Seen("belts", as_last_time=True), NotAsLast)],
)  # fmt: skip
def test_nothing_is_stored_of_a_look_that_cannot_be(floor: Floor, seen: Seen, refusal: type[Exception]) -> None:
    one = inspections.begin(floor.ticket, **tess(floor))
    with pytest.raises(refusal):
        inspections.record(one, seen=[Seen("wipers", "green"), seen], **tess(floor))
    assert not Finding.objects.exists()


def test_as_last_time_is_for_what_changes_slowly_and_was_green(floor: Floor) -> None:
    done(floor, Seen("windscreen", "amber", note="Stenskott"))
    again = inspections.begin(floor.ticket, **tess(floor))
    assert inspections.last_green(again) == {"hoses", "coolant", "belts", "exhaust", "horn_belts"}
    inspections.record(again, seen=[Seen("belts", as_last_time=True)], **tess(floor))
    assert Finding.objects.get(inspection=again).as_last_time
    for item in ("tread", "windscreen"):
        with pytest.raises(NotAsLast):
            inspections.record(again, seen=[Seen(item, as_last_time=True)], **tess(floor))


def test_a_red_finding_becomes_its_canned_job_once(floor: Floor) -> None:
    entries = [canned.labour(floor.change_pads), canned.part(floor.pads)]
    canned.define("brakes", title_sv="Bromsar fram", title_en="Front brakes", lines=entries, by=floor.shop.mo, at=AT)
    groups = [sheets.Group("Bromsar", "Brakes", (sheets.Item("pads", "Belägg", "Pads", canned_key="brakes"),
                                                 sheets.Item("rust", "Rost", "Rust")))]  # fmt: skip
    template = templates.define("quick", name_sv="Snabb", groups=groups, by=floor.shop.mo, at=AT)
    one = inspections.begin(floor.ticket, template=template, **tess(floor))
    inspections.record(one, seen=[Seen("pads", "red", note="1 mm kvar"), Seen("rust", "amber")], **tess(floor))
    job = inspections.offer(one, item="pads", **kim(floor))
    job.refresh_from_db()
    assert (job.title, job.template_key, job.origin, job.cause) == ("Bromsar fram", "brakes", "inspection", "1 mm kvar")
    assert job.lines.count() == 2
    with pytest.raises(AlreadyAJob):
        inspections.offer(one, item="pads", **kim(floor))
    plain = inspections.offer(one, item="rust", language="en", **kim(floor))
    assert (plain.title, Finding.objects.get(item="rust").job) == ("Rust", plain)
    with pytest.raises(NoSuchItem):
        inspections.offer(one, item="ashtray", **kim(floor))


def test_a_photo_sent_twice_is_one_photo_and_lies_on_disk(floor: Floor) -> None:
    one, photo_id = inspections.begin(floor.ticket, **tess(floor)), new_id()
    said: dict[str, Any] = {
        **tess(floor),
        "item": "tread",
        "data": JPEG,
        "name": "../../fl.jpg",
        "drawing": [[0, 0, 500, 1200, -4, 9]],
        "id": photo_id,
    }
    for _time in range(2):
        photo = inspections.add_photo(one, **said)
    assert (Photo.objects.count(), photo.file.kind, photo.file.name) == (1, "image/jpeg", "fl.jpg")
    assert photo.drawing == [[0, 0, 500, 1000, 0, 9]]
    assert files.read(photo.file) == JPEG
    assert checks.run("files.there") == []
    files.path_of(photo.file.sha256).unlink()
    assert len(checks.run("files.there")) == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [({"data": b"<svg onload=x>"}, NotAPicture), ({"data": JPEG + bytes(12_000_001)}, FileTooLarge),
     ({"item": "ashtray"}, NoSuchItem)],
)  # fmt: skip
def test_a_photo_that_is_none_is_refused(floor: Floor, change: dict[str, Any], refusal: type[Exception]) -> None:
    one = inspections.begin(floor.ticket, **tess(floor))
    with pytest.raises(refusal):
        inspections.add_photo(one, **({"item": "tread", "data": JPEG} | change), **tess(floor))
    assert not Photo.objects.exists()


def test_there_is_an_end_to_photos(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspections, "MOST_PHOTOS", 1)
    one = inspections.begin(floor.ticket, **tess(floor))
    photo = inspections.add_photo(one, item="tread", data=JPEG, **tess(floor))
    with pytest.raises(TooManyPhotos):
        inspections.add_photo(one, item="tread", data=JPEG, **tess(floor))
    inspections.remove_photo(photo, **tess(floor))
    inspections.add_photo(one, item="tread", data=JPEG, **tess(floor))
    assert Photo.objects.filter(removed_at=None).count() == 1


def test_red_findings_are_read_out_and_acknowledged_by_name(floor: Floor) -> None:
    one = done(floor, Seen("lights", "red"), Seen("wipers", "amber"))
    [told] = inspections.acknowledge(one, items=["lights"], said_by=" Bo Öberg ", **kim(floor))
    assert (told.said_by, told.item) == ("Bo Öberg", "lights")
    for items, said_by in ((["wipers"], "Bo"), ([], "Bo"), (["lights"], " ")):
        with pytest.raises((NoSuchItem, BadResult)):
            inspections.acknowledge(one, items=items, said_by=said_by, **kim(floor))
    assert one.acknowledgements.count() == 1


def test_an_inspection_needs_a_car_and_a_template(floor: Floor) -> None:
    empty = tickets.open_ticket(floor.shop.workshop, customer=floor.shop.bo, **kim(floor))
    with pytest.raises(NoCar):
        inspections.begin(empty, **tess(floor))
    templates.retire(templates.in_use()[0], by=floor.shop.mo, at=AT)
    with pytest.raises(NoTemplate):
        inspections.begin(floor.ticket, **tess(floor))
    assert not Inspection.objects.exists()


def test_begun_twice_with_one_id_is_one_inspection(floor: Floor) -> None:
    key = new_id()
    for _time in range(2):
        inspections.begin(floor.ticket, id=key, **tess(floor))
    assert Inspection.objects.count() == 1


def test_a_cancelled_inspection_stays_so(floor: Floor) -> None:
    one = inspections.begin(floor.ticket, **tess(floor))
    inspections.cancel(one, **kim(floor))
    with pytest.raises(WrongState):
        inspections.confirm(one, **kim(floor))
    with pytest.raises(InspectionOver):
        inspections.record(one, seen=[Seen("belts", "green")], **tess(floor))

"""Inspections at the screen: begun from a ticket, recorded by script and without, offered, confirmed and shown."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from vaxel.business.inspections import sheets, templates
from vaxel.business.inspections.models import Finding, Inspection, Photo, Report
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.doors.office.tests.cast import Desk, Page
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe0 a tyre"


@pytest.fixture(autouse=True)
def _files(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)


@pytest.fixture
def floor() -> Floor:
    here = workshop()
    groups = templates.passenger_car()
    templates.define("car", name_sv="Bilkontroll", name_en="Car check", groups=groups, by=here.shop.mo, at=AT)
    return here


def begun(floor: Floor, desk: Desk) -> Inspection:
    desk.form("/inspections/begin", ticket=str(floor.ticket.pk))
    return Inspection.objects.get()


def said(desk: Desk, one: Inspection, **seen: Any) -> Page:
    """What the page's script sends."""
    body = json.dumps({"seen": [seen]})
    return Page(desk.client.post(f"/inspections/{one.pk}/record", body, content_type="application/json"))


def whole(one: Inspection, **more: str) -> dict[str, str]:
    """The form with everything green."""
    items = sheets.items(sheets.opened(one.sheet))
    return {f"result-{item.key}": "green" for item in items} | more


def test_from_a_ticket_to_the_customers_phone(floor: Floor) -> None:
    tess, kim = Desk("tess"), Desk("kim")
    one = begun(floor, tess)
    assert "Tread depth" in tess.get(f"/inspections/{one.pk}").text
    typed = whole(one, **{"result-tread": "", "measure-tread-fl_inner": "1,5", "note-tread": "Worn"})
    assert tess.form(f"/inspections/{one.pk}/record", **typed).status == 303
    assert tess.form(f"/inspections/{one.pk}/move", to="finish").status == 303
    assert tess.form(f"/inspections/{one.pk}/move", to="confirm").status == 403
    for step in ("confirm", "show"):
        kim.form(f"/inspections/{one.pk}/move", to=step)
    assert Report.objects.get().body["counts"]["red"] == 1
    kim.form(f"/inspections/{one.pk}/offer", item="tread")
    assert Finding.objects.get(item="tread").job is not None
    page = kim.get(f"/inspections/{one.pk}").text
    assert "Red, and not repaired" in page
    kim.form(f"/inspections/{one.pk}/acknowledge", item="tread", said_by="Bo")
    assert "Red, and not repaired" not in kim.get(f"/inspections/{one.pk}").text
    asked = floor.ask()
    text = Page(kim.client.get(f"/q/{asked.token}?lang=en")).text
    assert ("Tread depth" in text, "Worn" in text) == (True, True)


def test_what_a_phone_sends_is_answered_with_colours_and_faults(floor: Floor) -> None:
    tess = Desk("tess")
    one = begun(floor, tess)
    answer = said(tess, one, item="pads_front", measures={"fl": "1.9", "fr": "5"}, seen_at="2026-11-24T09:00:00Z")
    assert answer.response.json() == {"results": {"pads_front": "red"}, "looked": 1}
    refused = said(tess, one, item="pads_front", measures={"boot": "1"})
    assert (refused.status, "no place to measure" in refused.response.json()["fault"]) == (400, True)
    for body in ("[]", "{", '{"seen": [{}]}', '{"seen": 7}'):
        page = tess.client.post(f"/inspections/{one.pk}/record", body, content_type="application/json")
        assert (page.status_code, "fault" in page.json()) == (400, True)
    assert Finding.objects.count() == 1


def test_a_wrong_measurement_in_the_form_keeps_the_page_and_says_why(floor: Floor) -> None:
    tess = Desk("tess")
    one = begun(floor, tess)
    page = tess.form(f"/inspections/{one.pk}/record", **{"measure-tread-fl_inner": "a lot"})
    assert (page.status, "cannot be read as a number" in page.text) == (422, True)
    assert not Finding.objects.exists()


def test_a_photo_is_seen_by_those_who_may_and_by_the_customer_once_it_was_shown(floor: Floor) -> None:
    tess, kim = Desk("tess"), Desk("kim")
    one, photo_id = begun(floor, tess), str(new_id())
    for _time in range(2):
        sent = SimpleUploadedFile("x.svg", JPEG, "image/svg+xml")
        fields = {"id": photo_id, "item": "tread", "photo": sent}
        answer = tess.client.post(f"/inspections/{one.pk}/photos", fields, headers={"Accept": "application/json"})
        assert answer.json()["id"] == photo_id
    seen = tess.client.get(f"/inspections/photos/{photo_id}")
    assert (seen.content, seen["Content-Type"], "sandbox" in seen["Content-Security-Policy"]) == (
        JPEG,
        "image/jpeg",
        True,
    )
    asked = floor.ask()
    assert kim.client.get(f"/q/{asked.token}/photos/{photo_id}").status_code == 404
    tess.form(f"/inspections/{one.pk}/record", **whole(one, **{"result-tread": "red"}))
    tess.form(f"/inspections/{one.pk}/move", to="finish")
    for step in ("confirm", "show"):
        kim.form(f"/inspections/{one.pk}/move", to=step)
    assert kim.client.get(f"/q/{asked.token}/photos/{photo_id}").content == JPEG
    assert kim.client.get(f"/q/{asked.token}/photos/{new_id()}").status_code == 404
    assert tess.form(f"/inspections/photos/{photo_id}/draw", drawing="[[1,2,3,4]]").status == 409  # confirmed meanwhile
    assert tess.form(f"/inspections/photos/{photo_id}/draw", drawing="<x>").status == 400
    assert Photo.objects.get().drawing == []


def test_what_is_no_photo_is_refused_in_words(floor: Floor) -> None:
    tess = Desk("tess")
    one = begun(floor, tess)
    sent = SimpleUploadedFile("x.jpg", b"<script>", "image/jpeg")
    answer = tess.client.post(
        f"/inspections/{one.pk}/photos", {"item": "tread", "photo": sent}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, "no picture" in answer.json()["fault"]) == (400, True)
    assert not Photo.objects.exists()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_list_sheet_and_paper_stand_in_both_languages(floor: Floor, language: str) -> None:
    tess = Desk("tess", language=language)
    one = begun(floor, tess)
    for path in ("/inspections", "/inspections?view=open&red=1", f"/inspections/{one.pk}"):
        assert tess.get(path).status == 200
    pdf = tess.client.get(f"/inspections/{one.pk}/report.pdf")
    assert pdf.content.startswith(b"%PDF")


def test_a_sheet_of_one_look_asks_as_often_as_one_of_many(floor: Floor) -> None:
    tess = Desk("tess")
    one = begun(floor, tess)

    def asked() -> int:
        tess.get(f"/inspections/{one.pk}")
        count = 0

        def counting(execute: Any, *args: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*args)

        with connection.execute_wrapper(counting):
            tess.get(f"/inspections/{one.pk}")
        return count

    said(tess, one, item="belts", result="green")
    few = asked()
    tess.form(f"/inspections/{one.pk}/record", **whole(one))
    assert asked() == few


def test_what_is_not_there_is_not_found(floor: Floor) -> None:
    begun(floor, Desk("tess"))
    sam = Desk("sam")
    for path in (f"/inspections/{new_id()}", f"/inspections/photos/{new_id()}"):
        assert sam.get(path).status == 404
    assert sam.form("/inspections/begin", ticket="x").status == 404

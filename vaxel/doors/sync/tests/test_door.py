"""The till's door: enrolment, facts, setup and PINs, as docs/till-protocol.md says."""

import hashlib
import json
from base64 import b64decode
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from uuid import uuid4

import pytest
from django.test import Client

from vaxel.business.billing.models import Document
from vaxel.business.locations import devices, enrolments, staff
from vaxel.business.locations.models import Device
from vaxel.business.locations.tests.cast import PINS
from vaxel.business.payments.models import TillFact
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.sync import door
from vaxel.doors.sync.tests.wire import AT, Wire, forget, wire, wired

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Counter:
    return counter()


@pytest.fixture
def till(here: Counter) -> Wire:
    return wire(here)


def test_only_who_may_makes_a_till(here: Counter) -> None:
    asked = json.dumps({"device_id": str(uuid4()), "register": str(here.shop.k1.pk), "name": "Disk 1"})
    nobody = Client().post("/till/enroll", asked, "application/json")
    assert (nobody.status_code, nobody.json()["error"]["code"]) == (401, "login_needed")
    clerk = Desk("sam").client
    refused = clerk.post("/till/enroll", asked, "application/json")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "forbidden")
    assert clerk.get("/till/registers").json() == {"registers": []}
    assert not Device.objects.exclude(series="").exists()


def test_an_enrolled_till_knows_where_it_stands(here: Counter, till: Wire) -> None:
    said = till.get("/till/device").json()
    assert said["register"] == {"id": str(here.shop.k1.pk), "name": "K1"}
    assert (said["series"], said["last_seq"], said["next_number"], said["schema"]) == ("K1A", 0, 1, 1)
    assert Device.objects.exclude(series="").get().token_hash == hashlib.sha256(till.token.encode()).hexdigest()


def test_the_same_device_again_keeps_its_series_and_its_old_token_ends(here: Counter, till: Wire) -> None:
    till.sync(till.till.sale((here.filter, 1000), at=AT))
    again = wire(here, device_id=till.device_id)
    assert till.get("/till/device").status_code == 401
    said = again.get("/till/device").json()
    assert (said["series"], said["last_seq"], said["next_number"]) == ("K1A", 1, 2)
    assert wire(here).get("/till/device").json()["series"] == "K1B"


def test_a_device_that_was_shut_out_is_told_so(here: Counter, till: Wire) -> None:
    devices.revoke(Device.objects.exclude(series="").get(), by=here.shop.mo, at=AT)
    answer = till.sync(till.till.sale((here.filter, 1000), at=AT))
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "device_shut_out")
    assert not TillFact.objects.exists()


def test_a_token_opens_this_door_and_no_other(here: Counter, till: Wire) -> None:
    assert till.get("/api/v1/parts").status_code == 401
    assert Client().get("/till/device", headers={"authorization": "Bearer vxd_made_up"}).status_code == 401


def test_facts_are_answered_one_by_one_and_again(here: Counter, till: Wire) -> None:
    sold = [till.till.sale((here.filter, 1000), at=AT) for _n in range(3)]
    said = till.sync(*sold, pending=3).json()
    assert [one["status"] for one in said["items"]] == ["ok", "ok", "ok"]
    assert [one["result"]["number"] for one in said["items"]] == [1, 2, 3]
    assert (said["acked"], said["last_seq"], said["next_number"]) == (3, 3, 4)
    again = till.sync(*sold).json()
    assert [one["status"] for one in again["items"]] == ["dup", "dup", "dup"]
    assert again["items"][0]["result"] == said["items"][0]["result"]
    assert Document.objects.count() == 3


def test_nothing_after_a_gap_is_looked_at(here: Counter, till: Wire) -> None:
    sold = [till.till.sale((here.filter, 1000), at=AT) for _n in range(3)]
    said = till.sync(sold[0], sold[2]).json()
    assert [one["status"] for one in said["items"]] == ["ok", "gap"]
    assert said["items"][1]["expected"] == 2


def test_a_flag_is_a_sentence_in_the_language_that_was_asked_for(here: Counter, till: Wire) -> None:
    sold = till.till.sale((here.pads, 1000), at=AT, line={"unit_price_cm": 100_000})
    said = till.post("/till/sync", {"device": str(till.device_id), "pending": 1, "items": [wired(sold)]},
                     **{"accept-language": "en"}).json()  # fmt: skip
    assert said["items"][0]["flags"][0] == {
        "code": "price_differs",
        "text": "K1A-1: “Bromsbelägg fram” was sold for 10,00\u00a0kr; the price was 899,00\u00a0kr.",
    }


def test_how_a_till_stands_is_known(here: Counter, till: Wire) -> None:
    till.sync(till.till.sale((here.filter, 1000), at=AT), pending=7, oldest=AT.isoformat())
    device = Device.objects.exclude(series="").get()
    assert (device.waiting, device.oldest_at, device.app, device.schema) == (6, AT, "1.0", 1)
    assert device.heard_at
    till.sync()
    assert (Device.objects.exclude(series="").get().waiting, Device.objects.exclude(series="").get().oldest_at) == (
        0,
        None,
    )


def test_a_text_that_is_not_that_of_its_hash_is_not_taken(here: Counter, till: Wire) -> None:
    spoiled = wired(till.till.sale((here.filter, 1000), at=AT)) | {"body": "{}"}
    answer = till.post("/till/sync", {"device": str(till.device_id), "items": [spoiled]})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")
    assert not TillFact.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{", '{"device": 1}', "null", '"' + "x" * 1_000_001])
def test_what_is_no_request_is_answered(till: Wire, body: str) -> None:
    answer = till.client.post("/till/sync", body, "application/json", headers={"authorization": f"Bearer {till.token}"})
    assert answer.status_code in (400, 413)
    assert answer.json()["error"]["message"]


def test_more_than_fifty_at_once_is_too_much(here: Counter, till: Wire) -> None:
    sold = [till.till.sale((here.filter, 10), at=AT) for _n in range(51)]
    assert till.sync(*sold).status_code == 413
    assert not TillFact.objects.exists()


def test_the_setup_tells_what_it_takes_to_sell_alone(here: Counter, till: Wire) -> None:
    answer = till.get("/till/setup")
    said = answer.json()
    assert answer["ETag"] == f'"{said["version"]}"'
    assert said["tax_codes"]["standard"] == {"category": "S", "ppm": 250_000}
    assert [(one["name"], one["basis"], one["group"]) for one in said["lists"]] == [("Standard", "incl", None)]
    assert said["labour"]["general"]["hour_price_cm"] == 10_000_000
    sam = next(one for one in said["operators"] if one["name"] == "Sam Berg")
    assert "sales.ring_up" in sam["may"]
    assert "prices.override" not in sam["may"]
    assert (sam["discount_ppm"], sam["pin"]) == (50_000, None)
    assert sam["shift"] == enrolments.word_of(till.till.device, here.shop.staff["sam"].pk)
    assert till.get(f"/till/setup?since={said['version']}").status_code == 304


def test_the_setup_has_a_new_version_when_something_in_it_changes(here: Counter, till: Wire) -> None:
    before = till.get("/till/setup").json()["version"]
    staff.leave(here.shop.staff["kim"], by=here.shop.mo, at=AT)
    after = till.get("/till/setup").json()
    assert after["version"] != before
    assert "Kim Lund" not in [one["name"] for one in after["operators"]]


def test_a_pin_that_was_used_once_is_known_without_the_server(here: Counter, till: Wire) -> None:
    sam = here.shop.staff["sam"]
    wrong = till.post("/till/pin", {"operator": str(sam.pk), "pin": "9999"})
    assert wrong.json()["error"]["code"] == "wrong_pin"
    [person] = [till.post("/till/pin", {"operator": str(sam.pk), "pin": PINS["sam"]}).json()["operator"]]
    pin = person["pin"]
    assert pin["algorithm"] == "PBKDF2-SHA-256"
    made = hashlib.pbkdf2_hmac("sha256", PINS["sam"].encode(), b64decode(pin["salt"]), pin["iterations"])
    assert made == b64decode(pin["hash"])
    staff.set_pin(sam, pin="7777", by=here.shop.mo, at=AT)
    forget()
    said = till.get("/till/setup").json()
    assert [one["pin"] for one in said["operators"] if one["id"] == str(sam.pk)] == [None]


def test_too_many_wrong_pins_lock_it(here: Counter, till: Wire) -> None:
    sam = here.shop.staff["sam"]
    codes = [till.post("/till/pin", {"operator": str(sam.pk), "pin": "9999"}).status_code for _n in range(6)]
    assert codes == [422, 422, 422, 422, 422, 429]
    stranger = till.post("/till/pin", {"operator": str(uuid4()), "pin": "9999"})
    assert stranger.status_code == 404


def test_the_whole_of_a_long_queue_comes_in_order(here: Counter, till: Wire) -> None:
    sold = [till.till.sale((here.filter, 1000), at=AT + timedelta(minutes=n)) for n in range(60)]
    acked = 0
    while acked < 60:
        said = till.sync(*sold[acked : acked + 50]).json()
        assert said["acked"] > acked
        acked = said["acked"]
    assert list(Document.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 61))


def test_when_many_come_back_one_is_told_to_wait_and_nothing_is_lost(here: Counter, till: Wire) -> None:
    sold = till.till.sale((here.filter, 1000), at=AT)
    for _n in range(2):
        assert door._turns.acquire(blocking=False)
    try:
        busy = till.sync(sold)
        assert (busy.status_code, busy["Retry-After"], busy.json()["error"]["code"]) == (503, "1", "many_come_back")
        assert till.sync().status_code == 200, "a sign of life is always heard"
    finally:
        for _n in range(2):
            door._turns.release()
    assert not TillFact.objects.exists()
    assert [one["status"] for one in till.sync(sold).json()["items"]] == ["ok"]


def test_a_long_request_is_answered_for_what_a_turn_took_in(
    here: Counter, till: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "TURN_S", -1.0)
    sold = [till.till.sale((here.filter, 1000), at=AT) for _n in range(3)]
    said = till.sync(*sold, pending=3).json()
    assert ([one["seq"] for one in said["items"]], said["acked"]) == ([1], 1)
    assert Device.objects.exclude(series="").get().waiting == 2


def test_a_wild_clock_and_characters_no_database_holds_do_not_stop_a_till(here: Counter, till: Wire) -> None:
    sold = till.till.sale((here.pads, 1000), at=AT)
    odd = replace(till.till.fact("dance\x00", at=AT), client_at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))))
    answer = till.sync(sold, odd, pending=5, oldest="0001-01-01T00:00:00+14:00", app="1.0\x00")
    assert answer.status_code == 200, answer.content
    assert [one["status"] for one in answer.json()["items"]] == ["ok", "ok"]
    held = Device.objects.get(pk=till.device_id)
    assert (held.waiting, held.app, held.last_seq) == (3, "1.0", 2)

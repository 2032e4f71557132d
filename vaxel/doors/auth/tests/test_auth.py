"""The log-in door: who gets in, who stays out, and where they come to."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory

from vaxel.business.locations import devices, registers, staff
from vaxel.business.locations.models import Device, LoginAttempt, Site, Staff
from vaxel.business.locations.tests.cast import AT, PASSWORD, PINS, Shop, shop
from vaxel.doors.auth.middleware import address_of
from vaxel.kernel import clock
from vaxel.kernel.models import History

pytestmark = [pytest.mark.django_db, pytest.mark.urls("vaxel.doors.auth.tests.stand")]


@pytest.fixture
def cast() -> Shop:
    return shop()


def logged_in(who: str = "sam", client: Client | None = None, **fields: str) -> Client:
    client = client or Client()
    client.post("/login", {"email": f"{who}@vaxel.example", "password": PASSWORD, **fields})
    return client


def says(client: Client, path: str = "/today") -> str:
    return client.get(path).content.decode()


def lines(action: str) -> list[tuple[str, dict[str, str]]]:
    return [(line.actor_name, line.note) for line in History.objects.filter(action=action)]


def test_a_right_password_leads_to_the_page_one_came_for(cast: Shop) -> None:
    client = Client()
    assert client.get("/today")["Location"] == "/login?next=%2Ftoday"
    answer = client.post("/login", {"email": " SAM@vaxel.example", "password": PASSWORD, "next": "/today"})
    assert (answer.status_code, answer["Location"]) == (302, "/today")
    assert says(client) == "Sam Berg STH K1"
    assert lines("staff.log_in") == [("Sam Berg", {"method": "password"})]
    assert LoginAttempt.objects.filter(tries__gt=0).count() == 0


@pytest.mark.parametrize(
    ("email", "password"), [("sam@vaxel.example", "fel lösenord"), ("nobody@vaxel.example", PASSWORD), ("", "")]
)
def test_a_wrong_one_gets_the_same_answer_whoever_it_is_and_stores_nothing(
    cast: Shop, email: str, password: str
) -> None:
    client = Client()
    answer = client.post("/login", {"email": email, "password": password}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert "The e-mail address or the password is wrong." in answer.content.decode()
    assert client.get("/today").status_code == 302
    assert lines("staff.log_in") == []


def test_ten_wrong_passwords_lock_the_account_for_a_quarter_even_for_the_right_one(cast: Shop) -> None:
    client = Client(headers={"Accept-Language": "en"})
    with clock.fixed(AT):
        for _ in range(10):
            client.post("/login", {"email": "sam@vaxel.example", "password": "fel"})
        answer = client.post("/login", {"email": "sam@vaxel.example", "password": PASSWORD})
    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.content.decode()
    assert lines("attempts.lock") == [("log-in", {"subject": "password:sam@vaxel.example"})]
    with clock.fixed(AT + timedelta(minutes=15)):
        assert says(logged_in()) == "Sam Berg STH K1"


def test_an_address_that_tries_many_accounts_is_locked_and_others_are_not(cast: Shop) -> None:
    with clock.fixed(AT):
        for turn in range(50):
            Client().post("/login", {"email": f"who{turn}@vaxel.example", "password": "fel"}, REMOTE_ADDR="10.0.0.9")
        locked = Client().post("/login", {"email": "sam@vaxel.example", "password": PASSWORD}, REMOTE_ADDR="10.0.0.9")
        assert locked.status_code == 429
        assert says(logged_in()) == "Sam Berg STH K1"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_next_leads_nowhere_but_home(cast: Shop, wanted: str) -> None:
    answer = Client().post("/login", {"email": "sam@vaxel.example", "password": PASSWORD, "next": wanted})
    assert answer["Location"] == "/"


def test_a_form_from_elsewhere_is_refused(cast: Shop) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login", {"email": "sam@vaxel.example", "password": PASSWORD})
    assert answer.status_code == 403
    assert client.get("/today").status_code == 302


def test_who_left_is_out_at_once(cast: Shop) -> None:
    client = logged_in()
    assert says(client) == "Sam Berg STH K1"
    staff.leave(cast.staff["sam"], by=cast.mo, at=AT)
    assert client.get("/today")["Location"] == "/login?next=%2Ftoday"
    assert logged_in().get("/today").status_code == 302


def test_a_new_password_ends_other_sessions_and_not_ones_own(cast: Shop) -> None:
    here, there = logged_in(), logged_in()
    answer = here.post("/own", {"old": PASSWORD, "new": "sommardäck 2027"})
    assert answer.status_code == 200
    assert says(here) == "Sam Berg STH K1"
    assert there.get("/today").status_code == 302
    assert here.post("/own", {"old": PASSWORD, "new": "ett annat ord"}).status_code == 422
    assert logged_in(password="sommardäck 2027").get("/today").status_code == 200


def test_logged_out_is_out(cast: Shop) -> None:
    client = logged_in()
    client.post("/logout")
    assert client.get("/today").status_code == 302
    assert lines("staff.log_out") == [("Sam Berg", {})]
    assert client.get("/logout").status_code == 405


def test_a_till_changes_hands_by_pin(cast: Shop) -> None:
    client = logged_in()
    page = says(client, "/switch")
    assert all(name in page for name in ("Kim Lund", "Mo Ström", "Sam Berg", "Tess Ek"))
    answer = client.post("/switch", {"staff": cast.staff["kim"].pk, "pin": PINS["kim"], "next": "/today"})
    assert answer["Location"] == "/today"
    assert says(client) == "Kim Lund STH K1"
    assert lines("staff.log_in")[-1] == ("Kim Lund", {"method": "pin"})


def test_a_wrong_pin_changes_nothing_and_five_lock_it(cast: Shop) -> None:
    client, kim = logged_in(), {"staff": cast.staff["kim"].pk, "pin": "9999"}
    assert [client.post("/switch", kim).status_code for _ in range(6)] == [422] * 5 + [429]
    assert client.post("/switch", kim | {"pin": PINS["kim"]}).status_code == 429
    assert says(client) == "Sam Berg STH K1"


def test_a_pin_opens_no_door_that_no_password_opened(cast: Shop) -> None:
    client = Client()
    answer = client.post("/switch", {"staff": cast.staff["kim"].pk, "pin": PINS["kim"]})
    assert answer["Location"] == "/login"
    assert client.get("/today").status_code == 302


def test_who_has_no_role_at_the_till_s_site_does_not_take_it_over(cast: Shop) -> None:
    lo = staff.hire(email="lo@vaxel.example", name="Lo Dahl", pin="5005", by=cast.mo, at=AT)
    staff.assign(lo, role="counter", site=cast.tyres, by=cast.mo, at=AT)
    client = logged_in()
    assert "Lo Dahl" not in says(client, "/switch")
    answer = client.post("/switch", {"staff": lo.pk, "pin": "5005"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 403
    assert says(client) == "Sam Berg STH K1"


def test_a_locked_screen_asks_for_a_pin_and_not_for_a_password(cast: Shop) -> None:
    client = logged_in()
    client.post("/lock")
    assert client.get("/today")["Location"] == "/switch?next=%2Ftoday"
    client.post("/switch", {"staff": cast.staff["sam"].pk, "pin": PINS["sam"]})
    assert says(client) == "Sam Berg STH K1"


def test_who_opened_the_door_and_leaves_takes_the_key_along(cast: Shop) -> None:
    client = logged_in("tess")
    client.post("/switch", {"staff": cast.staff["sam"].pk, "pin": PINS["sam"]})
    staff.leave(cast.staff["tess"], by=cast.mo, at=AT)
    assert client.get("/today")["Location"] == "/login?next=%2Ftoday"


def test_who_works_everywhere_comes_to_the_site_they_call_home(cast: Shop) -> None:
    client = Client()
    answer = client.post("/login", {"email": "mo@vaxel.example", "password": PASSWORD, "next": "/today"})
    assert answer["Location"] == "/today"
    assert says(client) == "Mo Ström STH K1"
    registers.add(cast.workshop, name="K2", by=cast.mo, at=AT)
    assert says(client) == "Mo Ström STH K1"
    assert logged_in("mo", next="/today").get("/today")["Location"] == "/place?next=%2Ftoday"


def test_who_has_no_home_among_several_sites_chooses_and_the_browser_remembers(cast: Shop) -> None:
    staff.change(cast.staff["mo"], home_site=None, by=cast.mo, at=AT)
    client = logged_in("mo", next="/today")
    assert client.get("/today")["Location"] == "/place?next=%2Ftoday"
    page = says(client, "/place")
    assert "Däckhuset" in page
    answer = client.post("/place", {"place": f"{cast.tyres.pk}:{cast.k2.pk}", "next": "/today"})
    assert answer["Location"] == "/today"
    assert says(client) == "Mo Ström GBG K1"
    client.post("/logout")
    assert says(logged_in("mo", client)) == "Mo Ström GBG K1"


def test_a_site_one_does_not_work_at_is_not_there(cast: Shop) -> None:
    registers.add(cast.workshop, name="K2", by=cast.mo, at=AT)
    client = logged_in()
    assert "Däckhuset" not in says(client, "/place")
    assert client.post("/place", {"place": f"{cast.tyres.pk}:{cast.k2.pk}"}).status_code == 404
    assert client.get("/today").status_code == 302
    Site.objects.filter(pk=cast.workshop.pk).update(closed_at=AT)
    assert client.get("/today").status_code == 302


def test_who_has_no_role_is_told_to_ask_for_one(cast: Shop) -> None:
    staff.hire(email="lo@vaxel.example", name="Lo Dahl", password=PASSWORD, by=cast.mo, at=AT)
    answer = Client().post(
        "/login", {"email": "lo@vaxel.example", "password": PASSWORD}, headers={"Accept-Language": "en"}
    )
    assert answer.status_code == 403
    assert "You have no role yet." in answer.content.decode()


def test_screens_speak_the_person_s_language(cast: Shop) -> None:
    client = Client(headers={"Accept-Language": "en"})
    assert '<html lang="en"' in says(client, "/login")
    logged_in("sam", client)
    assert '<html lang="sv"' in says(client, "/own")
    client.post("/language", {"language": "en", "next": "/own"})
    assert '<html lang="en"' in says(client, "/own")
    cast.staff["sam"].refresh_from_db()
    assert cast.staff["sam"].language == "en"
    assert client.post("/language", {"language": "tlh"}).status_code == 422


def test_a_fragment_is_told_to_take_the_whole_page_to_the_log_in(cast: Shop) -> None:
    answer = Client().get("/rename", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/today?day=3"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/login?next=%2Ftoday%3Fday%3D3")


def test_a_refusal_is_a_page_or_a_strip(cast: Shop) -> None:
    client = logged_in()
    page = client.get("/rename")
    assert (page.status_code, "<html" in page.content.decode()) == (403, True)
    part = client.get("/rename", headers={"HX-Request": "true"})
    assert (part.status_code, "<html" in part.content.decode(), "#strip" in part.content.decode()) == (
        403,
        False,
        True,
    )
    assert Site.objects.get(code="STH").name == "Verkstaden"


def test_cookies_are_for_https_alone_where_there_is_https(cast: Shop) -> None:
    wanted = {"email": "sam@vaxel.example", "password": PASSWORD}
    plain, safe = Client().post("/login", wanted), Client().post("/login", wanted, secure=True)
    assert [bool(answer.cookies["sessionid"]["secure"]) for answer in (plain, safe)] == [False, True]
    assert safe.cookies["sessionid"]["httponly"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "1.1.1.1, 2.2.2.2", "2.2.2.2"),
        (2, "1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (3, "2.2.2.2", "2.2.2.2"),
    ],
)
def test_only_our_own_proxies_say_who_asked(settings: Any, proxies: int, forwarded: str, address: str) -> None:
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert address_of(RequestFactory().get("/login", headers=headers)) == address


def test_a_page_of_staff_costs_three_queries_to_know_who_asks(cast: Shop, django_assert_num_queries: "object") -> None:
    client = logged_in()
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert says(client) == "Sam Berg STH K1"
    with django_assert_num_queries(0):  # type: ignore[operator]
        Client().get("/login")


def test_a_browser_is_a_device_from_the_first_log_in_and_history_names_it(cast: Shop) -> None:
    client = logged_in(client=Client(headers={"User-Agent": "Mozilla/5.0 (iPad) AppleWebKit Safari/605.1"}))
    device = Device.objects.get()
    assert (device.name, device.site, device.register) == ("Safari · iPad", cast.workshop, cast.k1)
    client.post("/lock")
    client.post("/switch", {"staff": str(cast.staff["kim"].pk), "pin": PINS["kim"]})
    assert Device.objects.count() == 1
    assert History.objects.filter(action="staff.log_out").get().device_id == device.pk


def test_who_stands_at_a_device_that_is_shut_out_is_out_and_comes_back_as_a_new_one(cast: Shop) -> None:
    client = logged_in()
    old = Device.objects.get()
    devices.revoke(old, by=cast.mo, at=AT)
    assert client.get("/today")["Location"].startswith("/login")
    answer = client.post("/switch", {"staff": str(cast.staff["kim"].pk), "pin": PINS["kim"]})
    assert answer["Location"] == "/login"
    logged_in(client=client)
    assert says(client) == "Sam Berg STH K1"
    assert Device.objects.filter(revoked_at=None).exclude(pk=old.pk).count() == 1


def test_letter_keys_are_switched_off_per_person(cast: Shop) -> None:
    client = logged_in()
    client.post("/keys", {"letters": "off"})
    assert not Staff.objects.get(pk=cast.staff["sam"].pk).letter_keys
    assert Staff.objects.get(pk=cast.staff["kim"].pk).letter_keys
    client.post("/keys", {"letters": "on"})
    assert Staff.objects.get(pk=cast.staff["sam"].pk).letter_keys

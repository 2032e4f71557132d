"""Staff, roles, PINs, passwords and tokens: who may what, proven how."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from vaxel.business.locations import (
    actors,
    attempts,
    credentials,
    hashing,
    limits,
    passwords,
    pins,
    roles,
    sites,
    staff,
    throttle,
    tokens,
)
from vaxel.business.locations.models import ApiToken, Assignment, LoginAttempt, Role, Site, Staff
from vaxel.business.locations.roles_ready import READY
from vaxel.business.locations.tests.cast import AT, PASSWORD, PINS, Shop, shop
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import History
from vaxel.kernel.refusals import Forbidden, NotFound, Refused

QUARTER = timedelta(minutes=15)


@pytest.fixture
def cast(db: None) -> Shop:
    return shop()


def acting(person: Staff, site: Site) -> Actor:
    return actors.for_staff(person, site=site)


def manager(cast: Shop) -> Actor:
    """Lo, who manages the workshop."""
    lo = staff.hire(email="lo@vaxel.example", name="Lo Dahl", pin="5005", home_site=cast.workshop, by=cast.mo, at=AT)
    staff.assign(lo, role="manager", site=cast.workshop, by=cast.mo, at=AT)
    return acting(lo, cast.workshop)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"email": "sam@"}, staff.BadEmail),
        ({"email": " SAM@vaxel.example "}, staff.EmailTaken),
        ({"name": " "}, staff.NameMissing),
        ({"password": "kort"}, staff.WeakPassword),
        ({"password": "LO@vaxel.example"}, staff.WeakPassword),
        ({"pin": "123"}, staff.BadPin),
        ({"pin": "123456789"}, staff.BadPin),
        ({"pin": "12a4"}, staff.BadPin),
        ({"pin": "١٢٣٤"}, staff.BadPin),
    ],
)
def test_who_cannot_be_hired_is_not(cast: Shop, fields: dict[str, str], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        staff.hire(**{"email": "lo@vaxel.example", "name": "Lo", "by": cast.mo, "at": AT} | fields)  # type: ignore[arg-type]
    assert Staff.objects.count() == 4


def test_a_person_changes_name_and_address_and_history_knows(cast: Shop) -> None:
    sam = cast.staff["sam"]
    staff.change(sam, name="Sam Berg Ek", home_site=cast.tyres, by=cast.mo, at=AT)
    assert History.objects.get(action="staff.change").note == {
        "before": {"name": "Sam Berg", "home_site": "STH"},
        "after": {"name": "Sam Berg Ek", "home_site": "GBG"},
    }
    with pytest.raises(staff.EmailTaken):
        staff.change(sam, email="KIM@vaxel.example", by=cast.mo, at=AT)
    with pytest.raises(staff.NameMissing):
        staff.change(sam, name=" ", by=cast.mo, at=AT)
    with pytest.raises(staff.AboveYou):
        staff.change(cast.staff["mo"], email="lo2@vaxel.example", by=manager(cast), at=AT)
    assert sorted(Staff.objects.values_list("email", flat=True)) == [
        "kim@vaxel.example", "lo@vaxel.example", "mo@vaxel.example", "sam@vaxel.example", "tess@vaxel.example",
    ]  # fmt: skip
    assert staff.change(sam, email="sam@vaxel.example", by=cast.mo, at=AT).email == "sam@vaxel.example"


def test_secrets_are_kept_as_argon2_and_nowhere_else(cast: Shop) -> None:
    sam = cast.staff["sam"]
    assert (sam.password[:6], sam.pin_hash[:6], sam.initials) == ("argon2", "argon2", "SB")
    noted = "".join(str(line.note) + str(line.inner) for line in History.objects.all())
    assert PASSWORD not in noted
    assert PINS["sam"] not in noted


def test_roles_are_per_site_and_add_up(cast: Shop) -> None:
    tess = cast.staff["tess"]
    staff.assign(tess, role="counter", site=cast.tyres, by=cast.mo, at=AT)
    staff.assign(tess, role="counter", site=cast.tyres, by=cast.mo, at=AT)
    both = acting(tess, cast.tyres)
    assert both.may("clocks.on", cast.workshop.pk)
    assert both.may("sales.ring_up", cast.tyres.pk)
    assert not both.may("sales.ring_up", cast.workshop.pk)
    staff.unassign(tess, role="counter", site=cast.tyres, by=cast.mo, at=AT)
    assert not acting(tess, cast.tyres).may("sales.ring_up", cast.tyres.pk)


def test_the_database_holds_a_role_everywhere_once(cast: Shop) -> None:
    held = Assignment.objects.get(staff=cast.staff["mo"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(staff=held.staff, role=held.role, site=None)
    assert Assignment.objects.filter(staff=held.staff).count() == 1


def test_nobody_gives_more_than_they_have(cast: Shop) -> None:
    lo = manager(cast)
    with pytest.raises(roles.MoreThanOwn):
        staff.assign(cast.staff["sam"], role="owner", site=cast.workshop, by=lo, at=AT)
    with pytest.raises(Forbidden):
        staff.assign(cast.staff["sam"], role="counter", site=cast.tyres, by=lo, at=AT)
    with pytest.raises(NotFound):
        staff.assign(cast.staff["sam"], role="pope", site=cast.workshop, by=lo, at=AT)
    assert Assignment.objects.filter(staff=cast.staff["sam"]).count() == 1
    staff.assign(cast.staff["sam"], role="technician", site=cast.workshop, by=lo, at=AT)
    assert acting(cast.staff["sam"], cast.workshop).may("jobs.begin", cast.workshop.pk)


def test_a_manager_holds_no_key_to_the_owner(cast: Shop) -> None:
    lo, mo = manager(cast), cast.staff["mo"]
    with pytest.raises(staff.AboveYou):
        staff.set_password(mo, password="nytt lösenord", by=lo, at=AT)
    with pytest.raises(staff.AboveYou):
        staff.set_pin(mo, pin="9999", by=lo, at=AT)
    with pytest.raises(staff.AboveYou):
        staff.leave(mo, by=lo, at=AT)
    mo.refresh_from_db()
    assert mo.is_active
    assert hashing.matches(PASSWORD, mo.password)
    assert hashing.matches(PINS["mo"], mo.pin_hash)


def test_the_last_owner_stays(cast: Shop) -> None:
    mo = cast.staff["mo"]
    with pytest.raises(staff.LastOwner):
        staff.leave(mo, by=cast.mo, at=AT)
    with pytest.raises(staff.LastOwner):
        staff.unassign(mo, role="owner", by=cast.mo, at=AT)
    assert actors.grants(mo)[None] >= {"*"}
    staff.assign(cast.staff["kim"], role="owner", by=cast.mo, at=AT)
    staff.leave(mo, by=acting(cast.staff["kim"], cast.workshop), at=AT)
    assert acting(mo, cast.workshop).grants == {}


def test_ready_made_roles_stay_and_own_ones_change(cast: Shop) -> None:
    counter = Role.objects.get(key="counter")
    with pytest.raises(roles.ReadyMade):
        roles.change(counter, actions=["*"], discount_ppm=0, by=cast.mo, at=AT)
    own = roles.make(key="wash", name_sv="Tvätt", name_en="Wash", actions=["clocks.*"], by=cast.mo, at=AT)
    with pytest.raises(roles.KeyTaken):
        roles.make(key="wash", name_sv="x", name_en="x", actions=[], by=cast.mo, at=AT)
    roles.change(own, actions=["jobs.begin"], discount_ppm=10_000, by=cast.mo, at=AT)
    roles.install(by=cast.mo, at=AT)
    assert Role.objects.count() == len(READY) + 1
    assert Role.objects.get(key="counter").actions == counter.actions
    assert History.objects.get(action="roles.change").note["before"] == {"actions": ["clocks.*"], "discount_ppm": 0}


def test_discount_limits_go_by_role_and_site(cast: Shop) -> None:
    here, there = cast.workshop.pk, cast.tyres.pk
    assert [limits.discount_ppm(by, here) for by in (cast.mo, cast.kim, cast.sam, cast.tess)] == [
        1_000_000, 100_000, 50_000, 0,
    ]  # fmt: skip
    assert limits.discount_ppm(cast.kim, there) == 0
    assert limits.discount_ppm(Actor.system("demo"), here) == 1_000_000
    assert limits.discount_ppm(Actor("customer", "Bo"), here) == 0
    _token, text = tokens.make(name="Kassa", role="api_full", site=cast.workshop, by=cast.mo, at=AT)
    machine = actors.for_token(text, AT)
    assert (limits.discount_ppm(machine, here), limits.discount_ppm(machine, there)) == (300_000, 0)


def test_a_right_pin_is_a_person(cast: Shop) -> None:
    kim = pins.vouch(cast.staff["kim"].pk, PINS["kim"], AT)
    assert (kim.kind, kim.name, kim.id) == ("staff", "Kim Lund", cast.staff["kim"].pk)
    assert kim.may("approvals.record", cast.workshop.pk)
    assert not LoginAttempt.objects.exists()


def test_wrong_pin_unknown_person_no_pin_and_who_left_get_one_answer(cast: Shop) -> None:
    lo = staff.hire(email="lo@vaxel.example", name="Lo Dahl", by=cast.mo, at=AT)
    staff.leave(cast.staff["tess"], by=cast.mo, at=AT)
    said = set()
    for who, pin in ((cast.staff["sam"].pk, "0000"), (new_id(), "0000"), (lo.pk, ""), (cast.staff["tess"].pk, "4004")):
        with pytest.raises(pins.WrongPin) as refused:
            pins.vouch(who, pin, AT)
        said.add((str(refused.value), refused.value.code, refused.value.status))
    assert len(said) == 1


def test_a_missing_hash_costs_as_much_as_a_wrong_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[str] = []

    def judge(_secret: str, stored: str) -> bool:
        judged.append(stored[:6])
        return False

    monkeypatch.setattr(hashing, "check_password", judge)
    assert not hashing.matches("1234", "")
    assert not hashing.matches("1234", hashing.hashed("4321"))
    assert judged == ["argon2", "argon2"]


def test_five_wrong_pins_lock_for_a_quarter_and_history_knows(cast: Shop) -> None:
    sam = cast.staff["sam"].pk
    for second in range(5):
        with pytest.raises(pins.WrongPin):
            pins.vouch(sam, "0000", AT + timedelta(seconds=second))
    for late in (timedelta(seconds=5), QUARTER + timedelta(seconds=3)):
        with pytest.raises(pins.PinLocked):
            pins.vouch(sam, PINS["sam"], AT + late)
    assert History.objects.get(action="attempts.lock").note == {"subject": f"pin:{sam}"}
    assert pins.vouch(cast.staff["kim"].pk, PINS["kim"], AT).name == "Kim Lund"
    assert pins.vouch(sam, PINS["sam"], AT + QUARTER + timedelta(seconds=4)).name == "Sam Berg"


def test_old_tries_are_not_kept(cast: Shop) -> None:
    attempts.begin("password:a", AT, 5)
    attempts.begin("password:b", AT + timedelta(days=1, seconds=1), 5)
    assert list(LoginAttempt.objects.values_list("subject", flat=True)) == ["password:b"]


def test_a_right_pin_forgets_the_wrong_ones(cast: Shop) -> None:
    sam = cast.staff["sam"].pk
    for pin in ("0000", "0000", "0000", "0000", PINS["sam"], "0000", "0000", "0000", "0000", PINS["sam"]):
        if pin == PINS["sam"]:
            assert pins.vouch(sam, pin, AT).name == "Sam Berg"
        else:
            with pytest.raises(pins.WrongPin):
                pins.vouch(sam, pin, AT)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_twenty_tries_at_once_are_not_more_than_five() -> None:
    shop()
    left: list[int | None] = []

    def attempt() -> None:
        try:
            left.append(attempts.begin("pin:x", AT, 5))
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(left, key=lambda one: (one is None, one)) == [0, 1, 2, 3, 4] + [None] * 15


def test_nobody_is_their_own_second_person(cast: Shop) -> None:
    with pytest.raises(pins.OwnApprover):
        pins.second_person(cast.sam, cast.staff["sam"].pk, PINS["sam"], AT)
    kim = pins.second_person(cast.sam, cast.staff["kim"].pk, PINS["kim"], AT)
    assert (kim.name, kim.site_id, kim.register_id) == ("Kim Lund", cast.workshop.pk, cast.k1.pk)


def test_a_password_is_judged_before_the_action_with_limits_of_its_own(cast: Shop) -> None:
    found = passwords.vouch(" Sam@vaxel.example", PASSWORD, AT, address="10.0.0.1")
    assert found == cast.staff["sam"]
    with pytest.raises(passwords.WrongLogin):
        passwords.vouch("sam@vaxel.example", "", AT, address="10.0.0.1")


def test_everyone_changes_their_own_and_nobody_else_s(cast: Shop) -> None:
    sam, seal = cast.staff["sam"], credentials.seal(cast.staff["sam"])
    with pytest.raises(credentials.NotYours):
        credentials.set_own_password(sam, old=PASSWORD, new="nytt lösenord", by=cast.kim, at=AT)
    with pytest.raises(credentials.OldPasswordWrong):
        credentials.set_own_pin(sam, password="fel", pin="7777", by=cast.sam, at=AT)
    assert credentials.is_sealed(sam, seal)
    credentials.set_own_pin(sam, password=PASSWORD, pin="7777", by=cast.sam, at=AT)
    assert not credentials.is_sealed(sam, seal)
    assert pins.vouch(sam.pk, "7777", AT).name == "Sam Berg"


def test_a_token_is_its_role_at_its_site_and_only_its_hash_is_kept(cast: Shop) -> None:
    made, text = tokens.make(name="Kassa", role="api_full", site=cast.workshop, by=cast.mo, at=AT)
    assert text.startswith("vx_")
    assert len(text) == 46
    assert text not in str(ApiToken.objects.values().get()) + str(History.objects.get(action="tokens.make").note)
    machine = actors.for_token(text, AT)
    assert (machine.kind, machine.name, machine.site_id, machine.id) == ("token", "Kassa", cast.workshop.pk, made.pk)
    assert machine.may("sales.ring_up", cast.workshop.pk)
    assert not machine.may("sales.ring_up", cast.tyres.pk)
    assert not machine.may("tokens.make", cast.workshop.pk)


def test_a_token_ends_when_it_expires_or_is_revoked(cast: Shop) -> None:
    _short, text = tokens.make(name="Kort", role="counter", expires_at=AT + QUARTER, by=cast.mo, at=AT)
    assert actors.for_token(text, AT).name == "Kort"
    with pytest.raises(tokens.BadToken):
        actors.for_token(text, AT + QUARTER)
    revoked, other = tokens.make(name="Bort", role="counter", by=cast.mo, at=AT)
    assert actors.for_token(other, AT).name == "Bort"
    tokens.revoke(revoked, by=cast.mo, at=AT)
    for wrong in (other, "vx_", "", other + "x"):
        with pytest.raises(tokens.BadToken):
            actors.for_token(wrong, AT)
    assert tokens.BadToken.status == 401


def test_a_token_revoked_elsewhere_is_known_for_seconds_at_most(cast: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    made, text = tokens.make(name="Bort", role="counter", by=cast.mo, at=AT)
    moment = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: moment)
    assert actors.for_token(text, AT).name == "Bort"
    ApiToken.objects.filter(pk=made.pk).update(revoked_at=AT)
    moment += 2.1
    with pytest.raises(tokens.BadToken):
        actors.for_token(text, AT)


def test_who_may_not_make_such_a_token_does_not(cast: Shop) -> None:
    with pytest.raises(Forbidden):
        tokens.make(name="Min", role="owner", site=cast.workshop, by=manager(cast), at=AT)
    assert not ApiToken.objects.exists()


def test_a_throttle_lets_a_burst_through_and_then_a_steady_stream() -> None:
    limit = throttle.Throttle(per_minute=60, burst=3)
    for _ in range(3):
        limit.check("a", now_s=0.0)
    with pytest.raises(throttle.TooOften) as refused:
        limit.check("a", now_s=0.0)
    assert (refused.value.status, refused.value.retry_after_s) == (429, 2)
    limit.check("b", now_s=0.0)
    limit.check("a", now_s=1.0)
    with pytest.raises(throttle.TooOften):
        limit.check("a", now_s=1.0)


def test_a_closed_site_keeps_its_history(cast: Shop) -> None:
    sites.close(cast.tyres, by=cast.mo, at=AT)
    assert Site.objects.get(code="GBG").closed_at == AT

"""Other programs' tokens: made and shown once, given no more than one has, shut out."""

from datetime import timedelta

import pytest

from vaxel.business.locations import tokens
from vaxel.business.locations.models import ApiToken
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Shop:
    return shop()


def test_a_token_is_shown_once_and_opens_its_role_at_its_site(cast: Shop) -> None:
    mo = Desk("mo")
    page = mo.form("/programs/make", name=" Web  shop ", role="counter", site=cast.workshop.pk, lasts="30")
    text = page.text.split('id="token" value="')[1].split('"')[0]
    held = ApiToken.objects.get()
    assert (held.name, held.role.key, held.site) == ("Web shop", "counter", cast.workshop)
    assert held.expires_at is not None
    assert timedelta(days=29) < held.expires_at - clock.now() < timedelta(days=31)
    assert tokens.actor(text, clock.now()).may("sales.ring_up", cast.workshop.pk)
    assert text not in mo.get("/programs").text
    assert "Web shop" in mo.get("/programs").text


def test_one_without_a_name_is_refused(cast: Shop) -> None:
    assert Desk("mo").form("/programs/make", name=" ", role="counter").status == 400
    assert not ApiToken.objects.exists()


def test_it_is_shut_out_alone(cast: Shop) -> None:
    mo = Desk("mo")
    made = [tokens.make(name=name, role="counter", by=cast.mo, at=AT) for name in ("one", "two")]
    assert mo.post(f"/programs/{made[0][0].pk}/revoke").status == 204
    tokens.forget()
    with pytest.raises(tokens.BadToken):
        tokens.actor(made[0][1], clock.now())
    assert tokens.actor(made[1][1], clock.now()).name == "two"


def test_who_may_not_make_tokens_makes_none(cast: Shop) -> None:
    kim = Desk("kim")
    assert kim.get("/programs").status == 403
    assert kim.form("/programs/make", name="x", role="counter", site=cast.workshop.pk).status == 403
    assert not ApiToken.objects.exists()


def test_three_ask_as_often_as_one(cast: Shop) -> None:
    mo = Desk("mo")
    tokens.make(name="0", role="counter", by=cast.mo, at=AT)
    once = asked(mo, "/programs")
    for n in (1, 2):
        tokens.make(name=str(n), role="counter", by=cast.mo, at=AT)
    assert asked(mo, "/programs") == once


def test_swedish(cast: Shop) -> None:
    assert "Andra program" in Desk("mo", language="sv").get("/programs").text

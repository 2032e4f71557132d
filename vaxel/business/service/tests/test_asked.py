"""Customers' questions, requests for a visit, and the counter's tiles."""

from datetime import date
from typing import Any

import pytest

from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets import questions, quick_keys, visit_requests
from vaxel.business.tickets.models import Question, QuickKey, VisitRequest
from vaxel.business.tickets.refusals import ReasonMissing
from vaxel.business.tickets.visit_requests import Wish
from vaxel.kernel.models import TrayItem
from vaxel.kernel.refusals import BadInput, Forbidden

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def floor() -> Floor:
    return workshop()


def kim(floor: Floor) -> dict[str, Any]:
    return {"by": floor.shop.kim, "at": AT}


def open_items() -> list[str]:
    return list(TrayItem.objects.filter(closed_at=None).values_list("kind", flat=True))


def test_a_question_lies_in_the_tray_until_the_last_one_is_answered(floor: Floor) -> None:
    before = floor.now().version
    first = questions.ask(floor.ticket, text=" When is it done? ", name="Bo", **kim(floor))
    second = questions.ask(floor.ticket, text="May I have the old pads?", **kim(floor))
    assert (first.text, floor.now().version) == ("When is it done?", before + 2)
    assert open_items() == ["tickets.question"] * 2
    with pytest.raises(questions.NothingAnswered):
        questions.answer(first, text="  ", **kim(floor))
    questions.answer(first, text="At three", **kim(floor))
    assert open_items() == ["tickets.question"] * 2
    questions.answer(second, text="Yes", **kim(floor))
    assert open_items() == []
    assert [(one.text, one.answer) for one in questions.of(floor.ticket)] == [
        ("When is it done?", "At three"), ("May I have the old pads?", "Yes"),
    ]  # fmt: skip


def test_an_empty_question_and_one_too_many_are_refused(floor: Floor) -> None:
    with pytest.raises(questions.NothingAsked):
        questions.ask(floor.ticket, text=" \n", **kim(floor))
    for n in range(questions.MOST_OPEN):
        questions.ask(floor.ticket, text=f"And {n}?", **kim(floor))
    with pytest.raises(questions.AskedEnough):
        questions.ask(floor.ticket, text="And?", **kim(floor))
    assert Question.objects.count() == questions.MOST_OPEN


def test_a_request_is_kept_as_it_came_and_taken_up_once(floor: Floor) -> None:
    site = floor.shop.workshop
    wish = Wish(name="Eva Ros", phone="070-1", plate="XYZ 98A", wish="Winter tyres", wanted_on=TODAY)
    made = visit_requests.ask(site, wish, today=TODAY, by=visit_requests.public(site), at=AT)
    assert (made.state, made.plate, open_items()) == ("new", "XYZ 98A", ["tickets.visit_request"])
    taken = visit_requests.take_up(made, ticket=floor.ticket, **kim(floor))
    assert (taken.state, taken.ticket, open_items()) == ("taken", floor.ticket, [])
    with pytest.raises(visit_requests.HandledAlready, match="Kim Lund"):
        visit_requests.decline(made, reason="Full", **kim(floor))
    assert VisitRequest.objects.get().state == "taken"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"name": " "}, visit_requests.NameMissing),
        ({"phone": "", "email": ""}, visit_requests.NoWayBack),
        ({"wish": ""}, visit_requests.WishMissing),
        ({"wanted_on": date(2026, 11, 23)}, visit_requests.DayGone),
    ],
)
def test_a_request_that_nobody_can_answer_is_refused(
    floor: Floor, change: dict[str, Any], refusal: type[BadInput]
) -> None:
    written: dict[str, Any] = {"name": "Eva", "phone": "070-1", "wish": "Tyres", **change}
    site = floor.shop.workshop
    with pytest.raises(refusal):
        visit_requests.ask(site, Wish(**written), today=TODAY, by=visit_requests.public(site), at=AT)
    assert (VisitRequest.objects.count(), open_items()) == (0, [])


def test_declining_needs_a_reason_and_the_public_may_only_ask(floor: Floor) -> None:
    site = floor.shop.workshop
    wish = Wish(name="Eva", phone="070-1", wish="Tyres")
    made = visit_requests.ask(site, wish, today=TODAY, by=visit_requests.public(site), at=AT)
    with pytest.raises(ReasonMissing):
        visit_requests.decline(made, reason=" ", **kim(floor))
    with pytest.raises(Forbidden):
        visit_requests.decline(made, reason="x", by=visit_requests.public(site), at=AT)
    with pytest.raises(Forbidden):
        visit_requests.ask(floor.shop.tyres, wish, today=TODAY, by=visit_requests.public(site), at=AT)
    assert VisitRequest.objects.get().state == "new"
    declined = visit_requests.decline(made, reason="Full until May", **kim(floor))
    assert (declined.state, declined.note) == ("declined", "Full until May")


def test_tiles_stand_in_the_order_they_are_put(floor: Floor) -> None:
    site = floor.shop.workshop
    pads = quick_keys.add(site, part=floor.pads, language="en", **kim(floor))
    blades = quick_keys.add(site, part=floor.blades, label="Blade", **kim(floor))
    hour = quick_keys.add(site, operation=floor.change_pads, **kim(floor))
    assert [key.label for key in quick_keys.of(site)] == ["Brake pads", "Blade", "Byta belägg"]
    quick_keys.move(hour, steps=-2, **kim(floor))
    quick_keys.name(blades, label=" Torkarblad ", **kim(floor))
    assert [key.label for key in quick_keys.of(site)] == ["Byta belägg", "Brake pads", "Torkarblad"]
    quick_keys.remove(pads, **kim(floor))
    assert [key.label for key in quick_keys.of(site)] == ["Byta belägg", "Torkarblad"]
    assert quick_keys.of(floor.shop.tyres) == []


def test_a_tile_is_one_thing_once(floor: Floor) -> None:
    site = floor.shop.workshop
    with pytest.raises(quick_keys.NothingOnKey):
        quick_keys.add(site, **kim(floor))
    with pytest.raises(quick_keys.NothingOnKey):
        quick_keys.add(site, part=floor.pads, operation=floor.change_pads, **kim(floor))
    key = quick_keys.add(site, part=floor.pads, **kim(floor))
    with pytest.raises(quick_keys.OnKeyAlready, match="Bromsbelägg"):
        quick_keys.add(site, part=floor.pads, **kim(floor))
    with pytest.raises(quick_keys.NothingOnKey):
        quick_keys.name(key, label=" ", **kim(floor))
    assert QuickKey.objects.get().label == "Bromsbelägg"

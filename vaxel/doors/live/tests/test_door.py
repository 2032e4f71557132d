"""`/live`: what is newer, to whoever has a session, without a query."""

import json
from typing import Any

import pytest
from django.test import Client

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Staff
from vaxel.business.locations.tests.cast import PASSWORD
from vaxel.business.service.tests.cast import AT, workshop
from vaxel.business.stock import adjustments
from vaxel.business.stock.tests.shelves import MO
from vaxel.doors.live.door import MOST_TOPICS
from vaxel.kernel import live

pytestmark = pytest.mark.django_db(transaction=True)


def logged_in() -> Client:
    client = Client()
    client.post("/login", {"email": Staff.objects.get(email="kim@vaxel.example").email, "password": PASSWORD})
    return client


def test_a_change_of_a_shelf_is_told_without_asking_the_database(django_assert_num_queries: object) -> None:
    floor = workshop()
    kim, seen, pads = logged_in(), live.versions.now(), floor.pads
    topics: dict[str, Any] = {"since": str(seen), "t": [f"stock:{pads.pk}", "stock:other"]}
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert kim.get("/live", topics).status_code == 204
    adjustments.adjust(
        Part.objects.get(pk=pads.pk), floor.shop.workshop, quantity_milli=1000, reason="found", by=MO, at=AT
    )
    with django_assert_num_queries(0):  # type: ignore[operator]
        answer = kim.get("/live", topics)
    told = json.loads(answer.content)
    assert (answer.status_code, list(told["newer"])) == (200, [f"stock:{pads.pk}"])
    assert seen < told["newer"][f"stock:{pads.pk}"] <= told["now"]
    assert answer["Cache-Control"] == "no-store"
    assert kim.get("/live", {**topics, "since": str(told["now"])}).status_code == 204


def test_who_has_no_session_is_told_nothing() -> None:
    workshop()
    assert Client().get("/live", {"since": "0", "t": "stock:a"}).status_code == 401
    forged = Client()
    forged.cookies["sessionid"] = "made:up:here"
    assert forged.get("/live", {"since": "0", "t": "stock:a"}).status_code == 401


def test_what_is_no_question_is_refused() -> None:
    workshop()
    kim = logged_in()
    questions: tuple[dict[str, Any], ...] = (
        {"t": "a"}, {"since": "-1", "t": "a"}, {"since": "1" * 17, "t": "a"}, {"since": 1, "t": ""},
        {"since": 1, "t": "x" * 81}, {"since": 1, "t": ["a"] * (MOST_TOPICS + 1)},
    )  # fmt: skip
    for wrong in questions:
        assert kim.get("/live", wrong).status_code == 400, wrong

"""Ids, states and events."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from vaxel.kernel import backoff, events
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import Event, EventDelivery
from vaxel.kernel.states import Machine, WrongState
from vaxel.kernel.tests.sample import SampleHappened

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_ids_are_ordered_by_time_and_differ() -> None:
    made = [new_id() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert {one.version for one in made} == {7}
    assert [one.int >> 80 for one in made] == sorted(one.int >> 80 for one in made)


def test_a_state_moves_only_along_its_table() -> None:
    ticket = Machine("ticket", draft="open", open="posted", posted="")
    assert ticket.check("draft", "open") == "open"
    with pytest.raises(WrongState, match=r"The ticket is “posted” and cannot become “open”\."):
        ticket.check("posted", "open")
    ticket.called("Ärendet", posted="Fakturerat", open="Öppet")
    with pytest.raises(WrongState, match=r"The Ärendet is “Fakturerat” and cannot become “Öppet”\.") as refused:
        ticket.check("posted", "open")
    assert refused.value.params == {"thing": "ticket", "state": "posted", "wanted": "open"}
    with pytest.raises(ValueError, match="no row"):
        Machine("ticket", draft="nowhere")


@pytest.mark.django_db
def test_an_event_is_told_again_until_all_have_dealt_with_it() -> None:
    heard: list[str] = []

    def steady(body: dict[str, Any], at: datetime) -> None:
        heard.append(f"steady {body['number']}")

    def failing_once(body: dict[str, Any], at: datetime) -> None:
        heard.append("failing")
        if heard.count("failing") == 1:
            raise RuntimeError("printer on fire")

    try:
        events.subscribe(SampleHappened)(steady)
        events.subscribe(SampleHappened)(failing_once)
        Event.objects.create(**dict(zip(events.COLUMNS, events.row_of(SampleHappened(7), AT), strict=True)))
        assert events.tell_waiting(AT) == 0
        assert events.tell_waiting(AT) == 0, "it waits before it is told again"
        assert events.tell_waiting(AT + timedelta(minutes=2)) == 1
        assert events.tell_waiting(AT + timedelta(minutes=9)) == 0
    finally:
        events._subscribers.pop(events.name_of(SampleHappened))
    assert heard == ["steady 7", "failing", "failing"]
    assert EventDelivery.objects.count() == 2


@pytest.mark.django_db
def test_lanes_take_handles_in_blocks_and_never_the_same() -> None:
    from vaxel.kernel import numbering

    till = [numbering.handle("ticket", "K1") for _ in range(51)]
    other = [numbering.handle("ticket", "K2") for _ in range(2)]
    assert till == [*range(1, 51), 51]
    assert other == [101, 102]
    assert numbering.take("ticket") == 151
    assert [numbering.handle("ticket", "K1"), numbering.handle("ticket", "K2")] == [52, 103]


def test_one_waits_longer_each_time_and_an_hour_at_most() -> None:
    assert [backoff.pause_s(tries) for tries in range(9)] == [0, 5, 30, 120, 600, 1800, 3600, 3600, 3600]

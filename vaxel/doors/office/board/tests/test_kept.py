"""Drawn once for all who look, until something changes, a minute passes, or one has changed something oneself."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from vaxel.doors.office.board import kept
from vaxel.kernel import clock, live
from vaxel.kernel.ids import new_id

SITE = new_id()
NOW = clock.now().replace(second=10)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Outside a transaction, with nothing kept."""
    monkeypatch.setattr(kept, "in_transaction", lambda: False)
    kept.forget()
    yield
    kept.forget()


def drawn(counter: list[int], **change: object) -> int:
    said: dict[str, object] = {"what": "x", "sites": [SITE], "now": NOW} | change

    def make() -> int:
        counter.append(1)
        return len(counter)

    return kept.kept(said["what"], said["sites"], said["now"], make, fresh=bool(said.get("fresh")))  # type: ignore[arg-type]


def test_it_is_drawn_once_and_again_when_the_board_has_changed() -> None:
    made: list[int] = []
    assert [drawn(made), drawn(made)] == [1, 1]
    live.versions.change([f"board:{SITE}"])
    assert [drawn(made), drawn(made)] == [2, 2]
    live.versions.change([f"board:{new_id()}"])
    assert drawn(made) == 2


def test_a_minute_is_the_longest_and_another_question_is_another_drawing() -> None:
    made: list[int] = []
    assert [drawn(made), drawn(made, now=NOW + timedelta(seconds=60)), drawn(made, what="y")] == [1, 2, 3]


def test_who_changed_something_sees_it_and_the_others_see_what_they_saw() -> None:
    made: list[int] = []
    assert [drawn(made), drawn(made, fresh=True), drawn(made)] == [1, 2, 2]


def test_only_so_much_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    made: list[int] = []
    for what in ("a", "b", "c", "a"):
        drawn(made, what=what)
    assert len(made) == 4

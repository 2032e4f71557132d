"""Many rows in few statements, the same on both databases."""

from datetime import UTC, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.kernel.db import rows
from vaxel.kernel.models import Event, History, Series, TrayItem

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, 0, 123_456, tzinfo=UTC)
ITEM = ("id", "kind", "site_id", "subject_kind", "subject_id", "facts", "opened_at", "closed_at", "closed_by", "note")


def items(many: int) -> list[UUID]:
    """Tray items that are open."""
    ids = [uuid4() for _ in range(many)]
    rows.insert(
        TrayItem, ITEM, [(one, "k", None, "s", one, {"å": [1, '{,}"']}, AT, None, "", "a\\b, {c}") for one in ids]
    )
    return ids


def test_what_is_stored_is_read_back_as_it_was() -> None:
    [one] = items(1)
    item = TrayItem.objects.get()
    assert (item.id, item.subject_id, item.site_id, item.closed_at) == (one, one, None, None)
    assert (item.facts, item.opened_at, item.note) == ({"å": [1, '{,}"']}, AT, "a\\b, {c}")


def test_a_moment_read_off_a_wall_elsewhere_is_the_same_moment() -> None:
    [one] = items(1)
    there = AT.astimezone(ZoneInfo("Europe/Stockholm"))
    rows.update(TrayItem, ("id",), ("closed_at",), [(one, there)])
    assert TrayItem.objects.get().closed_at == AT
    assert TrayItem.objects.filter(closed_at__lte=AT).count() == 1


def test_rows_whose_key_exists_are_passed_over() -> None:
    Series.objects.create(name="a", last=7)
    assert rows.insert_new(Series, ("name", "last"), [("a", 1), ("b", 2)], key="name") == 1
    assert dict(Series.objects.values_list("name", "last")) == {"a": 7, "b": 2}


def test_rows_whose_key_exists_are_overwritten() -> None:
    Series.objects.create(name="a", last=7)
    rows.insert_new(Series, ("name", "last"), [("a", 1), ("b", 2)], key="name", or_replace=("last",))
    assert dict(Series.objects.values_list("name", "last")) == {"a": 1, "b": 2}


def test_each_row_has_its_own_new_values() -> None:
    first, second, third = items(3)
    changed = rows.update(
        TrayItem, ("id",), ("closed_at", "note", "facts"), [(second, AT, "x", {"n": 2}), (first, None, "y", {"n": 1})]
    )
    assert changed == 2
    found = {one.id: (one.closed_at, one.note, one.facts) for one in TrayItem.objects.all()}
    assert found[first] == (None, "y", {"n": 1})
    assert found[second] == (AT, "x", {"n": 2})
    assert found[third][1] == "a\\b, {c}"


def test_amounts_are_added_where_the_condition_holds_and_the_answer_says_what_is_now() -> None:
    rows.insert(Series, ("name", "last"), [("a", 5), ("b", 1), ("c", 2**40)])
    left = rows.update_returning(
        Series, ("name",), (), [("a", -3), ("b", -3), ("c", -3), ("none", -3)], ("name", "last"), add=("last",),
        where="t.last + v.last >= 0",
    )  # fmt: skip
    assert sorted(left) == [("a", 2), ("c", 2**40 - 3)]
    assert rows.update(Series, ("name", "last"), (), [("b", 1)], also="last = t.last * 10") == 1
    assert Series.objects.get(name="b").last == 10


def test_ids_come_back_as_ids() -> None:
    [one] = items(1)
    assert rows.update_returning(TrayItem, ("id",), ("note",), [(one, "z")], ("id", "site_id")) == [(one, None)]


def test_a_table_of_rows_finds_the_way_back() -> None:
    rows.insert(Series, ("name", "last"), [("a", 5), ("b", 1)])
    wanted, params = rows.table(Series, ("name",), [("b",), ("x",), ("a",)])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT v.n, s.last FROM {wanted} JOIN kernel_series AS s ON s.name = v.name", params)
        assert sorted(cursor.fetchall()) == [(1, 1), (3, 5)]


def test_nothing_asks_nothing_and_many_ask_once_per_chunk() -> None:
    def statements(many: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            rows.insert(Event, ("name", "body", "at", "told_at", "next_try_at", "tries", "last_error"),
                        [("e", {}, AT, None, AT, 0, "")] * many)  # fmt: skip
        return len(queries)

    assert [statements(many) for many in (0, 1, 3, 400, 401)] == [0, 1, 1, 1, 2]
    assert Event.objects.filter(told_at=None, at=AT).count() == 805


def test_history_takes_all_kinds_of_columns() -> None:
    names = ("id", "action", "at", "recorded_at", "actor_kind", "actor_id", "actor_name", "outcome", "inner", "note")
    rows.insert(History, names, [(uuid4(), "a", AT, AT, "staff", None, "Åsa", "done", [[1, "x"]], {})])
    line = History.objects.get()
    assert (line.at, line.actor_id, line.actor_name, line.inner, line.note) == (AT, None, "Åsa", [[1, "x"]], {})

"""What is held back until the end of `together`: all of it is stored, or nothing; nobody reads round it."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import reads, rows, statements
from vaxel.kernel.models import History, Series
from vaxel.kernel.tests.test_rows import AT

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def store(name: str, last: int = 0) -> None:
    rows.insert(Series, ("name", "last"), [(name, last)])


def held() -> dict[str, int]:
    return dict(Series.objects.values_list("name", "last"))


def test_all_of_it_is_stored_at_the_end() -> None:
    with statements.together():
        store("a", 1)
        store("b", 2)
    assert held() == {"a": 1, "b": 2}


def test_on_postgresql_it_is_one_statement() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("there a statement costs no way there and back")
    with CaptureQueriesContext(connection) as asked, statements.together():
        store("a")
        store("b")
        store("c")
    assert len(asked) == 1
    assert set(held()) == {"a", "b", "c"}


def test_a_read_inside_sees_what_was_held_back() -> None:
    with statements.together():
        store("a", 7)
        assert reads.select(Series, ("last",), "t.name = %s", ["a"]) == [(7,)]
        assert rows.update(Series, ("name",), (), [("a", 1)], add=("last",)) == 1
    assert held() == {"a": 8}


def test_two_changes_of_one_row_are_both_made() -> None:
    Series.objects.create(name="a", last=1)
    with statements.together():
        rows.overwrite(Series, "name", "a", ("last",), (5,))
        rows.overwrite(Series, "name", "a", ("last",), (6,))
        store("b", 1)
        rows.overwrite(Series, "name", "b", ("last",), (9,))
    assert held() == {"a": 6, "b": 9}


def test_a_block_inside_a_block_ends_with_the_outer_one() -> None:
    with statements.together():
        with statements.together():
            store("a")
        store("b")
    assert set(held()) == {"a", "b"}


def test_after_an_error_nothing_is_sent() -> None:
    def work() -> None:
        with transaction.atomic(), statements.together():
            store("a")
            raise LookupError

    with pytest.raises(LookupError):
        work()
    store("b")
    assert held() == {"b": 0}


def test_an_error_of_what_was_held_back_is_the_actions_own_and_undoes_it() -> None:
    Series.objects.create(name="taken", last=3)
    name = f"tests.clash_{uuid4().hex}"

    @action(name)
    def clash(*, by: Actor, at: datetime) -> None:
        with statements.together():
            store("new")
            store("taken")

    with pytest.raises(IntegrityError):
        clash(by=SYSTEM, at=AT)
    assert held() == {"taken": 3}
    assert not History.objects.filter(action=name).exists()

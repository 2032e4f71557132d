"""Conditions written into the statement, so that partial indexes serve it."""

import pytest
from django.db.models import Q

from vaxel.kernel.models import Work
from vaxel.kernel.tests.test_rows import AT

STATES = ("waiting", "done")


def test_constants_stand_in_the_statement_itself() -> None:
    sql, params = Work.objects.filter(state__among=["waiting", "running"]).query.sql_with_params()
    assert "IN ('waiting', 'running')" in sql
    assert params == ()


@pytest.mark.parametrize("constant", ["o'clock", "a b", "Ä", 1.5, None])
def test_anything_but_a_number_or_a_plain_word_is_refused(constant: object) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        str(Work.objects.filter(Q(state__among=[constant])).query)


@pytest.mark.django_db
def test_it_finds_what_stands_there() -> None:
    waiting, _done = (Work.objects.create(task="t", state=one, enqueued_at=AT, run_after=AT) for one in STATES)
    assert list(Work.objects.filter(state__among=["waiting"])) == [waiting]
    assert Work.objects.filter(state__among=STATES).count() == 2

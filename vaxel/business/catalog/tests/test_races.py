"""Several at once: one adds the part, the others are told who has the number; the index follows real commits."""

import threading

import pytest
from django.db import connection

from vaxel.business.catalog import search
from vaxel.business.catalog.models import Brand, Part, PartSearch
from vaxel.business.catalog.parts import NumberTaken
from vaxel.business.catalog.tests.cast import pads
from vaxel.kernel import checks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def test_eight_add_the_same_number_and_one_does() -> None:
    outcomes: list[str] = []

    def ask() -> None:
        try:
            pads()
            outcomes.append("added")
        except NumberTaken:
            outcomes.append("taken")
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["added"] + ["taken"] * 7
    assert (Part.objects.count(), Brand.objects.count(), PartSearch.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("name", ["Bromsklossar", "Tändstift"])
def test_an_emptied_database_finds_nothing_of_before(name: str) -> None:
    assert search.parts("bromsklossar") == search.parts("tändstift") == []
    pads(name_sv=name)
    assert [hit.name_sv for hit in (*search.parts("bromsklossar"), *search.parts("tändstift"))] == [name]
    assert checks.run("catalog.search") == []

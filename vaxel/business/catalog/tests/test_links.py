"""Interchange and supersession: chains found from any of their numbers, circles refused, groups not run together."""

from datetime import date, timedelta
from typing import Any

import pytest

from vaxel.business.catalog import codes, fits, links, parts, search
from vaxel.business.catalog.fit_models import InterchangeGroup, Supersession
from vaxel.business.catalog.tests.cast import AT, MO, pads
from vaxel.business.catalog.tests.test_fits import GOLF, golf
from vaxel.business.catalog.wishes import NotAmong

pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = {"by": MO, "at": AT}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaxel.kernel.clock.now", lambda: AT + timedelta(days=1))


def test_any_number_of_a_chain_finds_what_is_sold_today_and_shows_the_chain() -> None:
    first, second, third = pads("OLD1"), pads("MID2"), pads("NEW3")
    links.supersede(first, new=second, **SAID)
    links.supersede(second, new=third, kind="use_up_old_first", **SAID)
    hits = search.parts("old-1")
    assert [(hit.rank, hit.number, hit.matched) for hit in hits] == [
        ("number", "OLD1", ""), ("replacement", "MID2", "OLD1"), ("replacement", "NEW3", "OLD1"),
    ]  # fmt: skip
    assert [one.number for one in hits[0].replaced_by] == ["MID2", "NEW3"]
    assert [one.number for one in hits[2].replaces] == ["MID2", "OLD1"]
    assert search.certain(hits) == hits[0]
    assert links.head(first, date(2026, 11, 25)) == [third]
    assert links.head(third, date(2026, 11, 25)) == [third]
    assert hits[1].why == "replaces OLD1"


def test_a_replacement_holds_from_its_day() -> None:
    old, new = pads("OLD1"), pads("NEW3")
    links.supersede(old, new=new, from_day=date(2027, 1, 1), **SAID)
    assert [hit.number for hit in search.parts("OLD1")] == ["OLD1"]
    assert links.head(old, date(2027, 1, 1)) == [new]


def test_circles_are_refused_and_change_nothing() -> None:
    a, b, c = pads("A1"), pads("B1"), pads("C1")
    links.supersede(a, new=b, **SAID)
    links.supersede(b, new=c, **SAID)
    with pytest.raises(links.Circle):
        links.supersede(c, new=a, **SAID)
    with pytest.raises(links.OnePart):
        links.supersede(a, new=a, **SAID)
    with pytest.raises(NotAmong):
        links.supersede(a, new=c, kind="perhaps", **SAID)
    assert Supersession.objects.count() == 2
    links.remove(Supersession.objects.get(old=b), **SAID)
    links.supersede(c, new=a, **SAID)
    assert links.head(c, date(2026, 11, 25)) == [b]


def test_a_chain_has_a_longest_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "LONGEST_CHAIN", 2)
    chain = [pads(f"L{n}") for n in range(4)]
    links.supersede(chain[0], new=chain[1], **SAID)
    links.supersede(chain[2], new=chain[3], **SAID)
    with pytest.raises(links.ChainTooLong):
        links.supersede(chain[1], new=chain[2], **SAID)
    assert Supersession.objects.count() == 2


def test_one_old_becomes_two_new_ones() -> None:
    old, left, right = pads("SET"), pads("LEFT"), pads("RIGHT")
    for one in (left, right):
        links.supersede(old, new=one, kind="one_to_many", **SAID)
    assert {one.number for one in links.head(old, date(2026, 11, 25))} == {"LEFT", "RIGHT"}


def test_a_group_is_found_by_each_number_and_groups_do_not_run_together() -> None:
    a, b, c = pads("A1"), pads("B1"), pads("C1")
    group = links.join([a, b], source="file", **SAID)
    links.join([b, c], **SAID)
    assert [(hit.rank, hit.number, hit.matched) for hit in search.parts("A1")] == [
        ("number", "A1", ""), ("interchange", "B1", "A1"),
    ]  # fmt: skip
    assert {one.number for one in search.parts("B1")[0].interchange} == {"A1", "C1"}
    links.part(group, parts=[a], **SAID)
    assert InterchangeGroup.objects.count() == 1
    assert [hit.number for hit in search.parts("A1")] == ["A1"]
    with pytest.raises(links.OnePart):
        links.join([a, a], **SAID)


def test_a_substitute_is_followed_one_way() -> None:
    a, b = pads("A1"), pads("B1")
    links.substitute(a, by_part=b, **SAID)
    assert [hit.number for hit in search.parts("A1")] == ["A1", "B1"]
    assert [hit.number for hit in search.parts("B1")] == ["B1"]


def test_what_interchanges_with_what_fits_fits_probably() -> None:
    known, other = pads("A1"), pads("B1", name_sv="Klossar")
    fits.add(known, fits=[GOLF], **SAID)
    links.join([known, other], **SAID)
    (hit,) = search.parts("klossar", vehicle=golf())
    assert hit.fit is not None
    assert (hit.fit.level, hit.fit.through) == ("probably", "Bosch A1")


def test_another_brands_number_is_its_own_rank_and_retired_ones_are_not_offered() -> None:
    part, old = pads("A1"), pads("OLD1")
    codes.add(part, kind="cross", text="TRW GDB-1550", **SAID)
    assert [(hit.rank, hit.why) for hit in search.parts("trwgdb1550")] == [("cross", "instead of TRW GDB-1550")]
    links.supersede(old, new=part, **SAID)
    parts.retire(part, **SAID)
    assert [hit.number for hit in search.parts("OLD1")] == ["OLD1"]

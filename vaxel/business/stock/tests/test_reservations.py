"""Holding, releasing and issuing: all or none, never more than there is, every reservation ends once."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.catalog.models import Part
from vaxel.business.stock import places, reservations
from vaxel.business.stock.models import Movement, Reservation
from vaxel.business.stock.short import Short
from vaxel.business.stock.tests.shelves import (
    AT,
    MO,
    _hold,
    _issue,
    _release,
    hold,
    into,
    issue,
    move,
    out,
    part,
    release,
    shelf,
    site,
    wish,
)
from vaxel.kernel import clock, tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> UUID:
    """The store of the workshop."""
    return places.store(site().pk)


@pytest.fixture
def pads(here: UUID) -> Part:
    """Brake pads, five in store for 500.00."""
    made = part("P 85 020", norm="P85020")
    move([into(made, here, 5, 50_000)])
    return made


def states() -> list[tuple[str, int]]:
    """Every reservation's state and quantity in pieces, sorted."""
    return sorted((one.state, one.quantity_milli // 1000) for one in Reservation.objects.all())


def test_what_is_held_cannot_be_sold_to_another(here: UUID, pads: Part) -> None:
    hold(wish(pads, here, 4))
    assert shelf(pads, here) == (5, 4, 50_000)
    with pytest.raises(Short) as refused:
        move([out(pads, here, 2)])
    assert (refused.value.lines[0].wanted_milli, refused.value.lines[0].available_milli) == (2_000, 1_000)
    assert shelf(pads, here) == (5, 4, 50_000)


def test_all_wishes_or_none_k35(here: UUID, pads: Part) -> None:
    discs = part("D 1")
    with pytest.raises(Short) as refused:
        hold(wish(pads, here, 3), wish(pads, here, 3), wish(discs, here, 1))
    assert [(line.number, line.wanted_milli) for line in refused.value.lines] == [("D 1", 1_000), ("P 85 020", 6_000)]
    assert (shelf(pads, here), states()) == ((5, 0, 50_000), [])


def test_released_once_k37(here: UUID, pads: Part) -> None:
    line = uuid4()
    hold(wish(pads, here, 3, source_id=line), wish(pads, here, 1, source_id=line))
    assert sorted(one.quantity_milli for one in reservations.held_for([line])) == [1_000, 3_000]
    assert len(release(line)) == 2
    assert release(line) == []
    assert (shelf(pads, here), states()) == ((5, 0, 50_000), [("released", 1), ("released", 3)])


def test_issued_from_what_is_held_and_then_from_what_is_free(here: UUID, pads: Part) -> None:
    line = uuid4()
    hold(wish(pads, here, 2, source_id=line), wish(pads, here, 2))
    [moved] = issue([out(pads, here, 3, source_id=line)])
    assert (moved.value_minor, moved.on_hand_milli, moved.reserved_milli) == (-30_000, 2_000, 2_000)
    assert states() == [("held", 2), ("issued", 2)]


def test_anothers_reservation_is_not_used_up(here: UUID, pads: Part) -> None:
    line = uuid4()
    hold(wish(pads, here, 2, source_id=line), wish(pads, here, 3))
    with pytest.raises(Short) as refused:
        issue([out(pads, here, 3, source_id=line)])
    assert (refused.value.lines[0].wanted_milli, refused.value.lines[0].available_milli) == (3_000, 2_000)
    assert (shelf(pads, here), states()) == ((5, 5, 50_000), [("held", 2), ("held", 3)])


def test_handed_out_by_scan_piece_by_piece_then_posted(here: UUID, pads: Part) -> None:
    line = uuid4()
    hold(wish(pads, here, 4, source_id=line))
    issue([out(pads, here, 1, source_id=line, kind="issue")], finish=False)
    assert (shelf(pads, here), states()) == ((4, 3, 40_000), [("held", 3)])
    issue([out(pads, here, 2, source_id=line, kind="issue", sequence=1)], finish=True)
    assert (shelf(pads, here), states()) == ((2, 0, 20_000), [("issued", 2)])
    assert sum(Movement.objects.filter(source_id=line).values_list("quantity_milli", flat=True)) == -3_000


def test_expired_once_however_often_it_is_asked_f6(here: UUID, pads: Part) -> None:
    hold(wish(pads, here, 1, expires_at=AT + timedelta(days=3)), wish(pads, here, 1))
    assert reservations.expire(by=MO, at=AT + timedelta(days=2)) == 0
    assert reservations.expire(by=MO, at=AT + timedelta(days=3)) == 1
    assert reservations.expire(by=MO, at=AT + timedelta(days=4)) == 0
    assert (shelf(pads, here), states()) == ((5, 1, 50_000), [("expired", 1), ("held", 1)])


def test_the_worker_frees_what_has_expired(here: UUID, pads: Part) -> None:
    hold(wish(pads, here, 1, expires_at=AT + timedelta(days=3)), wish(pads, here, 2, expires_at=AT + timedelta(days=3)))
    for later, expected in ((2, 0), (3, 1), (4, 0)):
        with clock.fixed(AT + timedelta(days=later)):
            assert tasks.do_waiting(clock.now()) == expected
    assert (shelf(pads, here), states()) == ((5, 0, 50_000), [("expired", 1), ("expired", 2)])


def test_statements_do_not_grow_with_the_lines(here: UUID) -> None:
    parts = [part() for _ in range(100)]
    move([into(one, here, 50, 5_000) for one in parts])

    def counted(many: int) -> tuple[int, ...]:
        line, other = uuid4(), uuid4()
        wishes = [wish(one, here, 1, source_id=line) for one in parts[:many]]
        again = [wish(one, here, 1, source_id=other) for one in parts[:many]]
        moves = [out(one, here, 1, source_id=line) for one in parts[:many]]
        counts = []
        for do in (
            lambda: _hold.function(wishes, by=MO, at=AT), lambda: _hold.function(again, by=MO, at=AT),
            lambda: _issue.function(moves, finish=True, by=MO, at=AT), lambda: _release.function([other], by=MO, at=AT),
        ):  # fmt: skip
            with CaptureQueriesContext(connection) as queries:
                do()
            counts.append(len(queries))
        return tuple(counts)

    assert [counted(many) for many in (1, 3, 100)] == [(3, 3, 5, 4)] * 3

"""Moves: worth, all or none, statements that do not grow with the lines, and history that only grows."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.stock import ledger, places
from vaxel.business.stock.models import Balance, Movement, StockLocation
from vaxel.business.stock.short import Short
from vaxel.business.stock.tests.shelves import AT, MO, into, move, out, part, shelf, site
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.models import Work

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> UUID:
    """The store of the workshop."""
    return places.store(site().pk)


@pytest.fixture
def pads() -> Part:
    """Brake pads."""
    return part("P 85 020", norm="P85020")


def test_moving_average_of_k74(here: UUID, pads: Part) -> None:
    move([into(pads, here, 10, 100_000)])
    move([into(pads, here, 5, 65_000)])
    assert shelf(pads, here) == (15, 0, 165_000)
    [moved] = move([out(pads, here, 4)])
    assert (moved.value_minor, moved.on_hand_milli, moved.revalued_minor) == (-44_000, 11_000, 0)
    assert shelf(pads, here) == (11, 0, 121_000)


def test_the_last_piece_takes_all_that_is_left_k75(here: UUID, pads: Part) -> None:
    move([into(pads, here, 3, 10_000)])
    values = [move([out(pads, here, 1)])[0].value_minor for _ in range(3)]
    assert values == [-3_333, -3_334, -3_333]
    assert shelf(pads, here) == (0, 0, 0)


def test_a_refusal_names_every_short_line_and_where_there_is_more_k35(here: UUID, pads: Part) -> None:
    there = places.store(site("LUND", "Lund").pk)
    discs, oil = part("D 1"), part("OIL")
    move([into(pads, here, 1, 100), into(oil, here, 9, 900), into(discs, there, 4, 400), into(pads, there, 2, 100)])
    before = Movement.objects.count()
    with pytest.raises(Short) as refused:
        move([out(pads, here, 2), out(oil, here, 1), out(discs, here, 2)])
    assert [(line.number, line.wanted_milli, line.available_milli, line.elsewhere) for line in refused.value.lines] == [
        ("D 1", 2_000, 0, (("Lund", 4_000),)), ("P 85 020", 2_000, 1_000, (("Lund", 2_000),)),
    ]  # fmt: skip
    assert Movement.objects.count() == before
    assert shelf(oil, here) == (9, 0, 900)


def test_the_van_and_the_other_site_are_offered_f30(here: UUID, pads: Part) -> None:
    there = places.store(site("LUND", "Lund").pk)
    van = StockLocation.objects.create(site=Site.objects.get(code="STH"), kind="van", name="Bil 1")
    gone = StockLocation.objects.create(site=Site.objects.get(code="STH"), kind="quarantine", name="Karantän")
    move([into(pads, van.pk, 2, 100), into(pads, there, 3, 100), into(pads, gone.pk, 9, 100)])
    with pytest.raises(Short) as refused:
        move([out(pads, here, 1)])
    assert refused.value.lines[0].elsewhere == (("Bil 1", 2_000), ("Lund", 3_000))
    with translation.override("en"):
        assert str(refused.value) == (
            "There is not enough of this part. P 85 020 Brake pads: 1 wanted, 0 available here, 2 in Bil 1, 3 in Lund."
        )


def test_a_back_dated_receipt_changes_the_balance_and_no_other_row_k32_f26(here: UUID, pads: Part) -> None:
    move([into(pads, here, 10, 100_000)])
    move([out(pads, here, 4)])
    before = list(Movement.objects.order_by("id").values())
    move([into(pads, here, 5, 65_000)], happened_at=AT - timedelta(days=3))
    assert shelf(pads, here) == (11, 0, 125_000)
    assert list(Movement.objects.filter(pk__in=[one["id"] for one in before]).order_by("id").values()) == before
    assert Movement.objects.earliest("happened_at").happened_at == AT - timedelta(days=3)


def test_when_the_action_returns_shelf_and_ledger_agree_without_a_worker_f31(here: UUID, pads: Part) -> None:
    move([into(pads, here, 2, 200)])
    move([out(pads, here, 1)])
    assert (shelf(pads, here), Movement.objects.count(), Work.objects.count()) == ((1, 0, 100), 2, 0)


def test_several_moves_of_one_balance_are_counted_together(here: UUID, pads: Part) -> None:
    move([into(pads, here, 3, 10_000)])
    with pytest.raises(Short):
        move([out(pads, here, 2), out(pads, here, 2)])
    moved = move([out(pads, here, 2), out(pads, here, 2), into(pads, here, 1, 3_000)])
    assert [one.value_minor for one in moved] == [-6_500, -6_500, 3_000]
    assert {one.on_hand_milli for one in moved} == {0}
    assert shelf(pads, here) == (0, 0, 0)


def test_a_replay_moves_nothing_k25(here: UUID, pads: Part) -> None:
    move([into(pads, here, 3, 10_000)])
    sold = out(pads, here, 1)
    move([sold])
    again = ledger.Move(uuid4(), sold.part_id, here, -1000, "sale", "line", sold.source_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        move([again])
    assert shelf(pads, here) == (2, 0, 6_667)


def test_a_return_brings_back_the_value_that_went_out_and_never_more_k27_k78(here: UUID, pads: Part) -> None:
    move([into(pads, here, 3, 10_000)])
    sold = out(pads, here, 3)
    move([sold])
    move([into(pads, here, 1, 9_000)])

    def back(pieces: int) -> int:
        return move([into(pads, here, pieces, None, kind="customer_return", reverses=sold.id)])[0].value_minor

    assert [back(1), back(1)] == [3_333, 3_334]
    with pytest.raises(ledger.ReversedTooMuch):
        back(2)
    assert back(1) == 3_333
    assert shelf(pads, here) == (4, 0, 19_000)
    [line] = ledger.moved_for([sold.source_id])
    assert (line.quantity_milli, line.value_minor, line.back_milli, line.back_value_minor) == (
        -3000,
        -10_000,
        3000,
        10_000,
    )


def test_kinds_that_need_a_reason_k26(here: UUID, pads: Part) -> None:
    with pytest.raises(ledger.ReasonMissing):
        move([into(pads, here, 1, 100, kind="adjust")])
    assert not Balance.objects.exists()


@pytest.mark.parametrize("incoming", [True, False])
def test_statements_do_not_grow_with_the_lines(here: UUID, incoming: bool) -> None:
    parts = [part() for _ in range(100)]
    move([into(one, here, 50, 5_000) for one in parts])

    @action(f"sample.counted_{incoming}")
    def counted(many: int, *, by: Actor, at: object) -> int:
        moves = [into(one, here, 1, 100) if incoming else out(one, here, 1) for one in parts[:many]]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ledger.move(moves, at=AT)
        return len(queries)

    assert [counted(many, by=MO, at=AT) for many in (1, 3, 100)] == [4 if incoming else 3] * 3


@pytest.mark.parametrize("verb", ["UPDATE stock_movement SET quantity_milli = 1", "DELETE FROM stock_movement"])
def test_the_ledger_only_grows(here: UUID, pads: Part, verb: str) -> None:
    move([into(pads, here, 3, 10_000)])
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)
    assert Movement.objects.get().quantity_milli == 3_000

"""A card moves by its jobs' own actions, or says why not; and back again (S-27)."""

import pytest

from vaxel.business.schedule import board
from vaxel.business.service import clocks
from vaxel.business.service.approvals import Answer
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.kernel.models import History

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    made = workshop()
    made.phone(Answer(made.brakes, "approve"), Answer(made.wipers, "approve"))
    return made


def status(floor: Floor) -> str:
    return str(floor.now().order_status)


def test_a_card_goes_to_work_waits_goes_on_and_is_ready(floor: Floor) -> None:
    kim = floor.shop.kim
    board.move(floor.ticket, to="at_work", by=kim, at=AT)
    assert (status(floor), floor.now(floor.brakes).work, floor.now(floor.wipers).work) == (
        "in_progress", "in_progress", "pending",
    )  # fmt: skip
    with pytest.raises(board.HoldReasonMissing):
        board.move(floor.ticket, to="waiting", by=kim, at=AT)
    board.move(floor.ticket, to="waiting", reason="parts", by=kim, at=AT)
    assert (status(floor), floor.now(floor.wipers).hold_reason) == ("waiting_parts", "parts")
    with pytest.raises(board.NoWay, match="Not done yet: Brakes, Wipers"):
        board.move(floor.ticket, to="ready", by=kim, at=AT)
    assert status(floor) == "waiting_parts"


def test_ready_completes_what_is_under_way(floor: Floor) -> None:
    for job in (floor.brakes, floor.wipers):
        clocks.on(job, by=floor.shop.tess, at=AT)
    before = board.move(floor.ticket, to="ready", by=floor.shop.kim, at=AT)
    assert (status(floor), set(before.values())) == ("ready", {("in_progress", "")})
    line = History.objects.get(action="board.move", outcome="done")
    assert [name for _depth, name in line.inner] == ["jobs.complete", "jobs.complete"]
    with pytest.raises(board.NoWay, match="Invoice the ticket"):
        board.move(floor.ticket, to="handed_over", by=floor.shop.kim, at=AT)


def test_what_nobody_approved_is_not_begun() -> None:
    floor = workshop()
    with pytest.raises(board.NoWay, match="Nothing is approved yet: Brakes, Wipers"):
        board.move(floor.ticket, to="at_work", by=floor.shop.kim, at=AT)
    with pytest.raises(board.NoSuchColumn):
        board.move(floor.ticket, to="moon", by=floor.shop.kim, at=AT)
    assert (status(floor), floor.now(floor.brakes).work) == ("draft", "pending")


def test_a_move_is_undone_by_the_same_steps_backwards(floor: Floor) -> None:
    kim = floor.shop.kim
    for to, reason in (("at_work", ""), ("waiting", "customer")):
        was = status(floor)
        before = board.move(floor.ticket, to=to, reason=reason, by=kim, at=AT)
        back = {job.pk: before[str(job.pk)] for job in (floor.brakes, floor.wipers) if str(job.pk) in before}
        board.put_back(floor.ticket, before=back, by=kim, at=AT)
        assert status(floor) == was
        board.move(floor.ticket, to=to, reason=reason, by=kim, at=AT)


def test_what_has_gone_on_since_is_not_undone(floor: Floor) -> None:
    before = board.move(floor.ticket, to="at_work", by=floor.shop.kim, at=AT)
    clocks.on(floor.brakes, by=floor.shop.tess, at=later(minutes=1))
    with pytest.raises(board.MovedOn, match="Brakes"):
        board.put_back(
            floor.ticket, before={floor.brakes.pk: before[str(floor.brakes.pk)]}, by=floor.shop.kim, at=later(minutes=2)
        )
    assert floor.now(floor.brakes).work == "in_progress"

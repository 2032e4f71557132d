"""The technician's clocks: one job at a time, facts that are never refused late, corrections as new rows."""

import pytest
from django.db import IntegrityError, InternalError, transaction

from vaxel.business.service import clocks, time_entries, voiding, work
from vaxel.business.service.approvals import Answer
from vaxel.business.service.models import TimeEntry
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.kernel.models import TrayItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    """Both jobs are approved."""
    made = workshop()
    made.phone(Answer(made.brakes, "approve"), Answer(made.wipers, "approve"))
    return made


def test_going_on_a_job_begins_it_and_starts_the_shift(floor: Floor) -> None:
    clocks.on(floor.brakes, by=floor.shop.tess, at=AT)
    job = floor.now(floor.brakes)
    assert (job.work, job.clocked, floor.now().order_status) == ("in_progress", True, "in_progress")
    assert sorted(TimeEntry.objects.values_list("kind", "direction")) == [("job", "on"), ("shift", "on")]
    assert time_entries.state_of(floor.tess) == time_entries.State(True, floor.brakes.pk)
    assert time_entries.on_now([floor.brakes.pk], later(hours=1)) == {floor.brakes.pk: ("Tess Ek",)}


def test_one_job_at_a_time(floor: Floor) -> None:
    clocks.on(floor.brakes, by=floor.shop.tess, at=AT)
    clocks.on(floor.wipers, by=floor.shop.tess, at=later(minutes=45))
    clocks.off(by=floor.shop.tess, at=later(minutes=60))
    tess = floor.tess.pk
    assert time_entries.worked([floor.brakes.pk, floor.wipers.pk], later(hours=9)) == {
        floor.brakes.pk: {tess: 2700}, floor.wipers.pk: {tess: 900},
    }  # fmt: skip
    with pytest.raises(clocks.NotClocked, match="Tess"):
        clocks.off(by=floor.shop.tess, at=later(minutes=61))


def test_completing_stops_the_own_clock(floor: Floor) -> None:
    clocks.on(floor.brakes, by=floor.shop.tess, at=AT)
    work.complete(floor.brakes, correction="New pads", by=floor.shop.mo, at=later(minutes=10))
    assert time_entries.state_of(floor.tess).job_id == floor.brakes.pk
    clocks.on(floor.wipers, by=floor.shop.tess, at=later(minutes=20))
    work.complete(floor.wipers, by=floor.shop.tess, at=later(minutes=30))
    assert time_entries.state_of(floor.tess).job_id is None
    assert time_entries.worked([floor.wipers.pk], later(hours=2)) == {floor.wipers.pk: {floor.tess.pk: 600}}


def test_a_clock_does_not_begin_what_nobody_approved(floor: Floor) -> None:
    floor.phone(Answer(floor.wipers, "decline"))
    with pytest.raises(work.NotApproved):
        clocks.on(floor.wipers, by=floor.shop.tess, at=AT)
    assert TimeEntry.objects.count() == 0


def test_a_fact_that_comes_late_is_booked_and_what_clashes_lies_in_the_tray(floor: Floor) -> None:
    floor.phone(Answer(floor.wipers, "decline"))
    clocks.on(floor.wipers, happened_at=AT, by=floor.shop.tess, at=later(hours=3))
    entry = TimeEntry.objects.get(kind="job")
    assert (entry.happened_at, floor.now(floor.wipers).work, floor.now(floor.wipers).clocked) == (AT, "pending", True)
    assert TrayItem.objects.get().kind == "clocked_against_the_rules"
    with pytest.raises(clocks.InTheFuture):
        clocks.on(floor.brakes, happened_at=later(hours=4), by=floor.shop.tess, at=AT)


def test_a_late_fact_on_a_ticket_that_closed_meanwhile_is_kept(floor: Floor) -> None:
    for job in (floor.brakes, floor.wipers):
        work.cancel(job, reason="Sold", by=floor.shop.kim, at=AT)
    voiding.void(floor.ticket, reason="Sold", by=floor.shop.mo, at=AT)
    clocks.on(floor.brakes, happened_at=AT, by=floor.shop.tess, at=later(hours=3))
    assert (TimeEntry.objects.filter(kind="job").count(), TrayItem.objects.count()) == (1, 1)
    assert floor.now().order_status == "void"


def test_the_shift_ends_with_the_job_clock(floor: Floor) -> None:
    site = floor.shop.workshop
    clocks.shift_on(site, by=floor.shop.tess, at=AT)
    with pytest.raises(clocks.OnShiftAlready):
        clocks.shift_on(site, by=floor.shop.tess, at=AT)
    clocks.on(floor.brakes, by=floor.shop.tess, at=AT)
    clocks.shift_off(site, by=floor.shop.tess, at=later(hours=8))
    assert time_entries.state_of(floor.tess) == time_entries.State(False, None)
    with pytest.raises(clocks.NotOnShift):
        clocks.shift_off(site, by=floor.shop.tess, at=later(hours=8))
    assert time_entries.worked([floor.brakes.pk], later(hours=99)) == {floor.brakes.pk: {floor.tess.pk: 8 * 3600}}


def test_another_ones_clock_needs_a_permission(floor: Floor) -> None:
    with pytest.raises(clocks.Elsewhere):
        clocks.on(floor.brakes, staff=floor.shop.staff["kim"], by=floor.shop.tess, at=AT)
    assert TimeEntry.objects.count() == 0
    clocks.on(floor.brakes, staff=floor.tess, by=floor.shop.mo, at=AT)
    assert time_entries.state_of(floor.tess).job_id == floor.brakes.pk


def test_a_correction_is_a_new_row_that_names_the_old_one(floor: Floor) -> None:
    clocks.on(floor.brakes, by=floor.shop.tess, at=AT)
    off = clocks.off(by=floor.shop.tess, at=later(hours=10))
    with pytest.raises(work.WhyMissing):
        clocks.correct(off, happened_at=later(hours=1), reason=" ", by=floor.shop.tess, at=later(hours=11))
    clocks.correct(off, happened_at=later(hours=1), reason="Forgot", by=floor.shop.tess, at=later(hours=11))
    assert time_entries.worked([floor.brakes.pk], later(hours=11)) == {floor.brakes.pk: {floor.tess.pk: 3600}}
    with pytest.raises(clocks.CorrectedAlready):
        clocks.correct(off, happened_at=later(hours=2), reason="Again", by=floor.shop.tess, at=later(hours=11))
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        TimeEntry.objects.filter(pk=off.pk).update(happened_at=AT)


def test_a_clock_that_was_never_pressed_is_struck_out(floor: Floor) -> None:
    on = clocks.on(floor.brakes, by=floor.shop.tess, at=AT)
    clocks.correct(on, happened_at=None, reason="Wrong job", by=floor.shop.tess, at=later(minutes=1))
    assert time_entries.state_of(floor.tess).job_id is None
    assert time_entries.worked([floor.brakes.pk], later(hours=1)) == {}


def test_a_job_is_not_cancelled_under_somebodys_hands(floor: Floor) -> None:
    clocks.on(floor.brakes, by=floor.shop.tess, at=AT)
    with pytest.raises(work.StillClocked, match="Tess Ek is clocked on “Brakes”"):
        work.cancel(floor.brakes, reason="Sold", by=floor.shop.kim, at=later(minutes=1))
    assert floor.now(floor.brakes).work == "in_progress"


def test_whose_clock_must_be_known(floor: Floor) -> None:
    from vaxel.kernel.actors import Actor

    with pytest.raises(clocks.NotStaff):
        clocks.on(floor.brakes, by=Actor.system("till"), at=AT)

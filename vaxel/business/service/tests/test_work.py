"""A job's work: what may begin, what waits, what is done, and who did it."""

import pytest

from vaxel.business.service import work
from vaxel.business.service.approvals import Answer
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.business.stock.models import Balance, Reservation
from vaxel.business.tickets import jobs, lines, tickets
from vaxel.business.tickets.models import Job, Line, Ticket, WorkShare
from vaxel.business.vehicles import odometer
from vaxel.kernel.models import Event, History
from vaxel.kernel.refusals import Forbidden
from vaxel.kernel.states import WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    """Bo has approved the brakes, not the wipers."""
    made = workshop()
    made.phone(Answer(made.brakes, "approve"))
    return made


def test_work_begins_when_the_customer_has_said_yes(floor: Floor) -> None:
    work.begin(floor.brakes, by=floor.shop.kim, at=AT)
    assert (floor.now(floor.brakes).work, floor.now().order_status) == ("in_progress", "in_progress")
    with pytest.raises(work.NotApproved, match="Wipers"):
        work.begin(floor.wipers, by=floor.shop.kim, at=AT)
    assert floor.now(floor.wipers).work == "pending"


def test_a_job_changed_after_the_yes_waits_for_a_new_one(floor: Floor) -> None:
    pads = floor.line(floor.brakes, "part")
    lines.change(pads, version=pads.version, quantity_milli=2000, by=floor.shop.kim, at=AT)
    assert floor.now(floor.brakes).decision == "stale"
    with pytest.raises(work.ApprovalStale, match="Ask again"):
        work.begin(floor.brakes, by=floor.shop.kim, at=AT)
    floor.phone(Answer(floor.brakes, "approve"))
    assert work.begin(floor.brakes, by=floor.shop.kim, at=AT).work == "in_progress"


def test_small_diagnosis_and_the_shops_own_cars_need_no_yes(floor: Floor) -> None:
    look = jobs.add(floor.ticket, title="Look at the noise", category="diagnosis", by=floor.shop.kim, at=AT)
    [line] = lines.add(look, [lines.Wish("labour", text="Diagnosis", quantity_milli=800)], by=floor.shop.kim, at=AT)
    with pytest.raises(work.NotApproved):
        work.begin(look, by=floor.shop.kim, at=AT)
    lines.change(line, version=line.version, quantity_milli=700, by=floor.shop.kim, at=AT)
    assert work.begin(look, by=floor.shop.kim, at=AT).work == "in_progress"
    own = tickets.open_ticket(floor.shop.workshop, kind="internal", by=floor.shop.kim, at=AT)
    mine = jobs.add(own, title="Loan car", by=floor.shop.kim, at=AT)
    assert work.begin(mine, by=floor.shop.kim, at=AT).work == "in_progress"


def test_work_is_done_on_a_vehicle(floor: Floor) -> None:
    Ticket.objects.filter(pk=floor.ticket.pk).update(vehicle=None)
    with pytest.raises(work.NoVehicle):
        work.begin(floor.brakes, by=floor.shop.kim, at=AT)
    assert floor.now(floor.brakes).work == "pending"


def test_a_completed_job_says_what_was_found_and_done_and_may_be_taken_up_again(floor: Floor) -> None:
    work.begin(floor.brakes, by=floor.shop.kim, at=AT)
    work.complete(floor.brakes, cause="Worn", correction="New pads", by=floor.shop.kim, at=later(hours=1))
    job = floor.now(floor.brakes)
    assert (job.work, job.cause, job.correction, floor.now().order_status) == ("completed", "Worn", "New pads", "ready")
    assert Event.objects.get(name="service.JobCompleted").body["ready"] is True
    with pytest.raises(WrongState):
        work.complete(floor.brakes, by=floor.shop.kim, at=later(hours=1))
    assert work.begin(floor.brakes, by=floor.shop.kim, at=later(hours=2)).work == "in_progress"


def test_a_job_waits_with_a_reason_and_goes_on_where_it_was(floor: Floor) -> None:
    for reason, text, refusal in (("weather", "", work.NoSuchHold), ("other", " ", work.WhyMissing)):
        with pytest.raises(refusal):
            work.hold(floor.brakes, reason=reason, text=text, by=floor.shop.kim, at=AT)
    work.hold(floor.brakes, reason="customer", by=floor.shop.kim, at=AT)
    assert (floor.now(floor.brakes).hold_reason, floor.now().order_status) == ("customer", "waiting_customer")
    assert work.resume(floor.brakes, by=floor.shop.kim, at=AT).work == "pending"
    assert floor.now(floor.brakes).hold_reason == ""
    Job.objects.filter(pk=floor.brakes.pk).update(clocked=True)
    work.hold(floor.brakes, reason="other", text="Lift is broken", by=floor.shop.kim, at=AT)
    assert work.resume(floor.brakes, by=floor.shop.kim, at=AT).work == "in_progress"


def test_a_cancelled_job_holds_no_parts_and_needs_a_reason(floor: Floor) -> None:
    assert Balance.objects.get(part=floor.pads).reserved_milli == 1000
    with pytest.raises(work.WhyMissing):
        work.cancel(floor.brakes, reason="", by=floor.shop.kim, at=AT)
    work.cancel(floor.brakes, reason="Bo sells the car", by=floor.shop.kim, at=AT)
    assert (floor.now(floor.brakes).work, Balance.objects.get(part=floor.pads).reserved_milli) == ("cancelled", 0)
    assert Reservation.objects.get().state == "released"
    assert History.objects.get(action="jobs.cancel").note == {"reason": "Bo sells the car"}
    with pytest.raises(WrongState):
        work.begin(floor.brakes, by=floor.shop.kim, at=AT)


def test_technicians_share_a_labour_line(floor: Floor) -> None:
    labour, tess = floor.line(floor.brakes, "labour"), floor.tess
    work.assign(labour, shares=[(tess, 1_000_000)], by=floor.shop.kim, at=AT)
    for shares in ([(tess, 900_000)], [(tess, 1_000_000), (tess, 0)], [(tess, 500_000), (tess, 500_000)], []):
        with pytest.raises(work.BadShares):
            work.assign(labour, shares=shares, by=floor.shop.kim, at=AT)
    with pytest.raises(work.NotATechnician, match="Sam"):
        work.assign(labour, shares=[(floor.shop.staff["sam"], 1_000_000)], by=floor.shop.kim, at=AT)
    with pytest.raises(work.NotLabour):
        work.assign(floor.line(floor.brakes, "part"), shares=[(tess, 1_000_000)], by=floor.shop.kim, at=AT)
    assert [(share.staff, share.share_ppm) for share in WorkShare.objects.all()] == [(tess, 1_000_000)]


def test_only_who_may_begins_work(floor: Floor) -> None:
    from vaxel.kernel.actors import Actor

    clerk = Actor("staff", "Clerk", grants={floor.shop.workshop.pk: frozenset({"parts.*"})})
    with pytest.raises(Forbidden):
        work.begin(floor.brakes, by=clerk, at=AT)
    assert floor.now(floor.brakes).work == "pending"
    assert Line.objects.count() == 4


def test_notes_stand_below_each_other_with_who_wrote_them(floor: Floor) -> None:
    work.write_note(floor.brakes, text="Rusty bolts", by=floor.shop.tess, at=AT)
    work.write_note(floor.brakes, text=" Ordered new ones ", by=floor.shop.kim, at=AT)
    assert floor.now(floor.brakes).internal_note == "Tess Ek: Rusty bolts\nKim Lund: Ordered new ones"
    with pytest.raises(work.NoteMissing):
        work.write_note(floor.brakes, text=" ", by=floor.shop.tess, at=AT)


def test_the_technician_reads_the_odometer_into_the_log_and_onto_the_ticket(floor: Floor) -> None:
    work.read_odometer(floor.brakes, km=182_400, by=floor.shop.tess, at=AT)
    assert (floor.now().odometer_in_km, floor.car.readings.count()) == (182_400, 1)
    work.read_odometer(floor.brakes, km=182_410, by=floor.shop.tess, at=AT)
    assert floor.now().odometer_in_km == 182_400
    with pytest.raises(odometer.LowerReading):
        work.read_odometer(floor.brakes, km=100, by=floor.shop.tess, at=AT)
    assert floor.car.readings.count() == 2

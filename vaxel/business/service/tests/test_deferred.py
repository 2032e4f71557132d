"""Deferred work: it lies on the vehicle, comes back priced anew, and closes with the ticket that did it."""

import pytest

from vaxel.business.catalog import canned as templates
from vaxel.business.catalog import prices
from vaxel.business.catalog.models import CannedJob, PriceList
from vaxel.business.service import approvals, clocks, deferred, handover, work
from vaxel.business.service.approvals import Answer
from vaxel.business.service.models import DeferredWork
from vaxel.business.service.tests.cast import AT, SAID, Floor, later, workshop
from vaxel.business.tickets import canned, jobs, tickets
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.vehicles import registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    """Bo has said no to the wipers."""
    made = workshop()
    made.answer(made.ask(), made.brakes, no=[made.wipers])
    return made


def next_visit(floor: Floor) -> Ticket:
    """Bo is back in March."""
    return tickets.open_ticket(
        floor.shop.workshop, customer=floor.shop.bo, vehicle=floor.car, by=floor.shop.kim, at=later(days=100)
    )


def take_up(floor: Floor, ticket: Ticket) -> Job:
    """The wipers are on the ticket."""
    [job] = deferred.take_up(ticket, works=deferred.waiting(floor.car.pk), by=floor.shop.kim, at=later(days=100))
    return job


def test_it_comes_back_as_a_job_priced_anew_beside_the_old_price(floor: Floor) -> None:
    prices.set(PriceList.objects.get(), prices=[(floor.blades, 3_000_000)], **SAID)
    ticket = next_visit(floor)
    job = take_up(floor, ticket)
    waits = DeferredWork.objects.get()
    ticket.refresh_from_db()
    assert (job.title, job.origin, waits.gross_minor, ticket.gross_minor) == ("Wipers", "deferred", 50_000, 62_500)
    assert (waits.state, waits.on_job, deferred.waiting(floor.car.pk)) == ("open", job, [])
    assert list(Line.objects.filter(job=job).values_list("kind", "text", "part")) == [
        ("labour", "Fit blades", None), ("part", "Torkarblad", floor.blades.pk),
    ]  # fmt: skip
    with pytest.raises(deferred.NotWaiting, match="Wipers"):
        deferred.take_up(ticket, works=[waits], by=floor.shop.kim, at=later(days=100))
    assert Job.objects.filter(ticket=ticket).count() == 1


def test_what_had_a_fixed_price_comes_back_at_the_fixed_price_of_today(floor: Floor) -> None:
    def menu(price_cm: int) -> CannedJob:
        rows = [templates.part(floor.blades)]
        return templates.define(
            "wipers",
            title_sv="Torkare",
            title_en="Wipers",
            pricing="fixed",
            fixed_price_cm=price_cm,
            lines=rows,
            **SAID,
        )

    job = canned.apply(floor.ticket, menu(5_000_000), by=floor.shop.kim, at=AT)
    assert (job.pricing, job.fixed_price_minor) == ("fixed", 62_500)
    DeferredWork.objects.all().delete()
    floor.phone(Answer(job, "decline", "Too dear"))
    menu(6_000_000)
    taken = take_up(floor, next_visit(floor))
    assert (taken.pricing, taken.fixed_price_minor, taken.template_key) == ("fixed", 75_000, "wipers")


def test_a_job_with_nothing_in_it_leaves_nothing_behind(floor: Floor) -> None:
    jobs.add(floor.ticket, title="", by=floor.shop.kim, at=AT)
    work.assign(floor.line(floor.brakes, "labour"), shares=[(floor.tess, 1_000_000)], by=floor.shop.kim, at=AT)
    work.begin(floor.now(floor.brakes), by=floor.shop.kim, at=AT)
    work.complete(floor.now(floor.brakes), by=floor.shop.kim, at=AT)
    handover.post_ticket(floor.ticket, odometer_out_km=120_003, by=floor.shop.kim, at=AT)
    assert [waits.title for waits in deferred.waiting(floor.car.pk)] == ["Wipers"]


def test_it_is_done_when_its_job_is_posted(floor: Floor) -> None:
    ticket = next_visit(floor)
    job = take_up(floor, ticket)
    approvals.record(ticket, answers=[Answer(job, "approve")], said_by="Bo", method="in_person", by=floor.shop.kim,
                     at=later(days=100))  # fmt: skip
    work.assign(floor.line(job, "labour"), shares=[(floor.tess, 1_000_000)], by=floor.shop.kim, at=later(days=100))
    clocks.on(job, by=floor.shop.tess, at=later(days=100))
    work.complete(job, by=floor.shop.tess, at=later(days=100, hours=1))
    handover.post_ticket(ticket, odometer_out_km=130_000, by=floor.shop.kim, at=later(days=100, hours=2))
    waits = DeferredWork.objects.get()
    assert (waits.state, waits.on_job, waits.closed_at) == ("done", job, later(days=100, hours=2))


def test_said_no_to_again_it_is_the_same_record_with_one_more_offer(floor: Floor) -> None:
    ticket = next_visit(floor)
    job = take_up(floor, ticket)
    approvals.record(ticket, answers=[Answer(job, "later", "In spring")], said_by="Bo", method="in_person",
                     by=floor.shop.kim, at=later(days=100))  # fmt: skip
    waits = DeferredWork.objects.get()
    assert (waits.state, waits.on_job, waits.decision, waits.reason) == ("open", None, "later", "In spring")
    assert [offer["decision"] for offer in waits.offers] == ["declined", "later"]


def test_a_job_taken_off_the_ticket_waits_again(floor: Floor) -> None:
    job = take_up(floor, next_visit(floor))
    jobs.remove(job, by=floor.shop.kim, at=later(days=100))
    assert [waits.title for waits in deferred.waiting(floor.car.pk)] == ["Wipers"]


def test_it_lies_on_its_own_vehicle(floor: Floor) -> None:
    other = registry.add(plate="DEF 456", by=floor.shop.kim, at=AT)
    ticket = tickets.open_ticket(floor.shop.workshop, vehicle=other, by=floor.shop.kim, at=AT)
    with pytest.raises(deferred.OtherVehicle):
        deferred.take_up(ticket, works=deferred.waiting(floor.car.pk), by=floor.shop.kim, at=AT)
    assert len(deferred.waiting(floor.car.pk)) == 1


def test_it_may_be_dropped_with_a_reason(floor: Floor) -> None:
    [waits] = deferred.waiting(floor.car.pk)
    with pytest.raises(deferred.WhyMissing):
        deferred.drop(waits, reason="", by=floor.shop.kim, at=AT)
    deferred.ask_again(waits, on=later(days=90).date(), by=floor.shop.kim, at=AT)
    dropped = deferred.drop(waits, reason="Bought new ones", by=floor.shop.kim, at=AT)
    assert (dropped.state, dropped.close_reason, deferred.waiting(floor.car.pk)) == ("dropped", "Bought new ones", [])
    with pytest.raises(deferred.NotWaiting):
        deferred.drop(waits, reason="Again", by=floor.shop.kim, at=AT)

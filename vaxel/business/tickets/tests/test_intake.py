"""Taking in a car and a customer: all of it or nothing, and a line where there was no job."""

import pytest

from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.business.parties.models import Party
from vaxel.business.tickets import intake, jobs, lines, tickets
from vaxel.business.tickets.intake import NewCustomer, NewVehicle
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.vehicles import registry
from vaxel.business.vehicles.models import Vehicle
from vaxel.business.vehicles.registry import PlateTaken
from vaxel.kernel.models import History

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Shop:
    return shop()


def test_a_new_car_and_a_new_customer_are_known_and_stand_on_one_ticket_in_one_line_of_history(cast: Shop) -> None:
    before = History.objects.count()
    ticket = intake.take_in(
        cast.workshop, vehicle=NewVehicle(plate="abc 12d", make="Volvo"),
        customer=NewCustomer("Eva Ros", "070-111 22 33"), concern=" It squeals ", odometer_km=88_200, by=cast.kim,
        at=AT,
    )  # fmt: skip
    assert ticket.vehicle
    assert (ticket.vehicle.plate, ticket.customer.name, ticket.concern) == ("ABC12D", "Eva Ros", "It squeals")
    assert ticket.vehicle.ownerships.get().party == ticket.customer
    assert (ticket.odometer_in_km, ticket.vehicle.readings.get().distance_km) == (88_200, 88_200)
    assert History.objects.count() == before + 1


def test_what_is_refused_leaves_nothing_behind(cast: Shop) -> None:
    registry.add(plate="ABC12D", by=cast.kim, at=AT)
    with pytest.raises(PlateTaken):
        intake.take_in(
            cast.workshop, vehicle=NewVehicle(plate="ABC12D"), customer=NewCustomer("Eva Ros"), by=cast.kim, at=AT
        )
    assert not Party.objects.filter(name="Eva Ros").exists()
    assert (Ticket.objects.count(), Vehicle.objects.count()) == (0, 1)


def test_a_car_without_a_known_owner_becomes_the_customers_and_one_with_an_owner_does_not(cast: Shop) -> None:
    unowned = registry.add(plate="AAA111", by=cast.kim, at=AT)
    adas = registry.add(plate="BBB222", owner=cast.ada, by=cast.kim, at=AT)
    for car in (unowned, adas):
        intake.take_in(cast.workshop, vehicle=car, customer=cast.bo, by=cast.kim, at=AT)
    assert unowned.ownerships.get(valid_to=None).party == cast.bo
    assert adas.ownerships.get(valid_to=None).party == cast.ada
    intake.take_in(cast.workshop, vehicle=registry.add(plate="CCC333", by=cast.kim, at=AT), by=cast.kim, at=AT)
    assert not Vehicle.objects.get(plate="CCC333").ownerships.exists()


def test_the_first_line_makes_the_first_job_and_the_next_go_to_the_last(cast: Shop) -> None:
    ticket = tickets.open_ticket(cast.workshop, concern="It squeals", by=cast.kim, at=AT)
    wish = lines.Wish("sublet", text="Tow", unit_price_cm=5_000_000)
    first = intake.add_line(ticket, wish, by=cast.kim, at=AT)
    assert first.job.title == "It squeals"
    other = jobs.add(ticket, title="Wipers", by=cast.kim, at=AT)
    again = intake.add_line(ticket, lines.Wish("sublet", text="Glass", unit_price_cm=5_000_000), by=cast.kim, at=AT)
    assert again.job == other
    into = intake.add_line(
        ticket, lines.Wish("sublet", text="Paint", unit_price_cm=5_000_000), job=first.job, by=cast.kim, at=AT
    )
    assert into.job == first.job


def test_a_sale_starts_with_its_first_line_and_a_line_that_comes_back_stands_where_it_stood(cast: Shop) -> None:
    line = intake.start_sale(
        cast.workshop, lines.Wish(text="Bulb", unit_price_cm=500_000), register=cast.k1, by=cast.sam, at=AT
    )
    assert (line.ticket.kind, line.ticket.register, line.job.title) == ("counter", cast.k1, "")
    job = Job.objects.get(ticket=line.ticket)
    lines.add(job, [lines.Wish(text="Fuse", unit_price_cm=100_000)], by=cast.sam, at=AT)
    lines.remove(line, by=cast.sam, at=AT)
    lines.add(job, [lines.Wish(text="Bulb", unit_price_cm=500_000, position=0)], by=cast.sam, at=AT)
    assert list(Line.objects.filter(job=job).order_by("position").values_list("text", flat=True)) == ["Bulb", "Fuse"]


def test_a_new_customer_and_a_new_car_are_added_from_the_ticket(cast: Shop) -> None:
    ticket = tickets.open_ticket(cast.workshop, by=cast.kim, at=AT)
    named = intake.set_new_customer(ticket, card={"kind": "private", "name": "Eva Ros"}, by=cast.kim, at=AT)
    assert named.customer.name == "Eva Ros"
    held = intake.set_new_vehicle(named, card={"plate": "ABC12D"}, by=cast.kim, at=AT)
    assert held.vehicle
    assert held.vehicle.ownerships.get().party.name == "Eva Ros"

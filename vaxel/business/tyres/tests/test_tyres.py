"""Wheels are taken in, measured, moved, swapped and handed out; the colours, the refusals and the checks."""

from datetime import date, timedelta
from typing import Any

import pytest

from vaxel.business.catalog.models import CannedJob
from vaxel.business.schedule import bookings, calendars
from vaxel.business.schedule.models import Booking
from vaxel.business.schedule.rules import WorkDay
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.business.tickets.models import Ticket
from vaxel.business.tyres import checks, hotel, places, refusals, rules, swaps
from vaxel.business.tyres.hotel import SetIn, WheelIn
from vaxel.business.tyres.models import StoragePeriod, TyrePlace, WheelSet
from vaxel.business.vehicles import registry
from vaxel.kernel.states import WrongState

LIMITS = rules.Limits()
database = pytest.mark.django_db


@pytest.mark.parametrize(
    ("tenths", "season", "colour"),
    [(15, "summer", "red"), (16, "summer", "amber"), (30, "summer", "green"), (29, "winter", "red"),
     (30, "studded", "amber"), (40, "all_year", "green"), (None, "winter", "")],
)  # fmt: skip
def test_a_tread_on_the_limit_is_not_below_it(tenths: int | None, season: str, colour: str) -> None:
    assert rules.tread_colour(tenths, season, LIMITS) == colour


def test_age_counts_whole_years_from_the_week_of_make() -> None:
    made = rules.made_on("4720", date(2026, 11, 24))
    assert made == date(2020, 11, 16)
    assert rules.age_colour(made, date(2026, 11, 15), LIMITS) == "green"
    assert rules.age_colour(made, date(2026, 11, 16), LIMITS) == "amber"
    assert rules.age_colour(made, date(2030, 11, 16), LIMITS) == "red"
    assert rules.age_colour(None, date(2030, 11, 16), LIMITS) == ""


@pytest.mark.parametrize("dot", ["", "5426", "0026", "abcd", "4799", "47200", "４７２０"])
def test_what_is_no_week_of_make_is_none(dot: str) -> None:
    assert rules.made_on(dot, date(2026, 11, 24)) is None


def test_tread_is_typed_as_people_write_it() -> None:
    assert [rules.tenths(one) for one in ("5,5", "5.5", " 8 ", "0,9", "")] == [55, 55, 80, 9, None]
    for wrong in ("-1", "5,55", "26", "x", "5,x", "²"):
        with pytest.raises(ValueError, match=r".*"):
            rules.tenths(wrong)


def test_the_worst_colour_decides() -> None:
    assert rules.worst(["green", "", "amber"]) == "amber"
    assert rules.worst([]) == ""


def said(floor: Floor, **change: Any) -> dict[str, Any]:
    return {"by": floor.shop.mo, "at": AT} | change


def treads(*values: int) -> tuple[WheelIn, ...]:
    return tuple(
        WheelIn(where, value, dot="4720") for where, value in zip(("VF", "HF", "VB", "HB"), values, strict=True)
    )


@pytest.fixture
def floor() -> Floor:
    made = workshop()
    places.add(made.shop.workshop, rack="a", shelf="1", first=1, last=3, **said(made))
    return made


def winter(floor: Floor, *values: int, **more: Any) -> WheelSet:
    return hotel.store(
        floor.shop.workshop, vehicle=floor.car, customer=floor.shop.bo,
        what=SetIn("winter", treads(*(values or (60, 60, 55, 55))), size="205/55 R16"), **said(floor, **more),
    )  # fmt: skip


def sound() -> None:
    assert [*checks.periods(), *checks.rooms()] == []


@database
def test_places_are_made_in_bulk_once(floor: Floor) -> None:
    assert [one.label for one in TyrePlace.objects.all()] == ["A-1-1", "A-1-2", "A-1-3"]
    with pytest.raises(refusals.PlaceThere, match="A-1-3"):
        places.add(floor.shop.workshop, rack="A", shelf="1", first=3, last=5, **said(floor))
    wrongs: list[dict[str, Any]] = [{"rack": ""}, {"first": 0}, {"first": 5, "last": 4}, {"last": 201}, {"capacity": 0}]
    for wrong in wrongs:
        fields: dict[str, Any] = {"rack": "B", "shelf": "1"} | wrong
        with pytest.raises(refusals.BadPlaces):
            places.add(floor.shop.workshop, **fields, **said(floor))
    assert TyrePlace.objects.count() == 3


@database
def test_a_set_is_taken_in_on_the_first_free_place_and_its_worst_wheel_shows(floor: Floor) -> None:
    held = winter(floor, 60, 60, 29, 55)
    assert held.place
    assert (held.number, held.place.label, held.state, held.worst) == (1, "A-1-1", "stored", "red")
    assert held.oldest_on == date(2020, 11, 16)
    stay = StoragePeriod.objects.get()
    assert (stay.place, stay.condition_in["VB"], stay.out_at) == (held.place, 29, None)
    again = winter(floor, id=held.pk)
    assert (again.pk, WheelSet.objects.count()) == (held.pk, 1)
    sound()


@database
def test_a_full_hotel_takes_the_set_without_a_place_and_a_full_place_refuses(floor: Floor) -> None:
    first = winter(floor)
    taken = first.place
    assert taken
    with pytest.raises(refusals.PlaceFull, match="A-1-1"):
        winter(floor, place=taken)
    assert WheelSet.objects.count() == 1
    winter(floor)
    winter(floor)
    assert winter(floor).place is None
    sound()


@database
def test_what_cannot_be_a_set_is_refused(floor: Floor) -> None:
    common: dict[str, Any] = {"vehicle": floor.car, "customer": floor.shop.bo} | said(floor)
    for wrong in (SetIn("spring"), SetIn("winter", (WheelIn("VF"), WheelIn("VF"))), SetIn("winter", (WheelIn("XX"),))):
        with pytest.raises(refusals.BadSet):
            hotel.store(floor.shop.workshop, what=wrong, **common)
    with pytest.raises(refusals.BadTread):
        hotel.store(floor.shop.workshop, what=SetIn("winter", (WheelIn("VF", 251),)), **common)
    with pytest.raises(refusals.BadDot):
        hotel.store(floor.shop.workshop, what=SetIn("winter", (WheelIn("VF", dot="9926"),)), **common)
    assert WheelSet.objects.count() == 0


@database
def test_a_set_is_moved_measured_and_fetched(floor: Floor) -> None:
    held, third = winter(floor), TyrePlace.objects.get(number=3)
    hotel.move(held, place=third, **said(floor))
    held.refresh_from_db()
    assert (held.place, StoragePeriod.objects.get().place) == (third, third)
    other = places.add(floor.shop.tyres, rack="A", shelf="1", **said(floor))[0]
    with pytest.raises(refusals.PlaceElsewhere):
        hotel.move(held, place=other, **said(floor))
    with pytest.raises(refusals.PlaceInUse, match="A-1-3"):
        places.retire(third, **said(floor))
    hotel.measure(held, wheels=[WheelIn("HF", 35)], **said(floor))
    held.refresh_from_db()
    assert (held.worst, hotel.treads(held)) == ("amber", {"VF": 60, "HF": 35, "VB": 55, "HB": 55})
    hotel.hand_out(held, **said(floor, at=later(hours=1)))
    held.refresh_from_db()
    assert (held.state, held.place, StoragePeriod.objects.get().out_at) == ("customer", None, later(hours=1))
    with pytest.raises(refusals.NotStored):
        hotel.hand_out(held, **said(floor))
    with pytest.raises(refusals.NotStored):
        hotel.move(held, place=third, **said(floor))
    places.retire(third, **said(floor))
    with pytest.raises(refusals.PlaceElsewhere):
        hotel.take_in(held, place=third, **said(floor))
    hotel.take_in(held, **said(floor, at=later(hours=2)))
    with pytest.raises(refusals.StoredAlready):
        hotel.take_in(held, **said(floor, at=later(hours=2)))
    assert StoragePeriod.objects.count() == 2
    hotel.discard(held, reason="worn", **said(floor, at=later(hours=3)))
    with pytest.raises(WrongState):
        hotel.discard(held, **said(floor))
    sound()


@database
def test_a_swap_puts_one_set_on_the_car_the_other_in_its_place_and_makes_the_ticket(floor: Floor) -> None:
    CannedJob.objects.create(key="tyre_swap", title_sv="Hjulskifte", title_en="Wheel swap", pricing="fixed",
                             fixed_price_cm=40_000_00)  # fmt: skip
    held, before = winter(floor), Ticket.objects.count()
    place = held.place
    ticket = swaps.swap(held, new=SetIn("summer", treads(50, 50, 15, 50)), **said(floor))
    held.refresh_from_db()
    summer = WheelSet.objects.get(season="summer")
    assert (held.state, held.place, summer.state, summer.place, summer.worst) == (
        "fitted",
        None,
        "stored",
        place,
        "red",
    )
    assert (Ticket.objects.count(), ticket.vehicle, ticket.jobs.get().title) == (before + 1, floor.car, "Hjulskifte")
    assert ticket.jobs.get().fixed_price_minor == 50_000, "Bo sees prices with VAT"
    back = swaps.swap(summer, off=held, wheels=treads(55, 55, 50, 50), **said(floor, at=later(hours=1)))
    assert back == ticket, "the swap's ticket is open still"
    held.refresh_from_db()
    summer.refresh_from_db()
    assert (held.state, held.place, summer.state) == ("stored", place, "fitted")
    assert swaps.stored_for(floor.car.pk) == [held]
    assert StoragePeriod.objects.filter(out_at=None).count() == 1
    sound()


@database
def test_wheels_of_another_car_are_not_fitted_and_nothing_happens(floor: Floor) -> None:
    held, before = winter(floor), Ticket.objects.count()
    saab = registry.add(plate="DEF 456", make="Saab", owner=floor.shop.ada, **said(floor))
    common: dict[str, Any] = {"customer": floor.shop.ada, "what": SetIn("summer")} | said(floor)
    other = hotel.store(floor.shop.workshop, vehicle=saab, **common)
    with pytest.raises(refusals.OtherCar, match="DEF456"):
        swaps.swap(held, off=other, **said(floor))
    own = winter(floor)
    with pytest.raises(refusals.StoredAlready):
        swaps.swap(held, off=own, **said(floor))
    held.refresh_from_db()
    assert (held.state, Ticket.objects.count()) == ("stored", before)
    sound()


@database
def test_a_swap_is_booked_with_its_ticket_in_one_go_or_not_at_all(floor: Floor) -> None:
    calendars.set_hours(floor.shop.workshop, week=dict.fromkeys(range(5), WorkDay(7 * 60, 16 * 60)), **said(floor))
    held, before = winter(floor), Ticket.objects.count()
    with pytest.raises(bookings.InThePast):
        swaps.book(held, starts_at=AT - timedelta(days=1), **said(floor))
    assert (Ticket.objects.count(), Booking.objects.count()) == (before, 0)
    booked = swaps.book(held, starts_at=later(days=1), language="en", **said(floor))
    assert (booked.ticket.vehicle, booked.ticket.jobs.get().title) == (floor.car, "Wheel swap")
    assert swaps.swap(held, **said(floor, at=later(days=1))) == booked.ticket
    with pytest.raises(refusals.NotStored):
        swaps.book(held, starts_at=later(days=2), **said(floor))
    assert Booking.objects.count() == 1


@database
def test_a_season_in_the_hotel_is_charged_once_by_its_canned_job(floor: Floor) -> None:
    CannedJob.objects.create(key="tyre_hotel", title_sv="Däckhotell", title_en="Tyre hotel", pricing="fixed",
                             fixed_price_cm=60_000_00)  # fmt: skip
    held = winter(floor)
    ticket = swaps.swap(held, new=SetIn("summer"), **said(floor))
    summer = WheelSet.objects.get(season="summer")
    swaps.swap(summer, off=held, **said(floor, at=later(hours=1)))
    assert sorted(ticket.jobs.values_list("title", "fixed_price_minor")) == [("Däckhotell", 75_000), ("Hjulskifte", 0)]


@database
def test_new_tyres_are_offered_with_one_press_and_one_ticket(floor: Floor) -> None:
    held, before = winter(floor, 20, 60, 60, 60), Ticket.objects.count()
    ticket = swaps.offer(held, language="en", **said(floor))
    assert swaps.offer(held, language="en", **said(floor)) == ticket
    assert (Ticket.objects.count(), ticket.vehicle) == (before + 1, floor.car)
    line = ticket.lines.get()
    assert (line.kind, line.text, line.quantity_milli) == ("placeholder", "New tyres 205/55 R16", 4000)

"""The tyre hotel: places, sets of wheels, the season's swap."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import QuerySet
from msgspec import Meta

from vaxel.business.parties.models import Party
from vaxel.business.tickets.models import Ticket as TicketRow
from vaxel.business.tyres import hotel, places, swaps
from vaxel.business.tyres.hotel import SetIn, WheelIn
from vaxel.business.tyres.models import TyrePlace as TyrePlaceRow
from vaxel.business.tyres.models import WheelSet as WheelSetRow
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.endpoints.bookings import Booking, How, booking_of
from vaxel.doors.api.endpoints.tickets import Ticket, anew
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import T20, T40, T60, T200, Body, Empty, Language, Moment, Reason, Shape

Season = Literal["summer", "winter", "studded", "all_year"]
Position = Literal["VF", "HF", "VB", "HB"]
Tread = Annotated[int, Meta(ge=0, le=250, description="tenths of a millimetre: 5.5 mm is 55")]
T10 = Annotated[str, Meta(max_length=10)]
Dot = Annotated[str, Meta(max_length=4, description="week and year of make, WWYY")]


class SeenWheel(Body):
    """A wheel as it was seen; what is left out stays as it was."""

    position: Position
    tread: Tread | None = None
    dot: Dot | None = None
    brand: T60 | None = None
    damage: T200 | None = None


Seen = Annotated[list[SeenWheel], Meta(max_length=4)]


class NewPlaces(Body):
    """A shelf gets places numbered `first` to `last`."""

    rack: T10
    shelf: T10
    first: Annotated[int, Meta(ge=1, le=9999)] = 1
    last: Annotated[int, Meta(ge=1, le=9999)] = 1
    room: T20 = ""
    capacity: Annotated[int, Meta(ge=1, le=50)] = 1
    elsewhere: bool = False
    site: UUID | None = None


class SetSeen(Body):
    """A set that we have not had."""

    season: Season
    wheels: Seen = []
    size: Annotated[str, Meta(max_length=30)] = ""
    rim: T40 = ""
    lock_key: T40 = ""
    has_sensors: bool = False
    note: Annotated[str, Meta(max_length=400)] = ""


class NewSet(SetSeen, kw_only=True):
    """A set that is taken in for the first time; without a `place` it lies on the first that is free."""

    vehicle: UUID
    customer: UUID
    place: UUID | None = None
    ticket: UUID | None = None
    site: UUID | None = None
    id: UUID | None = None


class ComesBack(Body):
    """A set we know lies here again."""

    wheels: Seen = []
    place: UUID | None = None
    ticket: UUID | None = None


class Measured(Body):
    """The wheels as seen now."""

    wheels: Annotated[list[SeenWheel], Meta(min_length=1, max_length=4)]


class WheelsMoved(Body):
    """Where it lies now."""

    place: UUID


class WheelsHandedOut(Body):
    """`fitted`: it is on the car; otherwise the customer has it."""

    fitted: bool = False
    ticket: UUID | None = None


class Gone(Body):
    """Why the set is no more."""

    reason: Reason


class Swapped(Body):
    """What came off the car: a set we know (`off`), a `new` one, or neither; `wheels` as the known set was seen."""

    off: UUID | None = None
    new: SetSeen | None = None
    wheels: Seen = []
    ticket: UUID | None = None
    language: Language = "sv"


class ToBookSwap(Body):
    """When the car comes."""

    starts_at: Moment
    how: How = "waits"
    language: Language = "sv"


class TyrePlace(Shape):
    """A place on a shelf, with how many sets lie there."""

    id: UUID
    site: UUID
    label: str
    capacity: int
    lying: int
    elsewhere: bool


class Wheel(Shape):
    """One wheel as seen last; `tread` in tenths of a millimetre."""

    position: str
    tread: int | None
    dot: str
    brand: str
    damage: str


class WheelSet(Shape):
    """A set of a customer's wheels; `worst`: the worst colour of its tread, `oldest_on`: its oldest tyre's week."""

    id: UUID
    number: int
    site: UUID
    vehicle: UUID
    plate: str
    customer: UUID
    season: str
    size: str
    rim: str
    state: str
    place: UUID | None
    place_label: str
    worst: str
    oldest_on: date | None
    taken_in_at: datetime | None
    wheels: list[Wheel]


class SetFilters(Paging):
    """Which sets: of a `vehicle`, in a `state` (stored, fitted, customer, discarded), with a `worst` colour."""

    vehicle: UUID | None = None
    state: T20 = ""
    worst: T20 = ""


class PlaceFilters(Paging):
    """`free`: only those with room."""

    free: bool = False


def _rows() -> QuerySet[WheelSetRow]:
    return WheelSetRow.objects.select_related("vehicle", "place").prefetch_related("wheels", "periods")


def _set(row: WheelSetRow) -> WheelSet:
    stay = next((one for one in row.periods.all() if one.out_at is None), None)
    return WheelSet(
        id=row.pk, number=row.number, site=row.site_id, vehicle=row.vehicle_id, plate=row.vehicle.plate,
        customer=row.customer_id, season=row.season, size=row.size, rim=row.rim, state=row.state, place=row.place_id,
        place_label=row.place.label if row.place else "", worst=row.worst, oldest_on=row.oldest_on,
        taken_in_at=stay.in_at if stay else None,
        wheels=[Wheel(position=one.position, tread=one.tread_tenths, dot=one.dot, brand=one.brand, damage=one.damage)
                for one in row.wheels.all()],
    )  # fmt: skip


def _again(row: WheelSetRow) -> WheelSet:
    return _set(_rows().get(pk=row.pk))


def _one(ask: Ask, wheel_set: UUID) -> WheelSetRow:
    return ask.one(WheelSetRow.objects.all(), wheel_set, "site_id")


def _place(ask: Ask, place: UUID | None) -> TyrePlaceRow | None:
    return ask.maybe(TyrePlaceRow.objects.all(), place, "place", "site_id")


def _ticket(ask: Ask, ticket: UUID | None) -> TicketRow | None:
    return ask.maybe(TicketRow.objects.all(), ticket, "ticket", "site_id")


def _wheels(seen: list[SeenWheel]) -> list[WheelIn]:
    return [WheelIn(one.position, one.tread, one.brand, one.dot, one.damage) for one in seen]


def _new(body: SetSeen) -> SetIn:
    return SetIn(body.season, _wheels(body.wheels), body.size, body.rim, body.lock_key, body.has_sensors, body.note)


@reads("/tyre-places", may="tyre_sets.read")
def tyre_places(ask: Ask, filters: PlaceFilters) -> Page[TyrePlace]:
    """Places of the tyre hotel that are in use."""
    query = ask.mine(places.in_use(free=filters.free))
    return cut(query, filters, lambda rows: [
        TyrePlace(id=one.pk, site=one.site_id, label=one.label, capacity=one.capacity, lying=one.lying,
                  elsewhere=one.elsewhere) for one in rows
    ])  # fmt: skip


@writes("POST", "/tyre-places")
def add_places(ask: Ask, body: NewPlaces) -> list[TyrePlace]:
    """Name places on a shelf."""
    return ask.do(
        places.add, _new_places, ask.site(body.site), rack=body.rack, shelf=body.shelf, first=body.first,
        last=body.last, room=body.room, capacity=body.capacity, elsewhere=body.elsewhere,
    )  # fmt: skip


def _new_places(rows: list[TyrePlaceRow]) -> list[TyrePlace]:
    return [TyrePlace(id=one.pk, site=one.site_id, label=one.label, capacity=one.capacity, lying=0,
                      elsewhere=one.elsewhere) for one in rows]  # fmt: skip


@writes("POST", "/tyre-places/{place}/retire", status=200)
def retire_place(ask: Ask, place: UUID, body: Empty) -> TyrePlace:
    """Nothing is laid on the place any more."""
    return ask.do(
        places.retire, lambda row: _new_places([row])[0], ask.one(TyrePlaceRow.objects.all(), place, "site_id")
    )


@reads("/wheel-sets", may="tyre_sets.read")
def wheel_sets(ask: Ask, filters: SetFilters) -> Page[WheelSet]:
    """Sets of customers' wheels, newest first."""
    query = ask.mine(_rows())
    if filters.vehicle:
        query = query.filter(vehicle_id=filters.vehicle)
    if filters.state:
        query = query.filter(state=filters.state)
    if filters.worst:
        query = query.filter(worst=filters.worst)
    return cut(query, filters, lambda rows: [_set(row) for row in rows])


@reads("/wheel-sets/{wheel_set}", may="tyre_sets.read")
def wheel_set(ask: Ask, wheel_set: UUID) -> WheelSet:
    """One set with its wheels."""
    return _set(ask.one(_rows(), wheel_set, "site_id"))


@writes("POST", "/wheel-sets")
def store(ask: Ask, body: NewSet) -> WheelSet:
    """Take in a set that we have not had."""
    vehicle = ask.named(Vehicle.objects.all(), body.vehicle, "vehicle")
    customer = ask.named(Party.objects.all(), body.customer, "customer")
    return ask.do(
        hotel.store, _again, ask.site(body.site), vehicle=vehicle, customer=customer, what=_new(body),
        place=_place(ask, body.place), ticket=_ticket(ask, body.ticket), id=body.id,
    )  # fmt: skip


@writes("POST", "/wheel-sets/{wheel_set}/take-in", status=200)
def take_in(ask: Ask, wheel_set: UUID, body: ComesBack) -> WheelSet:
    """A set that was on the car or with the customer lies here again."""
    return ask.do(hotel.take_in, _again, _one(ask, wheel_set), wheels=_wheels(body.wheels),
                  place=_place(ask, body.place), ticket=_ticket(ask, body.ticket))  # fmt: skip


@writes("POST", "/wheel-sets/{wheel_set}/measure", status=200)
def measure(ask: Ask, wheel_set: UUID, body: Measured) -> WheelSet:
    """Note tread, age and damage as seen now."""
    return ask.do(hotel.measure, _again, _one(ask, wheel_set), wheels=_wheels(body.wheels))


@writes("POST", "/wheel-sets/{wheel_set}/move", status=200)
def move(ask: Ask, wheel_set: UUID, body: WheelsMoved) -> WheelSet:
    """Lay the set on another place."""
    held = _one(ask, wheel_set)
    place = ask.named(TyrePlaceRow.objects.all(), body.place, "place", "site_id")
    return ask.do(hotel.move, _again, held, place=place)


@writes("POST", "/wheel-sets/{wheel_set}/hand-out", status=200)
def hand_out(ask: Ask, wheel_set: UUID, body: WheelsHandedOut) -> WheelSet:
    """Give the set to the customer, or say that it is on the car."""
    held, ticket = _one(ask, wheel_set), _ticket(ask, body.ticket)
    return ask.do(hotel.hand_out, _again, held, fitted=body.fitted, ticket=ticket)


@writes("POST", "/wheel-sets/{wheel_set}/discard", status=200)
def discard(ask: Ask, wheel_set: UUID, body: Gone) -> WheelSet:
    """The set is no more."""
    return ask.do(hotel.discard, _again, _one(ask, wheel_set), reason=body.reason)


@writes("POST", "/wheel-sets/{wheel_set}/swap")
def swap(ask: Ask, wheel_set: UUID, body: Swapped) -> Ticket:
    """Fit the stored set and store what came off; the answer is the ticket of it."""
    held = _one(ask, wheel_set)
    off = ask.maybe(WheelSetRow.objects.all(), body.off, "off", "site_id")
    return ask.do(
        swaps.swap, anew, held, off=off, new=_new(body.new) if body.new else None,
        wheels=_wheels(body.wheels), ticket=_ticket(ask, body.ticket), language=body.language,
    )  # fmt: skip


@writes("POST", "/wheel-sets/{wheel_set}/bookings")
def book_swap(ask: Ask, wheel_set: UUID, body: ToBookSwap) -> Booking:
    """Book the swap of a stored set, with its ticket."""
    return ask.do(swaps.book, booking_of, _one(ask, wheel_set), starts_at=body.starts_at, how=body.how,
                  channel="api", language=body.language)  # fmt: skip


@writes("POST", "/wheel-sets/{wheel_set}/offer")
def offer(ask: Ask, wheel_set: UUID, body: Empty) -> Ticket:
    """A ticket for new tyres of the set's size, to be chosen and sent as a quote."""
    return ask.do(swaps.offer, anew, _one(ask, wheel_set))

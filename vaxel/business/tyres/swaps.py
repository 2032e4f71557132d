"""The season's swap: booked ahead with its ticket, and done in one press (S-172, S-176)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vaxel.business.catalog.models import CannedJob
from vaxel.business.locations import preferences
from vaxel.business.schedule import bookings
from vaxel.business.schedule.models import Booking
from vaxel.business.tickets import canned, intake, jobs, lines
from vaxel.business.tickets.lines import Wish
from vaxel.business.tickets.models import Ticket
from vaxel.business.tyres import hotel, places, settings
from vaxel.business.tyres.hotel import SetIn, WheelIn
from vaxel.business.tyres.models import WheelSet
from vaxel.business.tyres.refusals import NotStored, OtherCar
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor

OFFER = {"sv": "Nya däck %(size)s", "en": "New tyres %(size)s"}
TITLE = {"sv": "Hjulskifte", "en": "Wheel swap"}


@action("tyre_sets.book_swap", site=hotel.at_site)
def book(
    wheel_set: WheelSet, *, starts_at: datetime, how: str = "waits", channel: str = "phone", language: str = "sv",
    by: Actor, at: datetime,
) -> Booking:  # fmt: skip
    """A ticket with the swap's canned job stands, and the car is booked.

    Refuses with NotStored and as `bookings.book` does.
    """
    held = hotel.locked(wheel_set)
    if held.state != "stored":
        raise NotStored(number=held.number)
    ticket = _ticket(held, language, by=by, at=at)
    return bookings.book(ticket, starts_at=starts_at, how=how, channel=channel, by=by, at=at)


@action("tyre_sets.swap", site=hotel.at_site)
def swap(
    wheel_set: WheelSet, *, off: WheelSet | None = None, new: SetIn | None = None, wheels: Sequence[WheelIn] = (),
    ticket: Ticket | None = None, language: str = "sv", id: UUID | None = None, by: Actor, at: datetime,
) -> Ticket:  # fmt: skip
    """The stored set is on the car and the set taken off lies in its place, measured; the ticket of it is returned.

    `off`: the set that was on the car; without it, `new` is one we have not had; without both, nothing is stored.
    Without a `ticket`, the car's open one with the swap's job is used, else one is made. All of it or nothing.
    Refuses with NotStored, OtherCar, StoredAlready and as `hotel.take_in` and `hotel.store` do.
    """
    held = hotel.locked(wheel_set)
    if off is not None and off.vehicle_id != held.vehicle_id:
        raise OtherCar(number=off.number, plate=off.vehicle.plate)
    if ticket is not None and ticket.vehicle_id != held.vehicle_id:
        raise OtherCar(number=held.number, plate=held.vehicle.plate)
    place = held.place
    visit = ticket or _open(held) or _ticket(held, language, by=by, at=at)
    if off is not None or new is not None:
        _charge_stay(visit, language, by=by, at=at)
    hotel.leave(held, "fitted", ticket=visit, at=at)
    if off is not None:
        hotel.take_in(off, wheels=wheels, place=place, ticket=visit, by=by, at=at)
    elif new is not None:
        hotel.store(held.site, vehicle=held.vehicle, customer=held.customer, what=new,
                    place=place or places.with_room(held.site).first(), ticket=visit, id=id, by=by, at=at)  # fmt: skip
    note(ticket=visit.ref)
    touch(visit, held.vehicle)
    return visit


def _key(site_id: UUID) -> str:
    return str(preferences.value(settings.SWAP_JOB.key, site_id))


def _open(held: WheelSet) -> Ticket | None:
    """The car's ticket that is open with a swap on it."""
    rows = Ticket.objects.filter(
        vehicle_id=held.vehicle_id, site_id=held.site_id, state__in=("draft", "quoted", "open")
    )
    return rows.filter(jobs__origin="tyres").order_by("-made_at").first()


def _ticket(held: WheelSet, language: str, *, by: Actor, at: datetime) -> Ticket:
    """A ticket with the canned job of the setting; where the shop has none, with a job of that name to be priced."""
    made = intake.take_in(held.site, vehicle=held.vehicle, customer=held.customer, language=language, by=by, at=at)
    template = CannedJob.objects.filter(key=_key(held.site_id), state="active").first()
    if template is not None:
        job = canned.apply(made, template, language=language, by=by, at=at)
    else:
        job = jobs.add(made, title=TITLE.get(language, TITLE["en"]), by=by, at=at)
    job.origin = "tyres"
    job.save(update_fields=["origin"])
    return made


def _charge_stay(visit: Ticket, language: str, *, by: Actor, at: datetime) -> None:
    """The season in the hotel is on the ticket, once, where the shop has a canned job with its price (S-172, S-180)."""
    key = str(preferences.value(settings.STORAGE_JOB.key, visit.site_id))
    template = CannedJob.objects.filter(key=key, state="active").first()
    if template is not None and not visit.jobs.filter(template_key=key).exists():
        canned.apply(visit, template, language=language, by=by, at=at)


@action("tyre_sets.offer", site=hotel.at_site)
def offer(wheel_set: WheelSet, *, language: str = "sv", by: Actor, at: datetime) -> Ticket:
    """A ticket stands for the car with a job for new tyres of the set's size, to be chosen and sent as a quote (S-175).

    The one that is open for that is returned instead of a second one.
    """
    held = hotel.locked(wheel_set)
    rows = Ticket.objects.filter(vehicle_id=held.vehicle_id, site_id=held.site_id, state__in=("draft", "quoted"))
    made = rows.filter(jobs__origin=f"tyres {held.number}").first()
    if made is not None:
        return made
    made = intake.take_in(held.site, vehicle=held.vehicle, customer=held.customer, language=language, by=by, at=at)
    title = OFFER.get(language, OFFER["en"]) % {"size": held.size}
    job = jobs.add(made, title=title.strip(), by=by, at=at)
    job.origin = f"tyres {held.number}"
    job.save(update_fields=["origin"])
    lines.add(job, [Wish("placeholder", text=title.strip(), quantity_milli=4000)], language=language, by=by, at=at)
    touch(held)
    return made


def stored_for(vehicle_id: UUID) -> list[WheelSet]:
    """The vehicle's sets that lie in the hotel, for the prompt where a plate is typed (S-176). One query."""
    rows = WheelSet.objects.filter(vehicle=vehicle_id, state="stored").select_related("place", "site")
    return list(rows.order_by("number"))

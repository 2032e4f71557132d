"""Work that waits on a car, booked in: its ticket, the job and the time in one go (S-110)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from vaxel.business.schedule import bookings
from vaxel.business.schedule.models import Booking
from vaxel.business.service import deferred
from vaxel.business.service.models import DeferredWork
from vaxel.business.tickets import intake
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor


def _at_site(work: DeferredWork, *_args: Any, by: Actor, **_kwargs: Any) -> UUID | None:
    return by.site_id or work.ticket.site_id


@action("deferred.book", site=_at_site)
def book(
    work: DeferredWork, *, starts_at: datetime, how: str = "drop_off", channel: str = "phone", language: str = "sv",
    by: Actor, at: datetime,
) -> Booking:  # fmt: skip
    """A new ticket for the car stands with the work, priced anew, and the car is booked.

    Refuses as `deferred.take_up` and `bookings.book` do.
    """
    held = DeferredWork.objects.select_related("ticket__site", "customer", "vehicle").get(pk=work.pk)
    ticket = intake.take_in(
        held.ticket.site, vehicle=held.vehicle, customer=held.customer, language=language, by=by, at=at
    )
    deferred.take_up(ticket, works=[held], language=language, by=by, at=at)
    return bookings.book(ticket, starts_at=starts_at, how=how, channel=channel, by=by, at=at)

"""The second person's word in a request: who, their PIN, and why (F-20)."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from vaxel.business.locations import pins
from vaxel.business.tickets.permits import NOBODY, Answer
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.shapes import Body, Reason


class Approver(Body):
    """Someone who answers for an unusual price: their id, PIN and the reason. Five wrong PINs lock it."""

    staff: UUID
    pin: Annotated[str, Meta(min_length=4, max_length=20)]
    reason: Reason


def answer(ask: Ask, approver: Approver | None) -> Answer:
    """Who answers, vouched for by their PIN. Refuses with OwnApprover, WrongPin, PinLocked."""
    if approver is None:
        return NOBODY
    return Answer(pins.second_person(ask.by, approver.staff, approver.pin, ask.at), approver.reason)

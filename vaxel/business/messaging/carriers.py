"""Who carries messages: a protocol, and which carrier is in use. Settings choose; in a demonstration it is the fake.

SMS_CARRIER and MAIL_CARRIER are dotted paths of what makes a carrier; empty: the shop cannot send that way itself, and
people send from their own phone.
"""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class NotTaken(Exception):
    """The carrier does not have the message. `again`: it may be tried again (no contact); else it was refused."""

    def __init__(self, reason: str, *, again: bool) -> None:
        super().__init__(reason)
        self.reason, self.again = reason, again


class NoAnswer(Exception):
    """The carrier was asked and did not answer: it may have the message or not."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as a carrier gets it. `receipts`: the address that hears what became of it; "" for none."""

    key: str
    to: str
    subject: str
    text: str
    receipts: str = ""


class Carrier(Protocol):
    """Takes messages of one channel. `name` is kept with the message."""

    name: str
    tells: bool  # whether receipts come; else what was taken stays “sent”

    def carry(self, message: Outgoing) -> str:
        """The carrier has it; its id there. Raises NotTaken, NoAnswer."""
        ...


def any_in_use() -> bool:
    """Whether the shop sends anything itself."""
    return settings.FAKE_MESSAGES or settings.PRACTICE or bool(settings.SMS_CARRIER or settings.MAIL_CARRIER)


def of(channel: str) -> Carrier | None:
    """The carrier in use for the channel; None when the shop has none."""
    if settings.FAKE_MESSAGES or settings.PRACTICE:
        path = "vaxel.business.messaging.fake.FakeCarrier"
    else:
        path = settings.SMS_CARRIER if channel == "sms" else settings.MAIL_CARRIER
    found: Carrier | None = import_string(path)() if path else None
    return found

"""What messages tell."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageLaid:
    """A message waits to be sent."""

    message_id: str

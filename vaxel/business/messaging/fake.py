"""The carrier of demonstrations, practice and tests: nothing leaves the house. It misbehaves as real ones do.

The last digits of the number, or the word before the @, say how: 0001 or `refused` is refused, 0002 or `timeout` is
taken without an answer, 0003 or `twice` tells of the delivery twice, 0004 or `late` ten minutes late, 0005 or `gone`
is not delivered.
"""

from datetime import timedelta

from vaxel.business.messaging.carriers import NoAnswer, NotTaken, Outgoing

HABITS = {
    "0001": "refused", "0002": "timeout", "0003": "twice", "0004": "late", "0005": "gone",
    "refused": "refused", "timeout": "timeout", "twice": "twice", "late": "late", "gone": "gone",
}  # fmt: skip
SOON, LATE = timedelta(seconds=3), timedelta(minutes=10)


def habit(to: str) -> str:
    """What becomes of a message to the address; "" for nothing special."""
    return HABITS.get(to.split("@", maxsplit=1)[0] if "@" in to else to[-4:], "")


class FakeCarrier:
    """Takes what is not refused; receipts are heard by outbox.watch, as `receipts` says."""

    name, tells = "fake", True

    def carry(self, message: Outgoing) -> str:
        """As the protocol."""
        if habit(message.to) == "refused":
            raise NotTaken("no such subscriber", again=False)
        if habit(message.to) == "timeout":
            raise NoAnswer
        return f"fake-{message.key}"


def receipts(to: str, waited: timedelta) -> list[str]:
    """What the carrier tells so long after it was given the message: nothing yet, or the outcomes in their order."""
    how = habit(to)
    if waited < (LATE if how == "late" else SOON):
        return []
    return {"gone": ["failed"], "twice": ["delivered", "delivered"]}.get(how, ["delivered"])

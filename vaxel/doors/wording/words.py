"""What a state is called and how it looks, and the looks that states share."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from vaxel.kernel.states import Machine


@dataclass(frozen=True, slots=True)
class Word:
    """What a state is called and how it looks; colours are those of `.chip`."""

    text: str | Promise
    colour: str = ""
    icon: str = "circle"


LOOKS = {
    "draft": ("", "circle-dashed"), "sent": ("blue", "send"), "confirmed": ("accent", "circle-check"),
    "part_received": ("amber", "package-open"), "received": ("green", "package-check"), "closed": ("", "lock"),
    "cancelled": ("", "x"), "waiting": ("blue", "hourglass"), "sending": ("blue", "send"),
    "unknown": ("amber", "circle-question-mark"), "refused": ("red", "circle-x"), "withdrawn": ("", "undo-2"),
    "entered": ("blue", "file-text"), "posted": ("green", "circle-check"), "agreed": ("accent", "circle-check"),
    "shipped": ("blue", "truck"), "credited": ("green", "circle-check"), "owed_by_customer": ("amber", "user"),
    "in_bank": ("accent", "package"), "collected": ("blue", "truck"), "rejected": ("red", "circle-x"),
    "scrapped": ("", "trash"), "lost": ("", "circle-x"), "waived": ("", "gift"), "expired": ("", "clock-alert"),
    "approved": ("green", "circle-check"), "part_approved": ("amber", "circle-check"), "settled": ("green", "check"),
}  # fmt: skip


def of(machine: Machine, looks: Mapping[str, tuple[str, str]] = LOOKS) -> dict[str, Word]:
    """A machine's states in its own words, as they look everywhere in purchasing; each state has a look."""
    return {state: Word(machine.names[state], *looks[state]) for state in machine.moves}

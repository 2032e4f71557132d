"""Where the car is, in words a customer uses: derived from the order's status and its jobs, never typed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STEPS = (
    ("in", _("Handed in")), ("approved", pgettext_lazy("the customer's page", "Approved")),
    ("work", _("Being worked on")),
    ("ready", _("Ready to fetch")), ("paid", pgettext_lazy("the customer's page", "Paid")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """What is said of a status: the headline, a sentence more, and the step that is reached."""

    headline: str | Promise
    more: str | Promise
    step: str


WORDS = {
    "draft": Word(_("We are looking at your car"), _("You will get our price before we begin."), "in"),
    "awaiting_approval": Word(
        _("We are waiting for your answer"), _("Read our quote and say yes or no to each job."), "in"
    ),
    "lost": Word(_("No work is ordered"), _("Call us if you want something done after all."), "in"),
    "scheduled": Word(_("Your time is booked"), _("We begin at the time we agreed."), "approved"),
    "open": Word(
        _("Your car waits for its turn"), _("You have said yes; we begin as soon as there is room."), "approved"
    ),
    "in_progress": Word(_("We are working on your car"), "", "work"),
    "waiting_approval": Word(
        _("We have found something and wait for your answer"), _("Read what it is, and say yes or no."), "work"
    ),
    "waiting_customer": Word(_("We need to talk to you"), _("Call us, so that we can go on."), "work"),
    "waiting_parts": Word(_("We are waiting for parts"), _("We go on as soon as they are here."), "work"),
    "waiting_sublet": Word(_("A specialist is working on it"), _("We go on when it is back."), "work"),
    "waiting_resource": Word(_("The work rests for a while"), _("We go on as soon as there is room."), "work"),
    "waiting_other": Word(_("The work rests for a while"), _("Call us if you want to know more."), "work"),
    "ready": Word(_("Your car is ready"), _("You can fetch it when we are open."), "ready"),
    "void": Word(_("The ticket is closed"), "", "in"),
}  # fmt: skip
OWED = Word(_("Your car is ready"), _("What is left to pay stands below."), "ready")
PAID = Word(_("All is done and paid"), _("Thank you, and drive carefully."), "paid")
SOLD = Word(_("Thank you for your purchase"), _("Your receipt is below."), "paid")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: `done`, `now`, or still to come."""

    name: str | Promise
    state: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come."""

    headline: str | Promise
    more: str | Promise
    steps: Sequence[Step]


def of(order_status: str, *, kind: str, owed_minor: int) -> Progress:
    """The words for a ticket's status; `owed_minor` is what is left to pay on its documents."""
    if order_status == "invoiced":
        word = (SOLD if kind == "counter" else PAID) if owed_minor <= 0 else OWED
    else:
        word = WORDS.get(order_status, WORDS["in_progress"])
    at = [key for key, _name in STEPS].index(word.step)
    shown = [
        Step(name, "done" if n < at or word.step == "paid" else "now" if n == at else "")
        for n, (_key, name) in enumerate(STEPS)
    ]
    without = kind == "counter" or order_status in ("lost", "void")
    return Progress(word.headline, word.more, () if without else shown)


JOB_WORDS = {
    "pending": _("not begun"), "in_progress": _("being done"), "on_hold": _("waits"), "completed": _("done"),
}  # fmt: skip

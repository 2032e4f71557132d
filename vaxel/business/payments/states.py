"""The machine of a payment: unknown is a state with an owner, never silently a yes or a no (F-45, payments.md §3)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.kernel.states import Machine

PAYMENT = Machine(
    "payment", pending="taken declined cancelling cancelled unknown", unknown="taken declined cancelled pending",
    declined="pending taken cancelling cancelled unknown", cancelling="taken cancelled", cancelled="taken", taken="",
).called(
    pgettext_lazy("the thing itself", "payment"), pending=_("Waits for the terminal"),
    unknown=_("Unknown: check the terminal"), taken=_("Taken"), declined=_("Payment declined"),
    cancelled=_("Payment cancelled"), cancelling=_("Being cancelled"),
)  # fmt: skip
UNDECIDED = ("pending", "unknown", "cancelling")
CLOSED = ("cancelled",)

# (state, what the provider says) → (the state it has then, the exception a person sees). What is not here is no news:
# money that moved is taken whenever it is heard of, nothing leaves `taken`, and a wish to cancel is only ended by a
# definite answer (payments.md §3.1).
TRANSITIONS = {
    ("pending", "declined"): ("declined", ""), ("pending", "taken"): ("taken", ""),
    ("pending", "cancelled"): ("cancelled", ""), ("pending", "unknown"): ("unknown", ""),
    ("declined", "waiting"): ("pending", ""), ("declined", "taken"): ("taken", ""),
    ("declined", "cancelled"): ("cancelled", ""), ("declined", "unknown"): ("unknown", ""),
    ("unknown", "waiting"): ("pending", ""), ("unknown", "declined"): ("declined", ""),
    ("unknown", "taken"): ("taken", ""), ("unknown", "cancelled"): ("cancelled", ""),
    ("cancelling", "taken"): ("taken", "late_success"), ("cancelling", "cancelled"): ("cancelled", ""),
    ("cancelled", "taken"): ("taken", "late_success"), ("cancelled", "waiting"): ("cancelled", "orphan_object"),
    ("taken", "waiting"): ("taken", "regression"), ("taken", "declined"): ("taken", "regression"),
    ("taken", "cancelled"): ("taken", "regression"),
}  # fmt: skip


def after(state: str, observed: str) -> tuple[str, str]:
    """The state after the observation, and the kind of exception it opens ("": none)."""
    return TRANSITIONS.get((state, observed), (state, ""))

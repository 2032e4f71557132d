"""The machine of a payment: unknown is a state with an owner, never silently a yes or a no (F-45)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.kernel.states import Machine

PAYMENT = Machine("payment", pending="taken declined cancelled unknown", unknown="taken declined cancelled",
                  taken="", declined="", cancelled="").called(
    pgettext_lazy("the thing itself", "payment"), pending=_("Waits for the terminal"),
    unknown=_("Unknown: check the terminal"), taken=_("Taken"), declined=_("Payment declined"),
    cancelled=_("Payment cancelled"),
)  # fmt: skip

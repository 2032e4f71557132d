"""How far a message has come."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.kernel.states import Machine

MESSAGE = Machine(
    "message", waiting="sending failed", sending="waiting sent delivered failed unknown", sent="delivered failed",
    unknown="waiting delivered failed", failed="waiting delivered", delivered="",
).called(
    _("message"), waiting=pgettext_lazy("message", "Waiting"), sending=pgettext_lazy("message", "Being sent"),
    sent=pgettext_lazy("message", "Sent"), unknown=pgettext_lazy("message", "Unknown"),
    failed=pgettext_lazy("message", "Not delivered"), delivered=pgettext_lazy("message", "Delivered"),
)  # fmt: skip

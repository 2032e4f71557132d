"""How far a unit has come (A-3), and a file."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.kernel.states import Machine

UNIT = Machine(
    "export unit",
    ready="sending sent data_error skipped",
    sending="confirmed retry_wait data_error unknown",
    sent="confirmed ready",
    retry_wait="sending ready data_error skipped",
    data_error="ready skipped",
    unknown="confirmed ready",
    skipped="ready",
    confirmed="",
).called(
    _("export"), ready=pgettext_lazy("export", "To be sent"), sending=pgettext_lazy("export", "Being sent"),
    sent=pgettext_lazy("export", "In a file"), retry_wait=pgettext_lazy("export", "Tried again soon"),
    data_error=pgettext_lazy("export", "Not accepted"), unknown=pgettext_lazy("export", "Nobody knows"),
    skipped=pgettext_lazy("export", "Left out"), confirmed=pgettext_lazy("export", "There"),
)  # fmt: skip
BATCH = Machine("export file", made="imported unread", imported="", unread="").called(
    pgettext_lazy("export", "file"), made=pgettext_lazy("export", "Made"),
    imported=pgettext_lazy("export", "Imported"), unread=pgettext_lazy("export", "Never read"),
)  # fmt: skip

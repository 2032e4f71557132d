"""An inspection's states: the technician looks, says done, the advisor confirms; sent is a report of it (S-116)."""

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.states import Machine

INSPECTION = Machine(
    "inspection", open="done cancelled", done="open confirmed cancelled", confirmed="done", cancelled=""
).called(
    _("inspection"), open=_("Being done"), done=_("Done, to be confirmed"), confirmed=_("Confirmed"),
    cancelled=_("Cancelled"),
)  # fmt: skip

"""Where a set of wheels is, as a table (S-173)."""

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.states import Machine

SET = Machine(
    "wheel_set",
    stored="fitted customer discarded",
    fitted="stored customer discarded",
    customer="stored fitted discarded",
    discarded="",
).called(
    _("set of wheels"), stored=_("In the hotel"), fitted=_("On the car"), customer=_("With the customer"),
    discarded=_("Discarded"),
)  # fmt: skip

"""The machines of a ticket and of a job's work, and what a customer may have decided (S-6, S-18, S-19)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.kernel.states import Machine

TICKET = Machine("ticket", draft="quoted open posted void", quoted="open void", open="posted void", posted="open",
                 void="").called(
    pgettext_lazy("the thing itself", "ticket"), draft=_("Draft"), quoted=_("Quote sent"),
    open=pgettext_lazy("ticket", "Open"),
    posted=_("Invoiced"), void=_("Void"),
)  # fmt: skip
WORK = Machine("job", pending="in_progress on_hold cancelled", in_progress="completed on_hold cancelled",
               on_hold="pending in_progress cancelled", completed="in_progress", cancelled="").called(
    pgettext_lazy("the thing itself", "job"), pending=_("Not started"), in_progress=_("In progress"),
    on_hold=_("On hold"), completed=_("Completed"), cancelled=_("Cancelled"),
)  # fmt: skip
DECISIONS = [(one, one) for one in ("undecided", "approved", "declined", "later", "stale", "not_chosen")]
HOLD_REASONS = ("approval", "customer", "parts", "sublet", "resource", "other")

"""The machines of a ticket and of a job's work, and what a customer may have decided (S-6, S-18, S-19)."""

from vaxel.kernel.states import Machine

TICKET = Machine("ticket", draft="quoted open posted void", quoted="open void", open="posted void", posted="open",
                 void="")  # fmt: skip
WORK = Machine("job", pending="in_progress on_hold cancelled", in_progress="completed on_hold cancelled",
               on_hold="pending in_progress cancelled", completed="in_progress", cancelled="")  # fmt: skip
DECISIONS = [(one, one) for one in ("undecided", "approved", "declined", "later", "stale", "not_chosen")]
HOLD_REASONS = ("approval", "customer", "parts", "sublet", "resource", "other")

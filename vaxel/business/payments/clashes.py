"""What may be wrong with a fact that is booked all the same: each clash in a sentence for the tray and the till."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "unknown_part": _(
        "%(paper)s: “%(text)s” (%(number)s) is not in the catalogue. It was sold without stock and cost."
    ),
    "part_retired": _("%(paper)s: “%(text)s” is no longer sold, but was."),
    "unknown_customer": _("%(paper)s: the customer is not known here, so it stands on the walk-in customer."),
    "unknown_vehicle": _("%(paper)s: the vehicle is not known here."),
    "unknown_lot": _("%(paper)s: the serial number or lot of “%(text)s” is not known here. Correct it in the stock."),
    "price_differs": _("%(paper)s: “%(text)s” was sold for %(sold_cm)s; the price was %(price_cm)s."),
    "sum_differs": _("%(paper)s: the till took %(told_minor)s, but its lines come to %(sum_minor)s."),
    "tax_differs": _("%(paper)s: the VAT on paper was %(told_minor)s, but should have been %(tax_minor)s."),
    "not_permitted": _("%(paper)s: %(who)s did what they may not do: %(what)s."),
    "operator_unknown": _("%(paper)s: nobody who works here is known by the till's operator."),
    "operator_unproven": _("%(paper)s: it is not certain that %(who)s did it."),
    "late": _("%(paper)s was made at %(happened)s, before Z %(z)s, and came after it. It counts in the next report."),
    "period_locked": _("%(paper)s is of %(day)s, which is locked in the books. It is booked on the first open day."),
    "clock_skew": _("The clock of %(device)s is %(minutes)s minutes off. Set it: receipts show its time."),
    "number_differs": _("%(paper)s: the till printed number %(printed)s. Look whether receipts are missing before it."),
    "not_declared": _("%(paper)s: money was taken with %(tender)s, though the cash register is not declared."),
    "over_credit": _("%(paper)s: %(customer)s bought on account without having one, or above the limit."),
    "register_retired": _("%(paper)s: the till is out of use, but was used. Shut its devices out under Sites."),
    "drawer_closed": _("%(paper)s: cash was taken while the drawer was closed. It counts when it is opened next."),
    "waits": _("%(paper)s could not be booked: %(why)s"),
    "conflict": _(
        "%(device)s sent number %(seq)s twice with different content. Look at the till before you close the day."
    ),
}


@dataclass(frozen=True, slots=True)
class Clash:
    """One clash: its code, and the facts that its sentence names."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def as_flag(self) -> dict[str, Any]:
        """As it is kept with the fact."""
        return {"code": self.code, "facts": self.facts}

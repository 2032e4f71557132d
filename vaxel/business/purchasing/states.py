"""The papers of buying as tables of states (K-56, K-61, K-71, S-151), and what people call them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.kernel.states import Machine

ORDER = Machine(
    "purchase order",
    draft="sent cancelled",
    sent="draft confirmed part_received received cancelled closed",
    confirmed="part_received received cancelled closed",
    part_received="received closed sent",
    received="part_received closed sent",
    closed="",
    cancelled="",
).called(
    pgettext_lazy("the thing itself", "purchase order"), draft=_("Draft"), sent=pgettext_lazy("order", "Sent"),
    confirmed=_("Confirmed"), part_received=_("Partly received"), received=_("Received"),
    closed=pgettext_lazy("order", "Closed"), cancelled=_("Cancelled"),
)  # fmt: skip
DISPATCH = Machine(
    "dispatch",
    waiting="sending sent withdrawn",
    sending="sent refused unknown waiting withdrawn",
    unknown="sent refused sending withdrawn waiting",
    refused="",
    withdrawn="",
    sent="",
).called(
    pgettext_lazy("the thing itself", "sending"), waiting=_("Waits to be sent"), sending=_("Being sent"),
    unknown=_("Nobody knows if they have it"), refused=_("Refused"), withdrawn=_("Withdrawn"),
    sent=pgettext_lazy("order", "Sent"),
)  # fmt: skip
BILL = Machine("supplier bill", entered="posted withdrawn", posted="", withdrawn="").called(
    pgettext_lazy("the thing itself", "bill"), entered=_("Entered"), posted=_("Posted"), withdrawn=_("Withdrawn")
)
RETURN = Machine(
    "supplier return",
    draft="agreed shipped cancelled",
    agreed="shipped cancelled",
    shipped="credited refused",
    credited="",
    refused="",
    cancelled="",
).called(
    pgettext_lazy("the thing itself", "return"), draft=_("Draft"), agreed=_("Agreed"), shipped=_("Shipped"),
    credited=_("Credited"), refused=_("Refused"), cancelled=_("Cancelled"),
)  # fmt: skip
CORE = Machine(
    "core",
    owed_by_customer="in_bank waived expired",
    in_bank="collected scrapped lost",
    collected="credited rejected in_bank",
    credited="",
    rejected="",
    scrapped="",
    lost="",
    waived="",
    expired="in_bank",
).called(
    pgettext_lazy("the thing itself", "core"), owed_by_customer=_("Owed by the customer"), in_bank=_("In the bank"),
    collected=_("Sent back"), credited=_("Credited"), rejected=_("Rejected"), scrapped=_("Scrapped"), lost=_("Lost"),
    waived=_("Waived"), expired=_("Never came"),
)  # fmt: skip
CLAIM = Machine(
    "claim",
    draft="sent rejected",
    sent="approved part_approved rejected settled",
    approved="settled rejected",
    part_approved="settled rejected",
    rejected="",
    settled="",
).called(
    pgettext_lazy("the thing itself", "claim"), draft=_("Draft"), sent=pgettext_lazy("order", "Sent"),
    approved=_("Approved"), part_approved=_("Approved in part"), rejected=_("Rejected"), settled=_("Settled"),
)  # fmt: skip
OPEN_ORDER = ("sent", "confirmed", "part_received")
ON_THE_WAY = ("draft", *OPEN_ORDER)


def word(machine: Machine, state: str) -> object:
    """What people call the state; its own name where nobody has said."""
    return machine.names.get(state, state)

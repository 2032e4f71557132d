"""The papers of buying as tables of states (K-56, K-61, K-71, S-151)."""

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
)
DISPATCH = Machine(
    "dispatch",
    waiting="sending sent withdrawn",
    sending="sent refused unknown waiting",
    unknown="sent refused sending withdrawn",
    refused="",
    withdrawn="",
    sent="",
)
BILL = Machine("supplier bill", entered="posted withdrawn", posted="", withdrawn="")
RETURN = Machine(
    "supplier return",
    draft="agreed shipped cancelled",
    agreed="shipped cancelled",
    shipped="credited refused",
    credited="",
    refused="",
    cancelled="",
)
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
)
CLAIM = Machine(
    "claim",
    draft="sent rejected",
    sent="approved part_approved rejected settled",
    approved="settled rejected",
    part_approved="settled rejected",
    rejected="",
    settled="",
)
OPEN_ORDER = ("sent", "confirmed", "part_received")
ON_THE_WAY = ("draft", *OPEN_ORDER)

"""Which ledger role a line's net and a rate's tax go to (M-61). Pure."""

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import recipes
from vaxel.kernel.refusals import Refused

_NET_25 = {
    "labour": "sales_labour_25", "sublet": "sales_labour_25", "part": "sales_parts_25", "core": "sales_parts_25",
    "fee": "environment_fee_25",
}  # fmt: skip
_NET_OTHER = {120_000: "sales_12", 60_000: "sales_6", 0: "sales_exempt"}
_UNTAXED = {"AE": "sales_rc_domestic", "K": "sales_eu_goods", "G": "sales_export_goods"}


class NoAccountForRate(Refused):
    """The company's chart has no account for the rate."""

    sentence = _("There is no account for VAT at %(percent)s %%. Choose another tax code on the line.")


def of_net(kind: str, category: str, ppm: int) -> str:
    """The role of a line's net; a gift card is no sale but a debt (P-5). Refuses with NoAccountForRate."""
    if kind == "gift_card":
        return "gift_card_liability"
    if category in _UNTAXED:
        return _UNTAXED[category]
    if category != "S":
        return "sales_exempt"
    if ppm == 250_000:
        return _NET_25.get(kind, "sales_mixed_25")
    if ppm not in _NET_OTHER:
        raise NoAccountForRate(percent=ppm // 10_000)
    return _NET_OTHER[ppm]


def of_tax(ppm: int) -> str:
    """The role of output VAT at the rate. Refuses with NoAccountForRate."""
    if ppm != 250_000 and ppm not in _NET_OTHER:
        raise NoAccountForRate(percent=ppm // 10_000)
    return recipes.output_vat(ppm)

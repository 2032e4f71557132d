"""The Swedish VAT return (skattedeklaration): what stands in each of its boxes, in whole kronor and exactly.

Bases come from the stored documents, VAT from the ledger; `differs` says where the two do not meet.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import vat
from vaxel.business.accounting.models import LedgerEntry
from vaxel.business.billing.models import DepositUse, DocumentLine
from vaxel.business.purchasing.models import SupplierBill
from vaxel.kernel.money import MILLION, rdiv

WHOLE = 100  # boxes are kronor without öre, which fall away (SFL 22 kap., SFF 22:1)
BY_ROLE = {
    "sales_eu_goods": "35", "sales_export_goods": "36", "sales_eu_services": "39", "sales_export_services": "40",
    "sales_rc_domestic": "41",
}  # fmt: skip
BY_CATEGORY = {"S": "05", "M": "07", "K": "35", "G": "36", "AE": "41"}
OTHERWISE = "42"
TAX_BOXES = {
    "output_vat_25": "10", "output_vat_own_use_25": "10", "output_vat_margin_25": "10", "output_vat_12": "11",
    "output_vat_6": "12", "output_vat_rc_purchase_25": "30", "input_vat": "48", "input_vat_rc": "48",
}  # fmt: skip
GROUPS: Sequence[tuple[str | Promise, Sequence[tuple[str, str | Promise]]]] = (
    (_("A. Sales that are taxed, without VAT"), (
        ("05", _("Taxable sales that are in no box below")), ("07", _("Base of sales under the margin scheme")),
    )),
    (_("B. Output VAT on sales in box 05 to 08"), (
        ("10", _("Output VAT 25 %")), ("11", _("Output VAT 12 %")), ("12", _("Output VAT 6 %")),
    )),
    (_("C. Purchases where the buyer owes the VAT"), (("20", _("Goods bought from another EU country")),)),
    (_("D. Output VAT on purchases in box 20 to 24"), (("30", _("Output VAT 25 %")),)),
    (_("E. Sales that are free of VAT"), (
        ("35", _("Goods sold to another EU country")), ("36", _("Goods sold outside the EU")),
        ("39", _("Services sold to businesses in another EU country")), ("40", _("Other services sold abroad")),
        ("41", _("Sales where the buyer in Sweden owes the VAT")), ("42", _("Other sales free of VAT")),
    )),
    (_("F. Input VAT"), (("48", _("Input VAT to be deducted")),)),
    (_("G. VAT to pay or get back"), (("49", _("VAT to pay; with a minus sign to get back")),)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Return:
    """The span's boxes: number → exact minor units, and in whole kronor as they are declared."""

    exact: Mapping[str, int]
    differs: int
    by_role: Mapping[str, int]

    @property
    def whole(self) -> dict[str, int]:
        """Number → kronor; box 49 is worked out from those."""
        boxes = {key: _cut(value) for key, value in self.exact.items() if key != "49"}
        owed = sum(boxes.get(key, 0) for key in ("10", "11", "12", "30")) - boxes.get("48", 0)
        return boxes | {"49": owed}


def _cut(minor: int) -> int:
    """Kronor without the öre, towards zero."""
    return minor // WHOLE if minor >= 0 else -(-minor // WHOLE)


def boxes(first: date, last: date, sites: Sequence[UUID]) -> Return:
    """The return for the days, both included, of the sites. Five queries."""
    exact: dict[str, int] = defaultdict(int)
    said = _bases(exact, first, last, sites)
    by_role: dict[str, int] = defaultdict(int)
    for sums in vat.moved(first, last, list(sites)).values():
        for role, amount in sums.items():
            by_role[role] += amount
            box = TAX_BOXES.get(role)
            if box:
                exact[box] += amount if box == "48" else -amount
    exact["20"] += _bought_in_the_eu(first, last, sites)
    exact["49"] = exact["10"] + exact["11"] + exact["12"] + exact["30"] - exact["48"]
    booked = -sum(by_role[role] for role in ("output_vat_25", "output_vat_12", "output_vat_6"))
    return Return(dict(exact), booked - said, dict(by_role))


def _bases(exact: dict[str, int], first: date, last: date, sites: Sequence[UUID]) -> int:
    """The bases of what was posted, deposits when they came and less when they were used (M-35); the VAT it said."""
    told = 0
    lines = DocumentLine.objects.filter(document__business_date__range=(first, last), document__site_id__in=sites)
    rows = lines.values_list("category", "role").annotate(net=Sum("net_minor"), tax=Sum("tax_minor")).order_by()
    for category, role, net, tax in rows:
        if category == "O":
            continue  # interest and reminder fees are no supply
        exact[BY_ROLE.get(role) or BY_CATEGORY.get(category, OTHERWISE)] += net
        told += tax
    used = DepositUse.objects.filter(document__business_date__range=(first, last), document__site_id__in=sites)
    back = used.values_list("category").annotate(gross=Sum("gross_minor"), tax=Sum("tax_minor")).order_by()
    for category, gross, tax in back:
        exact[BY_CATEGORY.get(category, OTHERWISE)] -= gross - tax
        told -= tax
    return told


def _bought_in_the_eu(first: date, last: date, sites: Sequence[UUID]) -> int:
    """What suppliers in other EU countries billed, in our currency, by the day their bill was booked."""
    booked = LedgerEntry.objects.filter(
        source_kind="supplier_bill", business_date__range=(first, last), site_id__in=sites
    )
    bills = SupplierBill.objects.filter(tax_kind="eu", pk__in=booked.values("source_id"))
    return sum(
        (1 if kind == "bill" else -1) * rdiv(net * rate, MILLION)
        for kind, net, rate in bills.values_list("kind", "net_minor", "rate_ppm")
    )

"""What is booked where, in words: every role of the map, in the families a bookkeeper looks for them."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ROLES: Mapping[str, str | Promise] = {
    "cash": _("Cash in the drawers"), "cash_in_transit": _("Cash on its way to the bank"), "bank": _("Bank account"),
    "swish_clearing": _("Swish, until it is matched"), "card_clearing": _("Cards, until they are paid out"),
    "receivables": _("Customers' debts"), "customer_deposit": _("Deposits from customers"),
    "gift_card_liability": _("Gift cards not used yet"), "store_credit": _("Store credit not used yet"),
    "tips_payable": _("Tips to be paid out"), "core_payable": _("Core charges to give back to customers"),
    "fee_payable": _("Fees collected for others"), "bad_debt": _("Debts that are lost"),
    "card_fee": _("Fees for card payments"), "cash_over_short": _("Drawers that were short or over"),
    "rounding": _("Rounding"), "discount_given": _("Discounts for paying in time"),
    "deposit_forfeited": _("Deposits that were forfeited"),
    "sales_parts_25": _("Parts sold, 25 %"), "sales_labour_25": _("Labour sold, 25 %"),
    "sales_mixed_25": _("Other sales, 25 %"), "sales_12": _("Sales, 12 %"), "sales_6": _("Sales, 6 %"),
    "sales_exempt": _("Sales free of VAT"), "sales_export_goods": _("Goods sold outside the EU"),
    "sales_eu_goods": _("Goods sold to another EU country"), "sales_margin_pos": _("Margin scheme, at a profit"),
    "sales_margin_neg": _("Margin scheme, at a loss"), "sales_rc_domestic": _("Reverse charge in Sweden"),
    "sales_export_services": _("Services sold outside the EU"),
    "sales_eu_services": _("Services sold to another EU country"), "freight_25": _("Freight charged, 25 %"),
    "invoice_fee_25": _("Invoice fees, 25 %"), "environment_fee_25": _("Environment and supplies fees, 25 %"),
    "reminder_fee": _("Reminder fees"), "late_interest": _("Interest on late payment"),
    "output_vat_25": _("Output VAT 25 %"), "output_vat_12": _("Output VAT 12 %"), "output_vat_6": _("Output VAT 6 %"),
    "output_vat_own_use_25": _("Output VAT on own use, 25 %"), "output_vat_margin_25": _("Output VAT, margin scheme"),
    "output_vat_rc_purchase_25": _("Output VAT on purchases with reverse charge"), "input_vat": _("Input VAT"),
    "input_vat_rc": _("Input VAT on purchases with reverse charge"), "vat_settlement": _("VAT owed to the state"),
    "stock": _("Goods on the shelves"), "stock_margin": _("Used goods under the margin scheme"),
    "work_in_progress": _("Work in progress"), "goods_received": _("Goods received, not billed"),
    "payables": _("Debts to suppliers"), "supplier_receivable": _("Credits expected from suppliers"),
    "core_receivable": _("Cores to be credited by suppliers"), "cogs": _("Cost of goods sold"),
    "cogs_margin": _("Cost of goods sold, margin scheme"), "bought_work": _("Work bought from others"),
    "stock_change": _("Changes of stock"), "cost_variance": _("Price differences on purchases"),
    "internal_use": pgettext_lazy("account", "Own use"), "warranty_cost": _("Warranty work"),
}  # fmt: skip
FAMILIES: Sequence[tuple[str | Promise, Sequence[str]]] = (
    (_("Money"), ("cash", "cash_in_transit", "bank", "swish_clearing", "card_clearing", "card_fee", "cash_over_short",
                  "rounding")),
    (_("Customers"), ("receivables", "customer_deposit", "gift_card_liability", "store_credit", "tips_payable",
                      "core_payable", "fee_payable", "reminder_fee", "late_interest", "bad_debt", "discount_given",
                      "deposit_forfeited")),
    (_("Sales"), ("sales_parts_25", "sales_labour_25", "sales_mixed_25", "environment_fee_25", "freight_25",
                  "invoice_fee_25", "sales_12", "sales_6", "sales_exempt", "sales_margin_pos", "sales_margin_neg",
                  "sales_rc_domestic", "sales_eu_goods", "sales_eu_services", "sales_export_goods",
                  "sales_export_services")),
    (_("VAT"), ("output_vat_25", "output_vat_12", "output_vat_6", "output_vat_own_use_25", "output_vat_margin_25",
                "output_vat_rc_purchase_25", "input_vat", "input_vat_rc", "vat_settlement")),
    (_("Goods and purchases"), ("stock", "stock_margin", "work_in_progress", "goods_received", "payables",
                                "supplier_receivable", "core_receivable", "cogs", "cogs_margin", "bought_work",
                                "stock_change", "cost_variance", "internal_use", "warranty_cost")),
)  # fmt: skip

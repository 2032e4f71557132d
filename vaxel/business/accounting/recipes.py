"""Posting recipes: what a happening in the shop writes in the ledger, as (role, signed amount), debit positive (P-1 …).

Each sums to zero and leaves out rows of zero. Amounts in minor units, given as positive numbers where both ways exist.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from vaxel.business.accounting.schemes import margin
from vaxel.kernel.money import MILLION, rdiv

Rows = list[tuple[str, int]]
Amounts = Iterable[tuple[str, int]]


class RecipeOutOfBalance(ValueError):
    """The amounts handed in do not make a balanced entry."""


def _balanced(*rows: tuple[str, int]) -> Rows:
    if sum(amount for _role, amount in rows):
        raise RecipeOutOfBalance(rows)
    return [(role, amount) for role, amount in rows if amount]


def output_vat(ppm: int) -> str:
    """The role of output VAT at a rate: output_vat_25, output_vat_12, output_vat_6."""
    return f"output_vat_{ppm // 10_000}"


def sale(tenders: Amounts, sales: Amounts, vat: Amounts, rounding: int = 0) -> Rows:
    """Tenders against sales and VAT per role; with one tender `receivables` it is the invoice (P-1, P-2, P-3, P-16)."""
    credits = [(role, -amount) for role, amount in (*sales, *vat, ("rounding", rounding))]
    return _balanced(*tenders, *credits)


def invoice_paid(tender: str, amount: int) -> Rows:
    """A payment of an invoice (P-3)."""
    return _balanced((tender, amount), ("receivables", -amount))


def deposit_received(tender: str, net: int, vat: Amounts) -> Rows:
    """An advance payment with its VAT, by its stored values; negated it is the refund of an unused one (P-4)."""
    taxes = list(vat)
    gross = net + sum(tax for _role, tax in taxes)
    return _balanced((tender, gross), ("customer_deposit", -net), *((role, -tax) for role, tax in taxes))


def deposit_applied(
    receivable: str, sales: Sequence[tuple[str, int]], vat: Sequence[tuple[str, int]], net: int, deposit_vat: Amounts
) -> Rows:
    """The final invoice with the full supply, less a deposit's stored net and VAT; the rest is due (P-4)."""
    taxes = list(deposit_vat)
    due = sum(amount for _role, amount in (*sales, *vat)) - net - sum(tax for _role, tax in taxes)
    supply = [(role, -amount) for role, amount in (*sales, *vat)]
    return _balanced(*supply, ("customer_deposit", net), *taxes, (receivable, due))


def gift_card_sold(tender: str, amount: int) -> Rows:
    """A multi-purpose gift card is a liability until it is used as a tender (P-5)."""
    return _balanced((tender, amount), ("gift_card_liability", -amount))


def card_payout(gross: int, fee: int) -> Rows:
    """What the acquirer pays out, less its fee (P-6)."""
    return _balanced(("bank", gross - fee), ("card_fee", fee), ("card_clearing", -gross))


def margin_sale(tender: str, sold_for: int, bought_for: int, ppm: int) -> Rows:
    """A used part under the margin scheme, at a profit or a loss (P-7, M-38)."""
    reckoned = margin(sold_for, bought_for, ppm)
    role = "sales_margin_pos" if reckoned.margin > 0 else "sales_margin_neg"
    return _balanced(
        (tender, sold_for),
        (role, -reckoned.net_sale),
        (f"output_vat_margin_{ppm // 10_000}", -reckoned.vat),
        ("cogs_margin", bought_for),
        ("stock_margin", -bought_for),
    )


def reverse(rows: Amounts) -> Rows:
    """The stored posting with changed signs (P-8)."""
    return _balanced(*((role, -amount) for role, amount in rows))


def cash_count(counted: int, expected: int) -> Rows:
    """A drawer that is short or over; sales and VAT are never touched (P-9)."""
    return _balanced(("cash", counted - expected), ("cash_over_short", expected - counted))


def cash_to_bank(amount: int) -> Rows:
    """Notes leave the drawer for the bank (P-9)."""
    return _balanced(("cash_in_transit", amount), ("cash", -amount))


def cash_at_bank(amount: int) -> Rows:
    """The bank has counted them in (P-9)."""
    return _balanced(("bank", amount), ("cash_in_transit", -amount))


def cost_of_sale(cost: int) -> Rows:
    """Perpetual stock: goods leave at cost; negative when they come back at their stored cost (P-12)."""
    return _balanced(("cogs", cost), ("stock", -cost))


def goods_came(stock: int, used: int, core: int, revalued: int = 0) -> Rows:
    """A delivery before its bill: shelves, what is used at once, cores; owed until the bill is here (K-64, P-11)."""
    return _balanced(
        ("stock", stock + revalued), ("cogs", used), ("core_receivable", core), ("cost_variance", -revalued),
        ("goods_received", -stock - used - core),
    )  # fmt: skip


def bill_vat(tax_kind: str, net: int, tax: int, ppm: int) -> Rows:
    """VAT of a supplier's bill, without the payable: input VAT, or both sides of the reverse charge (M-40)."""
    if tax_kind == "eu":
        owed = rdiv(net * ppm, MILLION)
        return [("input_vat_rc", owed), ("output_vat_rc_purchase_25", -owed)] if owed else []
    return [("input_vat", tax)] if tax else []


def samples() -> dict[str, Rows]:
    """Each recipe, by its name in words, with amounts that are easy to follow: what a map is tried with."""
    vat = [("output_vat_25", 25_00)]
    return {
        _("A counter sale in cash"): sale([("cash", 225_00)], [("sales_parts_25", 100_00),
                                          ("sales_labour_25", 100_00)], vat),
        _("A sale on the card"): sale([("card_clearing", 125_44)], [("sales_parts_25", 100_00)], vat, 44),
        _("An invoice"): sale([("receivables", 125_00)], [("sales_labour_25", 100_00)], vat),
        _("An invoice paid"): invoice_paid("bank", 125_00),
        _("A deposit"): deposit_received("card_clearing", 100_00, vat),
        _("A gift card sold"): gift_card_sold("cash", 500_00),
        _("A card payout"): card_payout(125_00, 2_00),
        _("A used part at a profit"): margin_sale("cash", 1_000_00, 600_00, 250_000),
        _("A drawer that is short"): cash_count(90_00, 100_00),
        _("Cash to the bank"): cash_to_bank(3_000_00),
        _("Cash at the bank"): cash_at_bank(3_000_00),
        _("Cost of goods sold"): cost_of_sale(60_00),
        _("A delivery"): goods_came(80_00, 20_00, 10_00),
        _("A supplier's bill"): _balanced(("goods_received", 100_00), *bill_vat("domestic", 100_00, 25_00, 250_000),
                                         ("payables", -125_00)),
        _("A bill from another EU country"): _balanced(*bill_vat("eu", 100_00, 0, 250_000)),
    }  # fmt: skip

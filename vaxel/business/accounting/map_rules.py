"""What a map of roles to accounts must fulfil: which kind of account a role needs, and what no two roles may share."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import recipes
from vaxel.kernel.refusals import Refused

ASSET, LIABILITY, EQUITY, INCOME, COST = "asset", "liability", "equity", "income", "cost"
KINDS = (ASSET, LIABILITY, EQUITY, INCOME, COST)
BALANCE = (ASSET, LIABILITY, EQUITY)
# The first digit of an account's number says its kind, in each chart that ships.
_DIGITS = {
    "bas": {"1": ASSET, "2": LIABILITY, "3": INCOME, "4": COST, "5": COST, "6": COST, "7": COST, "8": COST},
    "neutral": {"1": ASSET, "2": LIABILITY, "3": EQUITY, "4": INCOME, "5": COST, "6": COST},
}
_ASSETS = (
    "cash", "cash_in_transit", "bank", "swish_clearing", "card_clearing", "receivables", "stock", "stock_margin",
    "work_in_progress", "core_receivable", "supplier_receivable",
)  # fmt: skip
_LIABILITIES = (
    "payables", "customer_deposit", "gift_card_liability", "store_credit", "vat_settlement", "tips_payable",
    "core_payable", "fee_payable", "goods_received",
)  # fmt: skip
_INCOME = ("rounding", "discount_given", "deposit_forfeited", "reminder_fee", "late_interest")
_INCOME_FAMILIES = ("sales_", "freight_", "invoice_fee_", "environment_fee_")
VAT_FAMILIES = ("output_vat_", "input_vat")
# A ledger of its own stands behind these, or a tax return: what else is booked on the account hides what is wrong.
ALONE = ("receivables", "payables", "stock", "cash", "card_clearing", "customer_deposit", "goods_received")


class WrongMap(Refused):
    """The map would make books that nobody can read, or no books at all."""

    sentence = _("The accounts cannot be used like this: %(faults)s")


def kind_of_number(number: str, chart: str) -> str:
    """The kind of an account by its number in a chart that ships; "" for numbers that the chart does not sort."""
    return _DIGITS[chart].get(number[:1], "")


def kinds_of_role(role: str) -> tuple[str, ...]:
    """The kinds of account that a role may lead to."""
    if role in _ASSETS:
        return (ASSET,)
    if is_vat(role) or role in _LIABILITIES:
        return (LIABILITY, ASSET) if role.startswith("input_vat") else (LIABILITY,)
    if role in _INCOME:
        return (INCOME, COST)
    return (INCOME,) if role.startswith(_INCOME_FAMILIES) else (COST,)


def is_vat(role: str) -> bool:
    """Whether the role's balance goes into the tax return."""
    return role.startswith(VAT_FAMILIES)


def wrong_in(accounts: Mapping[str, str], kinds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(role, sentence) for everything that is wrong with the map `role → account`, whose accounts have `kinds`."""
    shared: dict[str, list[str]] = {}
    for role, account in accounts.items():
        shared.setdefault(account, []).append(role)
        if account not in kinds:
            yield role, str(_("There is no account %(account)s. Add it first.")) % {"account": account}
        elif kinds[account] and kinds[account] not in kinds_of_role(role):
            said = _("%(account)s is an account of another kind (%(kind)s).")
            yield role, str(said) % {"account": account, "kind": KIND_WORDS[kinds[account]]}
    for account, roles in shared.items():
        alone = [role for role in roles if role in ALONE or is_vat(role)]
        if alone and len(roles) > 1:
            said = _("%(account)s is wanted for something else too; this needs an account of its own.")
            yield alone[0], str(said) % {"account": account}
    yield from _vanishing(accounts)


def _vanishing(accounts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Recipes that could not be posted, or whose debit and credit would land on one account and vanish."""
    for name, rows in recipes.samples().items():
        lost = [role for role, _amount in rows if role not in accounts]
        for role in lost:
            yield role, str(_("%(recipe)s is booked here, and it has no account.")) % {"recipe": name}
        if not lost and len({accounts[role] for role, _amount in rows}) == 1:
            yield rows[0][0], str(_("%(recipe)s would come and go on one account.")) % {"recipe": name}


KIND_WORDS = {
    "": _("unsorted"), ASSET: _("asset"), LIABILITY: _("liability"), EQUITY: _("equity"), INCOME: _("income"),
    COST: _("cost"),
}  # fmt: skip

"""Vouchers that a person writes: opening balances, and what no document makes. Accounts are named, not roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import charts, ledger, map_rules
from vaxel.business.accounting.models import Account, RoleAccount
from vaxel.business.locations.models import Site
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import Money
from vaxel.kernel.refusals import Refused

# Their ledgers are filled by what happens in the shop; a voucher by hand would make the two disagree.
KEPT_BY_LEDGERS = {
    "stock": _("Goods on the shelf are taken in under Stock, with their cost."),
    "goods_received": _("Goods that are not billed yet come with their delivery."),
    "core_receivable": _("Cores are kept under Cores."),
    "core_payable": _("Cores are kept under Cores."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row as typed: the account, and so much debit (positive) or credit (negative) in minor units."""

    account: str
    amount_minor: int


class NoRows(Refused):
    """A voucher has at least two rows."""

    sentence = _("Write at least two rows with an account and an amount.")


class NoText(Refused):
    """Who reads the books later wants to know."""

    sentence = _("Write what the voucher is about.")


class NotInBalance(Refused):
    """Debit is credit (I-8)."""

    sentence = _("Debit and credit differ by %(difference)s. The voucher is not posted.")


class UnknownAccount(Refused):
    """Only accounts of the chart."""

    sentence = _("There is no account %(account)s. Add it under Accounts, or choose another.")


class KeptElsewhere(Refused):
    """The account has a ledger of its own."""

    sentence = _("Account %(account)s cannot be written by hand: %(way)s")


class NoBalanceAccount(Refused):
    """Opening balances are what one owns and owes."""

    sentence = _("%(account)s is an account of income or cost. Opening balances have only assets, debts and equity.")


def _at(site: Site, **_kwargs: object) -> UUID:
    return site.pk


@action("ledger.enter", site=_at)
def enter(
    site: Site, *, day: date, text: str, rows: Sequence[Row], opening: bool = False, by: Actor, at: datetime
) -> UUID:
    """The voucher stands in the books on the day; the entry's id. With `opening` it is an opening balance.

    Refuses with NoText, NoRows, UnknownAccount, KeptElsewhere, NoBalanceAccount, NotInBalance, PeriodClosed (the way
    out stands in its sentence), NoChart.
    """
    about = " ".join(text.split())
    kept = [row for row in rows if row.amount_minor]
    if not about:
        raise NoText()
    if len(kept) < 2:
        raise NoRows()
    _check(kept, opening)
    if difference := sum(row.amount_minor for row in kept):
        raise NotInBalance(difference=Money(abs(difference), site.currency))
    roles = roles_of([row.account for row in kept])
    draft = ledger.Draft(
        site_id=site.pk, day=day, text=about[:180], source_kind="opening" if opening else "manual", source_id=new_id(),
        currency=site.currency, postings=[(roles[row.account], row.amount_minor) for row in kept], late_allowed=False,
    )  # fmt: skip
    return ledger.write([draft], at=at)[0]


def _check(rows: Sequence[Row], opening: bool) -> None:
    kinds = dict(Account.objects.filter(number__in={row.account for row in rows}).values_list("number", "kind"))
    kept = {account: role for role, account in charts.accounts(charts.latest_version()).items()
            if role in KEPT_BY_LEDGERS}  # fmt: skip
    for row in rows:
        if row.account not in kinds:
            raise UnknownAccount(account=row.account)
        if row.account in kept:
            raise KeptElsewhere(account=row.account, way=KEPT_BY_LEDGERS[kept[row.account]])
        if opening and kinds[row.account] and kinds[row.account] not in map_rules.BALANCE:
            raise NoBalanceAccount(account=row.account)


def roles_of(accounts: Sequence[str]) -> dict[str, str]:
    """Account → the one role that leads to it today, so that reports count the voucher; else the account itself."""
    newest = RoleAccount.objects.filter(version=charts.latest_version(), account__in=accounts)
    found: dict[str, list[str]] = {}
    for account, role in newest.values_list("account_id", "role"):
        found.setdefault(account, []).append(role)
    return {
        account: found[account][0] if len(found.get(account, ())) == 1 else ledger.of_account(account)
        for account in accounts
    }

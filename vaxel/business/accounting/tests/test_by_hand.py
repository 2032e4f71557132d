"""What people do in the books: periods, vouchers, opening balances, the map of accounts, VAT settled."""

from datetime import date
from typing import Any

import pytest

from vaxel.business.accounting import charts, ledger, manual, map_rules, periods, recipes, vat
from vaxel.business.accounting.manual import Row
from vaxel.business.accounting.models import LedgerEntry, Period, PeriodChange, Posting
from vaxel.business.locations.tests.cast import AT, Shop, shop

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def cast() -> Shop:
    return shop()


def october() -> Period:
    return Period.objects.get(first_day=date(2026, 10, 1))


def said(cast: Shop) -> dict[str, Any]:
    return {"by": cast.mo, "at": AT}


def enter(cast: Shop, *rows: tuple[str, int], **change: Any) -> LedgerEntry:
    """The voucher, posted."""
    fields: dict[str, Any] = {"day": TODAY, "text": "Hyra", "rows": [Row(*row) for row in rows]} | change
    return LedgerEntry.objects.get(pk=manual.enter(cast.workshop, **fields, **said(cast)))


def test_a_locked_period_says_the_way_out_and_opens_with_a_reason(cast: Shop) -> None:
    periods.set_state(october(), state="locked", **said(cast))
    with pytest.raises(ledger.PeriodClosed, match=r"first open day is 2026-11-01.*Books, Periods"):
        enter(cast, ("1930", -100), ("5500", 100), day=date(2026, 10, 31))
    with pytest.raises(periods.WhyOpened, match="2026-10"):
        periods.set_state(october(), state="open", reason="  ", **said(cast))
    assert october().state == "locked"
    periods.set_state(october(), state="open", reason="Hyran saknades", **said(cast))
    assert enter(cast, ("1930", -100), ("5500", 100), day=date(2026, 10, 31)).business_date == date(2026, 10, 31)
    assert list(PeriodChange.objects.order_by("id").values_list("state", "reason", "by_name")) == [
        ("locked", "", "Mo Ström"), ("open", "Hyran saknades", "Mo Ström"),
    ]  # fmt: skip


@pytest.mark.parametrize(("rows", "change", "refusal", "says"), [
    ([("1930", 100)], {}, manual.NoRows, "two rows"),
    ([("1930", 100), ("5500", -99)], {}, manual.NotInBalance, "0,01"),
    ([("1930", 100), ("9999", -100)], {}, manual.UnknownAccount, "9999"),
    ([("1460", 100), ("1930", -100)], {}, manual.KeptElsewhere, "1460"),
    ([("1930", 100), ("3041", -100)], {"opening": True}, manual.NoBalanceAccount, "3041"),
    ([("1930", 100), ("2440", -100)], {"text": " "}, manual.NoText, "about"),
])  # fmt: skip
def test_a_voucher_that_is_wrong_is_not_posted(
    cast: Shop, rows: list[tuple[str, int]], change: dict[str, Any], refusal: type[Exception], says: str
) -> None:
    with pytest.raises(refusal, match=says):
        enter(cast, *rows, **change)
    assert LedgerEntry.objects.count() == 0


def test_a_voucher_counts_under_the_role_of_its_account_when_there_is_one(cast: Shop) -> None:
    """1930 is bank and Swish both: nobody knows which, so the account alone is named."""
    entry = enter(cast, ("1930", -125), ("2641", 25), ("5500", 100))
    assert list(entry.postings.order_by("n").values_list("role", "account")) == [
        ("account:1930", "1930"), ("input_vat", "2641"), ("internal_use", "5500"),
    ]  # fmt: skip


def test_the_map_is_changed_in_versions_and_moves_nothing_old(cast: Shop) -> None:
    old = enter(cast, ("2641", 100), ("2440", -100))
    charts.add_account(number="2649", name_sv="Ingående moms, annan", kind="liability", **said(cast))
    made = charts.change({"input_vat": "2649"}, version=charts.latest_version(), **said(cast))
    assert (made, charts.accounts(made)["input_vat"], charts.accounts(made - 1)["input_vat"]) == (2, "2649", "2641")
    assert old.postings.filter(account="2641").count() == 1
    assert charts.change({"input_vat": "2649"}, version=2, **said(cast)) == 2
    with pytest.raises(charts.OtherVersion):
        charts.change({"input_vat": "2641"}, version=1, **said(cast))


@pytest.mark.parametrize(("wished", "says"), [
    ({"sales_parts_25": "1930"}, "another kind"),
    ({"output_vat_25": "2641"}, "account of its own"),
    ({"receivables": "1930"}, "account of its own"),
    ({"cash": "8888"}, "no account 8888"),
])  # fmt: skip
def test_a_map_that_nobody_could_read_is_refused(cast: Shop, wished: dict[str, str], says: str) -> None:
    with pytest.raises(map_rules.WrongMap, match=says):
        charts.change(wished, version=1, **said(cast))
    assert charts.latest_version() == 1


@pytest.mark.parametrize("chart", ["bas", "neutral"])
def test_the_charts_that_ship_are_right_and_every_recipe_balances(cast: Shop, chart: charts.Chart) -> None:
    version = charts.install(chart, **said(cast))
    from vaxel.business.accounting.models import Account

    kinds = dict(Account.objects.values_list("number", "kind"))
    assert list(map_rules.wrong_in(charts.accounts(version), kinds)) == []
    assert {sum(amount for _role, amount in rows) for rows in recipes.samples().values()} == {0}


@pytest.mark.parametrize(("fields", "refusal"), [
    ({"number": "193", "name_sv": "Bank", "kind": "asset"}, charts.BadAccount),
    ({"number": "1931", "name_sv": " ", "kind": "asset"}, charts.BadAccount),
    ({"number": "1931", "name_sv": "Bank", "kind": "money"}, charts.BadAccount),
    ({"number": "1930", "name_sv": "Bank", "kind": "asset"}, charts.AccountThere),
])  # fmt: skip
def test_an_account_has_a_number_a_name_and_a_kind(
    cast: Shop, fields: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        charts.add_account(**fields, **said(cast))


def test_vat_is_settled_once_in_whole_kronor_and_again_after_a_reversal(cast: Shop) -> None:
    """P-17: 250.75 out, 50.20 in; declared 200 kr, the rest is rounding."""
    enter(cast, ("1510", 125_375), ("2611", -25_075), ("3041", -100_300))
    enter(cast, ("2641", 5_020), ("5500", 20_080), ("2440", -25_100))
    span: dict[str, Any] = {
        "first": date(2026, 11, 1),
        "last": date(2026, 11, 30),
        "day": date(2026, 11, 30),
        "whole_minor": 20_000,
    }
    entry = LedgerEntry.objects.get(pk=vat.settle(**span, **said(cast)))
    assert dict(entry.postings.values_list("account", "amount_minor")) == {
        "2611": 25_075, "2641": -5_020, "2650": -20_000, "3740": -55,
    }  # fmt: skip
    with pytest.raises(vat.SettledAlready, match="2026-11-30"):
        vat.settle(**span, **said(cast))
    ledger.reverse(entry, reason="Fel period", day=TODAY, **said(cast))
    vat.settle(**span, **said(cast))
    assert Posting.objects.filter(account="2650").count() == 3


def test_nothing_is_settled_where_no_vat_was_booked(cast: Shop) -> None:
    with pytest.raises(vat.NothingToSettle):
        vat.settle(date(2026, 1, 1), date(2026, 1, 31), whole_minor=0, day=date(2026, 1, 31), **said(cast))

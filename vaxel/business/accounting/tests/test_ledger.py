"""The ledger: balanced, numbered without gaps, never changed."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from vaxel.business.accounting import charts, ledger, periods, taxes
from vaxel.business.accounting.models import LedgerEntry, Posting
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.models import Series

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MO = Actor.system("Mo")
SITE = uuid4()
SALE = (("card_clearing", 50_000), ("cash", 73_500), ("sales_parts_25", -62_765), ("sales_labour_25", -36_000),
        ("output_vat_25", -24_691), ("rounding", -44))  # fmt: skip


@action("sample.book")
def book(drafts: list[ledger.Draft], *, by: Actor, at: datetime) -> list[UUID]:
    """Posts the drafts."""
    return ledger.write(drafts, at=at)


def draft(day: date = date(2026, 11, 24), **change: object) -> ledger.Draft:
    """The counter sale of recipe P-1."""
    fields = {"site_id": SITE, "day": day, "text": "Kontantköp", "source_kind": "receipt", "source_id": uuid4(),
              "currency": "SEK", "postings": SALE}  # fmt: skip
    return ledger.Draft(**(fields | change))  # type: ignore[arg-type]


@pytest.fixture
def chart(db: None) -> None:
    """The BAS chart is installed."""
    charts.accounts.cache_clear()
    charts.install("bas", by=MO, at=AT)


@pytest.mark.usefixtures("chart")
def test_a_sale_lands_on_the_accounts_of_its_roles() -> None:
    [entry] = book([draft()], by=MO, at=AT)
    assert list(Posting.objects.filter(entry=entry).values_list("account", "amount_minor").order_by("n")) == [
        ("1686", 50_000), ("1910", 73_500), ("3051", -62_765), ("3041", -36_000), ("2611", -24_691), ("3740", -44),
    ]  # fmt: skip
    assert periods.unbalanced() == []
    assert periods.balances(date(2026, 11, 1), date(2026, 11, 30))["1910"] == 73_500


@pytest.mark.usefixtures("chart")
def test_what_does_not_balance_is_a_bug_and_takes_no_number() -> None:
    with pytest.raises(ledger.OutOfBalance):
        book([draft(), draft(postings=(("cash", 1),))], by=MO, at=AT)
    assert (LedgerEntry.objects.count(), Series.objects.count()) == (0, 0)


@pytest.mark.usefixtures("chart")
def test_numbers_are_gapless_per_year_and_a_source_posts_once() -> None:
    first = draft()
    book([first, draft(), draft(date(2027, 1, 2))], by=MO, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        book([first], by=MO, at=AT)
    book([draft()], by=MO, at=AT)
    assert sorted(LedgerEntry.objects.values_list("series", "number")) == [
        ("V2026", 1), ("V2026", 2), ("V2026", 3), ("V2027", 1),
    ]  # fmt: skip


@pytest.mark.usefixtures("chart")
def test_a_sale_in_a_locked_period_lands_in_the_next_open_one_with_its_true_date() -> None:
    months = periods.open_year(2026, by=MO, at=AT)
    for month in months[:10]:
        periods.set_state(month, state="locked", by=MO, at=AT)
    [entry_id] = book([draft(date(2026, 9, 30))], by=MO, at=AT)
    entry = LedgerEntry.objects.get(pk=entry_id)
    assert (entry.business_date, entry.text) == (date(2026, 11, 1), "Kontantköp (2026-09-30)")
    with pytest.raises(ledger.PeriodClosed, match="2026-09-30"):
        book([draft(date(2026, 9, 30), late_allowed=False)], by=MO, at=AT)


@pytest.mark.usefixtures("chart")
def test_an_entry_is_reversed_once_and_the_two_sum_to_nothing() -> None:
    entry = LedgerEntry.objects.get(pk=book([draft(source_kind="manual")], by=MO, at=AT)[0])
    ledger.reverse(entry, reason="Fel kund", day=date(2026, 11, 25), by=MO, at=AT)
    assert set(periods.balances(date(2026, 1, 1), date(2026, 12, 31)).values()) == {0}
    with pytest.raises(ledger.AlreadyReversed):
        ledger.reverse(entry, reason="Igen", day=date(2026, 11, 25), by=MO, at=AT)


@pytest.mark.usefixtures("chart")
def test_what_a_document_booked_is_not_reversed_by_hand() -> None:
    entry = LedgerEntry.objects.get(pk=book([draft()], by=MO, at=AT)[0])
    with pytest.raises(ledger.MadeByDocument, match="V2026-1"):
        ledger.reverse(entry, reason="Fel kund", day=date(2026, 11, 25), by=MO, at=AT)
    assert LedgerEntry.objects.count() == 1


@pytest.mark.usefixtures("chart")
@pytest.mark.parametrize("table", ["accounting_ledgerentry", "accounting_posting"])
def test_the_database_itself_refuses_to_change_the_books(table: str) -> None:
    book([draft()], by=MO, at=AT)
    for verb in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb)
    assert Posting.objects.count() == 6


@pytest.mark.django_db
def test_without_a_chart_nothing_is_posted() -> None:
    with pytest.raises(ledger.NoChart):
        book([draft()], by=MO, at=AT)


@pytest.mark.usefixtures("chart")
def test_a_new_chart_moves_nothing_old() -> None:
    [old] = book([draft()], by=MO, at=AT)
    assert charts.install("neutral", by=MO, at=AT) == 2
    [new] = book([draft()], by=MO, at=AT)
    cash = {entry: Posting.objects.get(entry=entry, role="cash").account for entry in (old, new)}
    assert cash[old] == "1910"
    assert cash[new] != "1910"


@pytest.mark.django_db
def test_rates_are_read_by_day() -> None:
    taxes.install_sweden(by=MO, at=AT)
    taxes.install_sweden(by=MO, at=AT)
    assert taxes.rate("SE", "standard", date(2026, 11, 24)) == ("S", 250_000)
    with pytest.raises(taxes.NoRate, match="moon"):
        taxes.rate("SE", "moon", date(2026, 11, 24))

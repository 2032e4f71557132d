"""A server that keeps the shop's setup in memory sees every change of it, whoever made it, and waits for nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from tests.faults.test_counter_rush import at_once
from vaxel.business.accounting import taxes
from vaxel.business.accounting.models import TaxRate
from vaxel.business.billing.models import Document
from vaxel.business.catalog import price_lists
from vaxel.business.catalog.models import PriceList
from vaxel.business.locations import registers
from vaxel.business.locations.models import Register, Site
from vaxel.business.locations.tests.cast import AT, shop
from vaxel.business.payments import sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.business.tickets.lines import Wish
from vaxel.kernel.db import setup, statements
from vaxel.kernel.models import SetupMark


def kept_rate() -> int:
    """What a server that keeps the setup takes the standard rate to be."""
    with setup.remembered():
        rates = taxes.rates_on("SE", AT.date())
        assert taxes.rates_on("SE", AT.date()) is rates, "asked once"
    return max(ppm for _category, ppm in rates.values())


def by_orm() -> None:
    rate = TaxRate.objects.get(ppm=250_000)
    rate.ppm = 260_000
    rate.save()


def by_queryset() -> None:
    TaxRate.objects.filter(ppm=250_000).update(ppm=260_000)


def by_bulk() -> None:
    rate = TaxRate.objects.get(ppm=250_000)
    rate.ppm = 260_000
    TaxRate.objects.bulk_update([rate], ["ppm"])


def by_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounting_taxrate SET ppm = 260000 WHERE ppm = 250000")


def by_new_row() -> None:
    rate = TaxRate.objects.get(ppm=250_000)
    TaxRate.objects.filter(pk=rate.pk).delete()
    rate.ppm = 260_000
    TaxRate.objects.bulk_create([rate])


WAYS = [by_orm, by_queryset, by_bulk, by_sql, by_new_row]


@pytest.mark.django_db
@pytest.mark.parametrize("change", WAYS, ids=lambda one: one.__name__)
def test_a_change_is_seen_however_it_was_made(change: Callable[[], None]) -> None:
    shop()
    assert kept_rate() == 250_000
    change()
    assert kept_rate() == 260_000


@pytest.mark.django_db
def test_a_row_that_went_is_gone_from_memory() -> None:
    shop()
    assert kept_rate() == 250_000
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounting_taxrate WHERE ppm = 250000")
    assert kept_rate() < 250_000


@pytest.mark.django_db
def test_a_change_that_was_rolled_back_leaves_nothing_in_memory() -> None:
    shop()
    with transaction.atomic():
        by_sql()
        assert kept_rate() == 260_000, "whoever changes it sees it"
        transaction.set_rollback(True)
    assert kept_rate() == 250_000


@pytest.mark.django_db
def test_after_a_restore_the_setup_is_that_of_the_backup() -> None:
    shop()
    rows, marks = list(TaxRate.objects.values()), list(SetupMark.objects.values())
    by_sql()
    assert kept_rate() == 260_000
    TaxRate.objects.all().delete()
    TaxRate.objects.bulk_create(TaxRate(**row) for row in rows)
    SetupMark.objects.all().delete()
    SetupMark.objects.bulk_create(SetupMark(**row) for row in marks)
    assert kept_rate() == 250_000


@pytest.mark.django_db
def test_each_table_of_the_setup_marks_its_changes() -> None:
    counter()
    assert len(setup.MARKED) >= 8, "known once the migrations are read"
    assert {table: marked_by_a_change(table) for table in setup.MARKED} == {table: [table] for table in setup.MARKED}


def marked_by_a_change(table: str) -> list[str]:
    """The tables whose marks are new after rows of this one were written once more."""
    before = dict(SetupMark.objects.values_list("name", "mark"))
    with connection.cursor() as cursor:
        column = f'"{connection.introspection.get_table_description(cursor, table)[1].name}"'
        only = " WHERE is_walk_in" if table == "parties_party" else ""
        cursor.execute(f'UPDATE "{table}" SET {column} = {column}{only}')
        assert cursor.rowcount > 0, table
    after = dict(SetupMark.objects.values_list("name", "mark"))
    return [name for name in after if after[name] != before.get(name)]


@pytest.mark.django_db
def test_a_customer_who_comes_or_goes_marks_nothing() -> None:
    cast = shop()
    before = dict(SetupMark.objects.values_list("name", "mark"))
    cast.ada.name = "Ada Åkeri AB"
    cast.ada.save()
    assert dict(SetupMark.objects.values_list("name", "mark")) == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_another_connection_is_seen_once_it_has_committed() -> None:
    shop()
    assert kept_rate() == 250_000
    assert at_once([by_sql]) == []
    assert kept_rate() == 260_000


def sell(here: Counter, till: Register) -> None:
    sales.ring_up(till, [Wish(part=here.oil), Wish(part=here.pads)], [Tender("card", 102_890)], by=here.shop.sam, at=AT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_sales_and_changes_of_the_setup_do_not_lock_each_other_out() -> None:
    """On PostgreSQL a deadlock would be an error of one of them; on SQLite they pass one writer."""
    here = counter()
    tills = [registers.add(here.shop.workshop, name=f"S{n}", **SETUP) for n in range(6)]

    def change(n: int) -> Callable[[], None]:
        def go() -> None:
            for k in range(4):
                price_lists.make(name=f"Kampanj {n}-{k}", basis="incl", valid_from=AT.date(), **SETUP)
                registers.add(here.shop.tyres, name=f"N{n}{k}", **SETUP)
                Site.objects.filter(pk=here.shop.workshop.pk).update(name=f"Verkstaden {n}-{k}")

        return go

    sold: list[Any] = [lambda till=till: sell(here, till) for till in tills]
    assert at_once([*sold, change(1), change(2), change(3)]) == []
    assert Document.objects.filter(kind="receipt").count() == 6
    assert PriceList.objects.filter(name__startswith="Kampanj").count() == 12


@pytest.mark.django_db
def test_nothing_in_a_sale_reads_round_what_it_holds_back() -> None:
    """The ORM would not see it: every statement that names a table for which something waits must come after it."""
    if connection.vendor == "sqlite":
        pytest.skip("there nothing is held back: a statement costs no way there and back")
    here = counter()
    round_it: list[str] = []
    held: list[int] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        held.append(len(statements.waiting()))
        for text, _params in statements.waiting():
            name = text.split('"', 2)[1]
            if f'"{name}"' in sql and not sql.startswith("WITH w0"):
                round_it.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        sell(here, here.shop.k1)
    assert round_it == []
    assert sum(many > 0 for many in held) > 0

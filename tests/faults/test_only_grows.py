"""F-21: nobody rewrites what happened. Every table that may only grow refuses a raw UPDATE and DELETE by itself.

The tables are those that the migrations put under guard; a history fills them first, so that each has a row to attack.
"""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from tests.invariants.world import World
from vaxel.business.accounting import charts
from vaxel.business.parties import parties
from vaxel.kernel.db.append_only import PROTECTED

MigrationLoader(None)  # reading the migrations tells which tables those are
# What happens in the order of these steps leaves a row in every guarded table.
STEPS = (
    ("ring_up", 0, 0, 1), ("ring_up", 1, 5, 2), ("give_back", 0, 0, 4), ("give_back", 1, 1, 1), ("send_quote", 0, 0, 0),
    ("answer", 0, 0, 1), ("deposit", 0, 1, 1), ("whole_visit", 0, 1, 0), ("open_ticket", 1, 1, 1), ("add_job", 1, 0, 0),
    ("whole_visit", 1, 1, 0), ("take_payment", 0, 1, 0), ("give_back", 2, 1, 1), ("correct", 1, 0, 0),
    ("drawer", 1, 0, 2), ("drawer", 1, 1, 0), ("charge_card", 1, 1, 0), ("goods", 0, 1, 0),
)  # fmt: skip


@pytest.fixture
def world() -> World:
    charts.accounts.cache_clear()
    made = World()
    for step in STEPS:
        made.step(*step)
    parties.record_consent(
        made.shop.bo, channel="sms", purpose="service", given=True, source="counter", by=made.shop.kim, at=made.at
    )
    return made


def frozen_column(table: str) -> str:
    """A column that no exception lets change: the key."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    return str(model._meta.pk.column)


@pytest.mark.django_db
def test_no_row_of_a_ledger_is_changed_or_lost(world: World) -> None:
    empty = []
    for table in sorted(PROTECTED):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            [rows] = cursor.fetchone()
            if not rows:
                empty.append(table)
                continue
            column = frozen_column(table)
            for attack in (f'UPDATE "{table}" SET "{column}" = "{column}"', f'DELETE FROM "{table}"'):
                with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                    cursor.execute(attack)
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                assert cursor.fetchone() == (rows,), attack
    assert empty == [], f"nothing happened to these, so nothing was proved: {empty}; {world.refused}"

"""F-21: nobody rewrites what happened. Every table that may only grow refuses a raw UPDATE and DELETE by itself.

The tables are those that the migrations put under guard; a history fills most of them first, and the
rest get a row each, so that there is one to attack.
"""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.loader import MigrationLoader

from tests.invariants.world import World
from vaxel.business.accounting import charts
from vaxel.business.locations.tests.cast import AT
from vaxel.business.parties import parties
from vaxel.kernel.db.append_only import PROTECTED
from vaxel.kernel.ids import new_id

MigrationLoader(None)  # reading the migrations tells which tables those are
# What happens in the order of these steps leaves a row in most guarded tables.
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


def plant(model: type[models.Model]) -> None:
    """A row in a table that the history left empty: anything in each field that must have something.

    What it refers to need not be there: that is asked only when a transaction ends, and this one never does.
    """
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.null or field.has_default() or isinstance(field, models.BigAutoField):
            continue
        kind = field.target_field if isinstance(field, models.ForeignKey) else field
        values[field.attname] = next(value for types, value in ANYTHING if isinstance(kind, types))
    model._base_manager.create(**values | ONLY_THESE.get(model._meta.db_table, {}))


ONLY_THESE = {"purchasing_lostsale": {"reason": "price"}}
ANYTHING: "tuple[tuple[tuple[type[models.Field[Any, Any]], ...], Any], ...]" = (
    ((models.UUIDField,), new_id()), ((models.DateTimeField,), AT), ((models.DateField,), AT.date()),
    ((models.JSONField,), {}), ((models.BooleanField,), True), ((models.IntegerField,), 1),
    ((models.CharField, models.TextField), "x"), ((models.BinaryField,), b"x"),
)  # fmt: skip


def frozen_column(table: str) -> str:
    """A column that no exception lets change: the key."""
    return str(model_of(table)._meta.pk.column)


def model_of(table: str) -> type[models.Model]:
    """Whose table it is."""
    return next(model for model in apps.get_models() if model._meta.db_table == table)


@pytest.mark.django_db
def test_no_row_of_a_ledger_is_changed_or_lost(world: World) -> None:
    for table in sorted(PROTECTED):
        with transaction.atomic(), connection.cursor() as cursor:
            attacked(table, cursor)
            transaction.set_rollback(True)


def attacked(table: str, cursor: Any) -> None:
    """The table has refused to be changed."""
    count = f'SELECT count(*) FROM "{table}"'
    cursor.execute(count)
    [rows] = cursor.fetchone()
    if not rows:
        plant(model_of(table))
        rows = 1
    column = frozen_column(table)
    for attack in (f'UPDATE "{table}" SET "{column}" = "{column}"', f'DELETE FROM "{table}"'):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(attack)
        cursor.execute(count)
        assert cursor.fetchone() == (rows,), attack

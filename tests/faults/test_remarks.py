"""F-22: nothing is found by its remark. Every free text that may change is renamed; what follows is the same."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import CharField, TextField

from tests.invariants import books
from tests.invariants.world import World
from vaxel.business.accounting import charts
from vaxel.business.billing.models import Document
from vaxel.business.stock.models import Balance
from vaxel.kernel import checks, clock
from vaxel.kernel.db.append_only import PROTECTED

REMARKS = frozenset({
    "text", "note", "reason", "title", "concern", "cause", "correction", "internal_note", "void_reason",
    "discount_reason", "close_reason", "reference", "fiscal_reason",
})  # fmt: skip
NO_REMARKS = {"catalog_partsearch", "catalog_partcode", "vehicles_plate"}  # their texts are what things are called
BEFORE = (
    ("ring_up", 0, 0, 1), ("ring_up", 1, 5, 2), ("send_quote", 0, 0, 0), ("answer", 0, 0, 1), ("deposit", 0, 1, 1),
    ("open_ticket", 1, 1, 1), ("add_job", 1, 0, 0), ("whole_visit", 1, 1, 0), ("goods", 0, 1, 0), ("goods", 1, 6, 1),
)  # fmt: skip
AFTER = (
    ("give_back", 0, 0, 1), ("give_back", 1, 1, 1), ("correct", 0, 0, 0), ("whole_visit", 0, 1, 0),
    ("allocate", 1, 0, 0), ("take_payment", 0, 1, 0), ("give_back", 2, 0, 0), ("take_up", 0, 0, 0), ("drawer", 2, 0, 0),
)  # fmt: skip


def rename() -> int:
    """Every remark outside the tables that only grow has become another; how many columns that were."""
    columns = 0
    for model in apps.get_models():
        table = model._meta.db_table
        for field in model._meta.concrete_fields:
            if (
                table in PROTECTED | NO_REMARKS
                or field.name not in REMARKS
                or not isinstance(field, (CharField, TextField))
            ):
                continue
            with connection.cursor() as cursor:
                cursor.execute(f'UPDATE "{table}" SET "{field.column}" = %s', ["xyzzy"])
            columns += 1
    return columns


def played(*, renamed: bool) -> dict[str, Any]:
    """The figures after both halves of the history, with the remarks renamed between them or not."""
    world = World()
    for step in BEFORE:
        world.step(*step)
    if renamed:
        assert rename() > 10
    for step in AFTER:
        world.step(*step)
    world.rest()
    with clock.fixed(world.at):
        assert {name: wrong for name, wrong in checks.run_all().items() if wrong} == {}
    return {
        "done": world.done,
        "books": dict(books.booked()),
        "shelves": sorted(
            Balance.objects.values_list("part__number", "on_hand_milli", "reserved_milli", "value_minor")
        ),
        "papers": sorted(Document.objects.values_list("kind", "number", "gross_minor", "open_minor")),
    }


@pytest.mark.django_db
def test_with_every_remark_renamed_the_shop_goes_on_as_before() -> None:
    found = []
    for renamed in (False, True):
        charts.accounts.cache_clear()
        with transaction.atomic():
            found.append(played(renamed=renamed))
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert len(found[0]["done"]) > 12

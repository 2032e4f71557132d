"""A database made in one go has the same schema as one that walked through every migration."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.live import ROOT, LiveShop, drop_database, fresh_database

pytestmark = pytest.mark.server
# Run in each database's own environment; the first word says which way it is made.
LOOK = """
import json, re, sys, django
django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Slow
from django.db import connection
call_command("migrate" if sys.argv[1] == "at_once" else Slow(), verbosity=0)
sqlite = connection.vendor == "sqlite"
found = {}
def ask(sql, *args):
    with connection.cursor() as cursor:
        cursor.execute(sql, args)
        return [[str(one) for one in row] for row in cursor.fetchall()]
if sqlite:
    for kind, name, table, sql in ask("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"):
        if kind == "table":
            found[name] = sorted(row[1:] for row in ask(f'PRAGMA table_xinfo("{name}")'))
            found[name + " keys"] = sorted(row[2:] for row in ask(f'PRAGMA foreign_key_list("{name}")'))
            rule = r'CONSTRAINT "[^"]+" (?:CHECK|UNIQUE).*?(?=, CONSTRAINT|$)'
            found[name + " checks"] = sorted(one.rstrip(")") for one in re.findall(rule, sql))
        elif not name.startswith("sqlite_autoindex"):
            found[f"{kind} {name}"] = sorted(sql.replace(",", " ").split())
else:
    here = "n.nspname = current_schema()"
    found["columns"] = sorted(ask("SELECT table_name, column_name, data_type, is_nullable, column_default, "
        "character_maximum_length, collation_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND table_name NOT LIKE 'auth%%'"))  # keys of Django's own, unused
    found["indexes"] = sorted(ask("SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()"))
    found["constraints"] = sorted(ask("SELECT c.conrelid::regclass, conname, pg_get_constraintdef(c.oid) "
        f"FROM pg_constraint c JOIN pg_namespace n ON n.oid = connamespace WHERE {here}"))
    found["triggers"] = sorted(sorted(row[0].replace(",", " ").split()) for row in ask(
        "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class r ON r.oid = tgrelid "
        f"JOIN pg_namespace n ON n.oid = relnamespace WHERE NOT tgisinternal AND {here}"))
    found["functions"] = sorted(ask("SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace "
        f"WHERE {here}"))
found["done"] = sorted(ask("SELECT app, name FROM django_migrations"))
print(json.dumps(found))
"""


def schema(way: str, shop: LiveShop) -> dict[str, Any]:
    """Everything that the database says of itself."""
    made = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOOK, way], cwd=ROOT, capture_output=True, text=True, check=False,
        env=shop.environment() | {"DJANGO_SETTINGS_MODULE": "vaxel.settings"},
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-2000:]
    return dict(json.loads(made.stdout))


def test_both_ways_lead_to_the_same_schema(tmp_path: Path, bare_shop: LiveShop) -> None:
    other = LiveShop(tmp_path / "other", fresh_database(bare_shop.database, like="template1"))
    other.folder.mkdir()
    try:
        at_once, step_by_step = schema("at_once", bare_shop), schema("step_by_step", other)
    finally:
        drop_database(other.database)
    assert at_once.keys() == step_by_step.keys()
    for name, held in step_by_step.items():
        assert at_once[name] == held, name

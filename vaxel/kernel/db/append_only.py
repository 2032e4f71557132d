"""Tables that only grow: the database itself refuses UPDATE and DELETE (M-55, F-21)."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

# Tables that migrations have put under guard; complete once all migrations are read.
PROTECTED: set[str] = set()

_SQLITE = """CREATE TRIGGER "{table}_no_{verb}" BEFORE {verb} ON "{table}"
BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"""
_FUNCTION = """CREATE OR REPLACE FUNCTION vaxel_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"""
_POSTGRES = """CREATE TRIGGER "{table}_only_grows" BEFORE UPDATE OR DELETE ON "{table}"
FOR EACH ROW EXECUTE FUNCTION vaxel_append_only()"""


def _protect(table: str) -> Any:
    def forwards(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                editor.execute(_SQLITE.format(table=table, verb=verb))
        else:
            editor.execute(_FUNCTION, params=None)
            editor.execute(_POSTGRES.format(table=table), params=None)

    return forwards


def _release(table: str) -> Any:
    def backwards(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                editor.execute(f'DROP TRIGGER "{table}_no_{verb}"')
        else:
            editor.execute(f'DROP TRIGGER "{table}_only_grows" ON "{table}"')

    return backwards


def append_only(table: str) -> RunPython:
    """A migration operation after which the table refuses to change or lose a row."""
    PROTECTED.add(table)
    return RunPython(_protect(table), _release(table))


def _columns(apps: Any, table: str, but: tuple[str, ...]) -> str:
    model = next(one for one in apps.get_models() if one._meta.db_table == table)
    return ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields if field.column not in but)


def _freeze(table: str, but: tuple[str, ...]) -> Any:
    def forwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        columns = _columns(apps, table, but)
        if editor.connection.vendor == "sqlite":
            for verb, part in (("UPDATE", f"UPDATE OF {columns}"), ("DELETE", "DELETE")):
                editor.execute(_SQLITE.format(table=table, verb=verb).replace(f"BEFORE {verb}", f"BEFORE {part}"))
        else:
            editor.execute(_FUNCTION, params=None)
            head = _POSTGRES.format(table=table)
            editor.execute(head.replace("UPDATE OR DELETE", f"UPDATE OF {columns} OR DELETE"), params=None)

    return forwards


def frozen(table: str, *, but: tuple[str, ...]) -> RunPython:
    """A migration operation after which rows of the table cannot be lost, and only the columns `but` may change."""
    PROTECTED.add(table)
    return RunPython(_freeze(table, but), _release(table))


def append_only_again(table: str) -> RunPython:
    """After an operation that changed the table: SQLite rebuilds it without its triggers, so they are put back."""

    def forwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            _protect(table)(apps, editor)

    return RunPython(forwards, RunPython.noop)

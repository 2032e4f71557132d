"""Tables that only grow: the database itself refuses UPDATE and DELETE (M-55, F-21)."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

# Tables that migrations have put under guard; complete once all migrations are read.
PROTECTED: set[str] = set()

_SQLITE = """CREATE TRIGGER "{table}_no_{verb}" BEFORE {verb}{columns} ON "{table}"
BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"""
_FUNCTION = """CREATE OR REPLACE FUNCTION vaxel_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"""
_POSTGRES = """CREATE TRIGGER "{table}_only_grows" BEFORE UPDATE{columns} OR DELETE ON "{table}"
FOR EACH ROW EXECUTE FUNCTION vaxel_append_only()"""


class Guard(Operation):
    """A migration operation that puts triggers on a table. It asks the database for the columns, not the models'
    historical state, whose making takes most of a migration's time."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, but: tuple[str, ...] = (), *, again: bool = False) -> None:
        self.table, self.but, self.again = table, but, again
        PROTECTED.add(table)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models do not know of triggers."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """The triggers are there."""
        columns = self._columns(schema_editor)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(_SQLITE.format(table=self.table, verb="UPDATE", columns=columns))
            schema_editor.execute(_SQLITE.format(table=self.table, verb="DELETE", columns=""))
        elif not self.again:
            schema_editor.execute(_FUNCTION, params=None)
            schema_editor.execute(_POSTGRES.format(table=self.table, columns=columns), params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """The triggers are gone."""
        if self.again:
            return
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(f'DROP TRIGGER "{self.table}_no_{verb}"')
        else:
            schema_editor.execute(f'DROP TRIGGER "{self.table}_only_grows" ON "{self.table}"')

    def describe(self) -> str:
        """For `migrate --plan`."""
        return f"Let {self.table} only grow"

    def _columns(self, editor: BaseDatabaseSchemaEditor) -> str:
        if not self.but:
            return ""
        with editor.connection.cursor() as cursor:
            found = editor.connection.introspection.get_table_description(cursor, self.table)
        return " OF " + ", ".join(f'"{column.name}"' for column in found if column.name not in self.but)


def append_only(table: str) -> Guard:
    """A migration operation after which the table refuses to change or lose a row."""
    return Guard(table)


def frozen(table: str, *, but: tuple[str, ...]) -> Guard:
    """A migration operation after which rows of the table cannot be lost, and only the columns `but` may change."""
    return Guard(table, but)


def append_only_again(table: str) -> Guard:
    """After an operation that changed the table: SQLite rebuilds it without its triggers, so they are put back."""
    return Guard(table, again=True)

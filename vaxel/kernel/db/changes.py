"""Which things have changed since a version: a row a thing, kept by triggers, so that tills fetch little (F-76).

`notes_changes` (a migration operation) puts the triggers on a table. On SQLite there is one writer, so a version is a
count. On PostgreSQL transactions end in another order than they began, so a row has its transaction's number, and a
version is the oldest transaction that still ran: what is at or above it may be told twice, and is never missed.
"""

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from vaxel.kernel.db import statements

# Tables whose changes are noted; complete once all migrations are read.
NOTED: set[str] = set()

_SQLITE = """CREATE TRIGGER "{table}_notes_{verb}" AFTER {verb} ON "{table}" BEGIN
INSERT INTO kernel_change (name, seq)
VALUES ('{kind}:' || {row}."{column}", (SELECT coalesce(max(seq), 0) + 1 FROM kernel_change))
ON CONFLICT (name) DO UPDATE SET seq = excluded.seq; END"""
_FUNCTION = """CREATE OR REPLACE FUNCTION vaxel_notes_{table}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO kernel_change (name, seq)
VALUES ('{kind}:' || (CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END)."{column}", pg_current_xact_id()::text::bigint)
ON CONFLICT (name) DO UPDATE SET seq = excluded.seq WHERE kernel_change.seq <> excluded.seq; RETURN NULL; END $$"""
_POSTGRES = """CREATE TRIGGER "{table}_notes" AFTER INSERT OR UPDATE OR DELETE ON "{table}"
FOR EACH ROW EXECUTE FUNCTION vaxel_notes_{table}()"""
_NOW = {
    "sqlite": "SELECT coalesce(max(seq), 0) FROM kernel_change",
    "postgresql": "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1",
}
# The last thing of a kind that has changed, so that what did not change keeps its version.
_LAST = "SELECT coalesce(max(seq), 0) FROM kernel_change WHERE {kinds}"


class NotesChanges(Operation):
    """A migration operation that puts the triggers on a table: changes of a row count for the thing in `column`."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, kind: str, column: str) -> None:
        self.table, self.kind, self.column = table, kind, column
        NOTED.add(table)

    def state_forwards(self, app_label: str, state: object) -> None:
        """Models do not know of triggers."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: object, to_state: object
    ) -> None:
        """The triggers are there."""
        names = {"table": self.table, "kind": self.kind, "column": self.column}
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("INSERT", "UPDATE", "DELETE"):
                row = "old" if verb == "DELETE" else "new"
                schema_editor.execute(_SQLITE.format(verb=verb, row=row, **names), params=None)
            return
        schema_editor.execute(_FUNCTION.format(**names), params=None)
        schema_editor.execute(_POSTGRES.format(**names), params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: object, to_state: object
    ) -> None:
        """The triggers are gone."""
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("INSERT", "UPDATE", "DELETE"):
                schema_editor.execute(f'DROP TRIGGER "{self.table}_notes_{verb}"')
            return
        schema_editor.execute(f'DROP TRIGGER "{self.table}_notes" ON "{self.table}"')
        schema_editor.execute(f"DROP FUNCTION vaxel_notes_{self.table}()")

    def describe(self) -> str:
        """For `migrate --plan`."""
        return f"Note changes of {self.table}"


def notes_changes(table: str, kind: str, column: str) -> NotesChanges:
    """A migration operation after which `since` tells of changes of the table's rows as those of a thing of `kind`."""
    return NotesChanges(table, kind, column)


def now() -> int:
    """The version of this moment: read it before what it is to be the version of."""
    return int(statements.fetch(_NOW[connection.vendor])[0][0])


def last(*kinds: str) -> int:
    """When something of these kinds changed last; at most `now`, so that a question asked with it misses nothing."""
    text = _LAST.format(kinds=_of(kinds))
    return min(now(), int(statements.fetch(text, [part for one in kinds for part in _range(one)])[0][0]))


def since(version: int, kind: str, most: int) -> list[str]:
    """Up to `most` + 1 things of the kind that changed after the version, as their ids are written in the database."""
    text = "SELECT name FROM kernel_change WHERE seq > %s AND name >= %s AND name < %s ORDER BY seq LIMIT %s"
    found = statements.fetch(text, [version, *_range(kind), most + 1])
    return [name.partition(":")[2] for (name,) in found]


def _of(kinds: tuple[str, ...]) -> str:
    return " OR ".join("(name >= %s AND name < %s)" for _kind in kinds)


def _range(kind: str) -> tuple[str, str]:
    return f"{kind}:", f"{kind};"

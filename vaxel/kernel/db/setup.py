"""What a shop sets up once and every sale reads, kept in memory until it changes.

A trigger on each such table (`marks_changes`, a migration operation) gives the table a new mark whenever a row of it
changes, in the same transaction. Who reads from memory reads the marks first, one small query, and what was kept under
other marks is forgotten. So processes never disagree for longer than a transaction lasts, and nobody has to be told.
Marks are chance, not numbers: one that was rolled back never comes again.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from vaxel.kernel.db import statements

# Tables that migrations have given marks; complete once all migrations are read.
MARKED: set[str] = set()
KEPT_MOST = 2_000

_MARKS = "SELECT name, mark FROM kernel_setupmark ORDER BY name"
_SQLITE = """CREATE TRIGGER "{table}_marks_{verb}" AFTER {verb} ON "{table}"{when} BEGIN
DELETE FROM kernel_setupmark WHERE name = '{table}';
INSERT INTO kernel_setupmark (name, mark) VALUES ('{table}', lower(hex(randomblob(16)))); END"""
_FUNCTION = """CREATE OR REPLACE FUNCTION vaxel_setup_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO kernel_setupmark (name, mark)
VALUES (TG_TABLE_NAME, md5(random()::text || clock_timestamp()::text))
ON CONFLICT (name) DO UPDATE SET mark = excluded.mark; RETURN NULL; END $$"""
_POSTGRES = """CREATE TRIGGER "{table}_marks_{verb}" AFTER {verb} ON "{table}"
FOR EACH ROW{when} EXECUTE FUNCTION vaxel_setup_changed()"""
_ROW_OF = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}


class MarksChanges(Operation):
    """A migration operation that puts the triggers on a table."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, only: str = "", *, again: bool = False) -> None:
        self.table, self.only, self.again = table, only, again
        MARKED.add(table)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models do not know of triggers."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """The triggers are there."""
        sqlite = schema_editor.connection.vendor == "sqlite"
        if not sqlite and self.again:
            return
        if not sqlite:
            schema_editor.execute(_FUNCTION, params=None)
        for verb, rows in _ROW_OF.items():
            when = f" WHEN ({' OR '.join(f'{row}.{self.only}' for row in rows)})" if self.only else ""
            text = (_SQLITE if sqlite else _POSTGRES).format(table=self.table, verb=verb, when=when)
            schema_editor.execute(text, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """The triggers are gone."""
        if self.again:
            return
        place = "" if schema_editor.connection.vendor == "sqlite" else f' ON "{self.table}"'
        for verb in _ROW_OF:
            schema_editor.execute(f'DROP TRIGGER "{self.table}_marks_{verb}"{place}')

    def describe(self) -> str:
        """For `migrate --plan`."""
        return f"Mark changes of {self.table}"


def marks_changes(table: str, *, only: str = "") -> MarksChanges:
    """A migration operation after which the table's changes are marked; with `only`, of rows where that column holds.

    SQLite rebuilds a table that a later operation changes, without its triggers: `marks_changes_again` puts them back.
    """
    return MarksChanges(table, only)


def marks_changes_again(table: str, *, only: str = "") -> MarksChanges:
    """After an operation that changed the table: the triggers that SQLite has lost are there again."""
    return MarksChanges(table, only, again=True)


class _Kept:
    """What was read under these marks."""

    __slots__ = ("marks", "values")

    def __init__(self, marks: Any) -> None:
        self.marks = marks
        self.values: dict[Hashable, Any] = {}


_newest = _Kept(None)
_in_use: ContextVar[_Kept | None] = ContextVar("setup_in_use", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Inside the block `once` answers from memory. For hot actions, which change nothing of the setup themselves."""
    global _newest  # noqa: PLW0603 - one memory a process is the point
    if _in_use.get() is not None:
        yield
        return
    marks = statements.fetch(_MARKS)
    kept = _newest
    if kept.marks != marks or len(kept.values) > KEPT_MOST:
        _newest = kept = _Kept(marks)
    token = _in_use.set(kept)
    try:
        yield
    finally:
        _in_use.reset(token)


def once[T](key: Hashable, read: Callable[[], T]) -> T:
    """What `read` says, asked once while no marked table changes; asked every time outside of `remembered`.

    The answer is shared: nobody may change it.
    """
    kept = _in_use.get()
    if kept is None:
        return read()
    if key not in kept.values:
        kept.values[key] = read()
    found: T = kept.values[key]
    return found

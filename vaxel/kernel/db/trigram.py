"""Finding rows by fragments of a text: FTS5's trigrams on SQLite, pg_trgm on PostgreSQL, the same answers on both.

The table has a whole number as its key `id` (SQLite's index refers to rows by it), the text is folded by whoever
writes it, and is compared as it is.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

from vaxel.kernel.db import statements

SHORTEST = 3
_SQLITE = (
    """CREATE VIRTUAL TABLE "{table}_fragments" USING fts5("{column}", content="{table}", content_rowid="id",
tokenize="trigram case_sensitive 1", columnsize=0)""",
    """INSERT INTO "{table}_fragments" ("{table}_fragments") VALUES ('rebuild')""",
    """CREATE TRIGGER "{table}_fragments_new" AFTER INSERT ON "{table}" BEGIN
INSERT INTO "{table}_fragments" (rowid, "{column}") VALUES (new.id, new."{column}"); END""",
    """CREATE TRIGGER "{table}_fragments_gone" AFTER DELETE ON "{table}" BEGIN
INSERT INTO "{table}_fragments" ("{table}_fragments", rowid, "{column}")
VALUES ('delete', old.id, old."{column}"); END""",
    """CREATE TRIGGER "{table}_fragments_changed" AFTER UPDATE OF "{column}" ON "{table}" BEGIN
INSERT INTO "{table}_fragments" ("{table}_fragments", rowid, "{column}") VALUES ('delete', old.id, old."{column}");
INSERT INTO "{table}_fragments" (rowid, "{column}") VALUES (new.id, new."{column}"); END""",
)
_NO_EXTENSION = (
    "The search needs PostgreSQL's extension pg_trgm, and it could not be added ({why}). "
    "Install the package postgresql-contrib if it is missing, and let the database's owner run: "
    "CREATE EXTENSION pg_trgm;"
)
_NO_FTS5 = (
    "The search needs SQLite 3.34 or newer with FTS5; this Python came with {version} ({why}). "
    "Use a Python with a newer SQLite, or PostgreSQL."
)


class NoTrigrams(Exception):
    """The database cannot search for fragments; the message says what to do."""


def fragment_index(table: str, column: str) -> RunPython:
    """A migration operation after which `holding` finds the table's rows by fragments of the column.

    Raises NoTrigrams when PostgreSQL's pg_trgm is neither there nor allowed to be added, or SQLite came without FTS5.
    """

    def forwards(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            try:
                for statement in _SQLITE:
                    editor.execute(statement.format(table=table, column=column))
            except DatabaseError as error:
                raise NoTrigrams(_NO_FTS5.format(version=sqlite3.sqlite_version, why=error)) from error
            return
        _add_extension()
        name = f"{table}_{column}_fragments"
        editor.execute(f'CREATE INDEX "{name}" ON "{table}" USING gin ("{column}" gin_trgm_ops)')

    def backwards(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            for name in ("new", "gone", "changed"):
                editor.execute(f'DROP TRIGGER "{table}_fragments_{name}"')
            editor.execute(f'DROP TABLE "{table}_fragments"')
        else:
            editor.execute(f'DROP INDEX "{table}_{column}_fragments"')

    return RunPython(forwards, backwards)


def _add_extension() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone():
            return
        try:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError as error:
            raise NoTrigrams(_NO_EXTENSION.format(why=str(error).strip().splitlines()[0])) from error


@dataclass(frozen=True, slots=True)
class Fragments:
    """A table whose `column` has a fragment index; `details` are the columns that a row's answer has, from the table
    under the name `t` and from what is joined to it."""

    table: str
    column: str
    details: str
    joins: str = ""


def holding(where: Fragments, terms: Sequence[Sequence[str]], *, most: int) -> list[tuple[Any, ...]]:
    """(text, *details) of rows that hold one way of writing each of the terms, in any order; the oldest rows first.

    Every way is taken literally. At least one term must have all its ways SHORTEST characters or longer: shorter ones
    cannot use the index and are looked for among its matches.
    """
    long = [ways for ways in terms if min(map(len, ways)) >= SHORTEST]
    if not long:
        raise ValueError("fragments need three characters")
    text = f't."{where.column}"'
    if connection.vendor == "sqlite":
        short = [ways for ways in terms if min(map(len, ways)) < SHORTEST]
        likes, values = _likes(text, short)
        index = f'"{where.table}_fragments"'
        source = f'{index} f JOIN "{where.table}" t ON t.id = f.rowid WHERE {index} MATCH %s'
        order = "f.rowid"  # its own order: nothing is sorted
        values = [" AND ".join("(" + " OR ".join(map(_quoted, ways)) + ")" for ways in long), *values]
    else:
        likes, values = _likes(text, terms)
        source, order = f'"{where.table}" t WHERE true', "t.id"
    first = f"SELECT t.* FROM {source}{likes} ORDER BY {order} LIMIT %s"  # noqa: S608 - names of our own
    # The limit lies inside, so that the details are looked up for those rows alone.
    sql = f"SELECT {text}, {where.details} FROM ({first}) AS t {where.joins} ORDER BY t.id"  # noqa: S608 - as above
    return statements.fetch(sql, [*values, most])


def holding_among(
    where: Fragments, source: str, values: Sequence[Any], terms: Sequence[Sequence[str]], *, most: int
) -> list[tuple[Any, ...]]:
    """(text, *details) of the rows that `source` names and that hold one way of writing each of the terms.

    `source` is a SELECT of `id` and `n`; the rows with the lowest n first. Each is looked at, the fragment index is not
    used: for a few thousand rows that something else has narrowed down. No terms: all of them.
    """
    # PostgreSQL would rather begin at the fragment index or read the whole table: an expression hides the one, and
    # OFFSET 0 keeps each lookup by id apart.
    likes, said = _likes(f"""(t."{where.column}" || '')""", terms)
    table = f'"{where.table}" t'
    joined = f"{table} WHERE t.id = w.id"
    if connection.vendor != "sqlite":
        joined = f"LATERAL (SELECT * FROM {table} WHERE t.id = w.id OFFSET 0) AS t WHERE true"  # noqa: S608 - our own
    if not terms:  # the texts need not be read to know which rows come first
        source = f"SELECT id, n FROM ({source}) AS s ORDER BY n, id LIMIT %s"  # noqa: S608 - as below
        values = [*values, most]
    first = (
        f"SELECT t.*, w.n FROM ({source}) AS w CROSS JOIN {joined}{likes} "  # noqa: S608 - names of our own
        "ORDER BY w.n, t.id LIMIT %s"
    )
    sql = f'SELECT t."{where.column}", {where.details} FROM ({first}) AS t {where.joins} ORDER BY t.n, t.id'  # noqa: S608
    return statements.fetch(sql, [*values, *said, most])


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _likes(column: str, terms: Sequence[Sequence[str]]) -> tuple[str, list[Any]]:
    """One LIKE per way: PostgreSQL's index serves `a AND b` and `a OR b`, but not `LIKE ALL(array)`."""
    clauses = ("(" + " OR ".join([f"{column} LIKE %s ESCAPE '\\'"] * len(ways)) + ")" for ways in terms)
    return "".join(f" AND {clause}" for clause in clauses), [like(way) for ways in terms for way in ways]


def like(text: str) -> str:
    """The pattern that finds the text anywhere, its own wildcards taken literally."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"

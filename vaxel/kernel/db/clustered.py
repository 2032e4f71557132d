"""Tables that lie in the order of their primary key: half the room for rows that are little more than their key."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython


def clustered(table: str) -> RunPython:
    """A migration operation, right after the table was made and while it is empty: on SQLite its rows lie in their
    primary key (WITHOUT ROWID). PostgreSQL has no such tables, and is left as it is."""

    def forwards(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor != "sqlite":
            return
        with editor.connection.cursor() as cursor:
            cursor.execute("SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table])
            made = dict.fromkeys(cursor.fetchall())
        editor.execute(f'DROP TABLE "{table}"')
        for kind, sql in sorted(made, key=lambda row: row[0] != "table"):
            editor.execute(f"{sql} WITHOUT ROWID" if kind == "table" else sql, params=None)

    return RunPython(forwards, RunPython.noop)

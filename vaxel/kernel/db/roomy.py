"""Tables whose rows change all day: PostgreSQL leaves room on their pages, so that a change touches no index."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython


def roomy(table: str, percent: int) -> RunPython:
    """A migration operation after which pages of the table are filled to so many percent; nothing on SQLite."""

    def fill(editor: BaseDatabaseSchemaEditor, setting: str) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f'ALTER TABLE "{table}" {setting}')

    def forwards(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        fill(editor, f"SET (fillfactor = {percent})")

    def backwards(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        fill(editor, "RESET (fillfactor)")

    return RunPython(forwards, backwards)

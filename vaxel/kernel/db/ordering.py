"""Columns ordered byte by byte on every database, so that a plain index serves "begins with" as a range."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.models import Q

AFTER_ALL = "\U0010ffff"


def binary_order(app: str, model: str, *names: str) -> RunPython:
    """A migration operation after which the model's text fields are compared bytewise (SQLite does from the start)."""

    def forwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor != "postgresql":
            return
        meta = apps.get_model(app, model)._meta
        for field in (meta.get_field(name) for name in names):
            kind = field.db_type(editor.connection)
            editor.execute(f'ALTER TABLE "{meta.db_table}" ALTER COLUMN "{field.column}" TYPE {kind} COLLATE "C"')

    return RunPython(forwards, RunPython.noop)


def begins(field: str, text: str) -> Q:
    """Rows whose field begins with the text, found through a plain index on a field in binary order."""
    return Q((f"{field}__gte", text), (f"{field}__lt", text + AFTER_ALL))

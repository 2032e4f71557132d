"""An empty database gets all its tables at once, as they are today, and counts every migration as done.

Walking through history takes Django fifteen seconds of drawing up models as they once were, for tables that are empty
all the while. What migrations do besides (guards of ledgers, search tables, rows that belong to the schema) is done in
their order, on the tables as they are. That both ways lead to the same schema is tested.
"""

from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.operations.models import IndexOperation, ModelOperation
from django.db.models import Model

from vaxel.kernel.db.append_only import Guard
from vaxel.kernel.db.changes import NotesChanges
from vaxel.kernel.db.setup import MarksChanges


class Today:
    """What an operation is given as the state of the models: those of now."""

    def __init__(self) -> None:
        self.apps = apps

    def clear_delayed_apps_cache(self) -> None:
        """Nothing is delayed."""


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database has no table at all."""
    return not connection.introspection.table_names()


def make(connection: BaseDatabaseWrapper) -> None:
    """All tables are there, and every migration is recorded as done."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    with connection.schema_editor(atomic=True) as editor:
        for model in _models():
            editor.create_model(model)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("vaxel.")}
    for migration, _backwards in plan:
        for operation in migration.operations if migration.app_label in ours else ():
            if _is_more(operation):
                _run(operation, migration, connection)
    executor.recorder.ensure_schema()
    for migration, _backwards in plan:
        executor.recorder.record_applied(migration.app_label, migration.name)


def _models() -> list[type[Model]]:
    """Every table's model, those that migrations make."""
    held = [model for model in apps.get_models(include_auto_created=False) if model._meta.managed]
    return [model for model in held if not model._meta.proxy and not model._meta.swapped]


def _is_more(operation: Operation) -> bool:
    """Whether the operation does something besides giving a model its table, columns, indexes and constraints."""
    if isinstance(operation, (Guard, MarksChanges)):
        return not operation.again
    return not isinstance(operation, (ModelOperation, FieldOperation, IndexOperation))


def _run(operation: Any, migration: Migration, connection: BaseDatabaseWrapper) -> None:
    today = Today()
    assert isinstance(operation, (Guard, MarksChanges, NotesChanges, RunPython, RunSQL)), (
        f"{operation} of {migration} is unknown here"
    )
    with connection.schema_editor(atomic=migration.atomic) as editor:
        operation.database_forwards(migration.app_label, editor, today, today)  # type: ignore[arg-type]

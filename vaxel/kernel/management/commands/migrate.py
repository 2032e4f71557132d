"""`migrate`, which makes an empty database in one go (`kernel.db.fresh`)."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connections

from vaxel.kernel.db import fresh


class Command(Migrate):
    """Django's, but for a database without any table."""

    def handle(self, *args: Any, **options: Any) -> None:
        """The database is up to date."""
        connection = connections[options["database"]]
        wants_part = options["app_label"] or options["fake"] or options["plan"] or options["check_unapplied"]
        if wants_part or not fresh.is_empty(connection):
            super().handle(*args, **options)
            return
        words = options["verbosity"], options["interactive"], connection.alias
        emit_pre_migrate_signal(*words)
        fresh.make(connection)
        emit_post_migrate_signal(*words)

"""Replaces the database by a backup."""

import os
from argparse import Namespace
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader

from vaxel.business.locations.models import Company
from vaxel.doors.console.backup import archive, postgres, sqlite
from vaxel.doors.console.check.command import run as check
from vaxel.doors.console.serve import claims, database
from vaxel.doors.console.trouble import Trouble
from vaxel.kernel import files


def run(options: Namespace) -> int:
    """The database is the backup's, in step with this code; the exit code is that of `check`.

    Raises Trouble, and changes nothing, when the file is no backup for this database, when a server runs, or when the
    database holds a company and --replace was not said.
    """
    source = Path(options.file).resolve()
    about = archive.read(source)
    _fits(about)
    if connection.vendor == "postgresql":
        database.reach()
    claims.database(settings.DATABASES["default"])
    if connection.vendor == "postgresql":
        _nobody_else_is_connected()
    if not options.replace and _holds_anything():
        raise Trouble("This database holds a company already. Say --replace to lose it for the backup's.")
    (_into_sqlite if connection.vendor == "sqlite" else _into_postgres)(source, about)
    print(f"Restored what was saved {about.made_at} by version {about.version}.", flush=True)
    database.bring_up_to_date()
    return check(Namespace(names=[]))


def _fits(about: archive.About) -> None:
    if about.database != connection.vendor:
        raise Trouble(f"The backup is of a {about.database} database, and this one is {connection.vendor}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    newer = sorted(set(about.migrations) - known)
    if newer:
        raise Trouble(
            f"The backup was made by a newer Växel ({about.version}; it knows {newer[-1]}). Use that version."
        )


def _nobody_else_is_connected() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
    if others:
        raise Trouble(f"Someone uses this database ({others} connections). Stop the servers first, then restore.")


def _holds_anything() -> bool:
    """Whether there is a company, or something that cannot be read."""
    try:
        return Company._meta.db_table in connection.introspection.table_names() and Company.objects.exists()
    except DatabaseError:
        return True


def _into_sqlite(source: Path, about: archive.About) -> None:
    """The old file, unless it was empty, is kept beside the new one, as …before-restore."""
    keep = _holds_anything()
    target = Path(connection.settings_dict["NAME"])
    fresh = target.with_name(f"{target.name}.restoring")
    archive.unpack(source, about, fresh, settings.DATA / "secret.restoring", files.folder())
    sqlite.prove(fresh)
    sqlite.put(fresh, target, keep=target.with_name(f"{target.name}.before-restore") if keep else None)
    _secret()


def _into_postgres(source: Path, about: archive.About) -> None:
    copy = settings.DATA / "restoring.sql"
    try:
        archive.unpack(source, about, copy, settings.DATA / "secret.restoring", files.folder())
        connections.close_all()
        postgres.load(connection.settings_dict, copy)
    finally:
        copy.unlink(missing_ok=True)
    _secret()


def _secret() -> None:
    """Links that the backup's shop has sent stay valid."""
    brought = settings.DATA / "secret.restoring"
    if brought.exists():
        os.replace(brought, settings.DATA / "secret")

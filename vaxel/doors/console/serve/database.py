"""The database is there, fits this code, and is brought up to date."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from vaxel.business.locations import roles
from vaxel.business.locations.models import Role
from vaxel.business.locations.roles_ready import READY
from vaxel.doors.console.trouble import Trouble
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor

_ONE_AT_A_TIME = 5_284_139_000  # any number that only Växel uses


def reach() -> None:
    """A query was answered; raises Trouble with the database's own words otherwise."""
    settings = connection.settings_dict
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        words = " ".join(str(error).split())
        if connection.vendor == "sqlite":
            raise Trouble(f"The database file {settings['NAME']} cannot be read: {words}.") from error
        place = f"{settings['NAME']} on {settings['HOST'] or 'this machine'}"
        raise Trouble(f"The database {place} cannot be reached. It says: {words}") from error


def bring_up_to_date() -> None:
    """Every migration of this code is applied; raises Trouble when the database is newer than the code."""
    with _alone():
        executor = MigrationExecutor(connection)
        unknown = sorted(set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations))
        if unknown:
            app, name = unknown[-1]
            raise Trouble(
                f"This database was made by a newer Växel (it knows {app}.{name}, this one does not). "
                "Start it with that version, or restore a backup that is older."
            )
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            print(f"Bringing the database up to date ({len(plan)} steps) ...", flush=True)
            call_command("migrate", interactive=False, verbosity=0)
        ready_made_roles()


def ready_made_roles() -> None:
    """In a shop that has them, the ready-made roles may do what this version says: a new screen is not the owner's
    alone. The roles that the shop made are left as they are."""
    held = {one.key: (one.actions, one.discount_ppm) for one in Role.objects.filter(ready_made=True)}
    if held and held != {one.key: (list(one.actions), one.discount_ppm) for one in READY}:
        roles.install(by=Actor.system("update"), at=clock.now())


@contextmanager
def _alone() -> Iterator[None]:
    """Two servers that start at once on PostgreSQL migrate one after the other."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])

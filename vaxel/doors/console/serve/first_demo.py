"""Makes the demo company at the first start, so that a start which is broken off leaves no half of it."""

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

from vaxel.doors.console.backup import sqlite
from vaxel.doors.console.demo import shop
from vaxel.doors.console.trouble import Trouble

MARK = "demo_not_whole_yet"


def make() -> None:
    """The database, which is up to date and empty, holds the demo company; on SQLite it appears there in one move.

    On PostgreSQL a mark stands there meanwhile, and `clear_broken_off` empties the database when it finds it.
    """
    if connection.vendor != "sqlite":
        _marked()
        return
    target = Path(connection.settings_dict["NAME"])
    aside = target.with_name(f"{target.name}.demo")
    sqlite.remove(aside)
    sqlite.copy(target, aside)
    ended = subprocess.run(
        [sys.executable, "-m", "vaxel", "demo"],
        env={**os.environ, "VAXEL_DATABASE": f"sqlite://{aside}"}, stdout=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if ended.returncode:
        raise Trouble("The demo company could not be made. Start with --no-demo to do without it.")
    sqlite.put(aside, target)


def _marked() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {MARK} (begun timestamptz DEFAULT now())")
        shop.make()
        cursor.execute(f"DROP TABLE {MARK}")


def clear_broken_off() -> bool:
    """Nothing is left of a demo that was broken off while it was made; whether there was one.

    The doors open only when the demo is whole, so nobody has put anything of their own beside it.
    """
    if connection.vendor == "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL, quote_ident(current_schema())", [MARK])
        found, schema = cursor.fetchone()
        if found:
            print("The demo company was broken off last time: beginning anew ...", flush=True)
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")
            cursor.execute(f"CREATE SCHEMA {schema}")
    return bool(found)

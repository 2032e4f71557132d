"""Makes the demo company at the first start, so that a start which is broken off leaves no half of it."""

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

from vaxel.doors.console.backup import sqlite
from vaxel.doors.console.demo import shop
from vaxel.doors.console.trouble import Trouble


def make() -> None:
    """The database, which is up to date and empty, holds the demo company; on SQLite it appears there in one move."""
    if connection.vendor != "sqlite":
        shop.make()
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

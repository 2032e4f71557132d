"""Copies of a PostgreSQL database, by its own tools: a script of SQL as of one moment."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from vaxel.doors.console.trouble import Trouble

_EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"


def dump(settings: dict[str, Any], target: Path) -> None:
    """The whole database lies in `target` as SQL; raises Trouble when pg_dump is missing or refuses."""
    _call("pg_dump", settings, "--no-owner", "--no-privileges", f"--file={target}")


def load(settings: dict[str, Any], source: Path) -> None:
    """The database holds what the script holds and nothing else; when that fails, it holds what it held before."""
    _call(
        "psql", settings, "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1",
        "--output=/dev/null", f"--command={_EMPTY}", f"--file={source}",
    )  # fmt: skip


def _call(tool: str, settings: dict[str, Any], *words: str) -> None:
    found = shutil.which(tool)
    if found is None:
        raise Trouble(f"{tool} is missing. It belongs to PostgreSQL's client: apt-get install postgresql-client")
    environment = os.environ | {
        "PGHOST": settings["HOST"], "PGPORT": settings["PORT"], "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"], "PGDATABASE": settings["NAME"],
        "PGOPTIONS": "--client-min-messages=warning",
    }  # fmt: skip
    given = {key: value for key, value in environment.items() if value}
    ended = subprocess.run([found, *words], env=given, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        raise Trouble(f"{tool} could not do it: {' '.join(ended.stderr.split())}")

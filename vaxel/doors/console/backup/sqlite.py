"""Copies of a SQLite database, by its own online backup: one moment, and nobody who sells waits."""

import sqlite3
from contextlib import closing
from pathlib import Path

from vaxel.doors.console.trouble import Trouble


def copy(source: Path, target: Path) -> None:
    """`target` is a whole database with everything `source` had committed at one moment."""
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as ours,
        closing(sqlite3.connect(target)) as copied,
    ):
        ours.backup(copied)
    prove(target)


def prove(path: Path) -> None:
    """The file, which nobody writes to, is a whole database; raises Trouble otherwise."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
            said = [row[0] for row in opened.execute("PRAGMA quick_check(3)")]
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    if said != ["ok"]:
        raise Trouble(f"The copy {path} is not a whole database: {'; '.join(said)}")

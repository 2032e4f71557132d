"""Copies of a SQLite database, by its own online backup: one moment, and nobody who sells waits."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from django.db import connections

from vaxel.doors.console.trouble import Trouble
from vaxel.kernel.db.writer import between_processes

_BESIDE = ("-wal", "-shm")


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


def put(fresh: Path, target: Path, *, keep: Path | None = None) -> None:
    """`target` is what `fresh` was, in one move, and `keep` what `target` was, be it damaged. Nobody may use either."""
    connections.close_all()
    _fold_in_log(fresh)
    with between_processes():
        _fold_in_log(target)
        if keep is not None and target.exists():
            remove(keep)
            for suffix in ("", *_BESIDE):
                if (part := target.with_name(f"{target.name}{suffix}")).exists():
                    os.link(part, keep.with_name(f"{keep.name}{suffix}"))
        for suffix in _BESIDE:
            target.with_name(f"{target.name}{suffix}").unlink(missing_ok=True)
        fresh.replace(target)
    remove(fresh)


def _fold_in_log(path: Path) -> None:
    """The write-ahead log is part of the file, unless the file is too damaged for that."""
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def remove(path: Path) -> None:
    """No database is there, nor what lies beside one."""
    for suffix in ("", *_BESIDE, ".writer"):
        path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)

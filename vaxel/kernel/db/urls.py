"""Reads a database address into Django's settings, with the options that were measured to serve the shop."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_INIT = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-4096;"
    "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000;"
)


def database_settings(address: str, folder: Path) -> dict[str, Any]:
    """Django's DATABASES entry for `address`: empty or `sqlite://[path]` for SQLite in `folder`, else `postgres://…`."""
    parts = urlsplit(address)
    if parts.scheme in ("", "sqlite"):
        return {
            "ENGINE": "vaxel.kernel.db.sqlite",
            "TEST": {"NAME": str(folder / "test.sqlite3")},
            "NAME": parts.path or str(folder / "vaxel.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_INIT},
        }
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"unknown kind of database {parts.scheme!r}: use postgres://… or leave it out for SQLite")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "vaxel",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3, "options": "-c jit=off"},
    }


PLANS_KEPT = 300


def keep_plans(connection: Any, **_: Any) -> None:
    """A new connection keeps as many prepared statements as the hot actions have; the driver's own limit is 100."""
    if connection.vendor == "postgresql":
        connection.connection.prepared_max = PLANS_KEPT

"""The road-safety agency's tables of North American VINs (NHTSA vPIC), a copy that ships with us."""

import lzma
import os
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings

SOURCE = "NHTSA vPIC"
_PACKED = Path(__file__).with_name("data") / "vpic_slim.db.xz"
BODY, CYLINDERS, LITRES, ENGINE, FUEL, MODEL, PLANT_CITY, PLANT_COUNTRY, PLANT_STATE = 5, 9, 13, 18, 24, 28, 31, 75, 77
_SIBLINGS = {"XP7": "7SA", "LRW": "7SA"}  # Tesla of Berlin and Shanghai number as in America, but are not listed
_PLANT = frozenset({PLANT_CITY, PLANT_COUNTRY, PLANT_STATE})
_WANTED = (BODY, CYLINDERS, LITRES, ENGINE, FUEL, MODEL, PLANT_CITY, PLANT_COUNTRY, PLANT_STATE)
_PATTERNS = f"""SELECT keys, el, v FROM pattern JOIN val ON val.id = pattern.val
WHERE schema_id = ? AND el IN ({", ".join(map(str, _WANTED))})"""  # noqa: S608 - numbers of our own
_open = threading.local()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tables say of a VIN in a model year; `makes` are all who share the maker's code."""

    makes: tuple[str, ...] = ()
    values: tuple[tuple[int, str], ...] = ()

    def get(self, element: int) -> str:
        """The element's value, or nothing."""
        return dict(self.values).get(element, "")


def look_up(vin: str, year: int | None) -> Facts:
    """The facts for the VIN read as one of that model year; without a year only who made it.

    Per element the hit of the schema with most hits counts, then the one with most literal characters.
    """
    own = vin[:3] if vin[2] != "9" else vin[:3] + vin[11:14]
    wmi = _SIBLINGS.get(own, own)
    maker = _database().execute("SELECT id, make FROM wmi WHERE wmi = ?", [wmi]).fetchone()
    if maker is None:
        return Facts()
    makes = tuple(maker[1].split("/"))
    if year is None:
        return Facts(makes)
    schemas = _database().execute(
        "SELECT schema_id FROM wmi_schema WHERE wmi_id = ? AND year_from <= ? AND year_to >= ? ORDER BY schema_id",
        [maker[0], year, year],
    )
    key = f"{vin[3:8]}|{vin[9:]}"
    best = _best([_hits(schema, key) for (schema,) in schemas.fetchall()])
    return Facts(makes, tuple(one for one in best if wmi == own or one[0] not in _PLANT))


def _hits(schema: int, key: str) -> list[tuple[int, int, str]]:
    """(element, literal characters, value) of each pattern of the schema that fits."""
    rows = _database().execute(_PATTERNS, [schema])
    return [(element, _literals(keys), value) for keys, element, value in rows if _pattern(keys).match(key)]


def _best(schemas: Iterable[list[tuple[int, int, str]]]) -> tuple[tuple[int, str], ...]:
    found: dict[int, tuple[int, int, str]] = {}
    for hits in schemas:
        for element, literals, value in hits:
            strength = (len(hits), literals, value)
            if element not in found or strength > found[element]:
                found[element] = strength
    return tuple((element, value) for element, (_hits, _literal, value) in sorted(found.items()))


@lru_cache(maxsize=20_000)
def _pattern(keys: str) -> re.Pattern[str]:
    """`*` is one character, `[A-C]` a class, anything may follow."""
    pieces = re.findall(r"\[[^\]]*\]|.", keys)
    return re.compile("".join("." if p == "*" else p if p[0] == "[" else re.escape(p) for p in pieces))


@lru_cache(maxsize=20_000)
def _literals(keys: str) -> int:
    return sum(Counter(re.sub(r"\[[^\]]*\]|\*|\|", "", keys)).values())


def _database() -> sqlite3.Connection:
    """This thread's connection to the unpacked file; it is only read."""
    if not hasattr(_open, "connection"):
        _open.connection = sqlite3.connect(f"file:{_unpacked()}?mode=ro&immutable=1", uri=True)
    connection: sqlite3.Connection = _open.connection
    return connection


@cache
def _unpacked() -> Path:
    """The file in the data folder, unpacked at first use: whole, or not there."""
    path = Path(settings.DATA) / f"vpic-{_PACKED.stat().st_size}.sqlite3"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        fresh.write_bytes(lzma.decompress(_PACKED.read_bytes()))
        os.replace(fresh, path)
    return path

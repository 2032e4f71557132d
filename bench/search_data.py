"""A catalogue for the search's bench: a million parts and ten times as many rows of fitment, always the same ones.

They go straight into the tables, past the actions: what is measured is finding, not adding. As an importer would do it
at night, indexes are dropped first and built at the end, and how long that takes is told.
"""

import random
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

FITS_A_PART = 10
BRANDS = (  # noqa: SIM905 - as one reads it
    "Bosch|TRW|Ate|Brembo|Mann-Filter|Mahle|Hella|Valeo|Sachs|Bilstein|Lemförder|Febi|SKF|Gates|"
    "Contitech|NGK|Denso|Osram|Philips|Castrol|Mobil|Varta|Exide|Zimmermann|Textar|Meyle|Elring|"
    "Reinz|Nissens|Walker|Monroe|KYB|Luk|INA|Pierburg"
).split("|")
THINGS = (  # noqa: SIM905 - as one reads it
    "Bromsbelägg:Brake pads|Bromsskiva:Brake disc|Oljefilter:Oil filter|Luftfilter:Air filter|"
    "Kupéfilter:Cabin filter|Bränslefilter:Fuel filter|Tändstift:Spark plug|Kamremssats:Timing belt kit|"
    "Vattenpump:Water pump|Termostat:Thermostat|Stötdämpare:Shock absorber|Spiralfjäder:Coil spring|"
    "Länkarm:Control arm|Spindelled:Ball joint|Styrled:Tie rod end|Hjullager:Wheel bearing|Drivknut:CV joint|"
    "Drivaxel:Drive shaft|Kopplingssats:Clutch kit|Svänghjul:Flywheel|Generator:Alternator|"
    "Startmotor:Starter|Batteri:Battery|Lambdasond:Oxygen sensor|ABS-givare:ABS sensor|Kylare:Radiator|AC-"
    "kompressor:AC compressor|Kondensor:Condenser|Avgassystem:Exhaust|Katalysator:Catalytic converter|"
    "Torkarblad:Wiper blade|Strålkastare:Headlight|Baklykta:Tail light|Sidospegel:Door mirror|"
    "Packning:Gasket|Tätningsring:Seal ring|Fläktrem:V-belt|Spännrulle:Tensioner|Motorfäste:Engine mount|"
    "Bromsok:Brake caliper"
).split("|")
PLACES = (  # noqa: SIM905 - as one reads it
    "fram:front|bak:rear|vänster:left|höger:right|övre:upper|undre:lower|inre:inner|yttre:outer"
).split("|")
MAKES = (  # noqa: SIM905 - as one reads it
    "Volvo|Volkswagen|Audi|BMW|Ford|Saab|Škoda|Toyota|Kia|Opel|Renault|Peugeot|Citroën|Mercedes-"
    "Benz|Nissan|Tesla|Hyundai|Mazda|Honda|Fiat|SEAT|Subaru|Mitsubishi|Suzuki|Dacia|MINI|Porsche|"
    "Jaguar|Land Rover|Lexus"
).split("|")
MODELS_A_MAKE = 80
_AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_SYLLABLES = ("al", "be", "cor", "da", "el", "fi", "go", "ha", "in", "jo", "ka", "li", "mo", "na", "or", "pa", "qua",
              "ro", "sa", "ti", "ul", "va", "xe", "zo")  # fmt: skip


@dataclass
class Catalogue:
    """What the bench asks for: numbers, names and cars that exist."""

    parts: int
    cars: list[tuple[str, str, int, str, int]] = field(default_factory=list)
    sample: list[dict[str, str]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def fill(vendor: str, connect: str, parts: int) -> Catalogue:
    """The database has a catalogue of so many parts; what of it the bench may ask for."""
    made = Catalogue(parts)
    store: _Sqlite | _Postgres = _Sqlite(connect) if vendor == "sqlite" else _Postgres(connect)
    store.begin()
    begun = time.monotonic()
    for table, columns, some in _tables(made):
        store.load(table, columns, some)
    made.seconds["loading rows"] = time.monotonic() - begun
    for what, seconds in store.end():
        made.seconds[what] = made.seconds.get(what, 0) + seconds
    return made


def _tables(made: Catalogue) -> Iterator[tuple[str, tuple[str, ...], Iterable[tuple[Any, ...]]]]:
    """(table, columns, rows) in an order in which everything named exists already."""
    dice = random.Random(42)
    yield "catalog_brand", ("id", "name", "folded"), [(_id(9, n), one, one.lower()) for n, one in enumerate(BRANDS)]
    kept: dict[str, list[tuple[Any, ...]]] = {"codes": [], "texts": [], "words": []}
    yield "catalog_part", _PART, _parts(made, dice, kept)
    yield "catalog_partcode", _CODE, kept.pop("codes")
    yield "catalog_partsearch", ("id", "part_id", "text"), kept.pop("texts")
    yield "catalog_spelling", ("form", "word"), kept.pop("words")
    best = dice.sample(range(1, made.parts + 1), made.parts // 30)
    yield "catalog_partsales", ("part", "score"), [(part, 10**9 // place) for place, part in enumerate(best, 1)]
    yield from _links(made, dice)
    yield from _cars(made, dice)


_PART = ("id", "brand_id", "number", "norm", "loose", "name_sv", "name_en", "unit", "stocking", "quality", "tax_code",
         "discountable", "universal", "cost_minor", "made_at")  # fmt: skip
_CODE = ("id", "part_id", "kind", "text", "norm", "loose", "quantity_milli")


def _parts(made: Catalogue, dice: random.Random, kept: dict[str, list[tuple[Any, ...]]]) -> Iterator[tuple[Any, ...]]:
    from vaxel.business.catalog import barcodes, numbers, rules

    series = ["".join(dice.choices(_SYLLABLES, k=dice.randrange(2, 5))) for _ in range(4_000)]
    models = model_names()
    words: set[str] = set()
    for n in range(1, made.parts + 1):
        brand = dice.choice(BRANDS)
        thing, place = dice.choice(THINGS).split(":"), dice.choice(PLACES).split(":")
        make, model = dice.choice(models)
        tail = f"{make} {model} {dice.choice(series)} {dice.randrange(10, 400)} mm"
        names = [f"{thing[0]} {place[0]} {tail}", f"{thing[1]} {place[1]} {tail}", brand]
        number = _number(n, dice)
        norm = numbers.norm(number)
        ean = f"73{n:010d}"
        ean += barcodes.check_digit(ean)
        first = f"{dice.randrange(1, 10)}{dice.choice(_LETTERS)}{dice.randrange(10)}"
        original = f"{first} {n:06d} {dice.choice(_LETTERS)}"
        codes = [("barcode", ean, ean.zfill(14)), ("original", original, numbers.norm(original))]
        part = _id(1, n)
        for k, (kind, text, code) in enumerate(codes):
            kept["codes"].append((_id(2 + k, n), part, kind, text, code, numbers.loose(code), 1000))
        text = rules.search_text(norm=norm, codes=[code for _kind, _text, code in codes], names=names)
        kept["texts"].append((n, part, text))
        words.update(rules.spelled_words(names))
        if n % max(1, made.parts // 2_000) == 0:
            made.sample.append({"number": number, "norm": norm, "ean": ean, "original": original, "brand": brand,
                                "sv": names[0], "en": names[1]})  # fmt: skip
        yield (part, _id(9, BRANDS.index(brand)), number, norm, numbers.loose(number), names[0], names[1], "pcs",
               "stocked", "aftermarket", "standard", True, False, dice.randrange(1_000, 500_000), _AT)  # fmt: skip
    kept["words"].extend((form, word) for word in sorted(words) for form in sorted(rules.forms(word)))


def model_names() -> list[tuple[str, str]]:
    """(make, model) of every car: Golf and V70 among others, the rest made up."""
    dice = random.Random(5)
    found = [("Volkswagen", "Golf"), ("Volkswagen", "Passat"), ("Volvo", "V70"), ("Volvo", "XC60"), ("Audi", "A4"),
             ("BMW", "320"), ("Saab", "9-3"), ("Toyota", "Corolla"), ("Ford", "Focus"),
             ("Škoda", "Octavia")]  # fmt: skip
    for make in MAKES:
        for n in range(MODELS_A_MAKE):
            name = "".join(dice.choices(_SYLLABLES, k=2)).title() if n % 3 else f"{dice.choice(_LETTERS)}{n}"
            found.append((make, f"{name}{n}" if n % 3 else name))
    return list(dict.fromkeys(found))


def _number(n: int, dice: random.Random) -> str:
    """Four makers' ways of writing numbers, each number once."""
    style = n % 4
    if style == 0:
        return f"{''.join(dice.choices(_LETTERS, k=3))}-{n:07d}-{dice.choice(_LETTERS)}"
    if style == 1:
        return f"{dice.randrange(10)}{dice.choice(_LETTERS)}{dice.randrange(10)} {n // 1000:04d} {n % 1000:03d} W"
    if style == 2:
        return f"0 {dice.randrange(100, 999)} {n // 1000:04d} {n % 1000:03d}"
    return f"{dice.choice(_LETTERS)}{dice.choice(_LETTERS)}{n}/{dice.randrange(10)}"


def _links(made: Catalogue, dice: random.Random) -> Iterator[tuple[str, tuple[str, ...], Iterable[tuple[Any, ...]]]]:
    groups = made.parts // 50
    yield "catalog_interchangegroup", ("id", "source"), [(_id(5, n), "") for n in range(groups)]
    yield "catalog_interchangemember", ("id", "group_id", "part_id"), [
        (_id(6, n * 3 + k), _id(5, n), _id(1, part))
        for n in range(groups) for k, part in enumerate(dice.sample(range(1, made.parts + 1), 3))
    ]  # fmt: skip
    yield "catalog_supersession", ("id", "old_id", "new_id", "kind", "quantity_milli", "from_day"), [
        (_id(7, n), _id(1, n), _id(1, n + 1), "full", 1000, _AT.date())
        for n in range(2, made.parts - 2, 50)
    ]  # fmt: skip


def _cars(made: Catalogue, dice: random.Random) -> Iterator[tuple[str, tuple[str, ...], Iterable[tuple[Any, ...]]]]:
    from vaxel.business.catalog import car_names

    makes = list(dict.fromkeys(make for make, _model in model_names()))
    yield "catalog_carmake", ("id", "name", "folded"), [
        (n, make, car_names.make(make)) for n, make in enumerate(makes, 1)
    ]  # fmt: skip
    models = list(enumerate(model_names(), 1))
    yield "catalog_carmodel", ("id", "make_id", "name", "folded"), [
        (n, makes.index(make) + 1, model, car_names.model(model)) for n, (make, model) in models
    ]  # fmt: skip
    engines = [f"{dice.choice(_LETTERS)}{dice.choice(_LETTERS)}{n:04d}" for n in range(1, len(models) * 3 + 1)]
    yield "catalog_carengine", ("id", "name", "folded", "fuel"), [
        (n, one, one, dice.choice(["petrol", "diesel"])) for n, one in enumerate(engines, 1)
    ]  # fmt: skip
    places = [(n, one.split(":")[1]) for n, one in enumerate(PLACES, 1)]
    yield "catalog_fitposition", ("id", "key"), places
    yield "catalog_fitcondition", ("id", "digest", "facts"), [
        (n, f"{n:064d}", f'{{"brake_disc": "{n} mm"}}') for n in range(1, 2_001)
    ]  # fmt: skip
    yield "catalog_fitsource", ("id", "key"), list(enumerate(BRANDS, 1))
    yield "catalog_fit", _FIT, _fits(made, dice, models, engines)


_FIT = ("car_model", "year", "part", "engine", "position", "condition", "source", "quantity_milli")


def _fits(
    made: Catalogue, dice: random.Random, models: Sequence[tuple[int, tuple[str, str]]], engines: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """A few models have most of the rows, as in life: the hundredth has a tenth of the first's."""
    weight = {n: (n + 9) ** -0.5 for n, _names in models}
    years = {n: (1995 + n % 14, 1995 + n % 14 + 6 + n % 13) for n, _names in models}
    whole = sum(weight[n] * (years[n][1] - years[n][0] + 1) for n, _names in models)
    wanted = made.parts * FITS_A_PART
    for n, (make, model) in models:
        for year in range(years[n][0], years[n][1] + 1):
            count = max(1, round(wanted * weight[n] / whole))
            own = [0, 0, 0, *range(n * 3 - 2, n * 3 + 1)]
            made.cars.append((make, model, year, engines[n * 3 - 2], count))
            for part in sorted(dice.sample(range(1, made.parts + 1), min(count, made.parts))):
                yield (n, year, part, own[(part + year) % 6], part % 9, part % 2_000 + 1 if part % 5 == 0 else 0,
                       part % 35 + 1, 1000)  # fmt: skip


def _id(kind: int, n: int) -> UUID:
    return UUID(int=(0x019 << 116) | (kind << 96) | (0x7 << 76) | (0x8 << 60) | n)


class _Sqlite:
    """Loads a SQLite file, its indexes and triggers laid aside."""

    def __init__(self, path: str) -> None:
        self.link = sqlite3.connect(path, isolation_level=None)
        self.aside: list[tuple[str, str, str]] = []

    def begin(self) -> None:
        """What would be kept in step with each row is gone for now."""
        for pragma in ("journal_mode=WAL", "synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY"):
            self.link.execute(f"PRAGMA {pragma}")
        self.aside = self.link.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL "
            "AND tbl_name LIKE 'catalog_%' ORDER BY name"
        ).fetchall()
        for kind, name, _sql in self.aside:
            self.link.execute(f'DROP {kind} "{name}"')

    def load(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """The rows are in the table, in one transaction."""
        self.link.execute("BEGIN")
        marks = ", ".join("?" * len(columns))
        self.link.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - our own names
            (tuple(map(_plain, row)) for row in rows),
        )
        self.link.execute("COMMIT")

    def end(self) -> Iterator[tuple[str, float]]:
        """The indexes and triggers are back; how long each kind took."""
        for kind, name, sql in self.aside:
            begun = time.monotonic()
            self.link.execute(sql)
            if kind == "index":
                yield "fitment index" if name == "fit_part" else "plain indexes", time.monotonic() - begun
        begun = time.monotonic()
        self.link.execute("INSERT INTO catalog_partsearch_fragments (catalog_partsearch_fragments) VALUES ('rebuild')")
        yield "fragment index", time.monotonic() - begun
        self.link.execute("ANALYZE")
        self.link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.link.close()


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return str(value.replace(tzinfo=None)) if isinstance(value, datetime) else value


class _Postgres:
    """Loads a PostgreSQL database by COPY, its indexes laid aside; needs a superuser, for foreign keys rest too."""

    def __init__(self, address: str) -> None:
        import psycopg

        self.link = psycopg.connect(address, autocommit=True)
        self.aside: list[tuple[str, str]] = []

    def begin(self) -> None:
        """What would be kept in step with each row is gone for now."""
        for setting in (
            "session_replication_role = replica",
            "synchronous_commit = off",
            "maintenance_work_mem = '512MB'",
        ):
            self.link.execute(f"SET {setting}")
        self.aside = self.link.execute(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename LIKE 'catalog_%' AND NOT EXISTS ("
            "SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname) ORDER BY 1"
        ).fetchall()
        for name, _sql in self.aside:
            self.link.execute(f'DROP INDEX "{name}"')

    def load(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """The rows are in the table, in one transaction."""
        with self.link.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def end(self) -> Iterator[tuple[str, float]]:
        """The indexes are back, the planner knows the tables; how long each kind took."""
        for name, sql in self.aside:
            begun = time.monotonic()
            self.link.execute(sql)
            kind = "fragment index" if name.endswith("_fragments") else "plain indexes"
            yield "fitment index" if name == "fit_part" else kind, time.monotonic() - begun
        for table in ("part", "partcode", "partsearch", "spelling", "partsales", "interchangemember", "supersession",
                      "carmodel", "fit"):  # fmt: skip
            self.link.execute(f"VACUUM ANALYZE catalog_{table}")
        for table in ("carmake", "carmodel", "carengine", "fitposition", "fitcondition", "fitsource", "partsearch"):
            self.link.execute(
                f"SELECT setval(pg_get_serial_sequence('catalog_{table}', 'id'), "  # noqa: S608 - our own names
                f"(SELECT max(id) FROM catalog_{table}))"
            )
        self.link.close()

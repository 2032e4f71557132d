"""The part search among 1,000,000 parts and 10,000,000 rows of fitment, every way of asking, without a page around it.

Promised at the 99th percentile: 25 ms for exact ways of asking, 60 ms where something was misspelt. Beside each stands
what the bare statement on the same index takes in the same run (its limit). `--parts N` asks a smaller catalogue.
"""

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import apart
from bench.rows import Row, ms, percentile_us
from bench.search_data import THINGS, Catalogue, fill

if TYPE_CHECKING:
    from tests.live import LiveShop
    from vaxel.business.vehicles.models import Vehicle

PARTS, ASKED = 1_000_000, 400
BUDGET_MS, TYPO_BUDGET_MS = 25, 60
type Ask = tuple[str, "Vehicle | None"]


def run(shop: "LiveShop") -> Iterator[Row]:
    """Rows for each way of asking, measured in a process of its own on the shop's database."""
    yield from apart.rows("search", shop)


def main() -> None:
    """Fills the database that the environment names, then prints the rows."""
    apart.set_up()
    from django.db import connection

    parts = int(os.environ.get("VAXEL_BENCH_PARTS") or PARTS)
    where = str(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else os.environ["VAXEL_DATABASE"]
    connection.close()
    made = fill(connection.vendor, where, parts)
    apart.tell(chain(_built(made), _asked(made, where), _updates(made)))


def _row(case: str, value: float, unit: str = "ms", budget: float | None = None, limit: float | None = None) -> Row:
    from django.db import connection

    return Row("search", case, connection.vendor, value, unit, "lower", budget, limit)


def _built(made: Catalogue) -> Iterator[Row]:
    yield _row("parts", made.parts, "parts")
    for what, seconds in made.seconds.items():
        yield _row(f"{what} built", round(seconds, 1), "s")
    for what, size in _sizes().items():
        yield _row(f"{what} size", round(size / 1e6), "MB")


def _sizes() -> dict[str, int]:
    """Bytes of the indexes that the search adds, and of everything."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT CASE WHEN name LIKE 'catalog_partsearch_fragments%%' THEN 'fragment index' "
                "WHEN name IN ('catalog_fit', 'fit_part') THEN 'fitment' ELSE 'rest' END, SUM(pgsize) "
                "FROM dbstat WHERE aggregate = true GROUP BY 1"
            )
            found = dict(cursor.fetchall())
            return {**found, "database": sum(found.values())}
        cursor.execute(
            "SELECT pg_relation_size('catalog_partsearch_text_fragments'), pg_total_relation_size('catalog_fit'), "
            "pg_database_size(current_database())"
        )
        return dict(zip(("fragment index", "fitment", "database"), cursor.fetchone(), strict=True))


@dataclass(frozen=True, slots=True)
class _Case:
    """A way of asking, and the statement that asks the same index bare."""

    name: str
    ask: Callable[[], Ask]
    bare: Callable[[str, Any], tuple[str, Sequence[Any]]]
    budget: float | None = BUDGET_MS


def _asked(made: Catalogue, where: str) -> Iterator[Row]:
    from vaxel.business.catalog import search

    bare = _bare_sqlite(where) if _vendor() == "sqlite" else _bare_postgres(where)
    dice = random.Random(7)
    for case in _cases(made, dice):
        asked = [case.ask() for _ in range(ASKED)]
        statements = [case.bare(*one) for one in asked]
        limit = _timed(lambda one: bare(*one), statements)[0]
        taken, found = _timed(lambda one: search.parts(one[0], vehicle=one[1]), asked)
        yield _row(f"{case.name} p50", ms(percentile_us(taken, 50)), limit=ms(percentile_us(limit, 50)))
        yield _row(f"{case.name} p99", ms(percentile_us(taken, 99)), "ms", case.budget, ms(percentile_us(limit, 99)))
        yield Row("search", f"{case.name} found", _vendor(), found * 100 // ASKED, "%", "higher")


def _vendor() -> str:
    from django.db import connection

    return connection.vendor


def _timed(ask: Callable[[Any], Sequence[object]], asked: Sequence[Any]) -> tuple[list[int], int]:
    for one in asked[:20]:
        ask(one)
    taken, found = [], 0
    for one in asked:
        begun = time.perf_counter_ns()
        hits = ask(one)
        taken.append((time.perf_counter_ns() - begun) // 1000)
        found += bool(hits)
    return taken, found


def _bare_sqlite(path: str) -> Callable[[str, Sequence[Any]], list[Any]]:
    link = sqlite3.connect(f"{Path(path).as_uri()}?mode=ro", uri=True)
    link.execute("PRAGMA cache_size = -65536")
    return lambda sql, params: link.execute(sql, params).fetchall()


def _bare_postgres(address: str) -> Callable[[str, Sequence[Any]], list[Any]]:
    import psycopg

    link = psycopg.connect(address, autocommit=True)
    link.execute("SET jit = off")
    return lambda sql, params: link.execute(sql.replace("?", "%s"), params).fetchall()


def _cases(made: Catalogue, dice: random.Random) -> list[_Case]:
    cars = dice.choices(made.cars, weights=[car[4] for car in made.cars], k=ASKED)

    def part() -> dict[str, str]:
        return dice.choice(made.sample)

    def fragment() -> str:
        norm, start = part()["norm"], dice.randrange(1, 4)
        return norm[start : start + 6]

    def words(count: int, language: str = "sv") -> str:
        known = part()[language].split()
        return " ".join(dice.sample(known, min(count, len(known))))

    def thing() -> str:
        return dice.choice(THINGS).split(":")[0]

    def broad() -> str:
        ways: list[Callable[[], str]] = [
            lambda: words(3), lambda: words(2), lambda: words(3, "en"), thing,
            lambda: f"{part()['brand']} {thing()}", lambda: f"{thing()} fram {dice.choice(made.cars)[0]}",
        ]  # fmt: skip
        return dice.choice(ways)()

    def slip() -> str:
        word = dice.choice([one for one in THINGS if "-" not in one]).split(":")[0].lower()
        place, other = dice.randrange(1, len(word) - 1), dice.choice("abcdefghijklmnoprstuvy")
        return dice.choice([word[:place] + word[place + 1 :], word[:place] + other + word[place + 1 :],
                            word[:place] + other + word[place:],
                            word[:place] + word[place + 1] + word[place] + word[place + 2 :]])  # fmt: skip

    def mixed() -> Ask:
        ways: list[Callable[[], Ask]] = [
            lambda: (f"{thing()} {(car := dice.choice(cars))[1]}", _vehicle(car)),
            lambda: (f"{thing()} fram", _vehicle(dice.choice(cars))),
            lambda: (f"{fragment()} {part()['sv'].split()[0]}", None),
            lambda: (f"{thing()} {(car := dice.choice(cars))[1]} {car[2]}", None),
        ]  # fmt: skip
        return dice.choice(ways)()

    return [
        _Case("barcode", lambda: (part()["ean"], None), _bare_barcode),
        _Case("number", lambda: (part()["number"], None), _bare_number),
        _Case("original number", lambda: (part()["original"], None), _bare_original),
        _Case("number prefix", lambda: (part()["norm"][: dice.randrange(4, 7)], None), _bare_prefix),
        _Case("fragment", lambda: (fragment(), None), _bare_words),
        _Case("words", lambda: (broad(), None), _bare_words),
        _Case("one broad word", lambda: (thing(), None), _bare_words, None),
        _Case("fits vehicle", lambda: ("", _vehicle(dice.choice(cars))), _bare_fits),
        _Case("mixed", mixed, _bare_fits),
        _Case("typo", lambda: (slip() if dice.random() < 0.5 else f"{slip()} {part()['sv'].split()[1]}", None),
              _bare_typo, TYPO_BUDGET_MS),
        _Case("nothing", lambda: ("".join(dice.choices("bcdfghjklmnpqrstvwxz", k=8)), None), _bare_words,
              TYPO_BUDGET_MS),
    ]  # fmt: skip


def _vehicle(car: tuple[str, str, int, str, int]) -> "Vehicle":
    from vaxel.business.vehicles.models import Vehicle

    return Vehicle(make=car[0], model=car[1], model_year=car[2], engine=car[3])


type _Bare = tuple[str, Sequence[Any]]
_SHOWN = "p.id, p.number, p.name_sv FROM catalog_part p"


def _bare_barcode(text: str, _vehicle: Any) -> _Bare:
    return f"SELECT {_SHOWN} JOIN catalog_partcode c ON c.part_id = p.id WHERE c.norm = ?", [text.zfill(14)]


def _bare_number(text: str, _vehicle: Any) -> _Bare:
    from vaxel.business.catalog import numbers

    return f"SELECT {_SHOWN} WHERE p.norm = ?", [numbers.norm(text)]


def _bare_original(text: str, _vehicle: Any) -> _Bare:
    from vaxel.business.catalog import numbers

    return f"SELECT {_SHOWN} JOIN catalog_partcode c ON c.part_id = p.id WHERE c.norm = ?", [numbers.norm(text)]


def _bare_prefix(text: str, _vehicle: Any) -> _Bare:
    return f"SELECT {_SHOWN} WHERE p.norm >= ? AND p.norm < ? ORDER BY p.norm LIMIT 200", [text, text + "\U0010ffff"]


def _bare_words(text: str, _vehicle: Any) -> _Bare:
    from vaxel.business.catalog import numbers

    return _holding([[word] for word in numbers.words(text)])


def _holding(terms: Sequence[Sequence[str]]) -> _Bare:
    """The trigram index alone, the first 200 in its own order."""
    terms = [ways for ways in terms if min(map(len, ways)) >= 3] or [["---"]]
    if _vendor() == "sqlite":
        asked = " AND ".join("(" + " OR ".join(f'"{way}"' for way in ways) + ")" for ways in terms)
        return ("SELECT rowid FROM catalog_partsearch_fragments WHERE catalog_partsearch_fragments MATCH ? "
                "ORDER BY rowid LIMIT 200"), [asked]  # fmt: skip
    likes = " AND ".join("(" + " OR ".join(["text LIKE ?"] * len(ways)) + ")" for ways in terms)
    sql = f"SELECT id FROM catalog_partsearch WHERE {likes} ORDER BY id LIMIT 200"  # noqa: S608 - only marks
    return sql, [f"%{way}%" for ways in terms for way in ways]


def _bare_fits(text: str, vehicle: Any) -> _Bare:
    """The rows of the car's model and year with their parts' texts; without a car, the words alone."""
    if vehicle is None:
        return _bare_words(text, None)
    return (
        "SELECT t.id, t.text FROM catalog_fit f JOIN catalog_partsearch t ON t.id = f.part WHERE f.car_model = "
        "(SELECT id FROM catalog_carmodel WHERE folded = ? LIMIT 1) AND f.year = ?"
    ), [_folded(vehicle.model), vehicle.model_year]  # fmt: skip


def _folded(model: str) -> str:
    from vaxel.business.catalog import car_names

    return car_names.model(model)


def _bare_typo(text: str, _vehicle: Any) -> _Bare:
    """The trigram index, told beforehand which words are meant."""
    from vaxel.business.catalog import finders, numbers

    return _holding(finders.spelled_alike(numbers.words(text)) or [[word] for word in numbers.words(text)])


def _updates(made: Catalogue) -> Iterator[Row]:
    """What one change costs: of a price (which is not searched), a name, a car, and a sale."""
    from vaxel.business.catalog import fits, memory, parts
    from vaxel.business.catalog.models import Part
    from vaxel.kernel import clock
    from vaxel.kernel.actors import Actor

    said: dict[str, Any] = {"by": Actor.system("bench"), "at": clock.now()}
    shelf = list(Part.objects.order_by("id").select_related("brand")[: 20 * 50 : 50])
    fit = fits.NewFit("Volvo", "V70", 2001, 2007, position="front", facts={"brake_disc": "300 mm"})

    def sell(part: Part) -> None:
        since = memory.upto()
        memory.learn([memory.Sold(part.id, 1000, said["at"].date())], since=since, upto=since + 1, **said)

    changes: dict[str, Callable[[Part], object]] = {
        "price": lambda part: parts.change(part, cost_minor=part.cost_minor + 1, **said),
        "name": lambda part: parts.change(part, name_sv=f"{part.name_sv} x", **said),
        "fitment of seven years": lambda part: fits.add(part, fits=[fit], **said),
        "sale": sell,
    }
    for what, change in changes.items():
        taken = []
        for part in shelf:
            begun = time.perf_counter_ns()
            change(part)
            taken.append((time.perf_counter_ns() - begun) // 1000)
        yield _row(f"changing a {what} p50", ms(percentile_us(taken, 50)))


if __name__ == "__main__":
    main()

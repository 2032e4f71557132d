"""The part search among 200,000 parts and vehicles among 100,000: every way of asking, without the page around it."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bench.rows import Row, ms, percentile_us

if TYPE_CHECKING:
    from tests.live import LiveShop
    from vaxel.business.catalog.models import Part
    from vaxel.business.catalog.wishes import NewPart

PARTS, VEHICLES, ASKED = 200_000, 100_000, 300
BUDGET_MS, VEHICLE_BUDGET_MS = 50, 100
_BRANDS = [
    "Bosch",
    "TRW",
    "Ate",
    "Brembo",
    "Mann-Filter",
    "Mahle",
    "Hella",
    "Valeo",
    "Sachs",
    "Bilstein",
    "Lemförder",
    "Febi",
    "SKF",
    "Gates",
    "Contitech",
    "NGK",
    "Denso",
    "Osram",
    "Philips",
    "Castrol",
    "Mobil",
    "Varta",
    "Exide",
    "Zimmermann",
    "Textar",
    "Meyle",
    "Elring",
    "Reinz",
    "Nissens",
    "Walker",
    "Monroe",
    "KYB",
    "Luk",
    "INA",
    "Pierburg",
]
_CARS = [
    "Volvo V70",
    "Volvo XC60",
    "Volvo S40",
    "Volkswagen Golf",
    "Volkswagen Passat",
    "Audi A4",
    "Audi A6",
    "BMW 320",
    "BMW 520",
    "Ford Focus",
    "Ford Mondeo",
    "Saab 9-3",
    "Saab 9-5",
    "Škoda Octavia",
    "Škoda Fabia",
    "Toyota Corolla",
    "Toyota Auris",
    "Toyota RAV4",
    "Kia Ceed",
    "Opel Astra",
    "Renault Clio",
    "Renault Mégane",
    "Peugeot 208",
    "Peugeot 308",
    "Citroën C4",
    "Mercedes C220",
    "Mercedes E220",
    "Nissan Qashqai",
    "Tesla Model Y",
]
_THINGS = [
    "Bromsbelägg:Brake pads",
    "Bromsskiva:Brake disc",
    "Oljefilter:Oil filter",
    "Luftfilter:Air filter",
    "Kupéfilter:Cabin filter",
    "Bränslefilter:Fuel filter",
    "Tändstift:Spark plug",
    "Kamremssats:Timing belt kit",
    "Vattenpump:Water pump",
    "Termostat:Thermostat",
    "Stötdämpare:Shock absorber",
    "Spiralfjäder:Coil spring",
    "Länkarm:Control arm",
    "Spindelled:Ball joint",
    "Styrled:Tie rod end",
    "Hjullager:Wheel bearing",
    "Drivknut:CV joint",
    "Drivaxel:Drive shaft",
    "Kopplingssats:Clutch kit",
    "Svänghjul:Flywheel",
    "Generator:Alternator",
    "Startmotor:Starter",
    "Batteri:Battery",
    "Lambdasond:Oxygen sensor",
    "ABS-givare:ABS sensor",
    "Kylare:Radiator",
    "AC-kompressor:AC compressor",
    "Kondensor:Condenser",
    "Avgassystem:Exhaust",
    "Katalysator:Catalytic converter",
    "Torkarblad:Wiper blade",
    "Strålkastare:Headlight",
    "Baklykta:Tail light",
    "Sidospegel:Door mirror",
    "Packning:Gasket",
    "Tätningsring:Seal ring",
    "Fläktrem:V-belt",
    "Spännrulle:Tensioner",
    "Motorfäste:Engine mount",
    "Bromsok:Brake caliper",
]
_PLACES = [
    "fram:front",
    "bak:rear",
    "vänster:left",
    "höger:right",
    "övre:upper",
    "undre:lower",
    "inre:inner",
    "yttre:outer",
]
_AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def run(shop: "LiveShop") -> Iterator[Row]:
    """Rows for each way of asking, measured in a process of its own on the shop's database."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.search"], env=shop.environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        yield Row(**json.loads(line))


def main() -> None:
    """Fills the database that the environment names, once, then prints the rows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaxel.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for row in (*_parts(), *_vehicles()):
        print(row.line(), flush=True)


def _parts() -> Iterator[Row]:
    from django.db import connection

    from vaxel.business.catalog import search
    from vaxel.business.catalog.models import Part

    begun = time.monotonic_ns()
    if not Part.objects.exists():
        _fill_parts()
        yield Row("search", "adding parts", connection.vendor, PARTS * 10**9 // (time.monotonic_ns() - begun),
                  "per second", "higher")  # fmt: skip
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    dice = random.Random(7)
    shelf = list(Part.objects.order_by("norm").select_related("brand")[:: PARTS // 2_000])
    every: list[int] = []
    for case in _cases(shelf, dice):
        asked = [case.ask() for _ in range(ASKED)]
        taken, found = _timed(search.parts, asked)
        every += taken
        yield _row(f"{case.name} p50", connection.vendor, taken, 50)
        yield _row(f"{case.name} p95", connection.vendor, taken, 95, BUDGET_MS)
        yield Row("search", f"{case.name} found", connection.vendor, found * 100 // ASKED, "%", "higher")
    yield _row("all p95", connection.vendor, every, 95, BUDGET_MS)
    yield _row("all p99", connection.vendor, every, 99)


def _row(case: str, database: str, taken_us: list[int], share: int, budget: int | None = None) -> Row:
    return Row("search", case, database, ms(percentile_us(taken_us, share)), "ms", "lower", budget)


def _timed(ask: Callable[[str], Sequence[object]], asked: list[str]) -> tuple[list[int], int]:
    for text in asked[:20]:
        ask(text)
    taken, found = [], 0
    for text in asked:
        begun = time.perf_counter_ns()
        hits = ask(text)
        taken.append((time.perf_counter_ns() - begun) // 1000)
        found += bool(hits)
    return taken, found


@dataclass(frozen=True, slots=True)
class _Case:
    name: str
    ask: Callable[[], str]


def _cases(shelf: "list[Part]", dice: random.Random) -> list[_Case]:
    def part() -> "Part":
        return dice.choice(shelf)

    def code(kind: str) -> str:
        return str(part().codes.get(kind=kind).text)

    def fragment() -> str:
        norm = part().norm
        start = dice.randrange(1, 4)
        return str(norm[start : start + 5])

    def words(count: int, english: bool = False) -> str:
        name = part().name_en if english else part().name_sv
        known = name.split()
        return " ".join(dice.sample(known, min(count, len(known))))

    def slip() -> str:
        word = dice.choice([one for one in _THINGS if "-" not in one]).split(":")[0].lower()
        place = dice.randrange(1, len(word) - 1)
        other = dice.choice("abcdefghijklmnoprstuvy")
        return dice.choice([word[:place] + word[place + 1 :], word[:place] + other + word[place + 1 :],
                            word[:place] + other + word[place:],
                            word[:place] + word[place + 1] + word[place] + word[place + 2 :]])  # fmt: skip

    return [
        _Case("barcode", lambda: code("barcode")),
        _Case("number", lambda: str(part().number)),
        _Case("original number", lambda: code("original")),
        _Case("number prefix", lambda: str(part().norm[:5])),
        _Case("number fragment", fragment),
        _Case("one broad word", lambda: dice.choice(_THINGS).split(":")[dice.randrange(2)].split()[0]),
        _Case("three words", lambda: words(3)),
        _Case("three words in English", lambda: words(3, True)),
        _Case("brand and word", lambda: f"{part().brand.name} {dice.choice(_THINGS).split(':')[0]}"),
        _Case("number and word", lambda: f"{fragment()} {words(1)}"),
        _Case("short word", lambda: dice.choice(["h7", "c4", "a6", "v7", "ac", "ab", "xc"])),
        _Case("short word and word", lambda: f"c4 {dice.choice(_THINGS).split(':')[0]}"),
        _Case("one slip", slip),
        _Case("slip and word", lambda: f"{slip()} {dice.choice(_CARS).split()[0]}"),
        _Case("nothing", lambda: "".join(dice.choice("bcdfghjklmnpqrstvwxz") for _ in range(8))),
    ]


def _fill_parts() -> None:
    from vaxel.business.catalog import parts
    from vaxel.kernel.actors import Actor

    dice = random.Random(42)
    for start in range(0, PARTS, 2_000):
        wishes = [_wish(dice, n) for n in range(start, start + 2_000)]
        parts.add_many(wishes, by=Actor.system("bench"), at=_AT)


def _wish(dice: random.Random, n: int) -> "NewPart":
    from vaxel.business.catalog import barcodes
    from vaxel.business.catalog.wishes import NewCode, NewPart

    thing_sv, thing_en = dice.choice(_THINGS).split(":")
    place_sv, place_en = dice.choice(_PLACES).split(":")
    car, size = dice.choice(_CARS), dice.randrange(10, 400)
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
    number = f"{dice.choice(letters)}{dice.choice(letters)} {n % 1000:03d} {dice.randrange(1000):03d} {n // 1000:03d}"
    ean = f"73{n:010d}"
    original = f"{dice.randrange(1, 10)}{dice.choice(letters)}{dice.randrange(10)}-{n:06d}-{dice.choice(letters)}"
    return NewPart(
        brand=dice.choice(_BRANDS), number=number, name_sv=f"{thing_sv} {place_sv} {car} {size} mm",
        name_en=f"{thing_en} {place_en} {car} {size} mm", cost_minor=dice.randrange(1_000, 500_000),
        codes=(NewCode("barcode", ean + barcodes.check_digit(ean)), NewCode("original", original)),
    )  # fmt: skip


def _vehicles() -> Iterator[Row]:
    from django.db import connection

    from vaxel.business.vehicles import queries
    from vaxel.business.vehicles.models import Plate, Vehicle
    from vaxel.kernel.ids import new_id

    dice = random.Random(3)
    letters = "ABCDEFGHJKLMNPRSTUWXYZ"
    if not Vehicle.objects.exists():
        for start in range(0, VEHICLES, 5_000):
            made, plates = [], []
            for n in range(start, start + 5_000):
                plate = f"{letters[n // 484 % 22]}{letters[n // 22 % 22]}{letters[n % 22]}{n // 10_648 + 10}{n % 10}"
                vin = f"YV1MS3821{n:08d}"
                made.append(Vehicle(id=new_id(), vin=vin, vin_backwards=vin[::-1], plate=plate, unit_number=f"U{n}",
                                    make="Volvo", model="S40", made_at=_AT))  # fmt: skip
                plates.append(Plate(vehicle=made[-1], text=plate, valid_from=_AT.date()))
            Vehicle.objects.bulk_create(made)
            Plate.objects.bulk_create(plates)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    known = list(Vehicle.objects.order_by("vin").values_list("plate", "vin", "unit_number")[:: VEHICLES // 1_000])
    asked = {
        "plate": [dice.choice(known)[0] for _ in range(ASKED)],
        "plate prefix": [dice.choice(known)[0][:3] for _ in range(ASKED)],
        "VIN": [dice.choice(known)[1] for _ in range(ASKED)],
        "end of VIN": [dice.choice(known)[1][-6:] for _ in range(ASKED)],
        "unit number": [dice.choice(known)[2] for _ in range(ASKED)],
        "no vehicle": [f"ZO{dice.randrange(10, 99)}O" for _ in range(ASKED)],
    }
    for case, texts in asked.items():
        taken, _found = _timed(queries.find, texts)
        yield _row(f"vehicle by {case} p95", connection.vendor, taken, 95, VEHICLE_BUDGET_MS)


if __name__ == "__main__":
    main()

"""Vehicles among 100,000, by plate, VIN and unit number: the question itself, without the page around it."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bench.rows import Row, ms, percentile_us

if TYPE_CHECKING:
    from tests.live import LiveShop

VEHICLES, ASKED = 100_000, 300
BUDGET_MS = 100
_AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def run(shop: "LiveShop") -> Iterator[Row]:
    """Rows for each way of asking, measured in a process of its own on the shop's database."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.plates"], env=shop.environment(), capture_output=True, text=True, check=False
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
    for row in _vehicles():
        print(row.line(), flush=True)


def _timed(ask: Callable[[str], Sequence[object]], asked: list[str]) -> list[int]:
    for text in asked[:20]:
        ask(text)
    taken = []
    for text in asked:
        begun = time.perf_counter_ns()
        ask(text)
        taken.append((time.perf_counter_ns() - begun) // 1000)
    return taken


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
        taken = ms(percentile_us(_timed(queries.find, texts), 95))
        yield Row("plates", f"{case} p95", connection.vendor, taken, "ms", "lower", BUDGET_MS)


if __name__ == "__main__":
    main()

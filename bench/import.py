# ruff: noqa: N999 - a bench is called what one types behind bin/bench
"""Taking in files of a million rows: price lists as CSV and PIES, and how much memory that needs.

Promised: 20,000 rows of a CSV list a second, at most 300 MB. `csv rows` is the everyday list: the supplier has sent one
before and every price has changed. `csv rows new` is the first one: each row is a part that did not exist, with its
numbers, its barcode and its words in the search. VAXEL_BENCH_ROWS asks for fewer.
"""

import os
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import apart
from bench.rows import Row
from bench.search_data import BRANDS, PLACES, THINGS

if TYPE_CHECKING:
    from tests.live import LiveShop

ROWS, CSV_BUDGET, MEMORY_BUDGET_MB = 1_000_000, 20_000, 300
_HEAD = "Artikelnr;Varumärke;Tillverkarens nummer;Benämning;Nettopris;EAN;Leveranstid\n"
_CSV = {"number": 0, "brand": 1, "part_number": 2, "name": 3, "price": 4, "barcode": 5, "lead": 6}
_PIES = {"number": 0, "brand": 1, "name": 2, "price": 6}


def run(shop: "LiveShop") -> Iterator[Row]:
    """Rows for each kind of file, measured in a process of its own on the shop's database."""
    yield from apart.rows("import", shop)


def main() -> None:
    """Makes a workshop in the database that the environment names, then prints the rows."""
    apart.set_up()
    apart.tell(_measured(int(os.environ.get("VAXEL_BENCH_ROWS") or ROWS)))


def _measured(many: int) -> Iterator[Row]:
    house = _House()
    yield _row("csv rows new", house.take(_csv(many, 0), _CSV, many), None)
    yield _row("csv rows", house.take(_csv(many, 7), _CSV, many), CSV_BUDGET)
    yield _row("pies rows", house.take(_pies(many), _PIES, many), None)
    yield _row("aces rows", house.take(_aces(many), {}, many), None)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield _row("memory", round(peak_mb), MEMORY_BUDGET_MB, unit="MB", better="lower")


def _row(case: str, value: float, budget: float | None, unit: str = "rows/s", better: Any = "higher") -> Row:
    from django.db import connection

    return Row("import", case, connection.vendor, value, unit, better, budget)


class _House:
    """A workshop with two suppliers, whose owner imports."""

    def __init__(self) -> None:
        from vaxel.business.locations import actors
        from vaxel.business.service.tests.cast import SAID, workshop

        floor = workshop()
        self.said: dict[str, Any] = SAID
        self.owner = actors.for_staff(floor.shop.staff["mo"], site=floor.shop.workshop)
        self.suppliers = {ending: self._supplier(ending) for ending in (".csv", ".xml")}
        self.load_tables()

    def _supplier(self, name: str) -> str:
        from vaxel.business.parties import parties
        from vaxel.business.purchasing import suppliers

        party = parties.add(kind="company", name=f"Grossisten {name}", is_customer=False, **self.said)
        return str(suppliers.add(party, **self.said).pk)

    def load_tables(self) -> None:
        """Forty makes of a hundred models with twenty-five years each have numbers, as the association's do."""
        from vaxel.business.catalog import car_terms

        terms = [("make", n, f"Make {n}") for n in range(1, 41)] + [("position", n, f"place {n}") for n in (22, 30)]
        terms += [("model", n, f"Model {n}") for n in range(1, 4_001)]
        cars = [(n, 2000 + n % 25, n // 25 % 40 + 1, n // 25) for n in range(25, 100_025)]
        car_terms.load(terms=terms, bases=cars, **self.said)

    def take(self, write: Callable[[], tuple[str, Iterator[str]]], mapping: dict[str, int], many: int) -> int:
        """Rows a second, from the long work's start to its end."""
        from vaxel.business.catalog.models import Brand
        from vaxel.doors.office.imports import uploads
        from vaxel.kernel import clock, long_work

        name, pieces = write()
        kept = (piece.encode() for piece in pieces)
        upload = uploads.keep(name, kept, supplier=self.suppliers[Path(name).suffix], by=self.owner)
        style = "en_US" if name.endswith("xml") else "sv_SE"
        brand = str(Brand.objects.get(name=BRANDS[0]).pk)
        question = {"upload": upload.id, "mapping": mapping, "style": style, "dry": False, "brand": brand}
        does = f"vaxel.doors.office.imports.{'taking' if mapping else 'taking_fits'}.take"
        work = long_work.ask(does=does, title=name, question=question, by=self.owner, at=clock.now())
        begun = time.monotonic()
        long_work.do.func(str(work.pk))
        took_s = time.monotonic() - begun
        work.refresh_from_db()
        assert work.state == "done", work.fault
        counts = (uploads.recalled(upload.id, "outcome") or {})["counts"]
        assert counts["refused"] == counts["unchanged"] == 0 < sum(counts.values()), counts
        uploads.forget(upload)
        return round(many / took_s)


def _csv(many: int, dearer: int) -> Callable[[], tuple[str, Iterator[str]]]:
    from vaxel.business.catalog import barcodes

    def lines() -> Iterator[str]:
        yield _HEAD
        for n in range(many):
            ean = f"73{n:010d}"
            brand, name = BRANDS[n % len(BRANDS)], _name(n)
            price = f"{n % 5_000 + dearer},50"
            yield f"L{n:07d};{brand};MX-{n:07d}/A;{name};{price};{ean}{barcodes.check_digit(ean)};2\n"

    return lambda: ("list.csv", lines())


def _pies(many: int) -> Callable[[], tuple[str, Iterator[str]]]:
    def items() -> Iterator[str]:
        yield '<PIES xmlns="http://www.autocare.org"><Items>'
        for n in range(many):
            yield (
                f'<Item MaintenanceType="A"><PartNumber>MX-{n:07d}/A</PartNumber><BrandAAIAID>BBCD</BrandAAIAID>'
                f"<BrandLabel>{BRANDS[n % len(BRANDS)]}</BrandLabel><Descriptions><Description DescriptionCode='DES' "
                f"LanguageCode='SV'>{_name(n)}</Description></Descriptions><Prices><Pricing PriceType='JBR'>"
                f"<Price UOM='PE'>{n % 5_000 + 1}.25</Price></Pricing></Prices></Item>\n"
            )
        yield "</Items></PIES>"

    return lambda: ("list.xml", items())


def _aces(many: int) -> Callable[[], tuple[str, Iterator[str]]]:
    """Each part of the list fits about as many cars as parts do: an application, one after the other."""

    def apps() -> Iterator[str]:
        yield '<ACES version="4.2"><Header><SubmissionType>UPDATE</SubmissionType></Header>\n'
        for n in range(many):
            part = n // 10 * len(BRANDS) % many
            part -= part % len(BRANDS)
            yield (
                f'<App action="A" id="{n + 1}"><BaseVehicle id="{25 + n * 7919 % 100_000}"/><Note>Left</Note>'
                f'<Qty>1</Qty><PartType id="1684"/><Position id="{22 if n % 2 else 30}"/>'
                f"<Part>MX-{part:07d}/A</Part></App>\n"
            )
        yield f"<Footer><RecordCount>{many}</RecordCount></Footer></ACES>"

    return lambda: ("aces.xml", apps())


def _name(n: int) -> str:
    return f"{THINGS[n % len(THINGS)].split(':')[0]} {PLACES[n % len(PLACES)].split(':')[0]} {n % 400} mm"


if __name__ == "__main__":
    main()

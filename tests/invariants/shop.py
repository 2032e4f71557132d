"""The shop that histories happen in, and how a number picks a ticket, a job or a line of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from vaxel.business.catalog import canned, fees, kits, parts, price_lists, prices
from vaxel.business.catalog.models import Part
from vaxel.business.parties import parties
from vaxel.business.parties.models import Party
from vaxel.business.payments import drawers
from vaxel.business.service.tests.cast import Floor, workshop
from vaxel.business.stock import receipts
from vaxel.business.tickets import lines
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.kernel.actors import Actor

BEGINS = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


class Nothing(Exception):
    """There is nothing to do it with."""


class Shop:
    """The workshop of the service tests, with a till, a kit, a fee and a canned job besides."""

    def __init__(self) -> None:
        self.floor: Floor = workshop(pads=6, blades=6)
        self.shop = self.floor.shop
        self.at = BEGINS
        self.refused: list[str] = []
        self.done: list[str] = []
        setup: dict[str, Any] = {"by": Actor.system("setup"), "at": BEGINS}
        self.oil = parts.add(brand="Mobil", number="OIL", name_sv="Olja", unit="l", cost_minor=6_000, **setup)
        self.kit = parts.add(brand="Mos Bil", number="KIT", name_sv="Paket", stocking="kit", unit="set", **setup)
        self.service = parts.add(brand="Mos Bil", number="WASH", name_sv="Tvätt", stocking="not_counted", **setup)
        kits.set_components(self.kit, components=[(self.floor.pads, 1000), (self.oil, 500)], **setup)
        listed = price_lists.make(name="Mer", basis="incl", valid_from=BEGINS.date(), **setup)
        prices.set(listed, prices=[(self.oil, 1_299_000), (self.kit, 14_000_050), (self.service, 999_900)], **setup)
        fee = fees.define(key="oil", name_sv="Oljeavgift", name_en="Oil fee", kind="hung", unit_price_cm=33_300,
                          valid_from=BEGINS.date(), **setup)  # fmt: skip
        fees.hang(fee, part=self.oil, **setup)
        fees.define(key="supplies", name_sv="Förbrukning", name_en="Supplies", kind="supplies", labour_ppm=35_000,
                    floor_minor=1_500, valid_from=BEGINS.date(), **setup)  # fmt: skip
        receipts.receive(self.shop.workshop, lines=[(self.oil, 9_000, 6_000)], **setup)
        inside = [canned.labour(self.floor.change_pads), canned.part(self.oil, 4300)]
        canned.define("oil", title_sv="Oljebyte", title_en="Oil change", category="service", pricing="fixed",
                      fixed_price_cm=999_000, lines=inside, **setup)  # fmt: skip
        parties.change(self.shop.bo, terms_days=10, credit_limit_minor=500_000, **setup)
        self.parts: Sequence[Part] = (self.floor.pads, self.floor.blades, self.oil, self.kit, self.service)
        self.customers: Sequence[Party] = (self.shop.walk_in, self.shop.bo, self.shop.ada)
        drawers.open(self.shop.k1, float_minor=100_000, by=self.shop.sam, at=BEGINS)

    @property
    def said(self) -> dict[str, Any]:
        """By the owner, now."""
        return {"by": self.shop.mo, "at": self.at}

    @property
    def till(self) -> Any:
        """K1."""
        return self.shop.k1

    def pick(self, rows: Any, n: int) -> Any:
        """The row that `n` stands for, in the order they were made; refused when there is none."""
        found = list(rows.order_by("pk"))
        if not found:
            raise Nothing()
        return found[n % len(found)]

    def ticket(self, n: int) -> Ticket:
        """A ticket, mostly an open one."""
        alive = Ticket.objects.exclude(state__in=["posted", "void"])
        found: Ticket = self.pick(alive if n % 7 and alive.exists() else Ticket.objects.all(), n)
        return found

    def job(self, n: int) -> Job:
        """A job, mostly of an open ticket."""
        alive = Job.objects.select_related("ticket__site", "ticket__customer")
        live = alive.exclude(ticket__state__in=["posted", "void"])
        found: Job = self.pick(live if n % 7 and live.exists() else alive, n)
        return found

    def line(self, n: int, **only: Any) -> Line:
        """A line, mostly of an open ticket."""
        rows = Line.objects.filter(**only).select_related("ticket__site", "job", "part")
        live = rows.exclude(ticket__state__in=["posted", "void"])
        found: Line = self.pick(live if n % 7 and live.exists() else rows, n)
        return found

    def quantity(self, part: Part, n: int) -> int:
        """One to three, or a broken number of litres."""
        return (n % 3 + 1) * (430 if part.unit == "l" else 1000)

    def wish(self, a: int, b: int, c: int) -> lines.Wish:
        """A part line; every fifth with a discount."""
        part = self.parts[a % len(self.parts)]
        return lines.Wish(part=part, quantity_milli=self.quantity(part, b), discount_ppm=30_000 if c % 5 == 0 else 0)

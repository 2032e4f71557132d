"""A till that sells without the server, for tests: it makes facts as the page makes them, and sends them."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from vaxel.business.catalog.models import Part
from vaxel.business.locations import enrolments
from vaxel.business.locations.models import Device, Register
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import till_facts
from vaxel.business.payments.till_facts import Answer, Item
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import cash_round, rdiv

PRICES = {"BRK-104532-A": 8_990_000, "OIL-5W30": 1_299_000, "OLF-22": 1_490_000}


@dataclass
class Till:
    """A device at a register, with the person who stands there. `seq` and `number` are the last it has used."""

    device: Device
    operator: Actor
    seq: int = 0
    number: int = 0
    kept: list[Item] = field(default_factory=list)

    def sale(
        self,
        *sold: tuple[Part, int],
        at: datetime,
        tender: str = "cash",
        line: dict[str, Any] | None = None,
        **more: Any,
    ) -> Item:
        """A sale of (part, thousandths) at the price list's prices with VAT, paid exactly."""
        lines = [self.line(part, milli, **line or {}) for part, milli in sold]
        gross = sum(one["amount_minor"] for one in lines)
        rounding = cash_round(gross, 100)[1] if tender == "cash" else 0
        body: dict[str, Any] = {
            "basis": "incl", "language": "sv", "lines": lines, "gross_minor": gross,
            "tax_minor": gross - rdiv(gross * 1_000_000, 1_250_000),
            "tenders": [{"id": str(new_id()), "tender": tender, "amount_minor": gross + rounding,
                         "settles_minor": gross, "rounding_minor": rounding}],
        }  # fmt: skip
        if tender != "on_account":
            self.number += 1
            body |= {"number": self.number, "series": f"K1{self.device.series}"}
        return self.fact("sale", at=at, **{**body, **more})

    def line(self, sold: Part, milli: int, **more: Any) -> dict[str, Any]:
        """A line as sold."""
        price = more.get("unit_price_cm", PRICES.get(sold.number, 0))
        return {
            "id": str(new_id()), "kind": "part", "part": str(sold.pk), "number": sold.number, "text": sold.name_sv,
            "quantity_milli": milli, "unit": sold.unit, "unit_price_cm": price, "tax_code": "standard",
            "amount_minor": rdiv(milli * price, 100_000), **more,
        }  # fmt: skip

    def give_back(
        self, sale: Item, *, at: datetime, milli: int = 1000, but: dict[str, Any] | None = None, **more: Any
    ) -> Item:
        """The first line of a sale comes back, so much of it, in cash."""
        [line, *_rest] = json.loads(sale.body)["lines"]
        gross = rdiv(milli * line["unit_price_cm"], 100_000)
        kept = cash_round(gross, 100)[0]
        self.number += 1
        return self.fact("return", at=at, **{
            "number": self.number, "series": f"K1{self.device.series}", "sale": str(sale.uuid), "reason": "Fel artikel",
            "lines": [{"line": line["id"], "quantity_milli": milli}],
            "tenders": [{"id": str(new_id()), "tender": "cash", "amount_minor": kept, "settles_minor": gross,
                         "rounding_minor": kept - gross}], **more, **(but or {}),
        })  # fmt: skip

    def fact(self, kind: str, *, at: datetime, uuid: UUID | None = None, **body: Any) -> Item:
        """The next fact of the device, kept as the page keeps it."""
        assert self.operator.id
        self.seq += 1
        whole = {"operator": str(self.operator.id), "shift": enrolments.word_of(self.device, self.operator.id), **body}
        text = json.dumps(whole, ensure_ascii=False)
        digest = hashlib.sha256(text.encode()).hexdigest()
        made = Item(self.seq, uuid or new_id(), 1, kind, at, digest, text, skew_ms=0)
        self.kept.append(made)
        return made

    def send(self, *items: Item, at: datetime = AT + timedelta(hours=1)) -> list[Answer]:
        """Each fact's answer, in order (all that were made, when none is named)."""
        return [till_facts.take_in(self.device, one, by=actor_of(self.device), at=at) for one in items or self.kept]


def actor_of(device: Device) -> Actor:
    """The device as it comes in by its token."""
    allowed: dict[UUID | None, frozenset[str]] = {device.site_id: frozenset({"till_facts.take_in"})}
    return Actor("token", device.name, None, device.site_id, allowed, device.register_id, device.pk)


def a_till(register: Register, operator: Actor, *, name: str = "Disk 1", by: Actor | None = None) -> Till:
    """A device that has just been enrolled at the register."""
    setup = by or Actor.system("setup")
    device, _token = enrolments.enrol(register, device_id=new_id(), name=name, by=setup, at=AT)
    return Till(device, operator)

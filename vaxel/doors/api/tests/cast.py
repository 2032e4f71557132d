"""The shop of the API's tests: tokens for one site, for the other and for both, and a row of each kind at each site.

shop = open_shop()
client = Machine(shop.workshop_token)
client.get("/parts")
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.test import Client

from vaxel.business.accounting.models import LedgerEntry, Posting
from vaxel.business.billing.models import Document, DocumentLine, DocumentTax
from vaxel.business.catalog.models import Brand, Part, PartCode
from vaxel.business.locations import tokens
from vaxel.business.locations.models import Register, Site
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.business.parties import parties
from vaxel.business.payments import gift_codes
from vaxel.business.payments.models import (
    Allocation,
    DrawerSession,
    GiftCard,
    GiftCardEntry,
    JournalEvent,
    Payment,
    PaymentEvent,
    ZReport,
)
from vaxel.business.purchasing import suppliers
from vaxel.business.purchasing.models import PurchaseLine, PurchaseOrder, Supplier
from vaxel.business.service.models import DeferredWork
from vaxel.business.stock.models import Balance, Movement, StockLocation, Transfer
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tyres.models import StoragePeriod, TyrePlace, Wheel, WheelSet
from vaxel.business.vehicles.models import OdometerReading, Ownership, Plate, Vehicle
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id

DAY = date(2026, 11, 24)
SETUP = Actor.system("setup")


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Any
    text: bytes

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.text)

    @property
    def code(self) -> str:
        """The error's code, empty for an answer that is none."""
        return str(self.json["error"]["code"]) if "error" in self.json else ""

    @property
    def message(self) -> str:
        """The error's sentence."""
        return str(self.json["error"]["message"])


class Machine:
    """A client of the API with a token; English unless told otherwise."""

    def __init__(self, token: str = "", language: str = "en") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"accept-language": language}
        if token:
            self.headers["authorization"] = f"Bearer {token}"

    def get(self, path: str, **query: Any) -> Answer:
        """GET /api/v1{path}?{query}."""
        return _answer(self.client.get(f"/api/v1{path}", query, headers=self.headers))

    def send(self, method: str, path: str, body: Any = None, key: str | None = "", **headers: str) -> Answer:
        """A write with JSON (or raw bytes) and a fresh key, unless one is given; None sends none."""
        raw = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
        given = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if key is not None:
            given["idempotency-key"] = key or str(new_id())
        kind = given.pop("content-type", "application/json")
        return _answer(self.client.generic(method, f"/api/v1{path}", raw, kind, headers=given))

    def post(self, path: str, body: Any = None, key: str | None = "", **headers: str) -> Answer:
        """A POST."""
        return self.send("POST", path, body, key, **headers)


def _answer(response: Any) -> Answer:
    return Answer(response.status_code, response.headers, response.content)


@dataclass(slots=True)
class ApiShop:
    """The cast with tokens: `here` is bound to the workshop, `there` to the tyre shop, `all` to neither."""

    shop: Shop
    here: Machine
    there: Machine
    all: Machine
    counter: Machine


def open_shop() -> ApiShop:
    """The shop, with tokens of the full role and one of a counter clerk's."""
    made = shop()
    return ApiShop(
        made,
        here=Machine(token("api_full", made.workshop)),
        there=Machine(token("api_full", made.tyres)),
        all=Machine(token("api_full", None)),
        counter=Machine(token("counter", made.workshop)),
    )


def token(role: str, site: Site | None) -> str:
    """The text of a new token."""
    return tokens.make(name=f"{role} token", role=role, site=site, by=SETUP, at=AT)[1]


def part(number: str = "0 986 494 104", **fields: Any) -> Part:
    """A part of Bosch with a barcode."""
    brand, _made = Brand.objects.get_or_create(name="Bosch")
    norm = "".join(letter for letter in number.upper() if letter.isalnum())
    row = Part.objects.create(
        brand=brand, number=number, norm=norm, name_sv="Bromsbelägg", name_en="Brake pads", cost_minor=25_000,
        made_at=AT, **fields,
    )  # fmt: skip
    PartCode.objects.create(part=row, kind="barcode", text=f"40471{norm}", norm=f"40471{norm}")
    return row


def vehicle(plate: str = "ABC123", owner: Any = None, vin: str = "") -> Vehicle:
    """A vehicle with plate, owner and one reading."""
    row = Vehicle.objects.create(
        plate=plate, vin=vin, vin_backwards=vin[::-1], make="Volvo", model="V70", odometer_km=182_000, made_at=AT
    )
    Plate.objects.create(vehicle=row, text=plate, valid_from=DAY)
    if owner:
        Ownership.objects.create(vehicle=row, party=owner, valid_from=DAY)
    OdometerReading.objects.create(
        vehicle=row, distance_km=182_000, read_value=182_000, unit="km", source="check_in", at=AT
    )
    return row


def ticket(site: Site, customer: Any, car: Vehicle | None = None, ref: int = 1) -> Ticket:
    """An open ticket with one job of two lines."""
    row = Ticket.objects.create(
        ref=ref, site=site, customer=customer, vehicle=car, state="open", currency="SEK", price_basis="incl",
        net_minor=100_000, tax_minor=25_000, gross_minor=125_000, made_at=AT,
    )  # fmt: skip
    job = Job.objects.create(ticket=row, title="Bromsar fram")
    for position, kind in enumerate(["labour", "part"]):
        Line.objects.create(
            ticket=row, job=job, position=position, kind=kind, text=kind, quantity_milli=1500, unit_price_cm=5_000_000
        )
    return row


def deferred(row: Ticket) -> DeferredWork:
    """The ticket's job, declined."""
    assert row.vehicle is not None
    return DeferredWork.objects.create(
        vehicle=row.vehicle, customer=row.customer, ticket=row, job=row.jobs.get(), title="Torkarblad",
        decision="declined", gross_minor=30_000, body={}, made_at=AT,
    )  # fmt: skip


def document(site: Site, customer: Any, number: int = 1, **fields: Any) -> Document:
    """A posted invoice of 1 250.00 with two lines and one tax group."""
    row = Document.objects.create(
        kind="invoice", series=f"F-{site.code}", number=number, site=site, customer=customer, currency="SEK",
        basis="incl", net_minor=100_000, tax_minor=25_000, gross_minor=125_000, open_minor=125_000, business_date=DAY,
        posted_at=AT, happened_at=AT, head={"seller": "Mos Bil AB"}, **fields,
    )  # fmt: skip
    for n in (1, 2):
        DocumentLine.objects.create(
            document=row, n=n, kind="part", quantity_milli=1000, unit="pcs", unit_price_cm=6_250_000,
            before_minor=62_500, amount_minor=62_500, net_minor=50_000, tax_minor=12_500, tax_code="standard",
            category="S", ppm=250_000, role="sales.parts", day=DAY,
        )  # fmt: skip
    DocumentTax.objects.create(
        document=row, n=1, category="S", ppm=250_000, net_minor=100_000, tax_minor=25_000
    )  # fmt: skip
    return row


def payment(site: Site, paid: Document | None = None) -> Payment:
    """Cash, taken, with one event; allocated to the document when given."""
    row = Payment.objects.create(
        site=site, tender="cash", state="taken", currency="SEK", amount_minor=125_000, tendered_minor=130_000,
        change_minor=5_000, made_at=AT,
    )  # fmt: skip
    PaymentEvent.objects.create(payment=row, n=1, state="taken", at=AT)
    if paid:
        Allocation.objects.create(payment=row, document=paid, amount_minor=125_000, at=AT)
    return row


def entry(site: Site, number: int = 1) -> LedgerEntry:
    """Cash to sales, 1 000.00."""
    row = LedgerEntry.objects.create(
        site_id=site.pk, series=f"V2026{site.code}", number=number, business_date=DAY, posted_at=AT, text="Kvitto",
        source_kind="receipt", source_id=new_id(), currency="SEK", map_version=1,
    )  # fmt: skip
    for n, (role, account, amount) in enumerate([("cash", "1910", 100_000), ("sales.parts", "3051", -100_000)], 1):
        Posting.objects.create(entry=row, n=n, role=role, account=account, amount_minor=amount, base_minor=amount)
    return row


def stocked(site: Site, row: Part) -> Balance:
    """Four pieces of the part in the site's store, with their movement."""
    store, _made = StockLocation.objects.get_or_create(site=site, kind="store", defaults={"name": "Butik"})
    Movement.objects.create(
        id=new_id(), part=row, location=store, quantity_milli=4000, value_minor=100_000, kind="receipt",
        source_kind="receipt", source_id=new_id(), happened_at=AT, recorded_at=AT,
    )  # fmt: skip
    return Balance.objects.create(
        part=row, location=store, on_hand_milli=4000, reserved_milli=1500, value_minor=100_000
    )  # fmt: skip


def transfer(site: Site) -> Transfer:
    """Something asked of the site by a third one."""
    third = Site.objects.create(code="VST", name="Västerås")
    return Transfer.objects.create(number=1, site=site, to_site=third, requested_by="Sam", requested_at=AT)


def supplier(name: str = "Brembo Grossist") -> Supplier:
    """One we buy from."""
    said: dict[str, Any] = {"by": Actor.system("setup"), "at": AT}
    return suppliers.add(parties.add(kind="company", name=name, is_customer=False, **said), **said)


def purchase_order(site: Site, row: Part | None = None) -> PurchaseOrder:
    """A draft for the site, with a line when a part is given."""
    order = PurchaseOrder.objects.create(
        supplier=supplier(f"Grossist {PurchaseOrder.objects.count()}"), site=site, currency="SEK", made_at=AT
    )
    if row:
        PurchaseLine.objects.create(order=order, part=row, quantity_milli=2000, unit_price_cm=3_500_000)
    return order


def wheels(site: Site, customer: Any, car: Vehicle) -> WheelSet:
    """A set of summer wheels on a shelf of the site's tyre hotel."""
    place = TyrePlace.objects.create(site=site, rack="A", shelf="1", number=TyrePlace.objects.count() + 1)
    made = WheelSet.objects.create(number=place.number, site=site, customer=customer, vehicle=car, season="summer",
                                   state="stored", place=place, made_at=AT)  # fmt: skip
    Wheel.objects.create(wheel_set=made, position="VF", tread_tenths=62)
    StoragePeriod.objects.create(wheel_set=made, site=site, place=place, in_at=AT)
    return made


def session(register: Register) -> DrawerSession:
    """A closed drawer session."""
    return DrawerSession.objects.create(
        register=register, opened_at=AT, float_minor=200_000, closed_at=AT, counted_minor=325_000,
        expected_minor=325_000,
    )  # fmt: skip


def z_report(register: Register, number: int = 1) -> ZReport:
    """The Z report of a closed session."""
    return ZReport.objects.create(
        register=register, session=session(register), number=number, first_seq=1, last_seq=9, last_hash="ab" * 32,
        body={"sales": 125_000}, at=AT,
    )  # fmt: skip


def event(register: Register, seq: int) -> JournalEvent:
    """An event of the register's journal."""
    return JournalEvent.objects.create(
        register=register, seq=seq, kind="receipt", at=AT, canonical="{}", prev_hash="0" * 64, hash="1" * 64
    )


def id_of(answer: Answer) -> UUID:
    """The id in an answer."""
    return UUID(answer.json["id"])


def gift_card(site: Site, sold_on: Document) -> GiftCard:
    """A card of 500.00 that the document sold."""
    row = GiftCard(id=new_id(), site=site, currency="SEK", line_id=new_id(), document=sold_on, made_at=AT)
    code = gift_codes.read(gift_codes.of(row.pk))
    row.code_hash, row.last_four, row.balance_minor = gift_codes.digest(code), code[-4:], 50_000
    row.save()
    GiftCardEntry.objects.create(id=new_id(), card=row, amount_minor=50_000, kind="sold", document=sold_on, at=AT)
    return row

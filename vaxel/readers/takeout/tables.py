"""What of the shop can be taken along: each table, its columns in words, and how its rows are read, one by one."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from vaxel.business.accounting.models import LedgerEntry, Posting
from vaxel.business.billing.models import Document, DocumentLine
from vaxel.business.catalog.fit_models import Fit
from vaxel.business.catalog.models import Part, PartCode, Price
from vaxel.business.parties.models import Party
from vaxel.business.payments.models import Payment
from vaxel.business.purchasing.models import Offer
from vaxel.business.stock.models import Balance, Movement
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.vehicles.models import Vehicle

AT_ONCE = 2_000
_FITS = """SELECT b.name, p.number, mk.name, m.name, f.year, e.name, o.key, c.facts, s.key, f.quantity_milli
FROM catalog_fit f JOIN catalog_partsearch ps ON ps.id = f.part JOIN catalog_part p ON p.id = ps.part_id
JOIN catalog_brand b ON b.id = p.brand_id JOIN catalog_carmodel m ON m.id = f.car_model
JOIN catalog_carmake mk ON mk.id = m.make_id LEFT JOIN catalog_carengine e ON e.id = f.engine
LEFT JOIN catalog_fitposition o ON o.id = f.position LEFT JOIN catalog_fitcondition c ON c.id = f.condition
JOIN catalog_fitsource s ON s.id = f.source"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its kind (text, whole, yes_no, day, moment, decimalN) and where its value comes from."""

    name: str
    kind: str
    path: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the export. `needs` is what one must be allowed to read; `about` says in English what a row is."""

    name: str
    about: str
    needs: str
    columns: tuple[Column, ...]
    every: Callable[[], QuerySet[Any]]
    sql: str = ""

    def many(self) -> int:
        """How many rows there are now."""
        return self.every().count()

    def rows(self) -> Iterator[Sequence[Any]]:
        """The rows as they stand when the first is asked for, in the order of their keys; memory does not grow."""
        if self.sql:
            yield from self._read()
            return
        paths = [one.path for one in self.columns]
        yield from self.every().order_by("pk").values_list(*paths).iterator(chunk_size=AT_ONCE)

    def _read(self) -> Iterator[Sequence[Any]]:
        with connection.chunked_cursor() as cursor:
            cursor.execute(self.sql)
            while some := cursor.fetchmany(AT_ONCE):
                for row in some:
                    yield [one if not isinstance(one, dict) else json.dumps(one, ensure_ascii=False) for one in row]


def _columns(text: str) -> tuple[Column, ...]:
    """`name kind path` a line, the path left out when it is the name; behind a dash what it means."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        said, _dash, about = line.partition(" - ")
        name, kind, *path = said.split()
        found.append(Column(name, kind, path[0] if path else name, about))
    return tuple(found)


TABLES = (
    Table("parts", "A part that is or was sold.", "parts.read", _columns("""
        id text - what other tables name it by
        brand text brand__name
        number text - as printed
        name_sv text
        name_en text
        category text category__key
        unit text
        stocking text - stocked, on_demand, not_counted, kit, core
        tracking text - none, lot, dot, serial
        quality text
        tax_code text
        universal yes_no
        cost decimal2 cost_minor - latest purchase price per unit, without VAT
        made_at moment
        retired_at moment - empty: in use
    """), Part.objects.all),
    Table("part_codes", "Another number or barcode of a part.", "parts.read", _columns("""
        part_id text
        kind text - barcode, supplier, original, old, cross
        code text text
        supplier text supplier__name
        quantity decimal3 quantity_milli - how much one scan means
    """), PartCode.objects.all),
    Table("offers", "What a supplier asks for a part.", "purchasing.read", _columns("""
        supplier text supplier__party__name
        currency text supplier__currency
        part_id text
        number text - the supplier's
        unit_price decimal4 unit_price_cm - without VAT, in the supplier's currency
        core decimal4 core_cm
        pack decimal3 pack_milli
        minimum decimal3 minimum_milli
        lead_days whole
        preferred yes_no
        priced_at moment
        retired_at moment
    """), Offer.objects.all),
    Table("prices", "A part's price in a price list.", "parts.read", _columns("""
        price_list text price_list__name
        currency text price_list__currency
        basis text price_list__basis - incl or excl VAT
        customer_group text price_list__group__name
        site text price_list__site__name
        valid_from day price_list__valid_from
        valid_to day price_list__valid_to - the first day on which it no longer holds
        part_id text
        unit_price decimal4 unit_price_cm
    """), Price.objects.all),
    Table("fitment", "A part fits a model in a year, as a source says.", "parts.read", _columns("""
        brand text
        number text
        make text
        model text
        year whole
        engine text - empty: every engine
        position text
        conditions text - JSON: facts that must be true of the car
        source text
        quantity decimal3
    """), Fit.objects.all, _FITS),
    Table("stock", "What lies of a part at a place now.", "stock.read", _columns("""
        site text location__site__name
        place text location__name
        part_id text
        on_hand decimal3 on_hand_milli
        reserved decimal3 reserved_milli
        value decimal2 value_minor - at moving average cost
    """), Balance.objects.all),
    Table("movements", "A row of the stock ledger.", "stock.read", _columns("""
        id text
        site text location__site__name
        place text location__name
        part_id text
        lot text
        quantity decimal3 quantity_milli - signed
        value decimal2 value_minor
        kind text
        source_kind text
        source_id text
        reason text
        happened_at moment
        recorded_at moment
    """), Movement.objects.all),
    Table("customers", "A person or company; suppliers too.", "parties.read", _columns("""
        id text
        kind text
        name text
        organisation_number text
        vat_number text
        email text
        phone text
        address text
        language text
        customer_group text group__name
        is_customer yes_no
        is_supplier yes_no
        terms_days whole
        credit_limit decimal2 credit_limit_minor
        note text
        merged_into text merged_into_id
        made_at moment
    """), Party.objects.all),
    Table("vehicles", "A vehicle.", "vehicles.read", _columns("""
        id text
        plate text
        vin text
        chassis_number text
        make text
        model text
        model_year whole
        engine text
        fuel text
        colour text
        first_registered_on day
        unit_number text
        odometer_km whole
        note text
        made_at moment
    """), Vehicle.objects.all),
    Table("tickets", "A visit, a quote or a counter sale.", "tickets.read", _columns("""
        id text
        ref whole
        site text site__name
        kind text
        state text
        customer_id text
        vehicle_id text
        currency text
        price_basis text
        concern text
        work_order_number whole
        net decimal2 net_minor
        tax decimal2 tax_minor
        gross decimal2 gross_minor
        made_at moment
        posted_at moment
    """), Ticket.objects.all),
    Table("jobs", "A job of a ticket.", "tickets.read", _columns("""
        id text
        ticket_id text
        position whole
        title text
        concern text
        cause text
        correction text
        decision text
        work text
    """), Job.objects.all),
    Table("lines", "A line of a job.", "tickets.read", _columns("""
        id text
        ticket_id text
        job_id text
        position whole
        kind text
        text text
        number text
        part_id text
        quantity decimal3 quantity_milli
        unit text
        unit_price decimal4 unit_price_cm
        discount decimal2 discount_minor
        tax_code text
        book_hours decimal3 book_hours_milli
    """), Line.objects.all),
    Table("documents", "A posted invoice, receipt or credit note.", "tickets.read", _columns("""
        id text
        kind text
        series text
        number whole
        site text site__name
        ticket_id text
        customer_id text
        credits_id text - the document that it credits
        currency text
        basis text
        net decimal2 net_minor
        tax decimal2 tax_minor
        gross decimal2 gross_minor
        open decimal2 open_minor
        business_date day
        due_on day
        posted_at moment
        sha256 text - of the document as it was frozen
    """), Document.objects.all),
    Table("document_lines", "A line of a posted document.", "tickets.read", _columns("""
        document_id text
        n whole
        kind text
        job_title text
        part_id text
        number text
        text text
        quantity decimal3 quantity_milli
        unit text
        unit_price decimal4 unit_price_cm
        discount decimal2 discount_minor
        amount decimal2 amount_minor
        net decimal2 net_minor
        tax decimal2 tax_minor
        tax_code text
    """), DocumentLine.objects.all),
    Table("payments", "A payment or refund.", "tickets.read", _columns("""
        id text
        site text site__name
        tender text
        purpose text
        state text
        currency text
        amount decimal2 amount_minor
        change decimal2 change_minor
        rounding decimal2 rounding_minor
        ticket_id text
        document_id text
        customer_id text
        refunds_id text - the payment that it gives back
        reference text
        made_at moment
        settled_at moment
    """), Payment.objects.all),
    Table("journal_entries", "An entry of the books.", "ledger.read", _columns("""
        id text
        site_id text
        series text
        number whole
        business_date day
        posted_at moment
        text text
        source_kind text
        source_id text
        reverses_id text
        currency text
    """), LedgerEntry.objects.all),
    Table("journal_postings", "A row of an entry: debit above zero, credit below.", "ledger.read", _columns("""
        entry_id text
        n whole
        account text
        role text
        amount decimal2 amount_minor
        tax_code text
    """), Posting.objects.all),
)  # fmt: skip


def described() -> str:
    """The tables and columns in words, as docs/takeout.md has them."""
    lines = []
    for table in TABLES:
        lines += [f"## {table.name}", "", f"{table.about} Needs `{table.needs}`.", ""]
        lines += ["| column | kind | |", "|---|---|---|"]
        lines += [f"| `{one.name}` | {one.kind} | {one.about} |" for one in table.columns]
        lines.append("")
    return "\n".join(lines)

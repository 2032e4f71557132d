"""Papers' cast: a workshop in Uppsala, Ada who owns a fleet, Bo who walks in."""

from typing import Any

from vaxel.business.accounting.tax import TaxLine, compute
from vaxel.doors.papers.content import Content, Deposit, Line, Payment, Tax
from vaxel.kernel.money import line_amount

SELLER = {
    "name": "Fyris Bil & Däck AB",
    "organisation_number": "555555-5555",
    "vat_number": "SE555555555501",
    "address": "Kungsängsgatan 12\n753 22 Uppsala",
    "phone": "018-12 34 56",
    "email": "verkstad@fyrisbil.example",
    "bank_giro": "5555-5551",
    "site_name": "Boländerna",
    "site_address": "Verkstadsgatan 3, 753 23 Uppsala",
    "f_tax_text": "Godkänd för F-skatt",
}
ADA = {
    "name": "Ada Lindqvist Transport AB",
    "address": "Åkerivägen 8\n741 40 Knivsta",
    "organisation_number": "556677-8899",
    "vat_number": "SE556677889901",
    "language": "sv",
    "reference": "Ordernr 4471",
}
BO: dict[str, Any] = {"name": "", "address": "", "language": "sv"}
VOLVO = {
    "plate": "ABC123", "make": "Volvo", "model": "V70 D4", "model_year": 2014, "vin": "YV1BW8850E1234567",
    "odometer_km": 187_450,
}  # fmt: skip


def line(  # noqa: PLR0917 (read as a row: text, number, how many, unit, price)
    text: str, number: str, quantity_milli: int, unit: str, unit_price_cm: int, job: str = "", **more: Any
) -> Line:
    amounts = line_amount(quantity_milli, unit_price_cm, more.pop("discount_ppm", 0))
    return Line(
        text=text, number=number, quantity_milli=quantity_milli, unit=unit, unit_price_cm=unit_price_cm, job_title=job,
        job_id=job, before_minor=amounts.before, discount_minor=amounts.discount, amount_minor=amounts.amount, **more,
    )  # fmt: skip


def content(kind: str, number: str, lines: tuple[Line, ...], basis: Any = "excl", **more: Any) -> Content:
    """A document whose taxes and sums follow from its lines at 25 percent."""
    taxed = compute([TaxLine(one.amount_minor, "S", 250_000) for one in lines if one.kind != "note"], basis)
    taxes = tuple(Tax(group.category, group.ppm, group.net, group.tax) for group in taxed.groups)
    head = {"seller": SELLER, "buyer": ADA, "vehicle": VOLVO, "ticket_ref": 1042, **more.pop("head", {})}
    return Content(
        kind=kind, number=number, currency="SEK", basis=basis, day="2026-11-20", at="2026-11-20T14:05:31+01:00",
        head=head, lines=lines, taxes=taxes, net_minor=taxed.net, tax_minor=taxed.tax, gross_minor=taxed.gross, **more,
    )  # fmt: skip


BRAKES = "Byte av bromsskivor och belägg, fram"
SERVICE = "Service 180 000 km"


def invoice(**more: Any) -> Content:
    lines = (
        line("Byte bromsskivor och belägg fram", "BR-1100", 1400, "h", 89_500_00, BRAKES, kind="labour"),
        line(
            "Bromsbeläggssats fram, Brembo Prime (inkl. slitagevarnare)", "P 24 112", 1000, "set", 1_124_00_00, BRAKES
        ),
        line("Bromsskiva fram, ventilerad 300 mm", "09.9130.11", 2000, "pcs", 749_50_00, BRAKES, discount_ppm=100_000),
        line("Kunden har godkänt att gamla delar skrotas.", "", 1000, "pcs", 0, BRAKES, kind="note"),
        line("Arbete enligt Volvos serviceschema", "SE-180", 1800, "h", 89_500_00, SERVICE, kind="labour"),
        line("Motorolja 0W-20 helsyntet", "", 5900, "l", 129_00_00, SERVICE),
        line("Oljefilterinsats", "W 7053", 1000, "pcs", 149_00_00, SERVICE),
        line("Luftfilter", "C 29 012", 1000, "pcs", 289_00_00, SERVICE),
        line("Miljöavgift", "", 1000, "pcs", 45_00_00, SERVICE, kind="fee"),
    )
    return content("invoice", "10023", lines, **(ORDERED | more))


ORDERED: dict[str, Any] = {
    "due_on": "2026-12-20",
    "deposit_minor": 500_00,
    "deposits": (Deposit("104", 500_00, 100_00),),
    "head": {
        "work_order": 2210,
        "ocr": "1002352",
        "jobs": [{"id": BRAKES, "pricing": "lines"}, {"id": SERVICE, "pricing": "fixed"}],
        "approvals": [
            {"at": "2026-11-19T08:12:00+01:00", "name": "Ada Lindqvist", "method": "link", "contact": "070-123 45 67",
             "jobs": [BRAKES, SERVICE], "gross_minor": 812_345},
        ],
        "texts": {"warranty": "Garanti på utfört arbete 24 månader eller 40 000 km.",
                  "terms": "Betalningsvillkor 30 dagar netto. Dröjsmålsränta enligt räntelagen."},
    },
}  # fmt: skip


def receipt(kind: str = "receipt", sign: int = 1, **more: Any) -> Content:
    lines = (
        line("Torkarblad fram, par 650/500 mm", "3 397 007 696", sign * 1000, "set", 349_00_00),
        line("Spolarvätska", "5 l -18°", sign * 2000, "pcs", 89_90_00),
        line("Glödlampa H7 55 W", "64210", sign * 2000, "pcs", 79_95_00, discount_ppm=100_000),
    )
    payments = more.pop("payments", (
        Payment("card", 300_00, "Visa **** 1234"),
        Payment("cash", 372_71, tendered_minor=400_00, change_minor=27_00, rounding_minor=29),
    ))  # fmt: skip
    head = {"register": "Kassa 1", "cashier": "Sam", "buyer": BO, "vehicle": None,
            "texts": {"returns": "Öppet köp 30 dagar mot kvitto."}}  # fmt: skip
    return content(kind, "100231", lines, "incl", head=head | more.pop("head", {}), payments=payments, **more)


def quote() -> dict[str, Any]:
    def row(text: str, number: str, quantity_milli: int, unit: str, unit_price_cm: int) -> dict[str, Any]:
        kind = "labour" if unit == "h" else "part"
        return {"kind": kind, "number": number, "text": text, "quantity_milli": quantity_milli, "unit": unit,
                "unit_price_cm": unit_price_cm, "amount_minor": line_amount(quantity_milli, unit_price_cm).amount,
                "discount_minor": 0}  # fmt: skip

    return {
        "number": 318, "n": 2, "title": "estimate", "language": "sv", "currency": "SEK", "basis": "incl",
        "ticket_ref": 1042, "seller": SELLER, "buyer": ADA, "vehicle": VOLVO, "day": "2026-11-18",
        "valid_until": "2026-12-18", "concern": "Gnisslar vid bromsning. Drar åt höger i hög fart.",
        "jobs": [
            {"id": "1", "title": BRAKES, "concern": "", "price_kind": "fixed", "pricing": "fixed",
             "gross_minor": 429_500, "net_minor": 343_600,
             "lines": [row("Arbete", "BR-1100", 1400, "h", 1_118_75_00),
                       row("Bromsbeläggssats fram", "P 24 112", 1000, "set", 1_405_00_00),
                       row("Bromsskiva fram", "09.9130.11", 2000, "pcs", 661_87_50)]},
            {"id": "2", "title": "Felsökning drar åt höger",
             "concern": "Mätning av hjulvinklar, kontroll av bussningar.",
             "price_kind": "rough", "pricing": "lines", "gross_minor": 0, "net_minor": 0,
             "lines": [row("Felsökning", "FS-1", 1000, "h", 1_118_75_00),
                       row("Hjulinställning", "HJ-2", 1000, "pcs", 1_295_00_00)]},
        ],
        "taxes": [{"category": "S", "ppm": 250_000, "net_minor": 526_900, "tax_minor": 131_725}],
        "net_minor": 526_900, "tax_minor": 131_725, "gross_minor": 658_625,
    }  # fmt: skip


def work_order() -> dict[str, Any]:
    body = quote()
    return {
        "number": 2210, "ticket_ref": 1042, "seller": SELLER, "vehicle": VOLVO,
        "received_at": "2026-11-20T07:45:00+01:00",
        "promise_at": "2026-11-20T16:00:00+01:00", "advisor": "Sam", "concern": body["concern"], "jobs": body["jobs"],
        "buyer": ADA | {"phone": "070-123 45 67"},
    }  # fmt: skip


def z_report() -> dict[str, Any]:
    return {
        "company": SELLER["name"], "organisation_number": SELLER["organisation_number"], "site": SELLER["site_name"],
        "address": SELLER["site_address"], "number": 87, "register": "Kassa 1", "closed_by": "Sam",
        "at_local": "2026-11-20T18:04:00+01:00",
        "currency": "SEK", "first_seq": 1201, "last_seq": 1288, "last_hash": "ed8cba89f592dd91aa1400a4",
        "sales": 361_723, "returns": 15_995, "receipts": 4, "returns_count": 1, "training_count": 1,
        "training_amount": 99_900, "copies_count": 1, "copies_amount": 263_984,
        "rounding": -39, "liability_in": 50_000, "discount": 4_500,
        "goods": 7, "services": 2, "no_sale_drawer": 1, "drawer_openings": 3, "unfinished_count": 0,
        "unfinished_amount": 0, "float_minor": 200_000, "pay_in": 0, "pay_out": 12_000, "expected_minor": 235_700,
        "counted_minor": 235_600,
        "vat": [{"rate": "25", "sales": 71_185, "returns": 3_199, "net": 67_986},
                {"rate": "12", "sales": 621, "returns": 0, "net": 621}],
        "main_groups": [{"name": "Delar", "gross": 301_723}, {"name": "Arbete", "gross": 60_000}],
        "tenders": [{"method": "card", "amount": 247_989}, {"method": "cash", "amount": 47_700},
                    {"method": "gift_card", "amount": 50_000}, {"method": "swish", "amount": 50_000}],
        "grand_total": {"sales": 154_682_773, "returns": 1_219_995, "net": 153_462_778}, "control": 0,
    }  # fmt: skip

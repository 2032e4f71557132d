"""What may be read: each noun's answer, its filters, its pages and its query count."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.catalog import codes, fits, parts
from vaxel.business.locations.tests.cast import AT
from vaxel.business.vehicles import registry
from vaxel.doors.api.tests import cast
from vaxel.doors.api.tests.cast import ApiShop

KR = "SEK"
Maker = Callable[[ApiShop, int], Any]


def _ticket(mos: ApiShop, n: int) -> Any:
    return cast.ticket(mos.shop.workshop, mos.shop.bo, cast.vehicle(f"AAA{n:03}"), ref=n)


def _payment(mos: ApiShop, n: int) -> Any:
    return cast.payment(mos.shop.workshop, cast.document(mos.shop.workshop, mos.shop.bo, number=n))


# Each list with what makes one more row of it.
LISTS: dict[str, Maker] = {
    "/parts": lambda mos, n: cast.part(f"P{n}"),
    "/stock": lambda mos, n: cast.stocked(mos.shop.workshop, cast.part(f"P{n}")),
    "/stock/movements": lambda mos, n: cast.stocked(mos.shop.workshop, cast.part(f"P{n}")),
    "/vehicles": lambda mos, n: cast.vehicle(f"AAA{n:03}", owner=mos.shop.bo),
    "/tickets": _ticket,
    "/documents": lambda mos, n: cast.document(mos.shop.workshop, mos.shop.bo, number=n),
    "/payments": _payment,
    "/ledger": lambda mos, n: cast.entry(mos.shop.workshop, number=n),
    "/registers/{k1}/journal": lambda mos, n: cast.event(mos.shop.k1, n),
    "/drawer-sessions": lambda mos, n: cast.session(mos.shop.k1),
    "/z-reports": lambda mos, n: cast.z_report(mos.shop.k1, number=n),
    "/suppliers": lambda mos, n: cast.supplier(f"Grossist {n}"),
    "/purchase-orders": lambda mos, n: cast.purchase_order(mos.shop.workshop, cast.part(f"P{n}")),
    "/tyre-places": lambda mos, n: cast.wheels(mos.shop.workshop, mos.shop.bo, cast.vehicle(f"AAA{n:03}")),
    "/wheel-sets": lambda mos, n: cast.wheels(mos.shop.workshop, mos.shop.bo, cast.vehicle(f"AAA{n:03}")),
}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_as_many_queries_for_three_rows_as_for_one(mos: ApiShop, path: str) -> None:
    address, make = path.replace("{k1}", str(mos.shop.k1.pk)), LISTS[path]
    make(mos, 1)
    mos.here.get(address)
    counts = []
    for rows in (1, 3):
        while len(mos.here.get(address).json["items"]) < rows:
            make(mos, len(mos.here.get(address).json["items"]) + 1)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(mos.here.get(address).json["items"]) == rows
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", LISTS)
def test_pages_show_each_row_once_though_rows_are_added_between(mos: ApiShop, path: str) -> None:
    address, make = path.replace("{k1}", str(mos.shop.k1.pk)), LISTS[path]
    for n in range(1, 6):
        make(mos, n)
    whole = mos.here.get(address).json["items"]
    assert len(whole) == 5
    first = mos.here.get(address, limit=2).json
    make(mos, 6)
    second = mos.here.get(address, limit=2, after=first["next"]).json
    third = mos.here.get(address, limit=2, after=second["next"]).json
    assert first["items"] + second["items"] + third["items"] == whole
    assert third["next"] is None


def test_a_part_with_its_codes(mos: ApiShop) -> None:
    row = cast.part()
    assert mos.here.get(f"/parts/{row.pk}").json == {
        "id": str(row.pk),
        "brand": "Bosch",
        "number": "0 986 494 104",
        "name_sv": "Bromsbelägg",
        "name_en": "Brake pads",
        "category": None,
        "unit": "pcs",
        "stocking": "stocked",
        "quality": "aftermarket",
        "tax_code": "standard",
        "discountable": True,
        "cost": {"minor": 25_000, "currency": "SEK"},
        "codes": [
            {
                "id": str(row.codes.get().pk),
                "kind": "barcode",
                "text": "404710986494104",
                "supplier": None,
                "quantity": "1",
            }
        ],
        "retired_at": None,
        "match": None,
        "universal": False,
        "made_at": "2026-11-24T09:00:00Z",
    }


def test_cost_is_only_for_those_who_may_see_margins(mos: ApiShop) -> None:
    row = cast.part()
    cast.stocked(mos.shop.workshop, row)
    assert mos.counter.get(f"/parts/{row.pk}").json["cost"] is None
    assert mos.counter.get("/stock").json["items"][0]["value"] is None
    assert mos.here.get("/stock").json["items"][0]["value"] == {"minor": 100_000, "currency": "SEK"}


def test_parts_are_found_by_number_and_barcode(mos: ApiShop) -> None:
    row = cast.part()
    cast.part("1 987 302 001")
    codes.add(row, kind="barcode", text="036000291452", by=cast.SETUP, at=AT)
    for query in (
        {"number": "0986494104"}, {"number": "0 986 494-104"}, {"code": "404710986494104"}, {"code": "0036000291452"},
    ):  # fmt: skip
        assert [one["id"] for one in mos.here.get("/parts", **query).json["items"]] == [str(row.pk)]
    assert mos.here.get("/parts", number="404").json["items"] == []
    assert len(mos.here.get("/parts", brand="Bosch", stocking="stocked", retired="false").json["items"]) == 2


def test_stock_is_on_hand_less_reserved(mos: ApiShop) -> None:
    balance = cast.stocked(mos.shop.workshop, cast.part())
    [seen] = mos.here.get("/stock", part=balance.part_id).json["items"]
    assert (seen["on_hand"], seen["reserved"], seen["available"], seen["short"]) == ("4", "1.5", "2.5", "0")


def test_customers_are_found_by_every_word(mos: ApiShop) -> None:
    assert [one["name"] for one in mos.here.get("/customers", q="åkeri ada").json["items"]] == ["Adas Åkeri AB"]
    assert mos.here.get("/customers", q="ada zebra").json["items"] == []
    seen = mos.here.get(f"/customers/{mos.shop.ada.pk}").json
    assert seen["credit_limit"] == {"minor": 5_000_000, "currency": "SEK"}
    assert (seen["terms_days"], seen["store_credit"]["minor"]) == (30, 0)


def test_a_vehicle_is_found_by_plate_and_by_the_end_of_its_vin(mos: ApiShop) -> None:
    row = cast.vehicle("ABC123", owner=mos.shop.bo, vin="YV1SW58D122222222")
    cast.vehicle("DEF456")
    for query in ({"plate": "abc 123"}, {"vin": "22222222"}, {"owner": str(mos.shop.bo.pk)}):
        [seen] = mos.here.get("/vehicles", **query).json["items"]
        assert (seen["id"], seen["owner"]) == (str(row.pk), str(mos.shop.bo.pk))


def test_a_vehicles_history_tells_plates_owners_readings_visits_and_what_waits(mos: ApiShop) -> None:
    car = cast.vehicle("ABC123", owner=mos.shop.bo)
    here = cast.ticket(mos.shop.workshop, mos.shop.bo, car)
    cast.deferred(here)
    cast.deferred(cast.ticket(mos.shop.tyres, mos.shop.bo, car))
    seen = mos.here.get(f"/vehicles/{car.pk}/history").json
    assert [one["plate"] for one in seen["plates"]] == ["ABC123"]
    assert [one["name"] for one in seen["owners"]] == ["Bo Öberg"]
    assert [one["distance_km"] for one in seen["readings"]] == [182_000]
    assert [(one["title"], one["ticket"]) for one in seen["deferred"]] == [("Torkarblad", str(here.pk))]
    visits = mos.here.get(f"/vehicles/{car.pk}/visits").json["items"]
    assert [one["id"] for one in visits] == [str(here.pk)]
    assert len(mos.all.get(f"/vehicles/{car.pk}/visits").json["items"]) == 2


def test_a_ticket_with_jobs_and_lines(mos: ApiShop) -> None:
    row = cast.ticket(mos.shop.workshop, mos.shop.bo, cast.vehicle())
    seen = mos.here.get(f"/tickets/{row.pk}").json
    assert (seen["ref"], seen["plate"], seen["customer_name"]) == (1, "ABC123", "Bo Öberg")
    assert seen["gross"] == {"minor": 125_000, "currency": "SEK"}
    [job] = seen["jobs"]
    assert [(line["kind"], line["quantity"]) for line in job["lines"]] == [("labour", "1.5"), ("part", "1.5")]
    assert job["lines"][1]["unit_price"] == {"cm": 5_000_000, "currency": "SEK"}


def test_tickets_are_told_apart_by_state_customer_and_ref(mos: ApiShop) -> None:
    row = cast.ticket(mos.shop.workshop, mos.shop.bo, ref=7)
    cast.ticket(mos.shop.workshop, mos.shop.ada, ref=8)
    for query in ({"ref": 7}, {"customer": str(mos.shop.bo.pk)}, {"state": "open", "ref": 7, "kind": "service"}):
        assert [one["id"] for one in mos.here.get("/tickets", **query).json["items"]] == [str(row.pk)]
    assert mos.here.get("/tickets", state="void").json["items"] == []


def test_a_document_with_lines_and_taxes(mos: ApiShop) -> None:
    row = cast.document(mos.shop.workshop, mos.shop.ada)
    seen = mos.here.get(f"/documents/{row.pk}").json
    assert (seen["kind"], seen["series"], seen["number"]) == ("invoice", "F-STH", 1)
    assert [line["n"] for line in seen["lines"]] == [1, 2]
    assert seen["taxes"] == [
        {
            "category": "S",
            "ppm": 250_000,
            "net": {"minor": 100_000, "currency": "SEK"},
            "tax": {"minor": 25_000, "currency": "SEK"},
        }
    ]
    assert seen["head"] == {"seller": "Mos Bil AB"}


def test_documents_are_told_apart_by_day_and_by_what_is_open(mos: ApiShop) -> None:
    row = cast.document(mos.shop.workshop, mos.shop.ada)
    for query in ({"open": "true"}, {"since": "2026-11-24", "until": "2026-11-24"}, {"kind": "invoice", "number": 1}):
        assert [one["id"] for one in mos.here.get("/documents", **query).json["items"]] == [str(row.pk)]
    for query in ({"open": "false"}, {"since": "2026-11-25"}, {"until": "2026-11-23"}, {"kind": "receipt"}):
        assert mos.here.get("/documents", **query).json["items"] == []


def test_a_payment_with_events_and_where_it_went(mos: ApiShop) -> None:
    paid = cast.document(mos.shop.workshop, mos.shop.ada)
    row = cast.payment(mos.shop.workshop, paid)
    cast.payment(mos.shop.workshop)
    seen = mos.here.get(f"/payments/{row.pk}").json
    assert [one["state"] for one in seen["events"]] == ["taken"]
    assert [(one["document"], one["amount"]["minor"]) for one in seen["allocations"]] == [(str(paid.pk), 125_000)]
    assert [one["id"] for one in mos.here.get("/payments", document=paid.pk).json["items"]] == [str(row.pk)]


def test_the_ledger_balances_on_the_wire(mos: ApiShop) -> None:
    row = cast.entry(mos.shop.workshop)
    cast.entry(mos.shop.workshop, number=2)
    seen = mos.here.get(f"/ledger/{row.pk}").json
    assert [(one["account"], one["amount"]["minor"]) for one in seen["postings"]] == [
        ("1910", 100_000),
        ("3051", -100_000),
    ]
    assert len(mos.here.get("/ledger", account="1910", since="2026-11-24").json["items"]) == 2
    assert mos.here.get("/ledger", source=row.source_id).json["items"][0]["id"] == str(row.pk)
    assert {"number": "1910"}.items() <= mos.here.get("/accounts").json[0].items() or mos.here.get("/accounts").json


def test_registers_sessions_and_reports(mos: ApiShop) -> None:
    report = cast.z_report(mos.shop.k1)
    cast.z_report(mos.shop.k2)
    [seen] = mos.here.get("/registers").json["items"]
    assert (seen["name"], seen["session"]) == ("K1", None)
    assert mos.here.get(f"/z-reports/{report.pk}").json["body"] == {"sales": 125_000}
    assert [one["id"] for one in mos.here.get("/z-reports").json["items"]] == [str(report.pk)]
    assert mos.here.get(f"/drawer-sessions/{report.session_id}").json["counted"]["minor"] == 325_000
    assert mos.here.get("/drawer-sessions", open="true").json["items"] == []


def test_the_token_tells_itself(mos: ApiShop) -> None:
    assert mos.counter.get("/me").json["site"] == str(mos.shop.workshop.pk)
    assert mos.all.get("/me").json["site"] is None
    assert [one["code"] for one in mos.here.get("/sites").json["items"]] == ["STH"]
    assert {one["code"] for one in mos.all.get("/sites").json["items"]} == {"STH", "GBG"}


def test_a_search_for_a_vehicle_says_what_fits_and_why_it_was_found(mos: ApiShop) -> None:
    row = parts.add(brand="Bosch", number="0 986 494 104", name_sv="Bromsbelägg", by=cast.SETUP, at=AT)
    car = registry.add(make="Volkswagen", model="Golf", model_year=2015, by=cast.SETUP, at=AT)
    golf = fits.NewFit("VW", "Golf", 2013, 2017, position="front")
    fits.add(row, fits=[golf], by=cast.SETUP, at=AT)
    [seen] = mos.here.get("/parts", q="bromsbelägg", vehicle=str(car.pk)).json["items"]
    assert seen["match"] == {
        "rank": "words", "matched": "", "quantity": "1", "replaced_by": [], "interchange": [],
        "fits": {"level": "fits", "positions": ["front"], "questions": [], "notes": [], "sources": ["typed"],
                 "through": ""},
    }  # fmt: skip
    assert [one["id"] for one in mos.here.get("/parts", vehicle=str(car.pk)).json["items"]] == [str(row.pk)]

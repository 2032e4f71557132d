"""The catalogue for tills: blocks to the byte, then small deltas, of exactly what has changed."""

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from vaxel.business.catalog import codes, fees, parts, price_lists, prices
from vaxel.business.catalog.models import PriceList
from vaxel.business.locations.tests.cast import AT
from vaxel.business.parties import groups, parties
from vaxel.business.payments import sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.business.service import merging
from vaxel.business.tickets.lines import Wish
from vaxel.doors.sync import snapshots
from vaxel.doors.sync.tests.wire import Wire, unpacked, wire

# Versions are of what is committed, and wait for whoever is still writing on the same PostgreSQL.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]


@pytest.fixture
def here() -> Counter:
    return counter()


@pytest.fixture
def till(here: Counter, tmp_path: Path) -> Any:
    kept = settings.DATA
    settings.DATA = tmp_path
    yield wire(here)
    settings.DATA = kept


def whole(till: Wire) -> tuple[dict[str, Any], dict[str, Any]]:
    manifest = till.get("/till/catalog").json()
    assert manifest["full"]
    [block] = manifest["blocks"]
    answer = till.get(block["url"], headers={"accept-encoding": "gzip"})
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    data = gzip.decompress(answer.content)
    assert len(data) == block["bytes"]
    assert till.get(block["url"]).content == data
    return manifest, unpacked(data)


def since(till: Wire, version: str) -> Any:
    return till.get(f"/till/catalog?since={version}")


def test_a_first_sync_has_every_part_with_price_and_stock(here: Counter, till: Wire) -> None:
    codes.add(here.filter, kind="barcode", text="7300000079197", quantity_milli=4000, **SETUP)
    manifest, block = whole(till)
    at = block["norm"].index("OLF22")
    assert (manifest["parts"], block["kind"]) == (3, "parts")
    assert block["id"][at] == str(here.filter.pk)
    assert (block["number"][at], block["name_sv"][at], block["name_en"][at]) == ("OLF-22", "Oljefilter", "Oil filter")
    assert manifest["brands"][block["brand"][at]] == "Mann"
    assert manifest["units"][block["unit"][at]] == "pcs"
    assert (block["list"][at], block["price_cm"][at], block["on_hand_milli"][at]) == (0, 1_490_000, 10_000)
    assert manifest["lists"] == [str(PriceList.objects.get().pk)]
    assert block["barcodes"][at] == "07300000079197*4000"
    assert block["flags"][at] == 1 | 32


def test_nothing_new_is_304_and_a_sale_is_a_small_delta(here: Counter, till: Wire) -> None:
    manifest, _block = whole(till)
    assert since(till, manifest["version"]).status_code == 304
    sales.ring_up(here.shop.k1, [Wish(part=here.pads)], [Tender("cash", 100_000)], by=here.shop.sam, at=AT)
    delta = since(till, manifest["version"]).json()
    assert (delta["full"], delta["gone"]) == (False, [])
    assert [(one["number"], one["on_hand_milli"]) for one in delta["rows"]] == [("BRK-104532-A", 9000)]
    assert since(till, delta["version"]).status_code == 304


def newest(till: Wire, version: str) -> str:
    answer = since(till, version)
    return version if answer.status_code == 304 else str(answer.json()["version"])


def test_each_kind_of_change_is_told_once(here: Counter, till: Wire) -> None:
    version = whole(till)[0]["version"]
    made = parts.add(number="NY-1", brand="Bosch", name_sv="Ny", **SETUP)
    hung = fees.define(key="miljo", kind="hung", name_sv="Miljöavgift", name_en="Environment", unit_price_cm=100_000,
                       valid_from=date(2026, 1, 1), **SETUP)  # fmt: skip
    for change, number in (
        (lambda: prices.set(PriceList.objects.get(), prices=[(here.oil, 1_000_000)], **SETUP), "OIL-5W30"),
        (lambda: codes.add(here.filter, kind="barcode", text="7300000079197", **SETUP), "OLF-22"),
        (lambda: fees.hang(hung, part=here.pads, **SETUP), "BRK-104532-A"),
        (lambda: parts.change(made, name_sv="Nyare", **SETUP), "NY-1"),
    ):
        version = till.get("/till/catalog").json()["version"]
        version = newest(till, version)
        change()
        delta = since(till, version).json()
        assert [one["number"] for one in delta["rows"]] == [number]
        version = delta["version"]


def test_a_part_that_is_no_longer_sold_is_gone(here: Counter, till: Wire) -> None:
    manifest, _block = whole(till)
    parts.retire(here.oil, **SETUP)
    delta = since(till, manifest["version"]).json()
    assert (delta["rows"], delta["gone"]) == ([], [str(here.oil.pk)])


def test_a_list_for_a_group_is_a_layer_of_its_own(here: Counter, till: Wire) -> None:
    group = groups.add(name="Verkstäder", **SETUP)
    cheap = price_lists.make(name="Verkstäder", basis="excl", valid_from=date(2026, 1, 1), group=group, **SETUP)
    prices.set(cheap, prices=[(here.oil, 800_000)], **SETUP)
    manifest, block = whole(till)
    [layer] = manifest["layers"]
    assert manifest["lists"][layer["list"]] == str(cheap.pk)
    data = unpacked(till.get(layer["url"]).content)
    assert [block["norm"][place] for place in data["place"]] == ["OIL5W30"]
    assert data["price_cm"] == [800_000]
    assert block["price_cm"][data["place"][0]] == 1_299_000


def test_other_lists_are_another_catalogue(here: Counter, till: Wire) -> None:
    manifest, _block = whole(till)
    lists = price_lists.make(name="Kampanj", basis="incl", valid_from=date(2026, 2, 1), **SETUP)
    prices.set(lists, prices=[(here.oil, 999_000)], **SETUP)
    again = since(till, manifest["version"]).json()
    assert again["full"]


def test_a_version_of_the_future_or_of_nonsense_gets_the_whole(here: Counter, till: Wire) -> None:
    version = whole(till)[0]["version"]
    for odd in (f"{version}0000", "c-nonsense-1", "x", "c--"):
        assert since(till, odd).json()["full"]


def test_the_snapshot_is_made_once_and_its_blocks_do_not_change(here: Counter, till: Wire) -> None:
    first, _block = whole(till)
    sales.ring_up(here.shop.k1, [Wish(part=here.pads)], [Tender("cash", 100_000)], by=here.shop.sam, at=AT)
    second, _again = whole(till)
    assert (second["version"], second["blocks"]) == (first["version"], first["blocks"])


def test_who_asks_while_it_is_made_is_told_to_come_back(here: Counter, till: Wire) -> None:
    with snapshots._making:
        answer = till.get("/till/catalog")
    assert (answer.status_code, answer["Retry-After"], answer.json()["error"]["code"]) == (503, "3", "being_made")
    assert till.get("/till/catalog").json()["full"]


def test_a_block_needs_the_token_and_a_name_of_ours(here: Counter, till: Wire) -> None:
    [block] = whole(till)[0]["blocks"]
    assert till.client.get(block["url"]).status_code == 401
    for odd in ("/till/blocks/../secret", "/till/blocks/" + "0" * 40 + ".bin", "/till/blocks/x"):
        assert till.get(odd).status_code == 404


def test_customers_and_vehicles_then_who_has_changed(here: Counter, till: Wire) -> None:
    said = till.get("/till/people").json()
    ada = next(one for one in said["customers"] if one["name"] == "Adas Åkeri AB")
    assert (ada["basis"], ada["on_account"], ada["limit_minor"]) == ("excl", True, 5_000_000)
    assert "walk" not in str([one["name"] for one in said["customers"]]).lower()
    assert till.get(f"/till/people?since={said['version']}").status_code == 304
    parties.change(here.shop.bo, phone="070-999 88 77", **SETUP)
    delta = till.get(f"/till/people?since={said['version']}").json()
    assert [(one["name"], one["phone"]) for one in delta["customers"]] == [("Bo Öberg", "070-999 88 77")]
    assert (delta["full"], delta["vehicles"], delta["gone"]) == (False, [], [])


def test_what_a_merged_customer_owes_counts_towards_the_limit(here: Counter, till: Wire) -> None:
    cast = here.shop
    double = parties.add(kind="company", name="Adas Akeri", terms_days=30, **SETUP)
    sales.ring_up(
        cast.k1, [Wish(part=here.pads)], [Tender("on_account", 89_900)], customer=double, by=cast.mo, at=AT
    )  # fmt: skip
    merging.merge(cast.ada, double, chosen={}, by=cast.mo, at=AT)
    told = {one["id"]: one for one in till.get("/till/people").json()["customers"]}
    assert told[str(cast.ada.pk)]["owed_minor"] == 89_900
    assert str(double.pk) not in told

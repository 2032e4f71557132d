"""Both adapters, against a fake over real HTTP and a real folder: every way of answering, and of not answering."""

import csv
import json
import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from vaxel.business.purchasing.catalogs import CatalogDown, Placing, Wanted
from vaxel.links.suppliers import connections, fake, mapping
from vaxel.links.suppliers.fake import FakeSupplier
from vaxel.links.suppliers.files import FileCatalog
from vaxel.links.suppliers.rest import RestCatalog

PLACING = Placing("key-1", 17, "10042", [Wanted("A-1", 4_000), Wanted("B-2", 1_500)], "To the back door", "Gatan 1")


@pytest.fixture
def house() -> FakeSupplier:
    """Ten of A-1 at 123.45; B-2 has run out."""
    return FakeSupplier(stock={"A-1": 10, "B-2": 0}, prices={"A-1": 12_345, "B-2": 900})


@pytest.fixture
def system(house: FakeSupplier) -> Iterator[RestCatalog]:
    """What speaks to it."""
    server, address = fake.serve(house)
    yield fake.catalog(address)
    server.shutdown()
    server.server_close()


def test_availability_and_price(system: RestCatalog) -> None:
    a1, b2 = system.availability([Wanted("A-1", 1_000), Wanted("NEVER", 1_000), Wanted("B-2", 1_000)])
    assert (a1.number, a1.available_milli, a1.unit_price_cm, a1.currency) == ("A-1", 10_000, 1_234_500, "SEK")
    assert b2.available_milli == 0
    assert a1.expected_on
    assert b2.expected_on
    assert a1.expected_on < b2.expected_on
    assert [one.number for one in system.price([Wanted("A-1", 1_000)])] == ["A-1"]


def test_the_same_key_is_the_same_order(system: RestCatalog, house: FakeSupplier) -> None:
    first, again = system.order(PLACING), system.order(PLACING)
    assert first == again
    assert (first.answer, first.reference) == ("accepted", "S1001")
    a1, b2 = first.lines
    assert (a1.number, a1.quantity_milli, a1.unit_price_cm, a1.back_ordered) == ("A-1", 4_000, 1_234_500, False)
    assert (b2.quantity_milli, b2.back_ordered) == (1_500, True)
    assert house.stock["A-1"] == 6
    assert len(house.orders) == 1


def test_a_lost_answer_is_no_answer_and_the_order_is_there(system: RestCatalog, house: FakeSupplier) -> None:
    house.moods.lose_answer = 1
    with pytest.raises(CatalogDown):
        system.order(PLACING)
    assert system.order_status("key-1").reference == "S1001"
    assert len(house.orders) == 1


@pytest.mark.parametrize("mood", [{"fail": 1}, {"garble": 1}])
def test_what_is_no_answer_leaves_the_outcome_unknown(
    system: RestCatalog, house: FakeSupplier, mood: dict[str, int]
) -> None:
    for name, value in mood.items():
        setattr(house.moods, name, value)
    with pytest.raises(CatalogDown):
        system.order(PLACING)
    assert system.order_status("key-1").answer == ("not_known" if "fail" in mood else "accepted")


def test_a_no_is_a_no(system: RestCatalog, house: FakeSupplier) -> None:
    house.moods.refuse = "your account is closed"
    said = system.order(PLACING)
    assert (said.answer, said.reason) == ("refused", "your account is closed")
    assert house.orders == {}


def test_cancelling(system: RestCatalog, house: FakeSupplier) -> None:
    assert system.cancel("key-1").answer == "not_known"
    system.order(PLACING)
    house.moods.closed = True
    assert (system.cancel("key-1").answer, system.cancel("key-1").reason) == ("refused", "already packed")
    house.moods.closed = False
    assert system.cancel("key-1").answer == "cancelled"
    assert system.order_status("key-1").answer == "cancelled"


def test_a_deadline_holds_for_a_slow_house_and_for_one_that_trickles(house: FakeSupplier) -> None:
    server, address = fake.serve(house)
    quick = RestCatalog({**fake.MAPPING, "base_url": address, "timeout_s": 0.4}, {"key": fake.KEY})
    for mood in ("slow_s", "trickle_s"):
        setattr(house.moods, mood, 1.0 if mood == "slow_s" else 0.15)
        begun = time.monotonic()
        with pytest.raises(CatalogDown):
            quick.availability([Wanted("A-1", 1_000)])
        assert time.monotonic() - begun < 1.5
        setattr(house.moods, mood, 0.0)
    server.shutdown()
    server.server_close()


def test_nobody_there_a_wrong_key_and_settings_that_lack_something() -> None:
    with pytest.raises(CatalogDown):
        fake.catalog("http://127.0.0.1:9").availability([Wanted("A-1", 1_000)])
    with pytest.raises(CatalogDown, match="no web address"):
        fake.catalog("file:///etc").availability([Wanted("A-1", 1_000)])
    house = FakeSupplier()
    server, address = fake.serve(house)
    stranger = RestCatalog({**fake.MAPPING, "base_url": address}, {"key": "guess"})
    with pytest.raises(CatalogDown, match="HTTP 401"):
        stranger.order(PLACING)
    with pytest.raises(CatalogDown, match="secret:key"):
        RestCatalog({**fake.MAPPING, "base_url": address}, {}).availability([Wanted("A-1", 1_000)])
    with pytest.raises(CatalogDown, match="price2"):
        RestCatalog({**fake.MAPPING, "base_url": address, "price": {"path": "{price2}"}}, {"key": "k"}).price([])
    assert house.orders == {}
    server.shutdown()
    server.server_close()


def test_nothing_outside_is_called_inside_a_transaction(db: None, system: RestCatalog) -> None:
    """Invariant 9, F-47."""
    with pytest.raises(RuntimeError, match="inside a transaction"):
        system.availability([Wanted("A-1", 1_000)])


def test_a_template_holds_names_and_lists() -> None:
    template = {
        "to": "{customer}",
        "head": "Order {n}/{customer}",
        "rows": [{"each": "lines", "as": ["{a}", 1]}],
        "x": [1],
    }
    assert mapping.render(template, {"customer": 7, "n": "3"}, {"lines": [{"a": 1}, {"a": "b"}]}) == {
        "to": 7, "head": "Order 3/7", "rows": [[1, 1], ["b", 1]], "x": [1],
    }  # fmt: skip
    with pytest.raises(KeyError):
        mapping.render("{password}", {})
    with pytest.raises(KeyError):
        mapping.render("{__class__}", {"a": 1})
    assert mapping.render("{a.b} {0}", {"a": 1}) == "{a.b} {0}"


@pytest.mark.parametrize(
    ("path", "found"),
    [("a.b.1", "y"), ("", {"a": {"b": ["x", "y"]}}), ("a.b.7", None), ("a.c", None), ("a.b.__len__", None)],
)
def test_a_path_leads_to_a_place_or_nowhere(path: str, found: Any) -> None:
    assert mapping.at({"a": {"b": ["x", "y"]}}, path) == found


@pytest.mark.parametrize(
    ("value", "decimals", "locale", "read"),
    [("12.50000", 4, "en_US", 125_000), ("1 234,5", 4, "sv_SE", 12_345_000), (7, 3, "en_US", 7_000),
     ("", 3, "en_US", None), ("0", 3, "en_US", 0), ("100", 4, "en_US", 1_000_000), (None, 3, "en_US", None),
     ("1,000", 4, "en_US", 10_000_000), ("1.2400", 4, "sv_SE", 12_400), ("12,500", 3, "sv_SE", 12_500)],
)  # fmt: skip
def test_numbers_are_read_exactly(value: Any, decimals: int, locale: str, read: int | None) -> None:
    assert mapping.number(value, decimals, locale) == read


@pytest.mark.parametrize("value", ["many", "1.23456", "1e3", True, {}, "NaN"])
def test_what_is_no_number_is_said_so(value: Any) -> None:
    with pytest.raises(mapping.Unreadable):
        mapping.number(value, 4)
    with pytest.raises(mapping.Unreadable):
        mapping.day("tomorrow")


def test_a_point_that_may_be_a_group_is_no_decimal_sign() -> None:
    with pytest.raises(mapping.Unreadable):
        mapping.number("1.240", 4, "sv_SE")


@pytest.fixture
def folder(tmp_path: Path) -> FileCatalog:
    """A folder with a stock file in Swedish."""
    (tmp_path / "stock.csv").write_text("Artikel;Saldo;Pris;Datum\nA-1;10;123,45;2026-11-25\nC-3;1;7;\n", "utf-8-sig")
    return FileCatalog({
        "kind": "files", "folder": str(tmp_path),
        "stock": {"file": "stock.csv", "number": "Artikel", "available": "Saldo", "price": "Pris",
                  "expected_on": "Datum"},
        "confirmation": {"number": "Artikel", "quantity": "Antal", "expected_on": "Datum", "state": "Status",
                         "refused": ["NEJ"]},
    })  # fmt: skip


def test_a_folder_says_what_there_is(folder: FileCatalog, tmp_path: Path) -> None:
    [a1] = folder.availability([Wanted("A-1", 1_000), Wanted("B-2", 1_000)])
    assert (a1.available_milli, a1.unit_price_cm, a1.expected_on) == (10_000, 1_234_500, date(2026, 11, 25))
    [c3] = folder.price([Wanted("C-3", 1_000)])
    assert (c3.unit_price_cm, c3.expected_on) == (70_000, None)
    (tmp_path / "stock.csv").write_text("Artikel;Saldo\nA-1;many\n")
    with pytest.raises(CatalogDown):
        folder.availability([Wanted("A-1", 1_000)])
    (tmp_path / "stock.csv").unlink()
    with pytest.raises(CatalogDown):
        folder.availability([Wanted("A-1", 1_000)])


def test_an_order_is_one_file_whoever_asks_how_often(folder: FileCatalog, tmp_path: Path) -> None:
    assert folder.order_status("key-1").answer == "not_known"
    assert folder.order(PLACING).answer == "accepted"
    written = tmp_path / "orders" / "key-1.csv"
    rows = list(csv.reader(written.read_text(encoding="utf-8").splitlines(), delimiter=";"))
    assert rows[1] == ["17", "10042", "A-1", "4", "Gatan 1", "To the back door"]
    assert rows[2][3] == "1,5"
    written.unlink()  # they took it
    assert folder.order(PLACING).answer == "accepted"
    assert not written.exists()
    assert [path.name for path in (tmp_path / "orders").iterdir()] == [".key-1.sent"]
    assert folder.cancel("key-1").answer == "refused"


def test_an_order_that_still_lies_there_is_cancelled(folder: FileCatalog) -> None:
    folder.order(PLACING)
    assert folder.cancel("key-1").answer == "cancelled"
    assert folder.order_status("key-1").answer == "not_known"
    assert folder.cancel("key-1").answer == "not_known"


def test_a_confirmation_is_read(folder: FileCatalog, tmp_path: Path) -> None:
    folder.order(PLACING)
    said = tmp_path / "confirmations"
    said.mkdir()
    (said / "key-1.csv").write_text("Artikel;Antal;Datum;Status\nA-1;3;2026-12-01;OK\n")
    found = folder.order_status("key-1")
    assert (found.answer, found.lines[0].quantity_milli, found.lines[0].expected_on) == (
        "accepted", 3_000, date(2026, 12, 1),
    )  # fmt: skip
    (said / "key-1.csv").write_text("Artikel;Antal;Datum;Status\nA-1;0;;NEJ\n")
    assert folder.order_status("key-1").answer == "refused"


def test_a_connection_is_a_file_and_its_secrets_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "suppliers"
    place.mkdir()
    (place / "nordic.json").write_text(json.dumps({**fake.MAPPING, "base_url": "http://127.0.0.1:9"}))
    secret = place / "nordic.secrets.json"
    secret.write_text('{"key": "from the file"}')
    with override_settings(DATA=tmp_path):
        secret.chmod(0o644)
        with pytest.raises(CatalogDown, match="chmod 600"):
            connections.open_named("nordic")
        secret.chmod(0o600)
        assert isinstance(connections.open_named("nordic"), RestCatalog)
        assert connections.secrets("nordic") == {"key": "from the file"}
        monkeypatch.setitem(os.environ, "VAXEL_SUPPLIER_NORDIC_KEY", "from the environment")
        assert connections.secrets("nordic") == {"key": "from the environment"}
        for name in ("nobody", "../nordic", "", "NORDIC"):
            assert connections.open_named(name) is None
        (place / "nordic.json").write_text("{")
        with pytest.raises(CatalogDown):
            connections.open_named("nordic")


def test_the_demonstration_s_suppliers_are_there_when_the_settings_say_so() -> None:
    assert connections.open_named("demo-nordic") is None
    with override_settings(FAKE_SUPPLIERS=True):
        system = connections.open_named("demo-nordic")
        assert system
        [one] = system.availability([Wanted("X-1", 1_000)])
        assert one.currency == "SEK"
        again = connections.open_named("demo-nordic")
        assert again
        assert again.availability([Wanted("X-1", 1_000)]) == [one]

"""Columns guessed by their headings, and rows read by them."""

import pytest

from vaxel.business.purchasing.price_list_rules import Listed
from vaxel.links.price_files import columns
from vaxel.links.price_files.columns import BadCell, CellMissing, ColumnMissing, ColumnTwice


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (["Artikelnr", "Benämning", "Varumärke", "Nettopris", "EAN-kod", "Förp.storlek"],
         {"number": 0, "name": 1, "brand": 2, "price": 3, "barcode": 4, "pack": 5}),
        (["Part Number", "Description", "Manufacturer", "Net price", "Core charge", "Lead time (days)", "MOQ"],
         {"number": 0, "name": 1, "brand": 2, "price": 3, "core": 4, "lead": 5, "minimum": 6}),
        (["SKU", "Manufacturer part number", "Price"], {"number": 0, "part_number": 1, "price": 2}),
        (["Datum", "Ort"], {}),
    ],
)  # fmt: skip
def test_columns_are_guessed_in_both_languages(head: list[str], found: dict[str, int]) -> None:
    assert columns.PRICE_LIST.guess(head) == found


def test_a_mapping_needs_number_and_price_and_no_column_twice() -> None:
    assert columns.PRICE_LIST.check({"number": 0, "price": 1, "name": 9, "odd": 0}, ["a", "b"]) == {
        "number": 0,
        "price": 1,
    }
    with pytest.raises(ColumnMissing):
        columns.PRICE_LIST.check({"number": 0}, ["a", "b"])
    with pytest.raises(ColumnTwice):
        columns.PRICE_LIST.check({"number": 0, "price": 0}, ["a", "b"])


def test_a_row_is_read_as_it_was_meant() -> None:
    mapping = {"number": 0, "price": 1, "brand": 2, "pack": 3, "lead": 4}
    read = columns.reader(mapping, currency="SEK", style="sv_SE")(7, ["A-1", "1 249,50", "Bosch", "2,5", ""])
    assert read == Listed(7, "A-1", 12_495_000, "Bosch", pack_milli=2_500)
    assert columns.reader(mapping, currency="USD", style="en_US")(7, ["A", "1,249.5"]).unit_price_cm == 12_495_000


@pytest.mark.parametrize(
    ("cells", "refusal"),
    [(["", "5"], CellMissing), (["A"], CellMissing), (["A", "dear"], BadCell), (["A", "1,23456"], BadCell),
     (["A", "1.249"], BadCell), (["A", "1.234,50"], BadCell)],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_refused(cells: list[str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        columns.reader({"number": 0, "price": 1}, currency="SEK", style="sv_SE")(1, cells)

"""PIES as a price list: a real-shaped sample, versions, what is passed over and what is refused."""

import tracemalloc
from pathlib import Path

import pytest

from vaxel.links.price_files import columns, pies, tables
from vaxel.links.price_files.xml_records import HasDoctype, NotThatXml, RecordTooLarge

SAMPLE = Path(__file__).parent / "samples" / "own_pies_7_2_demo.xml"
PRICE = "<Prices><Pricing PriceType='JBR'><Price>1.5</Price></Pricing></Prices>"
ITEM = f"<Item><PartNumber>A-{{0}}</PartNumber><{{1}}>BBCD</{{1}}>{PRICE}</Item>"


def laid(folder: Path, *items: str, root: str = "<PIES>") -> Path:
    path = folder / "list.xml"
    path.write_text(f"{root}<Items>{''.join(items)}</Items></PIES>")
    return path


def test_an_item_is_a_row_with_a_column_for_each_type_of_price() -> None:
    table = tables.look(SAMPLE)
    assert table.head == (*pies.HEAD, "Price JBR", "Price COR")
    assert list(table.rows()) == [
        (1, ["DB-1001", "Demo Brakes", "Disc Brake Pad Set", "00012345600012", "4", "1", "31.5000", "5.00"])
    ]
    found = columns.PRICE_LIST.guess(table.head)
    assert found == {"number": 0, "brand": 1, "name": 2, "barcode": 3, "pack": 4, "minimum": 5, "price": 6}


@pytest.mark.parametrize(("space", "brand"), [("autocare", "BrandID"), ("aftermarket", "BrandAAIAID")])
def test_old_and_new_versions_are_read(tmp_path: Path, space: str, brand: str) -> None:
    path = laid(tmp_path, ITEM.format(1, brand), root=f'<PIES xmlns="http://www.{space}.org">')
    assert [cells[:2] for _place, cells in tables.look(path).rows()] == [["A-1", "BBCD"]]


def test_what_the_file_deletes_is_passed_over(tmp_path: Path) -> None:
    gone = ITEM.format(2, "BrandID").replace("<Item>", '<Item MaintenanceType="D">')
    path = laid(tmp_path, gone, ITEM.format(3, "BrandID"))
    assert [place for place, _cells in tables.look(path).rows()] == [2]


def test_swedish_comes_before_english_and_a_product_s_description_before_a_short_one(tmp_path: Path) -> None:
    said = "".join(
        f'<Description LanguageCode="{spoken}" DescriptionCode="{code}">{code} {spoken}</Description>'
        for spoken, code in (("EN", "DES"), ("SV", "SHO"), ("SV", "DES"))
    )
    item = ITEM.format(1, "BrandID").replace("</Item>", f"<Descriptions>{said}</Descriptions></Item>")
    assert next(tables.look(laid(tmp_path, item)).rows())[1][2] == "DES SV"


def test_an_entity_bomb_a_broken_file_and_an_endless_item_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE PIES [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><PIES>'
    with pytest.raises(HasDoctype):
        tables.look(laid(tmp_path, "&b;", root=bomb))
    with pytest.raises(NotThatXml):
        tables.look(laid(tmp_path, "<Item>"))
    with pytest.raises(RecordTooLarge):
        tables.look(laid(tmp_path, "<Item>" + "<a>" * 60 + "</a>" * 60 + "</Item>"))
    with pytest.raises(RecordTooLarge):
        tables.look(laid(tmp_path, "<Item>" + "<a/>" * 60_000 + "</Item>"))


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = laid(tmp_path, *(ITEM.format(place, "BrandID") for place in range(40_000)))
    table = tables.look(path)
    tracemalloc.start()
    try:
        assert sum(1 for _row in table.rows()) == 40_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < path.stat().st_size  # an item and a piece, not six megabytes of elements

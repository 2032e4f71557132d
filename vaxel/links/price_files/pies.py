"""PIES 6.x to 8.0 as a table: an item a row, a column for each type of price that the file has."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from vaxel.links.price_files import xml_records

HEAD = ("Part number", "Brand", "Description", "GTIN", "Pack size", "Minimum order")
LOOKED_AT, MOST_TYPES = 500, 20


def head(path: Path) -> tuple[str, ...]:
    """The columns: what every item has, and the types of price among the first items. Refuses as `rows` does."""
    types: dict[str, None] = {}
    for place, item in enumerate(_items(path)):
        types |= dict.fromkeys(_prices(item))
        if place == LOOKED_AT:
            break
    return (*HEAD, *(f"Price {one}" for one in list(types)[:MOST_TYPES]))


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """(the item's place in the file, its cells); items that are deleted by the file are passed over.

    Refuses as `xml_records.records` does.
    """
    for place, item in enumerate(_items(path), 1):
        if item.get("MaintenanceType") != "D":
            prices = _prices(item)
            yield place, [*_said(item), *(prices.get(one.removeprefix("Price "), "") for one in columns[len(HEAD) :])]


def _said(item: Element) -> list[str]:
    return [
        _text(item, "PartNumber"), _text(item, "BrandLabel") or _text(item, "BrandAAIAID") or _text(item, "BrandID"),
        _description(item), _text(item, "ItemLevelGTIN"), _text(item, "ItemQuantitySize"),
        _text(item, "MinimumOrderQuantity"),
    ]  # fmt: skip


def _text(item: Element, name: str) -> str:
    return (item.findtext(name) or "").strip()


def _description(item: Element) -> str:
    """The best of its descriptions: Swedish, then English; a product's description before a short or extended one."""

    def place(one: Element) -> tuple[int, int]:
        spoken, code = one.get("LanguageCode", "EN").upper(), one.get("DescriptionCode", "")
        return (
            {"SV": 0, "EN": 1}.get(spoken, 2), {"DES": 0, "SHO": 1, "EXT": 2}.get(code, 3),
        )  # fmt: skip

    found = sorted(item.iterfind("Descriptions/Description"), key=place)
    return (found[0].text or "").strip() if found else ""


def _prices(item: Element) -> dict[str, str]:
    """Type → the first price of it."""
    found: dict[str, str] = {}
    for one in item.iterfind("Prices/Pricing"):
        found.setdefault(one.get("PriceType", ""), _text(one, "Price"))
    return found


def _items(path: Path) -> Iterator[Element]:
    return xml_records.records(path, "PIES", ("Item",))

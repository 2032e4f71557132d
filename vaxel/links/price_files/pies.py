"""PIES 6.x to 8.0 as a table: an item a row, a column for each type of price that the file has.

Read as a stream by expat, item by item. A file with a document type (the door of every entity bomb) is refused at
once; so is one that is not well-formed, as soon as that shows.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import BadInput

HEAD = ("Part number", "Brand", "Description", "GTIN", "Pack size", "Minimum order")
LOOKED_AT, MOST_TYPES, MOST_NODES, DEEPEST = 500, 20, 50_000, 40
_PIECE = 1 << 18


class NotPies(BadInput):
    """XML of another kind, or none."""

    sentence = _("The file is not PIES, or is damaged: %(why)s.")


class HasDoctype(BadInput):
    """PIES has no document type; one only brings entities."""

    sentence = _("The file declares a document type, which PIES never does. It is not read.")


class ItemTooLarge(BadInput):
    """A limit on everything."""

    sentence = _("An item of the file is larger than any part is.")


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

    Refuses with HasDoctype, NotPies, ItemTooLarge.
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
    """Each Item, without namespaces; forgotten once it was used."""
    reader = _Reader()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                reader.parser.Parse(piece, False)
                yield from reader.taken()
            reader.parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise NotPies(why=expat.ErrorString(fault.code)) from None
    except (LookupError, ValueError):
        raise NotPies(why="encoding") from None
    yield from reader.taken()


class _Reader:
    """Builds the items as the parser comes to them."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self._done: list[Element] = []
        self._builder: TreeBuilder | None = None
        self._depth = self._nodes = self._item_depth = 0

    def taken(self) -> list[Element]:
        """The items that are whole since one asked."""
        done, self._done = self._done, []
        return done

    def _doctype(self, *_what: object) -> None:
        raise HasDoctype()

    def _start(self, name: str, facts: dict[str, str]) -> None:
        local = name.rsplit(" ", 1)[-1]
        if not self._depth and local != "PIES":
            raise NotPies(why=local[:40])
        self._depth += 1
        if self._builder is None and local == "Item":
            self._builder, self._nodes, self._item_depth = TreeBuilder(), 0, self._depth
        if self._builder is not None:
            self._count(1)
            self._builder.start(local, facts)

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._count(1 + len(text) // 1_000)
            self._builder.data(text)

    def _end(self, name: str) -> None:
        if self._builder is not None:
            self._builder.end(name.rsplit(" ", 1)[-1])
            if self._depth == self._item_depth:
                self._done.append(self._builder.close())
                self._builder = None
        self._depth -= 1

    def _count(self, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MOST_NODES or self._depth > DEEPEST:
            raise ItemTooLarge()

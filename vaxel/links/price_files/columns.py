"""What each column of a price list is: guessed by its heading, and read by a mapping (field → column)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import numbers
from vaxel.business.purchasing.price_list_rules import Listed
from vaxel.kernel import numerals
from vaxel.kernel.money import exponent
from vaxel.kernel.refusals import BadInput
from vaxel.links.price_files.tables import Figure

FIELDS: dict[str, str | Promise] = {
    "number": _("Supplier's number"), "price": _("Our price"), "brand": _("Brand"),
    "part_number": _("Maker's number"), "name": _("Name"), "barcode": _("Barcode"), "pack": _("Pack size"),
    "minimum": _("Smallest order"), "core": _("Core charge"), "lead": _("Delivery time, days"),
}  # fmt: skip
# Folded headings, the surest first; a heading that begins with one of them is taken when none is the same.
HEADINGS: dict[str, tuple[str, ...]] = {
    "part_number": ("tillverkarensartikelnummer", "tillverkarensnummer", "tillverkarnummer", "tillverkarensartnr",
                    "originalnummer", "mpn", "manufacturerpartnumber", "makersnumber", "manufacturernumber"),
    "number": ("artikelnummer", "artikelnr", "artnr", "leverantorensnummer", "leverantorsnummer", "levartnr",
               "suppliersnumber", "suppliernumber", "partnumber", "partno", "itemnumber", "itemno", "sku", "number",
               "nummer", "artikel", "part", "item"),
    "price": ("nettopris", "inkopspris", "inpris", "vartpris", "netto", "netprice", "ourprice", "purchaseprice", "cost",
              "costprice", "net", "pris", "price", "unitprice", "apris"),
    "brand": ("varumarke", "marke", "fabrikat", "tillverkare", "brand", "manufacturer", "make"),
    "name": ("benamning", "artikelnamn", "produktnamn", "namn", "beskrivning", "description", "productname", "name",
             "title", "text"),
    "barcode": ("ean", "streckkod", "eankod", "gtin", "barcode", "upc"),
    "pack": ("forpackning", "forpackningsantal", "forpstorlek", "antalperforp", "packsize", "pack", "packqty"),
    "minimum": ("minstaantal", "minorder", "minstaorder", "moq", "minimumorder", "minqty", "smallestorder"),
    "core": ("pant", "stompant", "stomme", "corecharge", "core", "corepris", "coreprice"),
    "lead": ("leveranstid", "ledtid", "leadtime", "leaddays", "deliverytime", "deliverydays"),
}  # fmt: skip
STYLES = ("sv_SE", "en_US")


class ColumnMissing(BadInput):
    """Two columns must be known."""

    sentence = _("Say which column holds: %(field)s.")


class ColumnTwice(BadInput):
    """A column is one thing."""

    sentence = _("The column %(column)s is chosen twice.")


class BadCell(BadInput):
    """A cell that cannot be what its column says."""

    sentence = _("%(field)s: %(why)s")


class CellMissing(BadInput):
    """What every row must say."""

    sentence = _("The row does not say: %(field)s.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a kind of file holds: its fields, those that every row says, and headings that give them away."""

    fields: Mapping[str, str | Promise]
    needed: tuple[str, ...]
    headings: Mapping[str, tuple[str, ...]]

    def guess(self, head: Sequence[str]) -> dict[str, int]:
        """Field → the column that by its heading holds it; each column at most once."""
        folded = ["".join(numbers.words(one)) for one in head]
        found: dict[str, int] = {}
        for same in (True, False):
            for field, known in self.headings.items():
                if field not in found:
                    place = _place(folded, known, same, set(found.values()))
                    if place is not None:
                        found[field] = place
        return found

    def check(self, mapping: Mapping[str, int], head: Sequence[str]) -> dict[str, int]:
        """The mapping as it can be read by. Refuses with ColumnMissing, ColumnTwice."""
        kept = {field: place for field, place in mapping.items() if field in self.fields and 0 <= place < len(head)}
        for field in self.needed:
            if field not in kept:
                raise ColumnMissing(field=self.fields[field])
        for place in kept.values():
            if list(kept.values()).count(place) > 1:
                raise ColumnTwice(column=head[place])
        return kept

    def said(self, cells: Sequence[str], mapping: Mapping[str, int]) -> dict[str, str]:
        """Field → what the row says of it, empty for what it does not. Refuses with CellMissing."""
        said = dict.fromkeys(self.fields, "")
        said |= {field: cells[place] for field, place in mapping.items() if place < len(cells)}
        for field in self.needed:
            if not said[field]:
                raise CellMissing(field=self.fields[field])
        return said


PRICE_LIST = Sheet(FIELDS, ("number", "price"), HEADINGS)


def _place(folded: Sequence[str], known: Sequence[str], same: bool, taken: set[int]) -> int | None:
    for word in known:
        for place, heading in enumerate(folded):
            if place not in taken and (heading == word if same else len(word) > 3 and heading.startswith(word)):
                return place
    return None


type Reader = Callable[[int, Sequence[str]], Listed]


def reader(mapping: Mapping[str, int], *, currency: str, style: str) -> Reader:
    """What reads a row (its number in the file, its cells) as it was meant. It refuses with CellMissing, BadCell."""
    decimals = exponent(currency) + 2
    texts = [mapping.get(field, _NOWHERE) for field in ("number", "brand", "part_number", "name", "barcode")]
    figures = [
        (field, mapping.get(field, _NOWHERE), many)
        for field, many in (("price", decimals), ("pack", 3), ("minimum", 3), ("core", decimals), ("lead", 0))
    ]
    needed = [(field, mapping[field]) for field in PRICE_LIST.needed]
    widest = max(mapping.values()) + 1

    def read(row: int, cells: Sequence[str]) -> Listed:
        if len(cells) < widest:
            cells = [*cells, *[""] * (widest - len(cells))]
        for field, place in needed:
            if not cells[place]:
                raise CellMissing(field=FIELDS[field])
        own_number, brand, part_number, name, barcode = ["" if place < 0 else cells[place] for place in texts]
        price, pack, minimum, core, lead = [
            None if place < 0 or not cells[place] else number(cells[place], FIELDS[field], many, style)
            for field, place, many in figures
        ]
        return Listed(row, own_number, price or 0, brand, part_number, name, barcode, pack, minimum, core, lead)

    return read


_NOWHERE = -1


def number(text: str, field: str | Promise, decimals: int, style: str) -> int:
    """The cell as a whole number of its last decimal. Refuses with BadCell."""
    try:
        return numerals.read(text, "en_US" if isinstance(text, Figure) else style, decimals)
    except BadInput as refusal:
        raise BadCell(field=field, why=refusal) from None

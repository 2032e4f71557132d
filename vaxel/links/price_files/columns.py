"""What each column of a price list is: guessed by its heading, and read by a mapping (field → column)."""

from collections.abc import Mapping, Sequence
from typing import Any

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
NEEDED = ("number", "price")
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


def guess(head: Sequence[str]) -> dict[str, int]:
    """Field → the column that by its heading holds it; each column at most once."""
    folded = ["".join(numbers.words(one)) for one in head]
    found: dict[str, int] = {}
    for same in (True, False):
        for field, known in HEADINGS.items():
            if field not in found:
                place = _place(folded, known, same, set(found.values()))
                if place is not None:
                    found[field] = place
    return found


def _place(folded: Sequence[str], known: Sequence[str], same: bool, taken: set[int]) -> int | None:
    for word in known:
        for place, heading in enumerate(folded):
            if place not in taken and (heading == word if same else len(word) > 3 and heading.startswith(word)):
                return place
    return None


def check(mapping: Mapping[str, int], head: Sequence[str]) -> dict[str, int]:
    """The mapping as it can be read by. Refuses with ColumnMissing, ColumnTwice."""
    kept = {field: place for field, place in mapping.items() if field in FIELDS and 0 <= place < len(head)}
    for field in NEEDED:
        if field not in kept:
            raise ColumnMissing(field=FIELDS[field])
    for place in kept.values():
        if list(kept.values()).count(place) > 1:
            raise ColumnTwice(column=head[place])
    return kept


def read(number: int, cells: Sequence[str], mapping: Mapping[str, int], *, currency: str, style: str) -> Listed:
    """The row as it was meant. Refuses with CellMissing, BadCell."""
    said = {field: cells[place] if place < len(cells) else "" for field, place in mapping.items()}
    for field in NEEDED:
        if not said.get(field):
            raise CellMissing(field=FIELDS[field])
    decimals = exponent(currency) + 2
    values: dict[str, Any] = {
        "pack_milli": _number(said, "pack", 3, style), "minimum_milli": _number(said, "minimum", 3, style),
        "core_cm": _number(said, "core", decimals, style), "lead_days": _number(said, "lead", 0, style),
    }  # fmt: skip
    price = _number(said, "price", decimals, style)
    return Listed(
        number, said["number"], price or 0, said.get("brand", ""), said.get("part_number", ""), said.get("name", ""),
        said.get("barcode", ""), **values,
    )  # fmt: skip


def _number(said: Mapping[str, str], field: str, decimals: int, style: str) -> int | None:
    text = said.get(field, "")
    if not text:
        return None
    try:
        return numerals.read(text, "en_US" if isinstance(text, Figure) else style, decimals)
    except BadInput as refusal:
        raise BadCell(field=FIELDS[field], why=refusal) from None

"""Tables that are no price lists: which parts replace which, and what lies on the shelves at the start."""

from django.utils.translation import gettext_lazy as _

from vaxel.links.price_files.columns import HEADINGS, Sheet

_OTHER = ("ersattningsartikel", "ersattsav", "ersattav", "nyttartikelnummer", "nyttnummer", "motsvararnummer",
          "othernumber", "newnumber", "replacedby", "supersededby", "interchangenumber", "crossnumber",
          "motsvarar")  # fmt: skip
INTERCHANGE = Sheet(
    {
        "brand": _("Brand"), "number": _("Number"), "other_brand": _("Other brand"), "other_number": _("Other number"),
        "kind": _("Equal or replaced"),
    },
    ("brand", "number", "other_brand", "other_number"),
    {
        "other_brand": ("annatvarumarke", "nyttvarumarke", "ersattningsvarumarke", "motsvararvarumarke", "otherbrand",
                        "newbrand", "interchangebrand", "crossbrand", "supersedingbrand"),
        "other_number": _OTHER,
        "kind": ("slag", "typ", "kind", "type", "relation", "equalorreplaced"),
        "brand": HEADINGS["brand"],
        "number": HEADINGS["number"],
    },
)  # fmt: skip
OPENING = Sheet(
    {
        "number": _("Number"), "brand": _("Brand"), "site": _("Site"), "bin": _("Bin"), "quantity": _("Quantity"),
        "cost": _("Cost each"),
    },
    ("number", "quantity", "cost"),
    {
        "quantity": ("antal", "saldo", "lagersaldo", "kvantitet", "ilager", "quantity", "qty", "onhand", "stock"),
        "cost": ("kostnad", "inkopspris", "inpris", "snittpris", "genomsnittspris", "styckkostnad", "unitcost", "cost",
                 "averagecost", "costeach", "netto", "pris", "price"),
        "bin": ("hyllplats", "hylla", "lagerplats", "plats", "fack", "bin", "shelf", "location"),
        "site": ("anlaggning", "verkstad", "butik", "filial", "site", "store", "branch"),
        "brand": HEADINGS["brand"],
        "number": HEADINGS["number"],
    },
)  # fmt: skip

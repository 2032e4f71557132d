"""What several papers have in common: who sells, who buys, which car, VAT per rate, and the notes the law wants."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import pgettext

from vaxel.doors.papers.blocks import Car, Columns, Fact, Grid, Party, Prose, Seller
from vaxel.doors.papers.content import Tax
from vaxel.doors.papers.voice import Voice


def page_of() -> str:
    """How pages are counted."""
    return pgettext("paper", "Page %(page)s of %(pages)s")


def seller(head: Mapping[str, Any], *, bank: bool = True) -> Seller:
    """The seller, the place of sale at the top, and numbers to reach and to pay at the foot (R-10)."""
    place = [one for one in (_unless_same(head.get("site_name"), head["name"]), *_lines(_place(head))) if one]
    reach = [one for one in (head.get("phone"), head.get("email")) if one]
    home = [head["name"], *_lines(head.get("address"))] if head.get("address") else []
    numbers = []
    if head.get("organisation_number"):
        numbers.append(pgettext("paper", "Org. no. %(number)s") % {"number": head["organisation_number"]})
    if head.get("vat_number"):
        numbers.append(pgettext("paper", "VAT no. %(number)s") % {"number": head["vat_number"]})
    if head.get("f_tax_text"):
        numbers.append(head["f_tax_text"])
    giro = [pgettext("paper", "Bankgiro %(number)s") % {"number": head["bank_giro"]}] if head.get("bank_giro") else []
    columns = (home, reach, numbers, giro if bank else [])
    return Seller(head["name"], tuple(place), tuple(tuple(column) for column in columns if column))


def _place(head: Mapping[str, Any]) -> str:
    return str(head.get("site_address") or head.get("address") or "")


def _unless_same(text: str | None, other: str) -> str:
    return text if text and text != other else ""


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def buyer(head: Mapping[str, Any] | None) -> Party | None:
    """The customer; nobody when the walk-in customer has no name."""
    if not head or not head.get("name"):
        return None
    lines = _lines(head.get("address"))
    if head.get("organisation_number"):
        lines.append(pgettext("paper", "Org. no. %(number)s") % {"number": head["organisation_number"]})
    if head.get("vat_number"):
        lines.append(pgettext("paper", "VAT no. %(number)s") % {"number": head["vat_number"]})
    return Party(pgettext("paper", "Customer"), head["name"], tuple(lines))


def car(head: Mapping[str, Any] | None, voice: Voice) -> Car | None:
    """The vehicle as it was then."""
    if not head:
        return None
    name = " ".join(str(head[key]) for key in ("make", "model", "model_year") if head.get(key))
    facts = []
    if head.get("vin"):
        facts.append(Fact(pgettext("paper", "VIN"), str(head["vin"])))
    if head.get("odometer_km") is not None:
        facts.append(Fact(pgettext("paper", "Odometer"), voice.distance(int(head["odometer_km"]))))
    return Car(voice.plate(head.get("plate") or ""), name, tuple(facts))


def columns(*, basis: str = "") -> Columns:
    """The words over lines; the basis says whether prices include VAT."""
    amounts = {
        "incl": pgettext("paper", "Amount incl. VAT"),
        "excl": pgettext("paper", "Amount excl. VAT"),
    }
    return Columns(
        text=pgettext("paper", "Description"),
        number=pgettext("paper", "Number"),
        quantity=pgettext("paper", "Quantity"),
        unit_price=pgettext("paper", "Unit price"),
        discount=pgettext("paper", "Discount"),
        amount=amounts.get(basis, pgettext("paper", "Amount")),
    )


def tax_grid(taxes: Iterable[Tax], voice: Voice) -> Grid | None:
    """VAT per rate; left out for margin goods (M-38). None when no VAT is shown at all."""
    shown = [tax for tax in taxes if tax.category != "M"]
    if not shown:
        return None
    heads = (
        pgettext("paper", "VAT"),
        pgettext("paper", "Net"),
        pgettext("paper", "VAT amount"),
        pgettext("paper", "Total"),
    )
    rows = tuple(
        (
            voice.percent(tax.ppm) if tax.category == "S" else f"{voice.percent(0)} {tax.category}",
            voice.amount(tax.net_minor), voice.amount(tax.tax_minor), voice.amount(tax.net_minor + tax.tax_minor),
        )
        for tax in shown
    )  # fmt: skip
    return Grid(heads, rows)


def tax_notes(taxes: Sequence[Tax]) -> list[str]:
    """Why there is no VAT in a group: the words the law asks for (M-38, M-40)."""
    words = {
        "AE": pgettext("paper", "Reverse charge"),
        "K": pgettext("paper", "VAT-free sale of goods to another EU country"),
        "G": pgettext("paper", "VAT-free export"),
        "E": pgettext("paper", "Exempt from VAT"),
        "M": pgettext("paper", "Margin scheme – second-hand goods"),
    }
    found = dict.fromkeys(tax.category for tax in taxes)
    return [words[category] for category in found if category in words]


def texts(head: Mapping[str, Any], more: Sequence[str] = ()) -> list[Prose]:
    """The company's printed texts in their order, after what the document itself must say."""
    own = [str(text) for text in (head.get("texts") or {}).values() if str(text).strip()]
    paragraphs = (*more, *own)
    return [Prose(tuple(paragraphs))] if paragraphs else []

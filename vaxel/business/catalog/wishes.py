"""New parts and codes as plain values, and what may be wrong with them."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import barcodes, numbers, rules
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import LARGEST_MINOR
from vaxel.kernel.refusals import BadInput


@dataclass(frozen=True, slots=True)
class NewCode:
    """Another way to name a part: kind barcode, supplier, original or old; one scan means so many thousandths."""

    kind: str
    text: str
    supplier_id: UUID | None = None
    quantity_milli: int = 1000

    @property
    def norm(self) -> str:
        """How it is compared."""
        return barcodes.read(self.text).norm if self.kind == "barcode" else numbers.norm(self.text)


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part to be added. The brand by name, the category by key; the cost per unit without VAT, in minor units."""

    brand: str
    number: str
    name_sv: str
    name_en: str = ""
    category: str = ""
    unit: str = "pcs"
    stocking: str = "stocked"
    quality: str = "aftermarket"
    tax_code: str = "standard"
    discountable: bool = True
    cost_minor: int = 0
    codes: tuple[NewCode, ...] = ()
    id: UUID = field(default_factory=new_id)


class BadNumber(BadInput):
    """A number has a letter from A to Z or a digit, and fits on a label."""

    sentence = _("“%(number)s” cannot be a number: it needs a letter A-Z or a digit, and at most %(most)s characters.")


class BadName(BadInput):
    """A name is neither missing nor endless."""

    sentence = _("The %(field)s is missing, or longer than %(most)s characters.")


class NotAmong(BadInput):
    """The value is not one of those the field knows."""

    sentence = _("“%(value)s” is not a known %(field)s. Choose one of: %(known)s.")


class OutOfRange(BadInput):
    """An amount or a quantity is negative, or larger than the shop can count."""

    sentence = _("The %(field)s must be between %(least)s and %(most)s.")


def check_number(text: str, most: int = 60) -> str:
    """The number without blanks around it; refuses with BadNumber."""
    plain = text.strip()
    if not numbers.norm(plain) or len(plain) > most or len(numbers.norm(plain)) > most:
        raise BadNumber(number=plain[:most], most=most)
    return plain


def check_name(text: str, field: str | Promise, most: int, *, needed: bool = True) -> str:
    """The name without blanks around it; refuses with BadName."""
    plain = " ".join(text.split())
    if len(plain) > most or (needed and not plain) or "\0" in plain:
        raise BadName(field=field, most=most)
    return plain


def check_among(value: str, field: str | Promise, known: tuple[str, ...]) -> str:
    """The value, if it is known; refuses with NotAmong."""
    if value not in known:
        raise NotAmong(value=value, field=field, known=", ".join(known))
    return value


def check_range(value: int, field: str | Promise, least: int = 0, most: int = LARGEST_MINOR) -> int:
    """The value, if it lies between the two; refuses with OutOfRange."""
    if not least <= value <= most:
        raise OutOfRange(field=field, least=least, most=most)
    return value


def checked_code(code: NewCode) -> NewCode:
    """The code as it may be stored; refuses with BadNumber, NotAmong, OutOfRange."""
    check_among(code.kind, _("kind of code"), rules.CODE_KINDS)
    check_range(code.quantity_milli, _("quantity"), 1, rules.LARGEST_QUANTITY_MILLI)
    text = check_number(code.text)
    return code if text == code.text else replace(code, text=text)


def checked(wish: NewPart) -> NewPart:
    """The part as it may be stored; refuses with BadNumber, BadName, NotAmong, OutOfRange."""
    check_among(wish.unit, _("unit"), rules.UNITS)
    check_among(wish.stocking, _("stocking kind"), rules.STOCKING)
    check_among(wish.quality, _("quality class"), rules.QUALITY)
    check_range(wish.cost_minor, _("cost"))
    brand, number = check_name(wish.brand, _("brand"), 80), check_number(wish.number)
    name_sv = check_name(wish.name_sv, _("name"), 160)
    name_en = check_name(wish.name_en, _("English name"), 160, needed=False)
    codes = tuple(map(checked_code, wish.codes))
    if (brand, number, name_sv, name_en, codes) == (
        wish.brand, wish.number, wish.name_sv, wish.name_en, wish.codes,
    ):  # fmt: skip
        return wish
    return replace(wish, brand=brand, number=number, name_sv=name_sv, name_en=name_en, codes=codes)

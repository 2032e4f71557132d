"""Parts: adding them one by one or by the thousand, changing and retiring them (K-1, K-2, K-6)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import taxes
from vaxel.business.accounting.models import TaxRate
from vaxel.business.catalog import brands, codes, index, numbers, prices
from vaxel.business.catalog.models import Brand, Category, Part, PartCode, PriceList
from vaxel.business.catalog.wishes import NewCode, NewPart, check_among, checked
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Conflict

__all__ = ["NewCode", "NewPart", "add", "add_many", "change", "guard_stocking", "restore", "retire"]
MOST_AT_ONCE = 5_000
_COLUMNS = (
    "id", "brand", "number", "norm", "loose", "name_sv", "name_en", "category", "unit", "stocking", "quality",
    "tax_code", "discountable", "cost_minor", "retired_at", "made_at",
)  # fmt: skip


class NumberTaken(Conflict):
    """A number is once a brand (K-1)."""

    sentence = _("%(brand)s already has a part with the number %(number)s: %(name)s.")


class NumberTwice(Conflict):
    """Two of the parts that were to be added have the same brand and number."""

    sentence = _("The number %(number)s of %(brand)s is given to two parts.")


class TooManyAtOnce(BadInput):
    """A limit on everything: while they are stored, everybody else waits."""

    sentence = _("At most %(most)s parts are added at once. Send them in smaller portions.")


class StockingLocked(Conflict):
    """The stocking kind stands while something is counted by it (K-6)."""

    sentence = _("%(number)s cannot be made %(stocking)s: %(why)s")


@action("parts.add")
def add(
    *, brand: str | Brand, number: str, name_sv: str, name_en: str = "", category: str = "", unit: str = "pcs",
    stocking: str = "stocked", quality: str = "aftermarket", tax_code: str = "standard", discountable: bool = True,
    cost_minor: int = 0, barcodes: Sequence[str] = (), codes: Sequence[NewCode] = (),
    price: tuple[PriceList, int] | None = None, id: UUID | None = None, by: Actor, at: datetime,
) -> Part:  # fmt: skip
    """The part exists and is found by its number, codes and names; a brand that was new exists too.

    `category` is a category's key; `cost_minor` per unit without VAT; `price`: a list, and what the
    part costs in it, in hundredths of a minor unit and the list's basis. An `id` that exists is a replay: that part is
    returned as it is. Refuses with NumberTaken, BarcodeTaken, BadNumber, BadName, NotAmong, OutOfRange.
    """
    if id and (held := Part.objects.select_related("brand").filter(pk=id).first()):
        return held
    wish = NewPart(
        brand=brand if isinstance(brand, str) else brand.name, number=number, name_sv=name_sv, name_en=name_en,
        category=category, unit=unit, stocking=stocking, quality=quality, tax_code=tax_code, discountable=discountable,
        cost_minor=cost_minor, codes=(*codes, *(NewCode("barcode", text) for text in barcodes)), id=id or new_id(),
    )  # fmt: skip
    _store([wish], at)
    if price is not None:
        prices.set(price[0], prices=[(wish.id, price[1])], by=by, at=at)
    return Part.objects.select_related("brand").get(pk=wish.id)


@action("parts.add_many")
def add_many(wishes: Sequence[NewPart], *, by: Actor, at: datetime) -> list[UUID]:
    """All of the parts exist, or none; their ids in order. At most MOST_AT_ONCE a call, in few statements.

    Refuses with TooManyAtOnce, NumberTwice, BarcodeTwice, and as `add` does.
    """
    if len(wishes) > MOST_AT_ONCE:
        raise TooManyAtOnce(most=MOST_AT_ONCE)
    _store(wishes, at)
    note(parts=len(wishes))
    return [wish.id for wish in wishes]


def _store(wishes: Sequence[NewPart], at: datetime) -> None:
    store_checked([checked(wish) for wish in wishes], at)


def store_checked(wishes: Sequence[NewPart], at: datetime) -> None:
    """The wishes, as `wishes.checked` left them, are parts. Part of the caller's action, which looked at each already.

    Refuses with NumberTwice, NumberTaken, BarcodeTwice, BarcodeTaken.
    """
    brand_ids = brands.ids_of([wish.brand for wish in wishes])
    category_ids = _category_ids({wish.category for wish in wishes})
    _check_tax_codes({wish.tax_code for wish in wishes})
    made = [_row(wish, brand_ids[brands.folded(wish.brand)[:80]], category_ids[wish.category], at) for wish in wishes]
    coded_by = [codes.rows_of(wish.id, wish.codes) for wish in wishes]
    coded = [row for some in coded_by for row in some]
    _refuse_taken(made)
    codes.refuse_taken(coded)
    try:
        with transaction.atomic():
            rows.insert(Part, _COLUMNS, made)
            rows.insert(PartCode, codes.COLUMNS, coded)
    except IntegrityError:  # someone else was quicker: say who, as above
        _refuse_taken(made)
        codes.refuse_taken(coded)
        raise
    index.add(
        (wish.id, row[3], [(code[2], code[4]) for code in codes_of], (wish.name_sv, wish.name_en, wish.brand))
        for wish, row, codes_of in zip(wishes, made, coded_by, strict=True)
    )


def _row(wish: NewPart, brand_id: UUID, category_id: UUID | None, at: datetime) -> tuple[Any, ...]:
    norm, loose = numbers.norm(wish.number), numbers.loose(wish.number)
    return (
        wish.id, brand_id, wish.number, norm, loose, wish.name_sv, wish.name_en, category_id, wish.unit, wish.stocking,
        wish.quality, wish.tax_code, wish.discountable, wish.cost_minor, None, at,
    )  # fmt: skip


def _category_ids(keys: set[str]) -> dict[str, UUID | None]:
    ids: dict[str, UUID | None] = dict(Category.objects.filter(key__in=keys).values_list("key", "id"))
    ids[""] = None
    for key in keys - ids.keys():
        check_among(key, _("category"), tuple(Category.objects.order_by("key").values_list("key", flat=True)[:50]))
    return ids


def _check_tax_codes(wanted: set[str]) -> None:
    known = {code for code, _category, _ppm in taxes.SWEDEN}
    if not wanted <= known:
        known |= set(TaxRate.objects.values_list("code", flat=True).distinct())
    for code in wanted:
        check_among(code, _("tax code"), tuple(sorted(known)))


def _refuse_taken(made: Sequence[tuple[Any, ...]]) -> None:
    """Refuses with NumberTwice or NumberTaken when a row's (brand, norm) is not the only one."""
    seen: set[tuple[UUID, str]] = set()
    for row in made:
        if (row[1], row[3]) in seen:
            raise NumberTwice(number=row[2], brand=Brand.objects.get(pk=row[1]).name)
        seen.add((row[1], row[3]))
    for held in Part.objects.filter(norm__in=[norm for _brand, norm in seen]).select_related("brand"):
        if (held.brand_id, held.norm) in seen:
            raise NumberTaken(brand=held.brand.name, number=held.number, name=held.name_sv)


_stocking_guards: list[Callable[[Part], str | Promise]] = []


def guard_stocking(guard: Callable[[Part], str | Promise]) -> Callable[[Part], str | Promise]:
    """A rung above says why a part's stocking kind must stay as it is (empty: it may change); asked by `change`."""
    _stocking_guards.append(guard)
    return guard


@action("parts.change")
def change(
    part: Part, *, number: str | None = None, name_sv: str | None = None, name_en: str | None = None,
    category: str | None = None, unit: str | None = None, stocking: str | None = None, quality: str | None = None,
    tax_code: str | None = None, discountable: bool | None = None, cost_minor: int | None = None, by: Actor,
    at: datetime,
) -> Part:  # fmt: skip
    """The part has these values; what is left out stays. Before and after are in history.

    Refuses with NumberTaken, StockingLocked, BadNumber, BadName, NotAmong, OutOfRange.
    """
    part = Part.objects.select_for_update(of=("self",)).select_related("brand", "category").get(pk=part.pk)
    wanted = {
        "number": number, "name_sv": name_sv, "name_en": name_en, "unit": unit, "stocking": stocking,
        "quality": quality, "tax_code": tax_code, "discountable": discountable, "cost_minor": cost_minor,
    }  # fmt: skip
    before = {name: getattr(part, name) for name in wanted}
    new = before | {name: value for name, value in wanted.items() if value is not None}
    wish = checked(NewPart(brand=part.brand.name, **new))
    _check_tax_codes({wish.tax_code})
    _refuse_stocking(part, wish.stocking)
    for name in wanted:
        setattr(part, name, getattr(wish, name))
    if category is not None:
        part.category_id = _category_ids({category})[category]
    part.norm, part.loose = numbers.norm(part.number), numbers.loose(part.number)
    _refuse_other(part)
    part.save()
    index.refresh([part.id])
    changed = [name for name in wanted if before[name] != getattr(part, name)]
    note(before={name: before[name] for name in changed}, after={name: getattr(part, name) for name in changed})
    return part


def _refuse_other(part: Part) -> None:
    other = Part.objects.filter(brand=part.brand_id, norm=part.norm).exclude(pk=part.pk).first()
    if other:
        raise NumberTaken(brand=part.brand.name, number=other.number, name=other.name_sv)


def _refuse_stocking(part: Part, stocking: str) -> None:
    if stocking == part.stocking:
        return
    for guard in _stocking_guards:
        if why := guard(part):
            raise StockingLocked(number=part.number, stocking=stocking, why=why)


@action("parts.retire")
def retire(part: Part, *, by: Actor, at: datetime) -> Part:
    """The part is no longer found but by its exact number or barcode, and marked there. Nothing is deleted (K-10)."""
    part.retired_at = part.retired_at or at
    part.save(update_fields=["retired_at"])
    index.refresh([part.id])
    return part


@action("parts.restore")
def restore(part: Part, *, by: Actor, at: datetime) -> Part:
    """The part is found again."""
    part.retired_at = None
    part.save(update_fields=["retired_at"])
    index.refresh([part.id])
    return part

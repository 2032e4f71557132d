"""The demo's catalogue: parts of every family, prices, fees, kits, operations, canned jobs, shelves."""

import re
from datetime import date, datetime
from random import Random
from uuid import UUID

from vaxel.business.catalog import canned, categories, fees, kits, operations, parts, price_lists, prices, rates
from vaxel.business.catalog.barcodes import check_digit
from vaxel.business.catalog.models import Category, Part
from vaxel.business.catalog.parts import NewCode, NewPart
from vaxel.business.inspections import templates as inspection_templates
from vaxel.business.parties import parties
from vaxel.business.parties.models import CustomerGroup, Party
from vaxel.business.stock import levels, receipts
from vaxel.doors.console.demo import menu
from vaxel.doors.console.demo.cars import MODELS
from vaxel.doors.console.demo.families import CATEGORIES, FAMILIES, Family
from vaxel.doors.console.demo.stage import Stage

AT_ONCE = 5000
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
FAST_SHARE = 8
SHELVES = {"STH": 70, "GBG": 35, "MMA": 85}


def fill(stage: Stage, group: CustomerGroup, at: datetime) -> None:
    """Everything that can be sold exists, has its price and lies on shelves."""
    said = stage.said(at)
    above: dict[str, Category] = {}
    for key, parent, sv, en in CATEGORIES:
        above[key] = categories.define(key, name_sv=sv, name_en=en, parent=above.get(parent), **said)
    suppliers = [
        parties.add(kind="company", name=name, is_supplier=True, is_customer=False, **said)
        for name in ("Nordiska Reservdelsgrossisten AB", "Däckpartner Sverige AB")
    ]
    wishes, cost_price = _wishes(stage, suppliers)
    for start in range(0, len(wishes), AT_ONCE):
        parts.add_many(wishes[start : start + AT_ONCE], **said)
    _price(stage, group, cost_price, at.date(), at)
    held = Part.objects.in_bulk([wish.id for wish in wishes])
    stage.named = {one.key: held[wish.id] for one, wish in zip(menu.NAMED, wishes, strict=False)}
    _hang_fees(stage, held, wishes, at)
    _offer(stage, at)
    _stock(stage, [held[wish.id] for wish in wishes], at)


def _wishes(stage: Stage, suppliers: list[Party]) -> tuple[list[NewPart], dict[UUID, int]]:
    """The named parts first, then those that the dice make; and the price of each with VAT, in öre."""
    seen: set[tuple[str, str]] = set()
    wishes: list[NewPart] = []
    price: dict[UUID, int] = {}
    for n, one in enumerate(menu.NAMED):
        wish = NewPart(
            brand=one.brand, number=one.number, name_sv=one.sv, name_en=one.en, category=one.category, unit=one.unit,
            stocking=one.stocking, cost_minor=one.cost_minor, codes=(NewCode("barcode", _ean(n)),),
        )  # fmt: skip
        seen.add((one.brand, _plain(one.number)))
        price[wish.id] = one.price_minor
        wishes.append(wish)
    shares = [family.share for family in FAMILIES]
    for n in range(len(menu.NAMED), stage.size.parts):
        wish, price_minor = _thrown(stage.dice, stage.dice.choices(FAMILIES, shares)[0], n, seen, suppliers)
        price[wish.id] = price_minor
        wishes.append(wish)
    return wishes, price


def _thrown(
    dice: Random, family: Family, n: int, seen: set[tuple[str, str]], suppliers: list[Party]
) -> tuple[NewPart, int]:
    """A part of the family that is not there yet, and its price with VAT in öre."""
    brand, number = _number(dice, family, seen)
    model = dice.choice(MODELS)
    what = dice.choice(family.specs) if family.specs else f"{model.make} {model.name} {dice.randint(*model.years)}–"
    cost_minor = dice.randrange(family.costs[0] * 100, family.costs[1] * 100, 50)
    whole = cost_minor * (100 + family.markup) * 125 // 1_000_000
    price_minor = max(whole // 10 * 10 + (9 if family.markup >= 120 else 5), 5) * 100
    codes = [NewCode("barcode", _ean(n))]
    if dice.random() < 0.3:
        codes.append(NewCode("original", f"{dice.randrange(30_600_000, 32_999_999)}"))
    if dice.random() < 0.5:
        supplier = suppliers[1 if "tyre" in family.category else 0]
        codes.append(NewCode("supplier", f"{family.category[:2].upper()}{dice.randrange(10**6):06d}", supplier.pk))
    wish = NewPart(
        brand=brand, number=number, name_sv=f"{family.sv} {what}", name_en=f"{family.en} {what}",
        category=family.category, unit=family.unit, cost_minor=cost_minor, codes=tuple(codes),
        quality="original_supplier" if dice.random() < 0.3 else "aftermarket",
    )  # fmt: skip
    return wish, max(price_minor, cost_minor * 165 // 100)


def _number(dice: Random, family: Family, seen: set[tuple[str, str]]) -> tuple[str, str]:
    tries = 0
    while True:
        brand, look = dice.choice(family.brands)
        look += "#" * (tries // 20)
        tries += 1
        number = re.sub("[#@]", lambda found: dice.choice("0123456789" if found[0] == "#" else _LETTERS), look)
        if (brand, _plain(number)) not in seen:
            seen.add((brand, _plain(number)))
            return brand, number


def _plain(number: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def _ean(n: int) -> str:
    digits = f"73999{n:07d}"
    return digits + check_digit(digits)


def _price(stage: Stage, group: CustomerGroup, price_minor: dict[UUID, int], day: date, at: datetime) -> None:
    """Everyone's list with VAT, and the fleet's without, twelve percent lower."""
    said = stage.said(at)
    everyone = price_lists.make(name="Butikspris", basis="incl", valid_from=day, **said)
    fleet = price_lists.make(name="Flottpris", basis="excl", valid_from=day, group=group, **said)
    prices.set(everyone, prices=[(part, minor * 100) for part, minor in price_minor.items()], **said)
    sample = list(price_minor.items())[: stage.size.parts * 3 // 4]
    prices.set(fleet, prices=[(part, minor * 704 // 10) for part, minor in sample], **said)
    stage.price_cm = {part: minor * 100 for part, minor in price_minor.items()}


def _hang_fees(stage: Stage, held: dict[UUID, Part], wishes: list[NewPart], at: datetime) -> None:
    """The fees of tyres and batteries, and the workshop's supplies."""
    said = stage.said(at)
    day = at.date()
    made = {
        "tyre_return": fees.define(key="tyre_return", name_sv="Däckåtervinningsavgift", name_en="Tyre recycling fee",
                                   kind="hung", unit_price_cm=160_000, valid_from=day, **said),
        "battery_return": fees.define(key="battery_return", name_sv="Miljöavgift batteri",
                                      name_en="Battery recycling fee", kind="hung", unit_price_cm=280_000,
                                      valid_from=day, **said),
    }  # fmt: skip
    fees.define(
        key="supplies", name_sv="Förbrukningsmaterial", name_en="Workshop supplies", kind="supplies", labour_ppm=30_000,
        floor_minor=2_000, ceiling_minor=25_000, valid_from=day, **said,
    )  # fmt: skip
    of_category = {family.category: family.fee for family in FAMILIES if family.fee}
    hung = [wish for wish in wishes if wish.category in of_category][: stage.size.parts // 20]
    for wish in hung:
        fees.hang(made[of_category[wish.category]], part=held[wish.id], **said)


def _offer(stage: Stage, at: datetime) -> None:
    """Rates, operations, kits and canned jobs."""
    said = stage.said(at)
    for key, sv, en, kronor in (
        ("general", "Verkstad", "Workshop", 1_160), ("diagnosis", "Felsökning", "Diagnosis", 1_360),
        ("tyres", "Däck", "Tyres", 880),
    ):  # fmt: skip
        rates.define(key=key, name_sv=sv, name_en=en, hour_price_cm=kronor * 10_000, **said)
    rates.define(
        key="general", name_sv="Verkstad Göteborg", name_en="Workshop Göteborg", hour_price_cm=10_800_000,
        site=stage.places["GBG"].site, **said,
    )  # fmt: skip
    operation = {
        code: operations.define(
            code=code, name_sv=sv, name_en=en, hours_milli=hours_milli,
            rate_key=menu.OWN_RATES.get(code[:2], "general"), **said,
        )
        for code, sv, en, hours_milli in menu.OPERATIONS
    }  # fmt: skip
    for kit, inside in menu.KITS.items():
        kits.set_components(stage.named[kit], components=[(stage.named[key], milli) for key, milli in inside], **said)
    for one in menu.CANNED:
        entries = [canned.labour(operation[code]) for code in one.operations]
        entries += [canned.part(stage.named[key], milli) for key, milli in one.parts]
        if one.placeholder[0]:
            entries.append(canned.placeholder(*one.placeholder, quantity_milli=4000))
        stage.canned[one.key] = canned.define(
            one.key, title_sv=one.sv, title_en=one.en, lines=entries, category=one.category,
            pricing="fixed" if one.menu_minor else "lines", fixed_price_cm=(one.menu_minor or 0) * 80,
            warranty_months=24 if one.parts else 0, **said,
        )  # fmt: skip
    inspection_templates.define(
        "car", name_sv="Bilkontroll", name_en="Car check", **said,
        groups=inspection_templates.passenger_car(menu.JOBS_OF_FINDINGS),
    )  # fmt: skip


def _stock(stage: Stage, held: list[Part], at: datetime) -> None:
    """Each site's shelves, what sells fast there, and below how many it is ordered again."""
    dice, named = stage.dice, {part.pk for part in stage.named.values()}
    for code, percent in SHELVES.items():
        place = stage.places[code]
        rows: list[tuple[UUID, int, int]] = []
        wanted: list[tuple[UUID, int, int]] = []
        for part in held:
            tyre = "däck" in part.name_sv
            absent = part.stocking == "kit" or (part == stage.named["bearing"] and code != "MMA")
            if absent or not (part.pk in named or (code == "GBG" and tyre) or stage.chance(percent)):
                continue
            fast = part.pk in named or dice.randrange(FAST_SHARE) == 0
            pieces = dice.randint(14, 36) if fast else dice.randint(1, 5)
            if part.unit == "l":
                pieces = dice.randint(120, 200)
            rows.append((part.pk, pieces * 1000, part.cost_minor))
            if fast:
                place.shelf.append(part)
                wanted.append((part.pk, 6_000, 30_000) if part.unit != "l" else (part.pk, 60_000, 200_000))
        receipts.open_balances(place.site, key="demo", lines=rows, **stage.said(at))
        levels.set_many(place.site, levels=wanted, **stage.said(at))

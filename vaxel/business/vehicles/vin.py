"""Reading a VIN as it was typed or scanned, and what it says of the vehicle without asking anyone outside."""

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from vaxel.business.vehicles import makes, model_years, vpic
from vaxel.kernel.refusals import BadInput

LENGTH = 17
MOST_TYPED = 200
_ALPHABET = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_BLANKS = re.compile(r"[\s*\-./]+")
_VALUES = {
    letter: int(value) for letter, value in zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True)
}
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_CHECKED_FIRST = frozenset("12345L")
_MEANT = str.maketrans("IOQ", "100")
_FUELS = {
    "Gasoline": "petrol", "Diesel": "diesel", "Electric": "electric", "Ethanol (E85)": "ethanol",
    "Flexible Fuel Vehicle (FFV)": "ethanol", "Compressed Natural Gas (CNG)": "gas", "Natural Gas": "gas",
    "Liquefied Petroleum Gas (propane or LPG)": "gas", "Compressed Hydrogen/Hydrogen": "hydrogen",
}  # fmt: skip


class BadVin(BadInput):
    """The text cannot be a VIN. `suggestion` is what may have been meant, or empty."""

    sentence = _("“%(text)s” cannot be a VIN: %(why)s")


@dataclass(frozen=True, slots=True)
class VinReading:
    """A VIN of 17 possible characters, and what to look at before trusting it."""

    vin: str
    warnings: tuple[str | Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a VIN says. Empty where it does not say; `year_candidates` newest first; `source` must be shown."""

    make: str
    model: str
    model_year: int | None
    year_candidates: tuple[int, ...]
    plant: str
    country: str
    engine: str
    fuel: str
    body: str
    source: str
    warnings: tuple[str | Promise, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For storing beside the vehicle."""
        return asdict(self) | {
            "year_candidates": list(self.year_candidates), "warnings": [str(warning) for warning in self.warnings]
        }  # fmt: skip


def read(text: str) -> VinReading:
    """The VIN in `text`: blanks, stars and the `I` that Code 39 labels carry in front are taken off (1.2, 3).

    A wrong check digit warns where the law asks for one (North America, China) and never blocks. Refuses with BadVin,
    which says what is wrong and, where letters that do not exist have likely twins, suggests them.
    """
    plain = _BLANKS.sub("", text[:MOST_TYPED].upper())
    if len(plain) == LENGTH + 1 and plain[0] == "I":
        plain = plain[1:]
    if len(plain) > LENGTH:
        plain = _inside(plain)
    if len(plain) != LENGTH:
        raise BadVin(text=plain, why=_wrong_length(plain), suggestion="")
    if not _ALPHABET.fullmatch(plain):
        raise BadVin(text=plain, why=_wrong_letters(plain), suggestion=_suggested(plain))
    if plain[0] in _CHECKED_FIRST and not check_digit_right(plain):
        return VinReading(plain, (_("The VIN's check digit is wrong. Compare each character with the car."),))
    return VinReading(plain)


def _inside(plain: str) -> str:
    """The VIN in a longer text: a run of 17 possible characters with a right check digit, else the first run."""
    runs = [plain[start : start + LENGTH] for start in range(len(plain) - LENGTH + 1)]
    possible = [run for run in runs if _ALPHABET.fullmatch(run)]
    return next((run for run in possible if check_digit_right(run)), possible[0] if possible else plain)


def _wrong_length(plain: str) -> Promise:
    return format_lazy(
        _("it has {count} characters and a VIN has 17. A number from before 1981 goes into the field chassis number."),
        count=len(plain),
    )


def _wrong_letters(plain: str) -> Promise:
    wrong = ", ".join(
        f"{letter} ({place})" for place, letter in enumerate(plain, 1) if not _ALPHABET.fullmatch(letter * LENGTH)
    )
    if suggestion := _suggested(plain):
        return format_lazy(
            _("{wrong} is never used in one. I and 1, O, Q and 0 look alike: did you mean {suggestion}?"),
            wrong=wrong, suggestion=suggestion,
        )  # fmt: skip
    return format_lazy(_("{wrong} is never used in one."), wrong=wrong)


def _suggested(plain: str) -> str:
    meant = plain.translate(_MEANT)
    return meant if _ALPHABET.fullmatch(meant) else ""


def check_digit_right(vin: str) -> bool:
    """Whether place 9 is the check digit of the rest (49 CFR 565)."""
    total = sum(
        weight * (int(letter) if letter.isdigit() else _VALUES[letter])
        for letter, weight in zip(vin, _WEIGHTS, strict=True)
    )
    return vin[8] == "0123456789X"[total % 11]


def decode(vin: str, today: date) -> Decoded:
    """What the VIN says, from tables that ship with us. Refuses with BadVin.

    The American tables are believed where the check digit is right or the make agrees with the list of makers;
    European VINs mostly give make and year alone.
    """
    reading = read(vin)
    vin = reading.vin
    right = check_digit_right(vin)
    listed = makes.of(vin)
    years = model_years.candidates(vin, today, check_digit_right=right)
    years = tuple(year for year in years if year >= makes.first_year(listed))
    year, facts = _year_and_facts(vin, years, right)
    believed = right or bool(listed and _same_make(listed, facts))
    if not believed:
        facts = vpic.Facts(facts.makes)
    confirmed = bool(facts.get(vpic.MODEL)) and right
    doubts = _doubts(vin, years, confirmed=confirmed)
    make, _tab, model = facts.get(vpic.MODEL).partition("\t")
    alone = facts.makes[0] if len(facts.makes) == 1 else ""
    sources = [vpic.SOURCE] if facts.values or (facts.makes and not listed) else []
    return Decoded(
        make=_spelled(make, listed) or (alone if right else "") or listed or "/".join(facts.makes),
        model=model, model_year=year, year_candidates=years, plant=_plant(facts),
        country=_country(facts) or makes.country(vin), engine=_engine(facts),
        fuel=_FUELS.get(facts.get(vpic.FUEL), facts.get(vpic.FUEL).lower()), body=_body(facts),
        source=", ".join([*sources, *(["vininfo"] if listed else [])]), warnings=(*reading.warnings, *doubts),
    )  # fmt: skip


def _year_and_facts(vin: str, years: tuple[int, ...], right: bool) -> tuple[int | None, vpic.Facts]:
    """The likeliest year with its facts; without a check digit, one that alone has a model in the tables wins."""
    year = model_years.likeliest(vin, years, check_digit_right=right)
    if right or len(years) < 2:
        return year, vpic.look_up(vin, year)
    found = {one: vpic.look_up(vin, one) for one in years}
    with_model = [one for one in years if found[one].get(vpic.MODEL)]
    if len(with_model) == 1:
        year = with_model[0]
    return year, found[year] if year else vpic.Facts()


def _same_make(listed: str, facts: vpic.Facts) -> bool:
    make = facts.get(vpic.MODEL).partition("\t")[0]
    known = [make] if make else list(facts.makes)
    return any(one.casefold() == listed.casefold() for one in known)


def _spelled(make: str, listed: str) -> str:
    return listed if make.casefold() == listed.casefold() else make


def _doubts(vin: str, years: tuple[int, ...], *, confirmed: bool) -> tuple[str | Promise, ...]:
    if not years:
        return (_("The VIN does not say the model year. Ask for the first registration."),)
    if model_years.is_doubtful(years, confirmed=confirmed):
        asked = _("The model year is {older} or {newer}. Ask for the first registration.")
        return (format_lazy(asked, older=years[-1], newer=years[0]),)
    return ()


def _body(facts: vpic.Facts) -> str:
    """The first of the words: `Hatchback/Liftback/Notchback` is a hatchback."""
    return re.split(r"[/(]", facts.get(vpic.BODY))[0].strip()


def _plant(facts: vpic.Facts) -> str:
    return facts.get(vpic.PLANT_CITY).removesuffix(" PLANT").title()


def _country(facts: vpic.Facts) -> str:
    return re.sub(r"\s*\(.*\)", "", facts.get(vpic.PLANT_COUNTRY)).title()


def _engine(facts: vpic.Facts) -> str:
    litres, cylinders = facts.get(vpic.LITRES), facts.get(vpic.CYLINDERS)
    pieces = (facts.get(vpic.ENGINE), f"{litres} l" if litres else "", f"{cylinders} cyl" if cylinders else "")
    return " ".join(piece for piece in pieces if piece)[:60]

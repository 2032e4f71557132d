"""Colours of tread and age, and what a typed DOT code and tread mean; no database, clock or settings (S-115, S-175)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ORDER = ("", "green", "amber", "red")
LONGEST_TENTHS = 250


@dataclass(frozen=True, slots=True)
class Limits:
    """Tread in tenths of a millimetre and age in whole years: below or from which a tyre is unsafe, or soon will be."""

    summer_red: int = 16
    summer_amber: int = 30
    winter_red: int = 30
    winter_amber: int = 40
    age_amber: int = 6
    age_red: int = 10

    def of(self, season: str) -> tuple[int, int]:
        """(red below, amber below) of the season's tyres; tyres for all the year are judged as winter tyres."""
        return (self.summer_red, self.summer_amber) if season == "summer" else (self.winter_red, self.winter_amber)


def tread_colour(tenths: int | None, season: str, limits: Limits) -> str:
    """green, amber or red; nothing when it was not measured. A value on the limit is not below it (S-114)."""
    if tenths is None:
        return ""
    red, amber = limits.of(season)
    return "red" if tenths < red else "amber" if tenths < amber else "green"


def age_colour(made_on: date | None, day: date, limits: Limits) -> str:
    """By whole years since the week of make; nothing when the code is not known."""
    if made_on is None:
        return ""
    years = day.year - made_on.year - ((day.month, day.day) < (made_on.month, made_on.day))
    return "red" if years >= limits.age_red else "amber" if years >= limits.age_amber else "green"


def worst(colours: Iterable[str]) -> str:
    """The worst of them decides (S-114)."""
    return max(colours, key=ORDER.index, default="")


def made_on(dot: str, day: date) -> date | None:
    """The Monday of the week in a code WWYY, as read on `day`; None for what is no such code or lies ahead."""
    if len(dot) != 4 or not (dot.isascii() and dot.isdigit()):
        return None
    try:
        found = date.fromisocalendar(2000 + int(dot[2:]), int(dot[:2]), 1)
    except ValueError:
        return None
    return found if found <= day + timedelta(days=7) else None


def tenths(text: str) -> int | None:
    """Millimetres as typed (`5,5`, `5.5`, `5`) in tenths; None for nothing. Raises ValueError for what is no tread."""
    plain = text.strip().replace(",", ".")
    if not plain:
        return None
    whole, _dot, part = plain.partition(".")
    if (
        not (whole.isascii() and whole.isdigit() and (part == "" or (part.isascii() and part.isdigit())))
        or len(part) > 1
    ):
        raise ValueError(text)
    found = int(whole) * 10 + int(part or "0")
    if found > LONGEST_TENTHS:
        raise ValueError(text)
    return found

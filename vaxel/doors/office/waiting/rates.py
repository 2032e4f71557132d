"""How often customers say yes, in tables with words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from vaxel.business.locations.models import Site
from vaxel.business.service import close_rate
from vaxel.business.service.close_rate import Asked, Rate
from vaxel.doors import wording

COLOURS = ("red", "amber", "green", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    name: str
    recommended_minor: int
    ppm: int


@dataclass(frozen=True, slots=True)
class Rates:
    """The whole, and the tables by colour, advisor and age."""

    whole: Rate
    tables: list[tuple[str, list[Row]]]


def of(site: Site, since: datetime, until: datetime) -> Rates:
    """The rates of what was answered at the site in the time. Three queries."""
    asked = close_rate.asked(site, since, until)
    ages = {"same_visit": _("At the same visit"), "months": _("Up to 3 months"), "year": _("3 to 12 months"),
            "older": _("Older than a year")}  # fmt: skip
    return Rates(close_rate.rate(asked), [
        (_("Colour"), _table(asked, "colour", COLOURS, _colour)),
        (_("Advisor"), _table(asked, "advisor", sorted({one.advisor for one in asked}), lambda name: name or "–")),
        (_("Age"), _table(asked, "age", close_rate.AGES, lambda key: ages[key])),
    ])  # fmt: skip


def _colour(key: str) -> str:
    return str(wording.word("finding", key).text) if key else _("No inspection")


def _table(asked: list[Asked], by: str, keys: tuple[str, ...] | list[str], name: Callable[[str], str]) -> list[Row]:
    held = close_rate.by(asked, by)
    return [Row(name(key), held[key].recommended_minor, held[key].ppm) for key in keys if key in held]

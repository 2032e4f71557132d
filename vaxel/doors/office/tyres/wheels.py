"""The four wheels of a form, and of a page with their colours."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from vaxel.business.tyres import rules, settings
from vaxel.business.tyres.hotel import WheelIn
from vaxel.business.tyres.models import POSITIONS, Wheel, WheelSet
from vaxel.business.tyres.refusals import BadTread


@dataclass(frozen=True, slots=True)
class Row:
    """A wheel on the page: as typed or stored, its tread's and age's colours, and when it was made."""

    position: str
    tread: str = ""
    dot: str = ""
    brand: str = ""
    damage: str = ""
    tread_colour: str = ""
    age_colour: str = ""
    made_on: date | None = None


def blank() -> list[Row]:
    """Four wheels that nobody has looked at."""
    return [Row(one) for one in POSITIONS]


def typed(request: HttpRequest) -> list[Row]:
    """As the form has them."""
    return [
        Row(one, tread=_said(request, "tread", one), dot=_said(request, "dot", one), brand=_said(request, "brand", one),
            damage=_said(request, "damage", one))
        for one in POSITIONS
    ]  # fmt: skip


def _said(request: HttpRequest, name: str, position: str) -> str:
    return request.POST.get(f"{name}-{position}", "").strip()


def read(request: HttpRequest) -> list[WheelIn]:
    """As the form has them, for the actions. A tread left empty says nothing of it. Refuses with BadTread."""
    return [
        WheelIn(row.position, _tenths(row.tread), brand=row.brand[:60], dot=row.dot, damage=row.damage[:200])
        for row in typed(request)
    ]


def treads(request: HttpRequest) -> list[WheelIn]:
    """The treads of a short form alone."""
    return [WheelIn(row.position, _tenths(row.tread)) for row in typed(request) if row.tread]


def _tenths(text: str) -> int | None:
    try:
        return rules.tenths(text)
    except ValueError:
        raise BadTread(text=text[:20]) from None


def of(held: WheelSet, day: date, comma: str) -> list[Row]:
    """The set's wheels with colours. Two queries."""
    limits = settings.limits(held.site_id)
    return [_row(one, held.season, day, limits, comma) for one in sorted(held.wheels.all(), key=_order)]


def _order(wheel: Wheel) -> int:
    return POSITIONS.index(wheel.position)


def _row(one: Wheel, season: str, day: date, limits: rules.Limits, comma: str) -> Row:
    made = rules.made_on(one.dot, day)
    tread = "" if one.tread_tenths is None else f"{one.tread_tenths // 10}{comma}{one.tread_tenths % 10}"
    return Row(
        one.position, tread, one.dot, one.brand, one.damage, rules.tread_colour(one.tread_tenths, season, limits),
        rules.age_colour(made, day, limits), made,
    )  # fmt: skip

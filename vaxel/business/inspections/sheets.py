"""What an inspection looks at, and which colour a measurement has: pure (S-114, S-115, S-118)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import BadInput

type Result = Literal["green", "amber", "red", "not_inspected"]
WORST: tuple[Result, ...] = ("red", "amber", "green")
MOST_ITEMS, LONGEST = 200, 120


class BadSheet(BadInput):
    """A template that nobody could fill in."""

    sentence = _("The inspection template cannot be used: %(what)s")


class BadMeasure(BadInput):
    """A measurement that cannot be."""

    sentence = _("“%(place)s” is no place to measure “%(item)s”, or its value cannot be.")


@dataclass(frozen=True, slots=True)
class Limits:
    """Below `red_below_milli` red, below `amber_below_milli` amber, else green. `more_is_worse` turns it round:
    above instead of below (play, moisture)."""

    unit: str
    red_below_milli: int
    amber_below_milli: int
    most_milli: int = 1_000_000
    more_is_worse: bool = False

    def colour(self, milli: int) -> Result:
        """The colour of one measurement (S-114): 1.5 mm of 1.6/3.0 is red, 1.6 amber, 3.0 green."""
        red, amber = self.red_below_milli, self.amber_below_milli
        if self.more_is_worse:
            return "red" if milli > red else "amber" if milli > amber else "green"
        return "red" if milli < red else "amber" if milli < amber else "green"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at. `places`: where it is measured (key, word); `safety`: red must be acknowledged (S-117)."""

    key: str
    name_sv: str
    name_en: str = ""
    safety: bool = False
    may_be_as_last: bool = False
    canned_key: str = ""
    limits: Limits | None = None
    places: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Items that are looked at together: tyres, brakes, under the bonnet."""

    name_sv: str
    name_en: str
    items: tuple[Item, ...]


def stored(groups: Sequence[Group]) -> list[dict[str, Any]]:
    """The groups as a row keeps them; refuses with BadSheet."""
    items = [item for group in groups for item in group.items]
    keys = [item.key for item in items]
    if not 0 < len(items) <= MOST_ITEMS:
        raise BadSheet(what=_("it has no items, or more than 200."))
    if len(set(keys)) != len(keys) or not all(key.isidentifier() and len(key) <= 40 for key in keys):
        raise BadSheet(what=_("two items have the same key, or a key is no word of letters, digits and _."))
    for item in items:
        if item.limits and (not item.places or item.limits.most_milli <= 0):
            raise BadSheet(what=_("“%(item)s” is measured, but nowhere.") % {"item": item.name_sv})
        if not 0 < len(item.name_sv) <= LONGEST or len(item.name_en) > LONGEST:
            raise BadSheet(what=_("an item needs a name of at most 120 letters."))
    return [
        {"name_sv": group.name_sv, "name_en": group.name_en, "items": [_stored_item(item) for item in group.items]}
        for group in groups
    ]


def _stored_item(item: Item) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "key": item.key, "name_sv": item.name_sv, "name_en": item.name_en, "safety": item.safety,
        "may_be_as_last": item.may_be_as_last, "canned_key": item.canned_key,
    }  # fmt: skip
    if item.limits:
        kept["limits"] = {name: getattr(item.limits, name) for name in Limits.__slots__}
        kept["places"] = [list(place) for place in item.places]
    return kept


def opened(groups: Sequence[Mapping[str, Any]]) -> tuple[Group, ...]:
    """What a row keeps, as groups."""
    return tuple(
        Group(one["name_sv"], one["name_en"], tuple(_opened_item(item) for item in one["items"])) for one in groups
    )


def _opened_item(item: Mapping[str, Any]) -> Item:
    limits = Limits(**item["limits"]) if item.get("limits") else None
    places = tuple((key, sv, en) for key, sv, en in item.get("places", ()))
    return Item(
        item["key"], item["name_sv"], item["name_en"], item["safety"], item["may_be_as_last"], item["canned_key"],
        limits, places,
    )  # fmt: skip


def items(groups: Sequence[Group]) -> Iterator[Item]:
    """Every item, in the order one looks."""
    for group in groups:
        yield from group.items


def measured(item: Item, measures: Mapping[str, int]) -> Result | None:
    """The worst of the measurements (S-114), None without any; refuses with BadMeasure."""
    if item.limits is None:
        if measures:
            raise BadMeasure(place=next(iter(measures)), item=item.name_sv)
        return None
    known = {key for key, _sv, _en in item.places}
    for place, milli in measures.items():
        if place not in known or not 0 <= milli <= item.limits.most_milli:
            raise BadMeasure(place=place, item=item.name_sv)
    found = {item.limits.colour(milli) for milli in measures.values()}
    return next((one for one in WORST if one in found), None)


def uneven(item: Item, measures: Mapping[str, int], most_milli: int) -> bool:
    """Whether the tread differs so much across a tyre that its wheels should be aligned (S-115): places `fl_inner`,
    `fl_outer` and so on."""
    for place, milli in measures.items():
        other = measures.get(place.removesuffix("_inner") + "_outer") if place.endswith("_inner") else None
        if other is not None and abs(milli - other) >= most_milli:
            return True
    return False

"""A part of the shop with what can be done there."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the shop with what can be done there: action → words."""

    key: str
    name: str | Promise
    icon: str
    deeds: dict[str, str | Promise]

"""Cards that may be the same customer twice: same number, phone, e-mail, or a name that sounds alike (C-7).

A suggestion, never more: a family shares a phone, and two people share a name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from django.db.models import Count, Q

from vaxel.business.parties.models import KeptApart, Party

REASONS: Mapping[str, str] = {
    "number": "organisation_number", "email": "email", "phone": "phone_digits", "name": "name_key",
}  # fmt: skip
WEIGHT = {"number": 8, "email": 4, "phone": 3, "name": 1}
MOST_VALUES = 200
MOST_ALIKE = 5  # more cards with one phone are a switchboard's, and say nothing
MOST = 100
_POSTCODE = re.compile(r"\b([0-9]{3}) ?([0-9]{2})\b")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards and why they may be one, the older card first."""

    one: Party
    other: Party
    reasons: tuple[str, ...]


def pairs(most: int = MOST) -> list[Pair]:
    """The likeliest doubles, likeliest first, without those that somebody keeps apart. Six queries, however many."""
    values = {reason: _shared(field) for reason, field in REASONS.items()}
    wanted = Q(pk__in=[])
    for reason, field in REASONS.items():
        if values[reason]:
            wanted |= Q(**{f"{field}__in": values[reason]})
    cards = list(Party.objects.filter(wanted, is_walk_in=False, merged_into=None).order_by("made_at", "pk"))
    apart = set(KeptApart.objects.filter(one__in=cards, other__in=cards).values_list("one", "other"))
    reasons: dict[tuple[UUID, UUID], list[str]] = {}
    for reason, field in REASONS.items():
        for one, other in _alike(cards, field, set(values[reason])):
            if reason != "name" or _may_be_one(one, other):
                reasons.setdefault((one.pk, other.pk), []).append(reason)
    known = {card.pk: card for card in cards}
    found = [
        Pair(known[one], known[other], tuple(why))
        for (one, other), why in reasons.items()
        if (min(one, other), max(one, other)) not in apart and not _two(known[one], known[other])
    ]
    found.sort(key=lambda pair: (-sum(WEIGHT[one] for one in pair.reasons), pair.one.name, pair.other.pk))
    return found[:most]


def _shared(field: str) -> list[str]:
    """Values of the field that stand on two cards to MOST_ALIKE."""
    rows = Party.objects.filter(**{f"{field}__gt": ""}).values(field).annotate(n=Count("pk"))
    return list(rows.filter(n__gt=1, n__lte=MOST_ALIKE).order_by(field).values_list(field, flat=True)[:MOST_VALUES])


def _alike(cards: Iterable[Party], field: str, values: set[str]) -> Iterator[tuple[Party, Party]]:
    groups: dict[str, list[Party]] = {}
    for card in cards:
        value = getattr(card, field)
        if value in values:
            groups.setdefault(value, []).append(card)
    for group in groups.values():
        yield from combinations(group, 2)


def _may_be_one(one: Party, other: Party) -> bool:
    """A name alone is little: the postcode must be the same, or one card hold next to nothing."""
    where = _postcode(one), _postcode(other)
    bare = not (one.phone or one.email) or not (other.phone or other.email)
    return where[0] == where[1] if all(where) else bare


def _postcode(party: Party) -> str:
    found = _POSTCODE.search(party.address)
    return "".join(found.groups()) if found else ""


def _two(one: Party, other: Party) -> bool:
    """They cannot be merged, so there is nothing to ask (C-9)."""
    numbers = {card.organisation_number for card in (one, other)} - {""}
    return one.kind != other.kind or len(numbers) > 1 or (one.is_supplier and other.is_supplier)

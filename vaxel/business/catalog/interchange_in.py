"""Which parts replace which, from a file, some rows at a time: equal to each other, or the one instead of the other.

A row that cannot be taken is refused alone, with its reason; what was so already stays, so a file may be read again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import brands, links, numbers
from vaxel.business.catalog.fit_models import InterchangeGroup, InterchangeMember, Supersession
from vaxel.business.catalog.links import OnePart
from vaxel.business.catalog.models import Part
from vaxel.business.catalog.wishes import check_name
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows
from vaxel.kernel.ids import new_id
from vaxel.kernel.portions import Portion
from vaxel.kernel.refusals import NotFound, Refused

EQUAL, SUPERSEDED = "equal", "superseded"
NEW, SAME, REFUSED = "new", "unchanged", "refused"
type Key = tuple[str, str]


class NoSuchPart(NotFound):
    """Both of a row are parts of the shop."""

    sentence = _("%(number)s of %(brand)s is not in the shop.")


class Pair(NamedTuple):
    """A row: two parts by brand and number, equal to each other, or the first superseded by the second."""

    row: int
    brand: str
    number: str
    other_brand: str
    other_number: str
    kind: str = EQUAL


class Became(NamedTuple):
    """What became, or would become, of a row."""

    row: int
    what: str
    why: str = ""


@action("interchange.take_many")
def take_many(pairs: Portion[Pair], *, source: str, by: Actor, at: datetime) -> list[Became]:
    """The pairs replace each other, or the second is sold instead of the first from today. What became of each row."""
    plain = check_name(source, _("source"), 80, needed=False)
    known, came = _Known(pairs.rows), []
    for pair in pairs:
        try:
            came.append(Became(pair.row, known.take(pair)))
        except Refused as refusal:
            came.append(Became(pair.row, REFUSED, str(refusal)))
    groups = [(new_id(), pair) for pair in known.equal]
    rows.insert(InterchangeGroup, ("id", "source"), [(group, plain) for group, _pair in groups])
    members = [(new_id(), group, part) for group, pair in groups for part in pair]
    rows.insert(InterchangeMember, ("id", "group", "part"), members)
    day = at.date()
    chained = [(new_id(), old, new, "full", 1000, day) for old, new in known.superseded]
    rows.insert(Supersession, ("id", "old", "new", "kind", "quantity_milli", "from_day"), chained)
    note(rows=len(pairs), equal=len(groups), superseded=len(chained), source=plain)
    return came


class _Known:
    """The parts that the rows name and what is said of them already; and what is to be said now."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.parts = _parts({one for pair in pairs for one in (pair.number, pair.other_number)})
        ids = sorted({part.pk for part in self.parts.values()})
        self.groups: dict[UUID, set[UUID]] = {}
        self.held: set[tuple[UUID, UUID]] = set()
        for some in rows.chunks(ids):
            for group, part in InterchangeMember.objects.filter(part__in=some).values_list("group", "part"):
                self.groups.setdefault(part, set()).add(group)
            self.held |= set(Supersession.objects.filter(old__in=some).values_list("old", "new"))
        any_chain = any(pair.kind == SUPERSEDED for pair in pairs)
        self.chains = links.Chains() if any_chain else None
        self.equal: dict[tuple[UUID, UUID], None] = {}
        self.superseded: dict[tuple[UUID, UUID], None] = {}

    def take(self, pair: Pair) -> str:
        """Whether the pair is new; refuses with NoSuchPart, OnePart, Circle, ChainTooLong."""
        one, other = self._part(pair.brand, pair.number), self._part(pair.other_brand, pair.other_number)
        if one.pk == other.pk:
            raise OnePart()
        if pair.kind == SUPERSEDED and self.chains is not None:
            key = (one.pk, other.pk)
            if key in self.held or key in self.superseded:
                return SAME
            self.chains.add(one, other)
            self.superseded[key] = None
            return NEW
        low, high = sorted((one.pk, other.pk))
        if self.groups.get(low, set()) & self.groups.get(high, set()) or (low, high) in self.equal:
            return SAME
        self.equal[low, high] = None
        return NEW

    def _part(self, brand: str, number: str) -> Part:
        found = self.parts.get((brands.folded(brand)[:80], numbers.norm(number)))
        if found is None:
            raise NoSuchPart(number=number, brand=brand)
        return found


def _parts(wanted: Iterable[str]) -> dict[Key, Part]:
    found: dict[Key, Part] = {}
    for some in rows.chunks(sorted({numbers.norm(one) for one in wanted})):
        for part in Part.objects.filter(norm__in=some).select_related("brand").only("norm", "number", "brand__folded"):
            found[part.brand.folded, part.norm] = part
    return found

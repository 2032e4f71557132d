"""Parts that stand for one another: groups that interchange, substitutes, what superseded what (K-14, K-15)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import rules
from vaxel.business.catalog.fit_models import InterchangeGroup, InterchangeMember, Substitute, Supersession, TakenIn
from vaxel.business.catalog.models import Part
from vaxel.business.catalog.wishes import check_among, check_name, check_range
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import statements
from vaxel.kernel.refusals import BadInput, Conflict

SUPERSESSIONS = ("full", "use_up_old_first", "one_to_many", "many_to_one")
MOST_IN_GROUP = 200
LONGEST_CHAIN = 20
_CHAINS = """WITH RECURSIVE after_it(start, id, depth, kind, quantity) AS (
SELECT old_id, new_id, 1, kind, quantity_milli FROM catalog_supersession WHERE {old} AND from_day <= %s
UNION ALL SELECT c.start, s.new_id, c.depth + 1, s.kind, s.quantity_milli FROM after_it c
JOIN catalog_supersession s ON s.old_id = c.id WHERE s.from_day <= %s AND c.depth < %s
), before_it(start, id, depth) AS (
SELECT new_id, old_id, 1 FROM catalog_supersession WHERE {new} AND from_day <= %s
UNION ALL SELECT c.start, s.old_id, c.depth + 1 FROM before_it c
JOIN catalog_supersession s ON s.new_id = c.id WHERE s.from_day <= %s AND c.depth < %s
)
SELECT 'replaced_by', start, id, depth, kind, quantity FROM after_it
UNION ALL SELECT 'replaces', start, id, depth, '', 1000 FROM before_it
UNION ALL SELECT 'interchange', m.part_id, o.part_id, 1, '', 1000 FROM catalog_interchangemember m
JOIN catalog_interchangemember o ON o.group_id = m.group_id AND o.part_id <> m.part_id WHERE {member}
UNION ALL SELECT 'interchange', part_id, by_id, 1, '', 1000 FROM catalog_substitute WHERE {substitute}"""


class OnePart(BadInput):
    """One part alone replaces nothing."""

    sentence = _("Interchange needs at least two different parts.")


class GroupTooLarge(BadInput):
    """A limit on everything."""

    sentence = _("At most %(most)s parts may replace each other in one group.")


class Circle(Conflict):
    """A part is not replaced by what it replaces (K-15)."""

    sentence = _("%(new)s is already replaced by %(old)s, directly or through others. That would be a circle.")


class ChainTooLong(Conflict):
    """A limit on everything: a chain is read whole with every search."""

    sentence = _("%(old)s would be the start of more than %(most)s replacements in a row. Close the chain up first.")


@action("interchange.join")
def join(parts: Sequence[Part], *, source: str = "", by: Actor, at: datetime) -> InterchangeGroup:
    """These parts may replace each other, in a new group. Groups do not run together: being in two says nothing of
    the parts of one and the other. Refuses with OnePart, GroupTooLarge, BadName."""
    wanted = list({part.id: part for part in parts}.values())
    if len(wanted) < 2:
        raise OnePart()
    if len(wanted) > MOST_IN_GROUP:
        raise GroupTooLarge(most=MOST_IN_GROUP)
    group = InterchangeGroup.objects.create(source=check_name(source, _("source"), 80, needed=False))
    InterchangeMember.objects.bulk_create([InterchangeMember(group=group, part=part) for part in wanted])
    touch(*wanted)
    return group


@action("interchange.part")
def part(group: InterchangeGroup, *, parts: Sequence[Part] | None = None, by: Actor, at: datetime) -> None:
    """These parts (None: all) are no longer in the group; a group of one is none."""
    held = group.members.all() if parts is None else group.members.filter(part__in=parts)
    note(parts=[str(member.part_id) for member in held])
    held.delete()
    if group.members.count() < 2:
        group.delete()


@action("interchange.substitute")
def substitute(part: Part, *, by_part: Part, source: str = "", by: Actor, at: datetime) -> Substitute:
    """`by_part` may replace the part, not the other way round (K-14). Refuses with OnePart, BadName."""
    if part.id == by_part.id:
        raise OnePart()
    plain = check_name(source, _("source"), 80, needed=False)
    made, _new = Substitute.objects.get_or_create(part=part, by=by_part, defaults={"source": plain})
    touch(by_part)
    return made


@action("interchange.remove_substitute")
def remove_substitute(substitute: Substitute, *, by: Actor, at: datetime) -> None:
    """It may no longer."""
    note(part=str(substitute.part_id), by_part=str(substitute.by_id))
    touch(substitute.part)
    Substitute.objects.filter(pk=substitute.pk).delete()


@action("supersessions.set")
def supersede(
    old: Part, *, new: Part, kind: str = "full", quantity_milli: int = 1000, from_day: date | None = None, by: Actor,
    at: datetime,
) -> Supersession:  # fmt: skip
    """From the day on `new` is sold instead of `old`, so much of it for one; what is left of the old may be sold.

    Setting it again changes it. Refuses with OnePart, Circle, ChainTooLong, NotAmong, OutOfRange.
    """
    check_among(kind, _("kind of replacement"), SUPERSESSIONS)
    check_range(quantity_milli, _("quantity"), 1, rules.LARGEST_QUANTITY_MILLI)
    if old.id == new.id:
        raise OnePart()
    Chains().add(old, new)
    made, _new = Supersession.objects.update_or_create(
        old=old, new=new,
        defaults={"kind": kind, "quantity_milli": quantity_milli, "from_day": from_day or at.date()},
    )  # fmt: skip
    touch(new)
    return made


@action("supersessions.remove")
def remove(supersession: Supersession, *, by: Actor, at: datetime) -> None:
    """It no longer holds."""
    note(old=str(supersession.old_id), new=str(supersession.new_id))
    touch(supersession.old)
    Supersession.objects.filter(pk=supersession.pk).delete()


class Chains:
    """All that is superseded, held while one decides: one at a time, so that two links do not close a circle together.

    Links are thousands where parts are millions, and change a few times a year: all of them are read.
    """

    def __init__(self) -> None:
        TakenIn.objects.get_or_create(key="supersessions")
        TakenIn.objects.select_for_update().get(key="supersessions")
        self._after = _edges()
        self._before: dict[UUID, list[UUID]] = defaultdict(list)
        for start, ends in self._after.items():
            for end in ends:
                self._before[end].append(start)

    def add(self, old: Part, new: Part) -> None:
        """The link may be stored, and is part of what the next is judged by. Refuses with Circle, ChainTooLong."""
        if rules.reaches(new.id, old.id, self._after):
            raise Circle(old=old.number, new=new.number)
        if rules.depth(old.id, self._before) + 1 + rules.depth(new.id, self._after) > LONGEST_CHAIN:
            raise ChainTooLong(old=old.number, most=LONGEST_CHAIN)
        self._after[old.id].append(new.id)
        self._before[new.id].append(old.id)


def _edges() -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for start, end in Supersession.objects.order_by("id").values_list("old", "new"):
        found[start].append(end)
    return found


@dataclass(frozen=True, slots=True)
class Link:
    """Another part that stands for one: how (`replaced_by`, `replaces`, `interchange`), and how far along the chain."""

    how: str
    part_id: UUID
    depth: int = 1
    kind: str = ""
    quantity_milli: int = 1000


def around(part_ids: Iterable[UUID], day: date) -> dict[UUID, list[Link]]:
    """Part → what stands for it on the day: the whole chain both ways, its groups' others, substitutes.

    One statement; parts with nothing are left out.
    """
    wanted = list(part_ids)
    if not wanted:
        return {}
    names = {"old": "old_id", "new": "new_id", "member": "m.part_id", "substitute": "part_id"}
    among = {name: statements.among(column, wanted) for name, column in names.items()}
    today = day.isoformat() if statements.vendor() == "sqlite" else day
    params = [
        *among["old"][1], today, today, LONGEST_CHAIN, *among["new"][1], today, today, LONGEST_CHAIN,
        *among["member"][1], *among["substitute"][1],
    ]  # fmt: skip
    read = statements.fetch(_CHAINS.format(**{name: text for name, (text, _params) in among.items()}), params)
    found: dict[UUID, dict[tuple[str, UUID], Link]] = defaultdict(dict)
    for how, start, end, depth, kind, quantity in sorted(read, key=lambda row: (row[0], row[3], str(row[2]))):
        link = Link(how, as_uuid(end), depth, kind, quantity)
        found[as_uuid(start)].setdefault((how, link.part_id), link)
    return {start: list(links.values()) for start, links in found.items()}


def head(part: Part, day: date) -> list[Part]:
    """What is sold instead of the part on the day: the ends of its chain, itself when nothing superseded it."""
    links = [one for one in around([part.id], day).get(part.id, []) if one.how == "replaced_by"]
    ids = [one.part_id for one in links]
    going_on = set(
        Supersession.objects.filter(old__in=ids, from_day__lte=day).values_list("old", flat=True) if ids else ()
    )
    ends = [one for one in ids if one not in going_on]
    return sorted(Part.objects.filter(pk__in=ends), key=lambda one: ends.index(one.pk)) if ends else [part]


def as_uuid(value: Any) -> UUID:
    """An id as raw SQL gives it on either database."""
    return value if isinstance(value, UUID) else UUID(value)

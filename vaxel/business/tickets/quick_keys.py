"""The counter's tiles: what a site sells so often that it has a place of its own on the screen (W1)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Operation, Part
from vaxel.business.catalog.names import name_in
from vaxel.business.locations.models import Site
from vaxel.business.tickets.models import QuickKey
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Conflict

MOST, LONGEST = 24, 24


class NothingOnKey(BadInput):
    """A tile is a part or labour."""

    sentence = _("Choose the part or the labour that the tile stands for.")


class TooManyKeys(Conflict):
    """What is on the tiles is found faster by looking than by typing only while there are few."""

    sentence = _("A counter has at most %(most)s tiles. Take one away first.")


class OnKeyAlready(Conflict):
    """One tile a thing."""

    sentence = _("“%(label)s” is on a tile already.")


def _site(site: Site, *_args: object, **_kwargs: object) -> UUID:
    return site.pk


@action("tickets.add_quick_key", site=_site)
def add(
    site: Site, *, part: Part | None = None, operation: Operation | None = None, label: str = "",
    language: str = "sv", id: UUID | None = None, by: Actor, at: datetime,
) -> QuickKey:  # fmt: skip
    """The site's counter has one more tile, last in order. Refuses with NothingOnKey, OnKeyAlready, TooManyKeys."""
    thing = part or operation
    if thing is None or (part and operation):
        raise NothingOnKey()
    held = QuickKey.objects.filter(site=site)
    same = held.filter(part=part, operation=operation).first()
    if same is not None:
        raise OnKeyAlready(label=same.label)
    if held.count() >= MOST:
        raise TooManyKeys(most=MOST)
    name = name_in(thing, language)
    last = held.aggregate(last=Max("position"))["last"]
    made = QuickKey.objects.create(
        id=id or new_id(), site=site, part=part, operation=operation, label=(label.strip() or name)[:LONGEST],
        position=0 if last is None else last + 1,
    )  # fmt: skip
    touch(made)
    return made


@action("tickets.name_quick_key", site=lambda key, **_: key.site_id)
def name(key: QuickKey, *, label: str, by: Actor, at: datetime) -> QuickKey:
    """The tile says this. Refuses with NothingOnKey for nothing."""
    if not label.strip():
        raise NothingOnKey()
    note(before=key.label, after=label.strip()[:LONGEST])
    QuickKey.objects.filter(pk=key.pk).update(label=label.strip()[:LONGEST])
    return QuickKey.objects.get(pk=key.pk)


@action("tickets.remove_quick_key", site=lambda key, **_: key.site_id)
def remove(key: QuickKey, *, by: Actor, at: datetime) -> None:
    """The tile is gone from the counter; what it stood for is not."""
    note(label=key.label)
    QuickKey.objects.filter(pk=key.pk).delete()


@action("tickets.move_quick_key", site=lambda key, **_: key.site_id)
def move(key: QuickKey, *, steps: int, by: Actor, at: datetime) -> list[QuickKey]:
    """The tile stands so many places further on (before it, when below zero), at the ends at most."""
    keys = [one for one in of(key.site) if one.pk != key.pk]
    now = QuickKey.objects.filter(site=key.site, position__lt=key.position).count()
    keys.insert(max(0, min(len(keys), now + steps)), key)
    for n, one in enumerate(keys):
        one.position = n
    QuickKey.objects.bulk_update(keys, ["position"])
    return keys


def of(site: Site) -> Sequence[QuickKey]:
    """The site's tiles in order. One query."""
    return list(QuickKey.objects.filter(site=site).select_related("part", "operation", "site"))

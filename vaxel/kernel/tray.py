"""The exceptions tray: facts that clashed lie here until a person has dealt with them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.models import TrayItem
from vaxel.kernel.refusals import BadInput, Conflict


class SortedOutAlready(Conflict):
    """Somebody else was quicker."""

    sentence = _("%(who)s has sorted this out already.")


class HowMissing(BadInput):
    """What was done about it is kept."""

    sentence = _("Write in a few words what was done about it.")


def lay(kind: str, subject: Model, *, site_id: UUID | None, at: datetime, **facts: Any) -> TrayItem:
    """One open item of this kind about the subject; `facts` fill the sentence the screen shows."""
    return TrayItem.objects.create(
        kind=kind,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        site_id=site_id,
        opened_at=at,
        facts=facts,
    )


def lay_once(kind: str, subject: Model, *, site_id: UUID | None, at: datetime, **facts: Any) -> None:
    """One open item of this kind about the subject lies there, however often it is seen, with these facts."""
    held = TrayItem.objects.filter(kind=kind, subject_id=subject.pk, closed_at=None)
    if not held.update(facts=facts):
        lay(kind, subject, site_id=site_id, at=at, **facts)


def close(kind: str, subject: Model, *, note: str, by: Actor, at: datetime) -> int:
    """What lay open of this kind about the subject is sorted out by what was done elsewhere; how many that were.

    Part of the caller's action.
    """
    rows = TrayItem.objects.filter(kind=kind, subject_id=subject.pk, closed_at=None)
    return rows.update(closed_at=at, closed_by=by.name, note=note)


@action("tray.sort_out")
def sort_out(item: TrayItem, *, note: str, by: Actor, at: datetime) -> TrayItem:
    """A person has dealt with it, and `note` says how. Refuses with HowMissing, SortedOutAlready."""
    if not note.strip():
        raise HowMissing()
    closed = TrayItem.objects.filter(pk=item.pk, closed_at=None).update(
        closed_at=at, closed_by=by.name, note=note.strip()
    )
    fresh = TrayItem.objects.get(pk=item.pk)
    if not closed:
        raise SortedOutAlready(who=fresh.closed_by)
    return fresh

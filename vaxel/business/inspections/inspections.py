"""An inspection from its beginning on: begun, recorded item by item, done, confirmed, offered as jobs (S-114 ff.)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import CannedJob
from vaxel.business.inspections import sheets, templates
from vaxel.business.inspections.models import RESULTS, Acknowledgement, Finding, Inspection, InspectionTemplate, Photo
from vaxel.business.inspections.states import INSPECTION
from vaxel.business.tickets import canned, jobs, upkeep
from vaxel.business.tickets.models import Job, Ticket
from vaxel.kernel import files
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Conflict

MOST_PHOTOS, MOST_STROKES, MOST_POINTS = 40, 40, 400


class NoCar(Conflict):
    """There is nothing to look at."""

    sentence = _("Ticket %(ref)s has no vehicle. Choose one before it is inspected.")


class NoSuchItem(BadInput):
    """The sheet does not ask for that."""

    sentence = _("This inspection has no item called %(item)s.")


class BadResult(BadInput):
    """Green, amber, red, or not inspected with a reason."""

    sentence = _("Say green, amber or red for “%(item)s”, or why it was not inspected.")


class NotAsLast(BadInput):
    """Only what changes slowly, and was green, may be taken over (S-118)."""

    sentence = _("“%(item)s” must be looked at: it was not green last time, or is not one that may be taken over.")


class NotAllLooked(Conflict):
    """Done means that every item has an answer."""

    sentence = _("Not everything has been looked at: %(items)s.")


class InspectionOver(Conflict):
    """What was confirmed is opened again before it is changed."""

    sentence = _("The inspection is confirmed. Open it again to change it.")


class TooManyPhotos(BadInput):
    """Enough to show a car from all sides."""

    sentence = _("An inspection has at most %(most)s photos.")


class AlreadyAJob(Conflict):
    """A finding becomes a job once."""

    sentence = _("There is a job for “%(item)s” already.")


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw of an item: a colour, or measurements that decide it (hand-set colour kept beside), or None
    with a note for what was not inspected. `as_last_time` takes the green of last time."""

    item: str
    result: str = ""
    measures: Mapping[str, int] = field(default_factory=dict)
    note: str = ""
    as_last_time: bool = False
    seen_at: datetime | None = None


@action("inspections.begin")
def begin(
    ticket: Ticket, *, template: InspectionTemplate | None = None, job: Job | None = None, required: bool = False,
    id: UUID | None = None, by: Actor, at: datetime,
) -> Inspection:  # fmt: skip
    """The car's inspection has begun, by the template that fits it unless another is said (S-118). The same id again
    is the same inspection. Refuses with NoCar, NoTemplate, TicketClosed."""
    held = Inspection.objects.filter(pk=id, ticket=ticket).first() if id else None
    if held is not None:
        return held
    fresh = upkeep.require_open(ticket)
    if fresh.vehicle is None:
        raise NoCar(ref=fresh.ref)
    chosen = template or templates.fitting(job.category if job else "")
    made = Inspection.objects.create(
        id=id or new_id(), ticket=fresh, vehicle=fresh.vehicle, job=job, template_key=chosen.key,
        template_version=chosen.version, name_sv=chosen.name_sv, name_en=chosen.name_en, sheet=chosen.groups,
        required=required, technician_id=by.id if by.kind == "staff" else None, begun_at=at,
    )  # fmt: skip
    touch(made, fresh)
    return made


def _at_site(inspection: Inspection, *_args: Any, **_kwargs: Any) -> UUID:
    return inspection.ticket.site_id


@action("inspections.record", site=_at_site)
def record(inspection: Inspection, *, seen: Sequence[Seen], by: Actor, at: datetime) -> Inspection:
    """Each item has what was seen; of several looks at an item the latest counts, however late it is heard (S-119).

    Refuses with NoSuchItem, BadMeasure, BadResult, NotAsLast, InspectionOver; then nothing of it is stored.
    """
    fresh = _open(inspection)
    known = {item.key: item for item in sheets.items(sheets.opened(fresh.sheet))}
    last = _last_time(fresh) if any(one.as_last_time for one in seen) else {}
    held, news = {one.item: one for one in fresh.findings.all()}, {}
    for one in seen:
        if one.item not in known:
            raise NoSuchItem(item=one.item[:40])
        finding = held.get(one.item) or Finding(inspection=fresh, item=one.item)
        seen_at = min(one.seen_at or at, at)
        if finding.item in held and seen_at < finding.found_at:
            continue
        _fill(finding, known[one.item], one, last.get(one.item))
        finding.found_at, finding.by_id = seen_at, by.id if by.kind == "staff" else None
        held[one.item] = news[one.item] = finding
    Finding.objects.bulk_create(
        news.values(), update_conflicts=True, unique_fields=["inspection", "item"],
        update_fields=["result", "hand", "measures", "note", "as_last_time", "by", "found_at"],
    )  # fmt: skip
    touch(fresh, fresh.ticket)
    return fresh


def _fill(finding: Finding, item: sheets.Item, one: Seen, last: Finding | None) -> None:
    """The finding says what was seen."""
    measured = sheets.measured(item, one.measures)
    result: str | None = one.result or measured
    if one.as_last_time:
        if not item.may_be_as_last or last is None or last.result != "green":
            raise NotAsLast(item=item.name_sv)
        result = "green"
    if result not in RESULTS or (result == "not_inspected" and not one.note.strip()):
        raise BadResult(item=item.name_sv)
    finding.result, finding.measures = result, dict(one.measures)
    finding.hand = result if measured and one.result and one.result != measured else ""
    finding.note, finding.as_last_time = one.note.strip()[:400], one.as_last_time


def _last_time(inspection: Inspection) -> dict[str, Finding]:
    """Item → what was found at the vehicle's inspection before this one."""
    before = Inspection.objects.filter(vehicle=inspection.vehicle_id, state__in=("done", "confirmed"))
    last = before.exclude(pk=inspection.pk).order_by("-begun_at", "-id").first()
    return {one.item: one for one in last.findings.all()} if last else {}


def last_green(inspection: Inspection) -> frozenset[str]:
    """The items that may be taken over from last time: marked so, and green then. At most two queries."""
    may = {item.key for item in sheets.items(sheets.opened(inspection.sheet)) if item.may_be_as_last}
    return frozenset(key for key, one in _last_time(inspection).items() if key in may and one.result == "green")


@action("inspections.add_photo", site=_at_site)
def add_photo(
    inspection: Inspection, *, item: str, data: bytes, name: str = "", drawing: Sequence[Sequence[int]] = (),
    id: UUID | None = None, taken_at: datetime | None = None, by: Actor, at: datetime,
) -> Photo:  # fmt: skip
    """The photo belongs to the item; the same id again is the same photo, so it may be sent until it has arrived.

    Refuses with NoSuchItem, NotAPicture, FileTooLarge, TooManyPhotos, InspectionOver.
    """
    held = Photo.objects.filter(pk=id, inspection=inspection).first() if id else None
    if held is not None:
        return held
    fresh = _open(inspection)
    if item not in {one.key for one in sheets.items(sheets.opened(fresh.sheet))}:
        raise NoSuchItem(item=item[:40])
    if fresh.photos.filter(removed_at=None).count() >= MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    photo = Photo.objects.create(
        id=id or new_id(), inspection=fresh, item=item, file=files.keep(data, name=name, at=at),
        drawing=_strokes(drawing), taken_at=min(taken_at or at, at),
    )  # fmt: skip
    touch(fresh, fresh.ticket)
    return photo


def _strokes(drawing: Sequence[Sequence[int]]) -> list[list[int]]:
    """The lines that were drawn, cut to what is reasonable: x, y, x, y … from 0 to 1000."""
    return [[max(0, min(1000, int(n))) for n in stroke[: 2 * MOST_POINTS]] for stroke in drawing[:MOST_STROKES]]


@action("inspections.draw", site=lambda photo, **_: photo.inspection.ticket.site_id)
def draw(photo: Photo, *, drawing: Sequence[Sequence[int]], by: Actor, at: datetime) -> Photo:
    """The photo carries this drawing."""
    _open(photo.inspection)
    photo.drawing = _strokes(drawing)
    photo.save(update_fields=["drawing"])
    touch(photo.inspection)
    return photo


@action("inspections.remove_photo", site=lambda photo, **_: photo.inspection.ticket.site_id)
def remove_photo(photo: Photo, *, by: Actor, at: datetime) -> None:
    """The photo is shown no more. Reports that showed it keep it."""
    Photo.objects.filter(pk=photo.pk, removed_at=None).update(removed_at=at)
    touch(photo.inspection)


@action("inspections.finish", site=_at_site)
def finish(inspection: Inspection, *, by: Actor, at: datetime) -> Inspection:
    """The technician has looked at everything; the advisor is to confirm (S-116). Refuses with NotAllLooked."""
    fresh = _locked(inspection)
    looked = set(fresh.findings.values_list("item", flat=True))
    left = [item.name_sv for item in sheets.items(sheets.opened(fresh.sheet)) if item.key not in looked]
    if left:
        raise NotAllLooked(items=", ".join(left[:5]) + (" …" if len(left) > 5 else ""))
    fresh.state, fresh.done_at = INSPECTION.check(fresh.state, "done"), at
    return _saved(fresh)


@action("inspections.confirm", site=_at_site)
def confirm(inspection: Inspection, *, by: Actor, at: datetime) -> Inspection:
    """The advisor has read it; it can be shown to the customer. Refuses with WrongState."""
    fresh = _locked(inspection)
    fresh.state, fresh.confirmed_at = INSPECTION.check(fresh.state, "confirmed"), at
    return _saved(fresh)


@action("inspections.reopen", site=_at_site)
def reopen(inspection: Inspection, *, by: Actor, at: datetime) -> Inspection:
    """It can be changed again; what a customer saw stays as it was (S-120)."""
    fresh = _locked(inspection)
    if fresh.state == "confirmed":
        fresh.state = INSPECTION.check(fresh.state, "done")
    fresh.state, fresh.done_at, fresh.confirmed_at = INSPECTION.check(fresh.state, "open"), None, None
    return _saved(fresh)


@action("inspections.cancel", site=_at_site)
def cancel(inspection: Inspection, *, by: Actor, at: datetime) -> Inspection:
    """It is not done after all."""
    fresh = _locked(inspection)
    fresh.state = INSPECTION.check(fresh.state, "cancelled")
    return _saved(fresh)


@action("inspections.offer", site=_at_site)
def offer(
    inspection: Inspection, *, item: str, language: str = "sv", id: UUID | None = None, by: Actor, at: datetime
) -> Job:
    """The finding is a job on the ticket: its canned job where it has one, else an empty one with its words (S-116).

    Refuses with NoSuchItem, AlreadyAJob, TicketClosed.
    """
    fresh = _locked(inspection)
    known = {one.key: one for one in sheets.items(sheets.opened(fresh.sheet))}
    finding = fresh.findings.filter(item=item).first()
    if item not in known or finding is None:
        raise NoSuchItem(item=item[:40])
    if finding.job_id is not None:
        raise AlreadyAJob(item=known[item].name_sv)
    name = known[item].name_en or known[item].name_sv if language == "en" else known[item].name_sv
    template = (
        CannedJob.objects.filter(key=known[item].canned_key, state="active").first() if known[item].canned_key else None
    )
    if template is not None:
        job = canned.apply(fresh.ticket, template, language=language, id=id, by=by, at=at)
    else:
        job = jobs.add(fresh.ticket, title=name, origin="inspection", id=id, by=by, at=at)
    job.cause = finding.note
    Job.objects.filter(pk=job.pk).update(cause=finding.note, origin="inspection")
    Finding.objects.filter(pk=finding.pk).update(job=job)
    note(item=item, result=finding.result)
    touch(fresh, job)
    return job


@action("inspections.acknowledge", site=_at_site)
def acknowledge(
    inspection: Inspection, *, items: Sequence[str], said_by: str, by: Actor, at: datetime
) -> list[Acknowledgement]:
    """The customer has been told of these red findings and takes the car as it is (S-117). Refuses with NoSuchItem."""
    if not said_by.strip():
        raise BadResult(item=", ".join(items))
    red = set(inspection.findings.filter(result="red").values_list("item", flat=True))
    if not items or not set(items) <= red:
        raise NoSuchItem(item=", ".join(sorted(set(items) - red))[:80])
    rows = [
        Acknowledgement(
            id=new_id(), inspection=inspection, item=item, said_by=said_by.strip()[:160],
            told_by_id=by.id if by.kind == "staff" else None, at=at,
        )
        for item in items
    ]  # fmt: skip
    touch(inspection)
    return Acknowledgement.objects.bulk_create(rows)


def _locked(inspection: Inspection) -> Inspection:
    return Inspection.objects.select_for_update(of=("self",)).select_related("ticket__site").get(pk=inspection.pk)


def _open(inspection: Inspection) -> Inspection:
    fresh = _locked(inspection)
    if fresh.state in ("confirmed", "cancelled"):
        raise InspectionOver()
    return fresh


def _saved(inspection: Inspection) -> Inspection:
    inspection.save(update_fields=["state", "done_at", "confirmed_at"])
    touch(inspection, inspection.ticket)
    return inspection

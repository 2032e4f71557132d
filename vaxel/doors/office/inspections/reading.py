"""The sheet as its page shows it, and what a phone sends back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from vaxel.business.inspections import inspections, sheets
from vaxel.business.inspections.inspections import Seen
from vaxel.business.inspections.models import Finding, Inspection, Photo
from vaxel.doors.office.desk import language
from vaxel.kernel import numerals
from vaxel.kernel.refusals import BadInput

LOCALE = {"sv": "sv_SE", "en": "en_SE"}


class NotUnderstood(BadInput):
    """What the page sent is not what the page sends."""

    sentence = _("What was sent cannot be understood. Load the page again; what you wrote stays on this device.")


@dataclass(frozen=True, slots=True)
class Place:
    """A place to measure: its key, word, and what was measured there."""

    key: str
    name: str
    typed: str


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the sheet with what was found of it."""

    item: sheets.Item
    name: str
    finding: Finding | None
    places: tuple[Place, ...]
    photos: tuple[Photo, ...]
    as_last: bool
    uneven: bool


def groups(inspection: Inspection) -> list[tuple[str, list[Row]]]:
    """The sheet, group by group. Five queries, whatever its length."""
    found = {one.item: one for one in inspection.findings.select_related("job")}
    photos: dict[str, list[Photo]] = {}
    for photo in inspection.photos.filter(removed_at=None).select_related("file").order_by("taken_at", "id"):
        photos.setdefault(photo.item, []).append(photo)
    green, at = inspections.last_green(inspection), 0 if language() == "sv" else 1
    shown = []
    for group in sheets.opened(inspection.sheet):
        rows = [_row(item, found.get(item.key), photos.get(item.key, []), item.key in green) for item in group.items]
        shown.append(((group.name_sv, group.name_en)[at] or group.name_sv, rows))
    return shown


def _row(item: sheets.Item, finding: Finding | None, photos: list[Photo], as_last: bool) -> Row:
    swedish = language() == "sv"
    measures = finding.measures if finding else {}
    places = tuple(Place(key, sv if swedish else en or sv, _typed(measures.get(key))) for key, sv, en in item.places)
    name = item.name_sv if swedish else item.name_en or item.name_sv
    return Row(item, name, finding, places, tuple(photos), as_last, sheets.uneven(item, measures, 1_500))


def _typed(milli: int | None) -> str:
    return "" if milli is None else numerals.write(milli, 3, LOCALE[language()], at_least=0)


def seen(request: HttpRequest, inspection: Inspection) -> list[Seen]:
    """What was seen, from a phone's JSON or from the whole form; refuses with NotUnderstood, NotANumber."""
    if request.content_type == "application/json":
        try:
            sent = json.loads(request.body)["seen"]
            return [_from_json(one) for one in sent[: sheets.MOST_ITEMS]]
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise NotUnderstood() from error
    items = list(sheets.items(sheets.opened(inspection.sheet)))
    return [one for item in items if (one := _from_form(request.POST, item))]


def _from_json(one: Mapping[str, Any]) -> Seen:
    return Seen(
        str(one["item"]), str(one.get("result", "")), _measures(one.get("measures", {})), str(one.get("note", "")),
        bool(one.get("as_last_time")), _moment(str(one.get("seen_at", ""))),
    )  # fmt: skip


def _from_form(typed: Mapping[str, Any], item: sheets.Item) -> Seen | None:
    """An item of the form; None when nothing was said of it."""
    places = {key: str(typed.get(f"measure-{item.key}-{key}", "")) for key, _sv, _en in item.places}
    result, note = str(typed.get(f"result-{item.key}", "")), str(typed.get(f"note-{item.key}", ""))
    measures = _measures(places)
    return Seen(item.key, result, measures, note) if result or measures else None


def _measures(typed: Mapping[str, Any]) -> dict[str, int]:
    """Places with what was typed there, in thousandths; empty ones are no measurement. Refuses with NotANumber."""
    texts = {str(key): str(value).strip() for key, value in typed.items()}
    return {key: numerals.read(text, LOCALE[language()], 3) for key, text in texts.items() if text}


def _moment(text: str) -> datetime | None:
    when = parse_datetime(text) if text else None
    return when if when and when.tzinfo else None


def strokes(text: str) -> list[list[int]]:
    """What was drawn, as the canvas writes it; refuses with NotUnderstood."""
    try:
        return [[int(n) for n in stroke] for stroke in json.loads(text or "[]")]
    except (ValueError, TypeError) as error:
        raise NotUnderstood() from error

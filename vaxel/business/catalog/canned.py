"""Canned jobs: templates of jobs, versioned; what was applied to a ticket stays as it was (S-41, S-42, S-45)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.catalog import rules
from vaxel.business.catalog.models import CannedJob, CannedLine, Operation, Part
from vaxel.business.catalog.wishes import check_among, check_name, check_number, check_range
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Conflict, Refused
from vaxel.kernel.states import Machine

CANNED = Machine("canned job", draft="active", active="retired", retired="active").called(
    pgettext_lazy("the thing itself", "canned job"), draft=_("Draft"), active=_("In use"), retired=_("Retired"),
)  # fmt: skip
MOST_LINES = 100
_QUANTITY_IN_TEXT = re.compile(r"\d\s*(l|cl|dl|ml|kg|g|oz|qt|liter|litre|litres|pcs|st|m)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a canned job; made by `labour`, `part`, `text` and `placeholder`."""

    kind: Literal["labour", "part", "note", "placeholder"]
    operation: Operation | None = None
    part: Part | None = None
    quantity_milli: int = 1000
    text_sv: str = ""
    text_en: str = ""


def labour(operation: Operation, hours_milli: int | None = None) -> Entry:
    """An operation, with the guide's hours when none are given."""
    return Entry("labour", operation=operation, quantity_milli=hours_milli or operation.hours_milli)


def part(part: Part, quantity_milli: int = 1000) -> Entry:
    """So many thousandths of a part."""
    return Entry("part", part=part, quantity_milli=quantity_milli)


def text(text_sv: str, text_en: str = "") -> Entry:
    """A text without a price."""
    return Entry("note", text_sv=text_sv, text_en=text_en)


def placeholder(text_sv: str, text_en: str = "", quantity_milli: int = 1000) -> Entry:
    """A part that is chosen for the car at hand (S-48)."""
    return Entry("placeholder", text_sv=text_sv, text_en=text_en, quantity_milli=quantity_milli)


class NoCannedJob(Refused):
    """There is no such template, or it is not in use."""

    sentence = _("There is no canned job called %(key)s in use.")


class RetiredLine(Conflict):
    """A template in use names only what can be sold."""

    sentence = _("%(name)s is retired. Replace it in the canned job.")


class BadEntries(BadInput):
    """A canned job has work or parts, and not too many lines."""

    sentence = _("A canned job has between 1 and %(most)s lines.")


@action("canned.define")
def define(
    key: str, *, title_sv: str, title_en: str, lines: Sequence[Entry], category: str = "",
    pricing: Literal["lines", "fixed"] = "lines", fixed_price_cm: int = 0, warranty_months: int = 0,
    warranty_km: int = 0, state: Literal["draft", "active"] = "active", by: Actor, at: datetime,
) -> CannedJob:  # fmt: skip
    """The canned job has this title and these lines; defined again it is the next version of itself.

    Tickets keep the lines they got from an earlier version (S-42). `fixed_price_cm` is the menu price without VAT.
    Refuses with BadEntries, RetiredLine, BadName, BadNumber, NotAmong, OutOfRange.
    """
    _check_lines(lines)
    values = {
        "title_sv": check_name(title_sv, _("title"), 160), "title_en": check_name(title_en, _("English title"), 160),
        "category": check_name(category, _("category"), 40, needed=False), "state": state,
        "pricing": check_among(pricing, _("pricing"), ("lines", "fixed")),
        "fixed_price_cm": check_range(fixed_price_cm, _("price"), 0, rules.LARGEST_CM),
        "warranty_months": check_range(warranty_months, _("warranty"), 0, 600),
        "warranty_km": check_range(warranty_km, _("warranty"), 0, 10_000_000),
    }  # fmt: skip
    job = CannedJob.objects.select_for_update().filter(key=check_number(key, 30)).first() or CannedJob(
        key=check_number(key, 30), version=0
    )
    for name, value in values.items():
        setattr(job, name, value)
    job.version += 1
    job.save()
    job.lines.all().delete()
    CannedLine.objects.bulk_create(_line(job, n, entry) for n, entry in enumerate(lines, 1))
    note(version=job.version, warnings=[str(one) for one in warnings(pricing, lines)])
    return job


def _check_lines(lines: Sequence[Entry]) -> None:
    if not 1 <= len(lines) <= MOST_LINES:
        raise BadEntries(most=MOST_LINES)
    for entry in lines:
        check_range(entry.quantity_milli, _("quantity"), 0, rules.LARGEST_QUANTITY_MILLI)
        check_name(entry.text_sv, _("text"), 200, needed=entry.kind in ("note", "placeholder"))
        check_name(entry.text_en, _("text"), 200, needed=False)
        thing = entry.operation or entry.part
        if thing and thing.retired_at:
            raise RetiredLine(name=thing.name_sv)


def _line(job: CannedJob, n: int, entry: Entry) -> CannedLine:
    return CannedLine(
        canned_job=job, position=n, kind=entry.kind, operation=entry.operation, part=entry.part,
        quantity_milli=entry.quantity_milli, text_sv=entry.text_sv, text_en=entry.text_en,
    )  # fmt: skip


def warnings(pricing: str, lines: Iterable[Entry]) -> list[str | Promise]:
    """What to think of before it is used: under a fixed price a text must not promise a quantity (S-47)."""
    texts = [text for entry in lines for text in (entry.text_sv, entry.text_en)]
    if pricing == "fixed" and any(_QUANTITY_IN_TEXT.search(text) for text in texts):
        return [_("The text promises a quantity under a fixed price. What is not used is paid for all the same.")]
    return []


@action("canned.set_state")
def set_state(job: CannedJob, *, state: Literal["active", "retired"], by: Actor, at: datetime) -> CannedJob:
    """The canned job is offered, or not any more. Refuses with WrongState."""
    job.state = CANNED.check(job.state, state)
    job.save(update_fields=["state"])
    return job


def in_use() -> QuerySet[CannedJob]:
    """The canned jobs that are offered, by title."""
    return CannedJob.objects.filter(state="active").order_by("title_sv", "key")


def with_lines(key: str) -> CannedJob:
    """The canned job in use with its lines, operations and parts read; three queries. Refuses with NoCannedJob."""
    job = in_use().filter(key=key).prefetch_related("lines__operation", "lines__part").first()
    if job is None:
        raise NoCannedJob(key=key)
    return job

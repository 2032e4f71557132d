"""What the ticket's one box can mean: parts, labour and canned jobs, found by text and taken by choice."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vaxel.business.catalog import barcodes, canned, pictures, search
from vaxel.business.catalog.fit_rules import Fitting
from vaxel.business.catalog.models import CannedJob, Operation, Part
from vaxel.business.tickets import pricing
from vaxel.business.tickets.canned import menu_prices
from vaxel.business.tickets.jobs import Removed
from vaxel.business.tickets.lines import Wish
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.doors.office.builder import picture
from vaxel.doors.office.desk import Desk, a_number, found, language
from vaxel.doors.templatetags.vaxel import money_, named, quantity_
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, NotFound

MOST_PARTS, MOST_OTHERS = 12, 6


@dataclass(frozen=True, slots=True)
class Hit:
    """One row under the box; `what` is what is sent when it is chosen."""

    what: str
    icon: str
    name: str
    number: str = ""
    note: str = ""
    price: str = ""
    unit: str = ""
    shelf: picture.Shelf | None = None
    retired: bool = False
    fit: Fitting | None = None
    why: str = ""
    replaced_by: str = ""
    picture: UUID | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, and how many of it (by `3*` in front)."""

    part: Part | None = None
    operation: Operation | None = None
    canned: CannedJob | None = None
    times_milli: int = 1000

    def wish(self) -> Wish:
        """The line it becomes."""
        if self.operation is not None:
            hours = self.operation.hours_milli * self.times_milli // 1000
            return Wish(kind="labour", operation=self.operation, quantity_milli=hours)
        return Wish(kind="part", part=self.part, quantity_milli=self.times_milli)


def find(desk: Desk, ticket: Ticket, text: str, kind: str) -> list[Hit]:
    """What fits the text, canned jobs and labour before parts unless one kind is wanted; with price and stock."""
    hits: list[Hit] = []
    if kind in ("", "canned"):
        templates = search.jobs(text, MOST_OTHERS) if text else list(canned.in_use()[:MOST_PARTS]) if kind else []
        menu = menu_prices(ticket, templates, desk.at)
        hits += [
            Hit(
                f"canned:{one.pk}", "layers", named(one, "title"),
                price=money_(menu[one.pk], ticket.currency) if one.pk in menu else "",
            )
            for one in templates
        ]  # fmt: skip
    if kind in ("", "labour"):
        hits += _labour(desk, ticket, text)
    if kind in ("", "part"):
        rows = search.parts(text, site_id=desk.site.pk, most=MOST_PARTS, vehicle=ticket.vehicle) if text else []
        hits += _parts(desk, ticket, rows)
    return hits


def _labour(desk: Desk, ticket: Ticket, text: str) -> list[Hit]:
    rows = search.operations(text, MOST_OTHERS)
    terms = pricing.terms(ticket, desk.at) if rows else None
    return [
        Hit(
            f"operation:{one.pk}", "clock", named(one), one.code, quantity_(one.hours_milli, "h"),
            money_(pricing.labour_price(terms, one).unit_price_cm * one.hours_milli // 100_000, ticket.currency),
        )
        for one in rows
        if terms
    ]  # fmt: skip


def _parts(desk: Desk, ticket: Ticket, rows: Sequence[search.Hit]) -> list[Hit]:
    found_parts = Part.objects.in_bulk([row.part_id for row in rows])
    prices = pricing.part_prices(pricing.terms(ticket, desk.at), list(found_parts.values())) if rows else {}
    shown = pictures.first_of(found_parts) if rows else {}
    shelves = picture.shelves({row.part_id for row in rows if row.stocking in ("stocked", "on_demand")}, desk)
    return [
        Hit(
            f"part:{row.part_id}", "boxes" if row.stocking == "kit" else "package", row.name(language()), row.number,
            row.brand, _price(prices.get(row.part_id), ticket), row.unit, shelves.get(row.part_id), row.retired,
            row.fit, row.why, row.replaced_by[-1].number if row.replaced_by else "",
            shown.get(row.part_id),
        )
        for row in rows
    ]  # fmt: skip


def _price(priced: pricing.Priced | None, ticket: Ticket) -> str:
    return money_(priced.unit_price_cm // 100, ticket.currency) if priced else "–"


def chosen(desk: Desk, ticket: Ticket, what: str, text: str) -> Chosen | None:
    """The thing that `what` names, or that `text` names beyond doubt; None: it is not clear."""
    if not what:
        return _certain(desk, ticket, text)
    kind, _colon, pk = what.partition(":")
    times_milli = barcodes.read_scan(text).times_milli
    if kind == "part":
        return Chosen(part=found(Part.objects.all(), pk), times_milli=times_milli)
    if kind == "operation":
        return Chosen(operation=found(Operation.objects.all(), pk), times_milli=times_milli)
    if kind == "canned":
        return Chosen(canned=found(canned.in_use(), pk))
    raise NotFound()


def _certain(desk: Desk, ticket: Ticket, text: str) -> Chosen | None:
    parts = search.parts(text, site_id=desk.site.pk, most=2)
    one = search.certain(parts) if parts else None
    if one is not None:
        return Chosen(part=found(Part.objects.all(), one.part_id), times_milli=one.quantity_milli)
    hits = find(desk, ticket, text, "")
    return chosen(desk, ticket, hits[0].what, text) if len(hits) == 1 else None


def unknown(text: str) -> str:
    """What is said when the text names no one thing."""
    return _("Nothing has the number or barcode “%(q)s”. Choose from the list, or write a free line.") % {"q": text}


def remembered(line: Line) -> dict[str, str]:
    """A removed line as the fields of the form that puts it back."""
    fields = {
        "job": line.job_id, "kind": line.kind, "text": line.text, "quantity": line.quantity_milli,
        "part": line.part_id or "", "operation": line.operation_id or "", "position": line.position,
        "ppm": line.discount_ppm, "minor": line.discount_minor,
        "price": line.unit_price_cm if line.price_source == "override" else "",
    }  # fmt: skip
    return {name: str(value) for name, value in fields.items()}


def recalled(fields: Mapping[str, Any]) -> Wish:
    """The line that `remembered` described, as a wish of its own: the server prices and permits it anew."""
    part, operation, price = fields.get("part"), fields.get("operation"), fields.get("price")
    return Wish(
        kind=fields.get("kind", ""), text=fields.get("text", ""), quantity_milli=a_number(fields.get("quantity")),
        part=found(Part.objects.all(), part) if part else None,
        operation=found(Operation.objects.all(), operation) if operation else None,
        unit_price_cm=a_number(price) if price else None, discount_ppm=a_number(fields.get("ppm")),
        discount_minor=a_number(fields.get("minor")), position=a_number(fields.get("position")), id=new_id(),
    )  # fmt: skip


JOB_TEXTS = ("title", "concern", "cause", "correction", "internal_note", "category", "price_kind")


def remembered_job(job: Job) -> dict[str, str]:
    """A job that is about to go as the fields of the form that puts it back."""
    held = Line.objects.filter(job=job, parent__isnull=True).exclude(fee__kind="supplies").order_by("position", "id")
    fields = {name: getattr(job, name) for name in JOB_TEXTS}
    price = job.fixed_price_minor if job.pricing == "fixed" else ""
    numbers = {"menu_price": price, "job_position": job.position}
    rows = [remembered(line) for line in held if line.kind != "fee"]
    return {**fields, **{name: str(value) for name, value in numbers.items()}, "lines": json.dumps(rows)}


def recalled_job(fields: Mapping[str, Any]) -> Removed:
    """The job that `remembered_job` described; the server prices and permits its lines anew."""
    try:
        rows = json.loads(fields.get("lines", "[]"))
        wishes = [recalled(row) for row in rows]
    except (ValueError, AttributeError, TypeError) as error:
        raise BadInput() from error
    price = fields.get("menu_price", "")
    return Removed(
        texts={name: str(fields.get(name, "")) for name in JOB_TEXTS}, wishes=wishes,
        menu_price_minor=a_number(price) if price else None, position=a_number(fields.get("job_position")),
    )  # fmt: skip

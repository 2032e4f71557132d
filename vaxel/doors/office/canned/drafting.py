"""A canned job while it is being written: everything stands in the form, nothing is stored until *Save*.

The form's fields are the draft: each line has a row of fields, numbered; a button (`do`) adds, moves or takes away one,
and the form comes back with the rows as they are then. What is saved is the next version of the canned job.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import canned
from vaxel.business.catalog.models import CannedJob, Operation, Part
from vaxel.doors.forms import Form
from vaxel.doors.office.builder import reading
from vaxel.doors.office.choosing import chosen
from vaxel.doors.office.desk import an_id
from vaxel.doors.templatetags.vaxel import named, quantity_, unit_price
from vaxel.kernel.refusals import NotFound

CATEGORIES = (
    "brakes", "engine", "transmission", "suspension", "electrical", "tyres", "service", "body", "diagnosis", "other",
)  # fmt: skip
KINDS = ("labour", "part", "note", "placeholder")
MOST_ROWS = canned.MOST_LINES + 1


class CannedForm(Form):
    """What a canned job is called and how it is priced."""

    key = forms.SlugField(label=_("Short name"), max_length=30)
    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=160)
    category = forms.ChoiceField(label=_("Kind of work"), required=False)
    pricing = forms.ChoiceField(
        label=_("Price"), choices=[("lines", _("Sum of the lines")), ("fixed", _("Fixed price"))],
        widget=forms.RadioSelect, initial="lines",
    )  # fmt: skip
    fixed_price = forms.CharField(
        label=_("Fixed price without VAT"), required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "number", "autocomplete": "off"}),
    )  # fmt: skip
    warranty_months = forms.IntegerField(label=_("Warranty, months"), required=False, min_value=0, max_value=600)
    warranty_km = forms.IntegerField(label=_("Warranty, km"), required=False, min_value=0)


@dataclass(frozen=True, slots=True)
class Row:
    """A line as its fields stand. `what`: `part:<id>`, `labour:<id>`, or empty for a text."""

    kind: str
    what: str = ""
    quantity: str = ""
    text_sv: str = ""
    text_en: str = ""
    thing: Part | Operation | None = None

    @property
    def name(self) -> str:
        """What the line is about, in the reader's language."""
        return named(self.thing) if self.thing else ""

    @property
    def unit(self) -> str:
        """The unit of its quantity."""
        return "h" if self.kind == "labour" else getattr(self.thing, "unit", "pcs")

    def entry(self) -> canned.Entry:
        """The line of the template; refuses with what cannot be read of its quantity."""
        if isinstance(self.thing, Operation):
            return canned.labour(self.thing, reading.quantity(self.quantity, "h"))
        if isinstance(self.thing, Part):
            return canned.part(self.thing, reading.quantity(self.quantity, self.unit))
        if self.kind == "placeholder":
            return canned.placeholder(self.text_sv, self.text_en, reading.quantity(self.quantity or "1", "pcs"))
        return canned.text(self.text_sv, self.text_en)


def stored(job: CannedJob) -> list[Row]:
    """The lines of the template as rows. One query."""
    return [
        Row(
            line.kind, _what(line.operation or line.part), quantity_(line.quantity_milli), line.text_sv, line.text_en,
            line.operation or line.part,
        )
        for line in job.lines.select_related("operation", "part").order_by("position")
    ]  # fmt: skip


def of_job(job: CannedJob, currency: str) -> dict[str, Any]:
    """The template's own fields, for the form."""
    values = {name: getattr(job, name) for name in CannedForm.base_fields if hasattr(job, name)}
    return values | {"fixed_price": unit_price(job.fixed_price_cm, currency) if job.pricing == "fixed" else ""}


def _what(thing: Part | Operation | None) -> str:
    return "" if thing is None else f"{'part' if isinstance(thing, Part) else 'labour'}:{thing.pk}"


def sent(request: HttpRequest) -> list[Row]:
    """The rows as the form sent them. Two queries, whatever their number. Refuses with NotFound."""
    fields = request.POST
    names = [f.removeprefix("kind-") for f in fields if f.startswith("kind-")][:MOST_ROWS]
    rows = [
        Row(
            fields[f"kind-{n}"], fields.get(f"what-{n}", ""), fields.get(f"quantity-{n}", "").strip(),
            fields.get(f"text_sv-{n}", ""), fields.get(f"text_en-{n}", ""),
        )
        for n in names
    ]  # fmt: skip
    if any(row.kind not in KINDS for row in rows):
        raise NotFound()
    return with_things(rows)


def with_things(rows: Sequence[Row]) -> list[Row]:
    """The rows with their parts and operations read. Two queries. Refuses with NotFound for what is none."""
    ids: dict[str, list[Any]] = {"part": [], "labour": []}
    for row in rows:
        kind, _colon, pk = row.what.partition(":")
        if row.what:
            ids.setdefault(kind, []).append(an_id(pk))
    things: Mapping[str, Any] = {
        **{f"part:{pk}": one for pk, one in Part.objects.in_bulk(ids["part"]).items()},
        **{f"labour:{pk}": one for pk, one in Operation.objects.in_bulk(ids["labour"]).items()},
    }
    if any((row.what and row.what not in things) or (row.kind in ("part", "labour") and not row.what) for row in rows):
        raise NotFound()
    return [replace(row, thing=things.get(row.what)) for row in rows]


def done(request: HttpRequest, rows: list[Row]) -> list[Row]:
    """The rows after what the pressed button says: `remove:2`, `up:2`, `down:2`, `add:note`, `add:placeholder`, else
    the part or labour that was chosen in the box. Refuses with NotChosen.
    """
    word, _colon, value = request.POST.get("do", "").partition(":")
    if word == "add" and value in ("note", "placeholder"):
        return [*rows, Row(value, quantity="1" if value == "placeholder" else "")]
    if word in ("remove", "up", "down") and value.isdecimal() and int(value) < len(rows):
        return moved(rows, word, int(value))
    thing = chosen(request, ("labour", "part"))
    if isinstance(thing, Operation):
        return [*rows, Row("labour", _what(thing), quantity_(thing.hours_milli), thing=thing)]
    return [*rows, Row("part", _what(thing), "1", thing=thing)]


def moved[T](rows: Sequence[T], word: str, n: int) -> list[T]:
    """The rows with the n-th one step up, one down, or gone."""
    rest = [row for k, row in enumerate(rows) if k != n]
    if word == "remove":
        return rest
    at = max(0, n - 1) if word == "up" else min(len(rest), n + 1)
    return [*rest[:at], rows[n], *rest[at:]]

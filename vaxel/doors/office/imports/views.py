"""Importing: choose what the file holds, upload it, say what the columns are, try, take in, see what became of it."""

from itertools import islice
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import brands, car_terms
from vaxel.business.catalog.models import Brand
from vaxel.business.purchasing.models import Supplier
from vaxel.doors.auth.required import is_fragment
from vaxel.doors.office.desk import an_id, by, desk, found, go, once, only_who_may, screen
from vaxel.doors.office.imports import kinds, mappings, reporting, uploads
from vaxel.doors.office.imports.kinds import KINDS, Kind
from vaxel.doors.office.imports.reporting import REFUSED
from vaxel.doors.office.long_work import asking
from vaxel.kernel import long_work
from vaxel.kernel.models import LongWork
from vaxel.kernel.refusals import BadInput, Refused
from vaxel.links.fitment_files import aces, car_tables
from vaxel.links.price_files import columns, tables

PREVIEWED, MOST_BRANDS = 10, 500


class NoFile(BadInput):
    """An import begins with a file."""

    sentence = gettext_lazy("Choose a file first.")


class NoBrand(BadInput):
    """Fitment is of a brand's parts."""

    sentence = gettext_lazy("Choose whose parts the file is about.")


@screen
def start(request: HttpRequest) -> HttpResponse:
    """What it is, and the file. A file that cannot be read is refused here and not kept."""
    only_who_may(request, *(one.needs for one in KINDS.values()))
    mine = kinds.allowed(desk(request))
    kind = kinds.named(request.POST.get("kind") or request.GET.get("kind") or mine[0].key)
    only_who_may(request, kind.needs)
    if request.method == "POST":
        supplier = ""
        if kind.key == "prices":
            chosen = found(Supplier.objects.filter(retired_at=None), request.POST.get("supplier", ""))
            supplier = str(chosen.pk)
        return go(request, reverse("imports:show", args=[_kept(request, kind, supplier).id]))
    context: dict[str, Any] = {"kinds": mine, "kind": kind}
    if kind.key == "prices":
        context["suppliers"] = Supplier.objects.filter(retired_at=None).select_related("party").order_by("party__name")
    if kind.key == "fitment":
        context["bases"] = car_terms.many()
    return render(request, "office/imports/start.html", context)


def _kept(request: HttpRequest, kind: Kind, supplier: str) -> uploads.Upload:
    file = request.FILES.get("file")
    if file is None:
        raise NoFile()
    if (file.size or 0) > tables.LARGEST_BYTES:
        raise tables.FileTooHuge(most=tables.LARGEST_BYTES // 1_000_000)
    upload = uploads.keep(
        file.name or "", file.chunks(), kind=kind.key, supplier=supplier, by=desk(request).actor
    )  # fmt: skip
    try:
        _seen(upload)
    except Refused:
        uploads.forget(upload)
        raise
    return upload


def _seen(upload: uploads.Upload) -> dict[str, Any]:
    """What the file is; it is read from end to end once, and what was seen is remembered."""
    seen = uploads.recalled(upload.id, "table")
    if seen is not None:
        return seen
    if upload.kind == "fitment":
        header = aces.look(upload.path)
        seen = {name: getattr(header, name) for name in ("version", "brand", "submission", "title", "many")}
    elif upload.kind == "tables":
        seen = {"many": car_tables.look(upload.path)}
    else:
        table = tables.look(upload.path)
        seen = {"kind": table.kind, "head": table.head, "encoding": table.encoding, "delimiter": table.delimiter}
    uploads.remember(upload.id, "table", seen)
    return seen


def _table(upload: uploads.Upload) -> tables.Table:
    seen = _seen(upload)
    return tables.Table(upload.path, **seen | {"head": tuple(seen["head"])})


@screen
@require_GET
def show(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """What each column is, ten rows as they will be read, and what became of the last try or run.

    For htmx only what became of it: the page asks for that while the work lasts.
    """
    held, kind = _held(request, upload_id)
    if is_fragment(request):
        return render(request, "office/imports/outcome.html", {"upload": held, **_outcome(request, held)})
    context: dict[str, Any] = {"upload": held, "kind": kind, "supplier": _supplier(held), **_outcome(request, held)}
    if kind.sheet:
        context |= _columns(request, held, kind.sheet)
    elif kind.key == "fitment":
        last = context["work"].question.get("brand", "") if "work" in context else ""
        context |= {"seen": _seen(held), "brands": _brands(_seen(held)["brand"], last)}
    else:
        context |= {"seen": _seen(held)}
    return render(request, "office/imports/show.html", context)


def _held(request: HttpRequest, upload_id: UUID) -> tuple[uploads.Upload, Kind]:
    """One's own upload, for who may take such a file; refuses with NotFound, Forbidden."""
    only_who_may(request, *(one.needs for one in KINDS.values()))
    held = uploads.found(str(upload_id), desk(request).actor)
    kind = kinds.named(held.kind)
    only_who_may(request, kind.needs)
    return held, kind


def _supplier(held: uploads.Upload) -> Supplier | None:
    return found(Supplier.objects.select_related("party"), held.supplier) if held.supplier else None


def _columns(request: HttpRequest, held: uploads.Upload, sheet: columns.Sheet) -> dict[str, Any]:
    table, supplier = _table(held), _supplier(held)
    american = supplier is not None and supplier.currency == "USD"
    on = mappings.place(held.kind, supplier)
    mapping, style = mappings.of(on, sheet, table.head, by(request)["by"], american=american)
    rows = [
        (number, cells + [""] * (len(table.head) - len(cells))) for number, cells in islice(table.rows(), PREVIEWED)
    ]
    picks = [(field, name, mapping.get(field), field in sheet.needed) for field, name in sheet.fields.items()]
    return {"table": table, "style": style, "preview": rows, "picks": picks}


def _brands(code: str, chosen: str) -> list[tuple[Brand, bool]]:
    """The shop's brands, one marked: the one chosen last, else the one that is written like the file's code."""
    folded = brands.folded(code)[:80] if code else ""
    return [
        (one, str(one.pk) == chosen if chosen else one.folded == folded)
        for one in Brand.objects.order_by("name")[:MOST_BRANDS]
    ]


def _outcome(request: HttpRequest, held: uploads.Upload) -> dict[str, Any]:
    """The last work on the upload, with its counts once it is done, and what to listen to until then."""
    last = uploads.recalled(held.id, "work")
    work = last and LongWork.objects.filter(pk=last["work"], asked_by=desk(request).actor.id).first()
    if not work:
        return {}
    outcome = uploads.recalled(held.id, "outcome")
    counted = outcome["counts"] if outcome and outcome["work"] == str(work.pk) and work.state == "done" else {}
    return {
        "work": work,
        "dry": work.question["dry"],
        "counts": [(what, reporting.word(what), many) for what, many in counted.items()],
        "worth_fetching": any(many for what, many in counted.items() if work.question["dry"] or what == REFUSED),
        "topic": long_work.topic(work.pk) if work.state in long_work.UNDER_WAY else "",
    }


@screen
@require_POST
def run(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The file is tried, or taken in, as long work; its columns are remembered for the next one."""
    held, kind = _held(request, upload_id)
    dry = request.POST.get("do") != "take"
    question = {"upload": held.id, "dry": dry, **_chosen(request, held, kind)}
    title = _("Try %(name)s") if dry else _("Import %(name)s")
    work = _asked(request, kind, title % {"name": held.name}, question)
    uploads.remember(held.id, "work", {"work": str(work.pk)})
    return go(request, reverse("imports:show", args=[held.id]))


def _chosen(request: HttpRequest, held: uploads.Upload, kind: Kind) -> dict[str, Any]:
    """What the person said about the file. Refuses with BadInput, ColumnMissing, ColumnTwice, NoBrand."""
    if kind.key == "fitment":
        if not request.POST.get("brand"):
            raise NoBrand()
        return {"brand": str(found(Brand.objects.all(), an_id(request.POST["brand"])).pk)}
    if kind.sheet is None:
        return {}
    table = _table(held)
    chosen = {field: request.POST.get(field, "") for field in kind.sheet.fields}
    mapping = kind.sheet.check({field: int(text) for field, text in chosen.items() if text.isdecimal()}, table.head)
    style = request.POST.get("style", "")
    if style not in columns.STYLES:
        raise BadInput()
    mappings.keep(mappings.place(kind.key, _supplier(held)), table.head, mapping, style, **by(request))
    return {"mapping": mapping, "style": style}


def _asked(request: HttpRequest, kind: Kind, title: str, question: dict[str, Any]) -> LongWork:
    work: LongWork = long_work.ask.once(
        f"{once(request)}{question['dry']}", does=kind.does, title=title, question=question, **by(request)
    )  # fmt: skip
    asking.listen(request, work)
    return work

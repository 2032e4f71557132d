"""Importing suppliers' price lists: upload, say what the columns are, try, take in, and see what became of it."""

from itertools import islice
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.purchasing.models import Supplier
from vaxel.doors.auth.required import is_fragment
from vaxel.doors.office.desk import by, desk, found, go, once, only_who_may, screen
from vaxel.doors.office.imports import mappings, taking, uploads
from vaxel.doors.office.long_work import asking
from vaxel.kernel import long_work
from vaxel.kernel.models import LongWork
from vaxel.kernel.refusals import BadInput, Refused
from vaxel.links.price_files import columns, tables

PREVIEWED = 10


class NoFile(BadInput):
    """An import begins with a file."""

    sentence = gettext_lazy("Choose a file first.")


@screen
def start(request: HttpRequest) -> HttpResponse:
    """Whose list it is, and the file. A file that cannot be read is refused here and not kept."""
    only_who_may(request, "offers.take_list")
    if request.method == "POST":
        supplier = found(Supplier.objects.filter(retired_at=None), request.POST.get("supplier", ""))
        return go(request, reverse("imports:show", args=[_kept(request, str(supplier.pk)).id]))
    suppliers = Supplier.objects.filter(retired_at=None).select_related("party").order_by("party__name")
    return render(request, "office/imports/start.html", {"suppliers": suppliers})


def _kept(request: HttpRequest, supplier: str) -> uploads.Upload:
    file = request.FILES.get("file")
    if file is None:
        raise NoFile()
    if (file.size or 0) > tables.LARGEST_BYTES:
        raise tables.FileTooHuge(most=tables.LARGEST_BYTES // 1_000_000)
    upload = uploads.keep(file.name or "", file.chunks(), supplier=supplier, by=desk(request).actor)
    try:
        _table(upload)
    except Refused:
        uploads.forget(upload)
        raise
    return upload


def _table(upload: uploads.Upload) -> tables.Table:
    """The upload as a table; it is read from end to end once, and what was seen is remembered."""
    seen = uploads.recalled(upload.id, "table")
    if seen is None:
        table = tables.look(upload.path)
        seen = {"kind": table.kind, "head": table.head, "encoding": table.encoding, "delimiter": table.delimiter}
        uploads.remember(upload.id, "table", seen)
    return tables.Table(upload.path, **seen | {"head": tuple(seen["head"])})


@screen
@require_GET
def show(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """What each column is, ten rows as they will be read, and what became of the last try or run.

    For htmx only what became of it: the page asks for that while the work lasts.
    """
    only_who_may(request, "offers.take_list")
    held = uploads.found(str(upload_id), desk(request).actor)
    if is_fragment(request):
        return render(request, "office/imports/outcome.html", {"upload": held, **_outcome(request, held)})
    supplier = found(Supplier.objects.select_related("party"), held.supplier)
    table = _table(held)
    mapping, style = mappings.of(supplier, table.head, by(request)["by"])
    rows = [
        (number, cells + [""] * (len(table.head) - len(cells))) for number, cells in islice(table.rows(), PREVIEWED)
    ]
    context = {"upload": held, "supplier": supplier, "table": table, "style": style, "preview": rows}
    picks = [(field, name, mapping.get(field), field in columns.NEEDED) for field, name in columns.FIELDS.items()]
    return render(request, "office/imports/show.html", context | {"picks": picks, **_outcome(request, held)})


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
        "counts": [(what, taking.word(what), many) for what, many in counted.items()],
        "topic": long_work.topic(work.pk) if work.state in long_work.UNDER_WAY else "",
    }


@screen
@require_POST
def run(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The list is tried, or taken in, as long work; the columns are remembered for the supplier's next list."""
    only_who_may(request, "offers.take_list")
    held = uploads.found(str(upload_id), desk(request).actor)
    supplier = found(Supplier.objects.select_related("party"), held.supplier)
    table = _table(held)
    chosen = {field: request.POST.get(field, "") for field in columns.FIELDS}
    mapping = columns.check({field: int(text) for field, text in chosen.items() if text.isdecimal()}, table.head)
    style = request.POST.get("style", "")
    if style not in columns.STYLES:
        raise BadInput()
    mappings.keep(supplier, table.head, mapping, style, **by(request))
    dry = request.POST.get("do") != "take"
    title = _("Try %(name)s") if dry else _("Import %(name)s")
    question = {"upload": held.id, "mapping": mapping, "style": style, "dry": dry}
    work = _asked(request, title % {"name": held.name}, question)
    uploads.remember(held.id, "work", {"work": str(work.pk)})
    return go(request, reverse("imports:show", args=[held.id]))


def _asked(request: HttpRequest, title: str, question: dict[str, Any]) -> LongWork:
    does = f"{taking.__name__}.take"
    work: LongWork = long_work.ask.once(
        f"{once(request)}{question['dry']}", does=does, title=title, question=question, **by(request)
    )  # fmt: skip
    asking.listen(request, work)
    return work

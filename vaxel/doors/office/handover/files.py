"""SIE files: made of what is ready, fetched, marked as imported or as never read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.exports import batches, collecting
from vaxel.business.exports.models import Batch, Unit
from vaxel.doors import wording
from vaxel.doors.office.desk import by, desk, found, go, only_who_may, screen
from vaxel.doors.office.handover.views import only_for_the_books, the_target, today
from vaxel.doors.office.lists.listing import a_day
from vaxel.kernel.refusals import NotFound
from vaxel.links.accounting.sie import export

MOST = 200


@screen
@require_GET
def index(request: HttpRequest, key: str) -> HttpResponse:
    """The files so far, the newest first."""
    only_for_the_books(request)
    target = the_target(key)
    held = [(one, one.units.count()) for one in target.batches.defer("content").order_by("-number")[:MOST]]
    context = {"target": target, "word": wording.ACCOUNTING[key], "rows": held}
    return render(request, "office/handover/files.html", context)


@screen
@require_POST
def make(request: HttpRequest, key: str) -> HttpResponse:
    """All that is closed is gathered, and what is ready is in files, one a fiscal year."""
    only_for_the_books(request)
    only_who_may(request, "exports.store_file")
    target, here = the_target(key), desk(request)
    if key != "sie":
        raise NotFound()
    until = a_day(request.POST.get("until", "")) or today(request)
    collecting.collect(target, until=until, today=today(request), **by(request))
    ready = list(Unit.objects.filter(target=target, state="ready", business_date__lte=until))
    if not ready:
        raise batches.NothingReady()
    made = 0
    for units in export.by_year(ready).values():
        target.refresh_from_db()
        number = target.next_batch
        content = export.content(target, units, number=number, at=here.at, by="vaxel")
        batches.store(target, units, name=export.name(units, number), content=content, **by(request))
        made += 1
    said = ngettext("%(n)s file is made. Fetch it, import it, and mark it.",
                    "%(n)s files are made, one a year. Fetch them, import them, and mark them.", made)  # fmt: skip
    return go(request, reverse("handover:files", args=[key]), said % {"n": made})


@screen
@require_GET
def download(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The file's bytes, always the same ones."""
    only_for_the_books(request)
    held = found(Batch.objects.all(), batch_id)
    headers = {"Content-Disposition": f'attachment; filename="{held.name}"'}
    return HttpResponse(bytes(held.content), content_type="application/octet-stream", headers=headers)


@screen
@require_POST
def do(request: HttpRequest, batch_id: UUID, what: str) -> HttpResponse:
    """The file was imported, or never read."""
    only_for_the_books(request)
    held = found(Batch.objects.select_related("target"), batch_id)
    page = reverse("handover:files", args=[held.target.key])
    if what == "imported":
        batches.imported(held, **by(request))
        return go(request, page, _("Its vouchers are there."))
    if what == "unread":
        batches.unread(held, reason=request.POST.get("reason", ""), **by(request))
        return go(request, page, _("Its vouchers are ready again, for a new file."))
    raise NotFound()

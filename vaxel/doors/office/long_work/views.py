"""Long work: what one has asked for, how far it is, and its files."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.doors.auth.required import is_fragment
from vaxel.doors.office.desk import by, desk, go, screen
from vaxel.doors.office.long_work import asking
from vaxel.kernel import long_work
from vaxel.kernel.refusals import Refused

MOST = 100


class FileGone(Refused):
    """A result is kept for some days."""

    status = 410
    sentence = gettext_lazy("The file is not kept any more. Ask for it again.")


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What one has asked for, newest first; to htmx the rows alone."""
    works = list(long_work.asked_by(desk(request).actor)[:MOST])
    under_way = [work for work in works if work.state in long_work.UNDER_WAY]
    context = {"works": works, "topics": " ".join(long_work.topic(work.pk) for work in under_way)}
    return render(request, f"office/long_work/{'rows' if is_fragment(request) else 'list'}.html", context)


@screen
@require_GET
def notice(request: HttpRequest) -> HttpResponse:
    """What has ended since one was told."""
    return render(request, "office/long_work/notice.html", {"long_work": asking.told(request)})


@screen
@require_GET
def file(request: HttpRequest, work_id: UUID) -> HttpResponseBase:
    """The finished file. Refuses with FileGone."""
    work = asking.found(work_id, request)
    path = long_work.file_of(work)
    if work.state != "done" or not work.file_name or not path.exists():
        raise FileGone()
    inline = work.file_type == "application/pdf"
    return FileResponse(path.open("rb"), as_attachment=not inline, filename=work.file_name, content_type=work.file_type)


@screen
@require_POST
def cancel(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """It is not done any more."""
    long_work.cancel(asking.found(work_id, request), **by(request))
    return go(request, reverse("work:list"), _("It is cancelled. “Make it again” begins anew."))


@screen
@require_POST
def again(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """It is done once more."""
    work = asking.found(work_id, request)
    long_work.again(work, **by(request))
    asking.listen(request, work)
    return go(request, reverse("work:list"))


@screen
@require_POST
def forget(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """It and its file are gone."""
    long_work.forget(asking.found(work_id, request), **by(request))
    return go(request, reverse("work:list"), _("It is removed."))

"""Several documents on paper at once: a few at once, many as long work."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from vaxel.business.billing.models import Document
from vaxel.doors.office.desk import an_id, at_sites, desk, language, screen
from vaxel.doors.office.documents.listing import Documents
from vaxel.doors.office.lists import exports
from vaxel.doors.office.long_work import asking
from vaxel.doors.papers import documents as papers
from vaxel.doors.papers import pdfs, reading
from vaxel.doors.papers.blocks import Paper
from vaxel.kernel.long_work import Run
from vaxel.kernel.refusals import BadInput

AT_ONCE = 20
MOST = 2_000
PDF = "application/pdf"


class NothingChosen(BadInput):
    """Paper with nothing on it."""

    sentence = gettext_lazy("Choose at least one document first.")


class TooManyPapers(BadInput):
    """Nobody looks through so many."""

    sentence = gettext_lazy("That is more than %(most)s documents. Narrow the list by day, customer or register first.")


def _whole(rows: QuerySet[Document]) -> QuerySet[Document]:
    return rows.select_related("site", "credits", "customer", "register", "ticket")


@screen
@require_POST
def some(request: HttpRequest) -> HttpResponse:
    """The chosen documents in one file, in the order of their posting; more than AT_ONCE are made aside."""
    ids = list(dict.fromkeys(an_id(one) for one in request.POST.getlist("pick")))
    chosen = at_sites(request, Document.objects.filter(pk__in=ids[:MOST]))
    count = chosen.count()
    if not count:
        raise NothingChosen()
    if count > AT_ONCE:
        return _ask(request, list(chosen.values_list("pk", flat=True)))
    body = pdfs.together(_papers(_whole(chosen)), title=_title(count), author=desk(request).site.name,
                         language=language())  # fmt: skip
    return HttpResponse(body, content_type=PDF, headers={"Content-Disposition": 'inline; filename="documents.pdf"'})


@screen
@require_POST
def all_shown(request: HttpRequest) -> HttpResponse:
    """Everything that the list shows, over all its pages, in one file. Refuses with NothingChosen, TooManyPapers."""
    _listing, asked = exports.opened(request)
    ids = list(Documents().asked(asked).order_by("posted_at", "id").values_list("pk", flat=True)[: MOST + 1])
    if not ids:
        raise NothingChosen()
    if len(ids) > MOST:
        raise TooManyPapers(most=MOST)
    return _ask(request, ids)


def _title(count: int) -> str:
    return ngettext("%(n)s document", "%(n)s documents", count) % {"n": count}


def _ask(request: HttpRequest, ids: Iterable[UUID]) -> HttpResponse:
    held = [str(pk) for pk in ids]
    return asking.ask(request, f"{__name__}.into_file", _title(len(held)), {"documents": held})


def into_file(run: Run) -> None:
    """Long work: the documents that its asker may see, in one file."""
    request = asking.as_asked(run)
    site = desk(request).site
    with timezone.override(site.time_zone):
        rows = _whole(at_sites(request, Document.objects.filter(pk__in=run.question["documents"])))
        run.expect(rows.count())
        name = _("documents-%(day)s.pdf") % {"day": timezone.localdate(desk(request).at)}
        with run.file(name, PDF) as file:
            counted = _counted(run, _papers(rows))
            file.write(pdfs.together(counted, title=run.work.title, author=site.name, language=language()))


def _papers(rows: QuerySet[Document]) -> Iterator[Paper]:
    for one in rows.order_by("posted_at", "id").iterator(100):
        yield papers.paper(reading.document(one))


def _counted(run: Run, made: Iterable[Paper]) -> Iterator[Paper]:
    for one in made:
        run.step()
        yield one

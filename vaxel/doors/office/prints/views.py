"""The print queue: what waits, what came out, what did not, and a button to try again."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.payments import print_jobs
from vaxel.business.payments.models import PrintJob
from vaxel.doors import wording
from vaxel.doors.auth.required import safe_next
from vaxel.doors.office.desk import at_sites, by, desk, found, go, screen
from vaxel.doors.office.lists.listing import Column, Filter, Listing, View, from_day, numbered, to_day
from vaxel.doors.office.lists.views import answer

WAITING = ("queued", "sending")


def _registers(request: HttpRequest) -> list[tuple[str, str | Promise]]:
    held = desk(request).site.registers.order_by("name")
    return [(str(pk), name) for pk, name in held.values_list("pk", "name")]


class PrintJobs(Listing[PrintJob]):
    """Print jobs of the site, the newest first."""

    key, title, icon = "print_jobs", gettext_lazy("Print queue"), "printer"
    row, template = "office/prints/row.html", "office/prints/list.html"
    placeholder = gettext_lazy("Number of the document")
    columns: ClassVar = (
        Column[PrintJob]("what", gettext_lazy("What"), lambda one: one.name),
        Column[PrintJob]("register", gettext_lazy("Register"), lambda one: one.register.name if one.register else ""),
        Column[PrintJob]("made", gettext_lazy("Asked for"), lambda one: one.made_at, ("-made_at", "-id")),
        Column[PrintJob](
            "state", gettext_lazy("Status"), lambda one: str(wording.word("print_job", one.state).text)
        ),
        Column[PrintJob]("tries", gettext_lazy("Tries"), lambda one: one.tries, css="number fold"),
        Column[PrintJob]("fault", gettext_lazy("Why not"), lambda one: one.why, export_only=True),
    )  # fmt: skip
    views = (
        View("", pgettext_lazy("print jobs", "All")),
        View("waiting", gettext_lazy("Waiting"), Q(state__in=WAITING)),
        View("failed", gettext_lazy("Did not come out"), Q(state="failed")),
        View("printed", gettext_lazy("Printed"), Q(state="printed")),
    )
    filters = (
        Filter("register", gettext_lazy("Register"), lambda value: Q(register_id=value), _registers),
        Filter("from", gettext_lazy("From"), from_day("made_at"), kind="day"),
        Filter("to", gettext_lazy("Until"), to_day("made_at"), kind="day"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[PrintJob]:
        """Those of the site."""
        return PrintJob.objects.filter(site=desk(request).site)

    def with_more(self, rows: QuerySet[PrintJob]) -> QuerySet[PrintJob]:
        """With the document and the register."""
        return rows.select_related("document", "register")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By the document's number."""
        by_number = text.strip().lstrip("#").isdecimal()
        return numbered(text, "document__number") if by_number else Q(name__icontains=text)

    def counts(self, request: HttpRequest) -> dict[str, int]:
        """How many wait, and how many did not come out. One query."""
        held: Any = self.rows(request).exclude(state__in=("printed", "cancelled"))
        return held.aggregate(  # type: ignore[no-any-return]
            waiting=Count("id", filter=Q(state__in=WAITING)), failed=Count("id", filter=Q(state="failed"))
        )


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The print queue of the site."""
    return answer(request, PrintJobs(), has_printer=bool(settings.PRINTER))


def _job(request: HttpRequest, job_id: UUID) -> PrintJob:
    return found(at_sites(request, PrintJob.objects.select_related("document")), job_id)


@screen
@require_GET
def state(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How far the job is, for the page that waits for it."""
    return render(request, "office/prints/state.html", {"job": _job(request, job_id)})


@screen
@require_POST
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """It is tried again."""
    print_jobs.retry(_job(request, job_id), **by(request))
    return go(request, safe_next(request, request.POST.get("next", reverse("prints:list"))), _("It is printed again."))


@screen
@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """It is not printed; *Print again* puts it back."""
    print_jobs.cancel(_job(request, job_id), **by(request))
    return go(request, reverse("prints:list"), _("It is taken out of the queue."))

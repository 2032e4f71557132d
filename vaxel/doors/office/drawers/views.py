"""Cash drawers: opened with a float, cash in and out, counted blind, and closed with the day's Z report."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.locations.models import Register
from vaxel.business.payments import drawers
from vaxel.business.payments.models import DrawerSession, ZReport
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import at_sites, by, desk, found, go, language, once, screen
from vaxel.doors.papers import pdfs
from vaxel.doors.papers import z_reports as z_paper
from vaxel.doors.papers.blocks import Grid
from vaxel.kernel.refusals import Refused

DENOMINATIONS = {
    "SEK": (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100),
    "EUR": (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "USD": (10_000, 5_000, 2_000, 1_000, 500, 100, 25, 10, 5, 1),
}


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The site's registers with their drawers, and the Z reports."""
    here = desk(request)
    registers = list(Register.objects.filter(site=here.site, retired_at=None).order_by("name"))
    open_now = {
        one.register_id: one
        for one in DrawerSession.objects.filter(register__in=registers, closed_at=None).select_related("opened_by")
    }
    reports = ZReport.objects.filter(register__site=here.site).select_related("register").order_by("-at")[:30]
    rows = [(register, open_now.get(register.pk)) for register in registers]
    mine = open_now.get(here.register.pk) if here.register else None
    moved = mine.movements.order_by("-at") if mine else []
    return render(request, "office/drawers/list.html", {"rows": rows, "reports": reports, "mine": mine, "moved": moved})


def _register(request: HttpRequest, register_id: UUID) -> Register:
    return found(at_sites(request, Register.objects.select_related("site").filter(retired_at=None)), register_id)


@screen
@require_POST
def open_drawer(request: HttpRequest, register_id: UUID) -> HttpResponse:
    """The drawer is open with this float."""
    register = _register(request, register_id)
    amount = reading.amount(request.POST.get("float", ""), register.site.currency)
    drawers.open(register, float_minor=amount, **by(request))
    return go(request, reverse("drawers:list"), _("The drawer is open."))


@screen
@require_POST
def move_cash(request: HttpRequest, register_id: UUID) -> HttpResponse:
    """Cash came in, or went out, for a reason."""
    register = _register(request, register_id)
    drawers.move_cash.once(
        once(request), register, kind=request.POST.get("kind", ""), note_text=request.POST.get("note", ""),
        amount_minor=reading.amount(request.POST.get("amount", ""), register.site.currency), **by(request),
    )  # fmt: skip
    return go(request, reverse("drawers:list"), _("The cash is noted."))


@screen
@require_POST
def open_without_sale(request: HttpRequest, register_id: UUID) -> HttpResponse:
    """The drawer was opened without a sale, and why."""
    drawers.open_without_sale(_register(request, register_id), reason=request.POST.get("reason", ""), **by(request))
    return go(request, reverse("drawers:list"), _("The opening is in the journal."))


@screen
@require_POST
def look(request: HttpRequest, register_id: UUID) -> HttpResponse:
    """The X report as it is now: on paper, numbered nowhere, resetting nothing."""
    body = drawers.look(_register(request, register_id), **by(request))
    return _paper(body, "x-report.pdf")


@screen
def close(request: HttpRequest, register_id: UUID) -> HttpResponse:
    """The cash is counted without being told what should be there; then the day ends in its Z report."""
    register = _register(request, register_id)
    coins = DENOMINATIONS.get(register.site.currency, DENOMINATIONS["SEK"])
    typed = [(coin, request.POST.get(f"coin-{coin}", "")) for coin in coins]
    context = {"register": register, "coins": typed, "form": request.POST}
    if request.method != "POST":
        return render(request, "office/drawers/close.html", context)
    try:
        counted = {coin: reading.whole(request.POST.get(f"coin-{coin}", ""), "") or 0 for coin in coins}
        loose = request.POST.get("loose", "").strip()
        total = sum(coin * n for coin, n in counted.items())
        total += reading.amount(loose, register.site.currency) if loose else 0
        report = drawers.close.once(
            once(request), register, counted_minor=total, denominations={str(c): n for c, n in counted.items() if n},
            without_tills=request.POST.get("without_tills", "")[:200], **by(request),
        )  # fmt: skip
    except Refused as refusal:
        context["asks_why"] = isinstance(refusal, drawers.TillsWaiting)
        return render(request, "office/drawers/close.html", {**context, "fault": str(refusal)}, status=refusal.status)
    return go(request, reverse("drawers:z", args=[report.pk]))


def _report(request: HttpRequest, report_id: UUID) -> ZReport:
    registers = at_sites(request, Register.objects.all())
    rows = ZReport.objects.filter(register__in=registers)
    return found(rows.select_related("register__site", "session__closed_by", "session__opened_by"), report_id)


@screen
@require_GET
def z(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """A Z report: the frozen figures."""
    report = _report(request, report_id)
    over = report.body["counted_minor"] - report.body["expected_minor"]
    paper = z_paper.paper(report.body, language=language())
    context = {"report": report, "body": report.body, "over_minor": over, "grids": _grids(paper.blocks)}
    return render(request, "office/drawers/z.html", context)


def _grids(blocks: Iterable[object]) -> list[Grid]:
    """The small tables of the paper: the same figures on the screen as in print."""
    return [block for block in blocks if isinstance(block, Grid)]


@screen
@require_GET
def z_pdf(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The Z report on paper."""
    report = _report(request, report_id)
    return _paper(report.body, f"z-{report.register.name}-{report.number}.pdf")


def _paper(body: dict[str, object], name: str) -> HttpResponse:
    paper = pdfs.render(z_paper.paper(body), "80mm")
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)

"""Posted documents: looked at, printed, and taken back line by line."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.billing import credits
from vaxel.business.billing.models import Document, DocumentLine
from vaxel.business.payments import corrections, refunds
from vaxel.business.payments.models import Payment
from vaxel.doors.office import happened
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import at_sites, by, desk, found, go, once, screen
from vaxel.doors.office.documents.listing import Documents
from vaxel.doors.office.lists.views import answer
from vaxel.doors.papers import documents as papers
from vaxel.doors.papers import pdfs
from vaxel.doors.papers import reading as paper_reading
from vaxel.kernel.refusals import Refused

WITHOUT_AMOUNT = ("note", "placeholder")


def _document(request: HttpRequest, document_id: UUID) -> Document:
    rows = Document.objects.select_related("ticket", "customer", "site", "register", "credits")
    return found(at_sites(request, rows), document_id)


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """What was posted, newest first; below what is owed, by how late it is."""
    listing = Documents()
    return answer(request, listing, ageing=listing.ageing(request))


@screen
@require_GET
def show(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The document as it was posted, what paid it, and what corrects it."""
    document = _document(request, document_id)
    context = {
        "document": document, "lines": document.lines.order_by("n"), "taxes": document.taxes.order_by("n"),
        "payments": _payments(document), "offsets": document.offsets.select_related("credit").order_by("at"),
        "late_days": _late_days(document, timezone.localdate(desk(request).at)),
        "told": happened.of(request, document.pk), "may_read_books": desk(request).may("ledger.read"),
        "credited_by": document.credited_by.order_by("posted_at"),
        "may_correct": document.kind == "invoice" and document.ticket_id and desk(request).may("invoices.correct"),
        "may_take_back": document.kind in ("invoice", "receipt") and desk(request).may("sales.take_back"),
    }  # fmt: skip
    return render(request, "office/documents/show.html", context)


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment, and how much of it went to the document."""

    payment: Payment
    here_minor: int


def _payments(document: Document) -> list[Paid]:
    """What was allocated to the document and stayed there, payment by payment. One query."""
    rows = Payment.objects.filter(allocations__document=document)
    summed = rows.annotate(here=Sum("allocations__amount_minor", filter=Q(allocations__document=document)))
    return [Paid(one, one.here) for one in summed.order_by("made_at", "pk") if one.here]


def _late_days(document: Document, today: date) -> int:
    """How many days it is owed too long; nothing when it is paid or not due."""
    if document.due_on is None or document.open_minor <= 0:
        return 0
    return max(0, (today - document.due_on).days)


@screen
@require_GET
def pdf(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The document's paper: A4, or a roll of 80 mm with `?shape=80mm`."""
    document = _document(request, document_id)
    narrow = request.GET.get("shape") == "80mm"
    body = pdfs.render(papers.paper(paper_reading.document(document, all_payments=True)), "80mm" if narrow else "a4")
    headers = {"Content-Disposition": f'inline; filename="{document.kind}-{document.printed}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


@screen
def take_back(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """So much of each line comes back, and the money goes the way it came."""
    document = _document(request, document_id)
    lines = list(document.lines.exclude(kind__in=WITHOUT_AMOUNT).order_by("n"))
    back = credits.credited(document)
    rows = [
        (line, line.quantity_milli - back.get(line.pk, 0), request.POST.get(f"line-{line.pk}", "0")) for line in lines
    ]
    context: dict[str, Any] = {"document": document, "rows": rows, "form": request.POST}
    if request.method != "POST":
        return render(request, "office/documents/take_back.html", context)
    try:
        quantities = _quantities(request, lines)
        credit = refunds.take_back.once(
            once(request), document, register=desk(request).register, quantities=quantities,
            reason=request.POST.get("reason", ""), to=request.POST.get("to") or None, **by(request),
        )  # fmt: skip
    except Refused as refusal:
        return render(
            request, "office/documents/take_back.html", {**context, "fault": str(refusal)}, status=refusal.status
        )
    return go(request, reverse("documents:show", args=[credit.pk]), _("The goods are taken back."))


@screen
@require_POST
def correct(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The invoice is credited whole, and its ticket is open again as it stood."""
    document = _document(request, document_id)
    ticket = corrections.correct(document, reason=request.POST.get("reason", ""), **by(request))
    return go(
        request,
        reverse("ticket:show", args=[ticket.pk]),
        _("The invoice is credited. Put the ticket right, and post it again."),
    )


def _quantities(request: HttpRequest, lines: list[DocumentLine]) -> dict[int, int]:
    """Line id → thousandths that come back, as typed; empty fields are nothing."""
    typed = {line: request.POST.get(f"line-{line.pk}", "").strip() for line in lines}
    read = {line.pk: reading.quantity(text, line.unit) for line, text in typed.items() if text}
    return {pk: milli for pk, milli in read.items() if milli}

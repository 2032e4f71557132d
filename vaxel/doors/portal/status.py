"""Where the car is, what has been answered, and the invoice: the pages of a link besides the quote."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from vaxel.business.billing.models import Document
from vaxel.business.locations import attempts
from vaxel.business.parties import queries
from vaxel.business.service import links
from vaxel.business.service.models import ApprovalLink
from vaxel.business.tickets import questions, quotes
from vaxel.business.tickets.models import Job, Ticket
from vaxel.doors.auth.middleware import address_of
from vaxel.doors.papers import documents as papers
from vaxel.doors.papers import pdfs
from vaxel.doors.papers import reading as paper_reading
from vaxel.doors.portal import progress
from vaxel.doors.portal.ways_in import LANGUAGES, TooManyTries, guarded, of_link, seller
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import NotFound, Refused

QUESTIONS_MOST = 20
BOUGHT = ("approved", "stale")


@require_safe
@of_link
def status(request: HttpRequest, link: ApprovalLink, token: str, at: datetime) -> HttpResponse:
    """Where the car is."""
    return _status(request, link, token)


def _status(
    request: HttpRequest, link: ApprovalLink, token: str, *, refusal: str = "", text: str = "", code: int = 200
) -> HttpResponse:  # fmt: skip
    ticket = link.ticket
    documents = list(_theirs(ticket).order_by("posted_at"))
    owed = sum(one.open_minor for one in documents if one.open_minor > 0)
    quote = quotes.newest(ticket)
    said = {
        "ticket": ticket, "token": token, "jobs": _jobs(ticket), "documents": documents, "owed_minor": owed,
        "progress": progress.of(ticket.order_status, kind=ticket.kind, owed_minor=owed), "quote": quote,
        "awaits": ticket.order_status in ("awaiting_approval", "waiting_approval") and quote is not None,
        "questions": questions.of(ticket), "asked": "asked" in request.GET, "refusal": refusal, "text": text,
        "once": new_id(), "seller": seller(ticket.site), "lang": _lang(request),
    }  # fmt: skip
    return guarded(render(request, "portal/status.html", said, status=code))


def _lang(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else ""


def _jobs(ticket: Ticket) -> list[tuple[str, object]]:
    """(title, how far it is) of the work that was ordered. One query."""
    rows = Job.objects.filter(ticket=ticket).exclude(work="cancelled").order_by("position", "id")
    ordered = [job for job in rows if job.decision in BOUGHT or ticket.kind == "internal"]
    return [(job.title, progress.JOB_WORDS.get(job.work, "")) for job in ordered if job.title]


@require_POST
@of_link
def ask(request: HttpRequest, link: ApprovalLink, token: str, at: datetime) -> HttpResponse:
    """The customer's question is with us; a refusal stands above what was typed."""
    text = request.POST.get("text", "")
    try:
        if attempts.begin(f"questions:{link.pk}:{address_of(request)}", at, QUESTIONS_MOST) is None:
            raise TooManyTries()
        questions.ask.once(
            f"portal-ask:{link.pk}:{request.POST.get('once', '')[:60] or new_id()}", link.ticket, text=text,
            asked={"text": text, "ticket": str(link.ticket_id)}, kept_as=lambda made: str(made.pk),
            by=links.customer(link), at=at,
        )  # fmt: skip
    except Refused as refusal:
        return _status(request, link, token, refusal=str(refusal), text=text, code=refusal.status)
    lang = _lang(request)
    return HttpResponseRedirect(
        reverse("portal:status", args=[token]) + "?asked" + (f"&lang={lang}" if lang else "") + "#questions"
    )


@require_safe
@of_link
def document(
    request: HttpRequest, link: ApprovalLink, token: str, at: datetime, *, document_id: UUID
) -> HttpResponse:  # fmt: skip
    """An invoice or receipt of the ticket, to read on a phone, with what is to be paid and how."""
    one = _document(link, document_id)
    content = paper_reading.document(one, all_payments=True)
    language = (get_language() or "sv")[:2]
    said = {
        "document": one, "paper": papers.paper(content, language=language), "token": token, "lang": _lang(request),
        "seller": seller(link.ticket.site),
    }  # fmt: skip
    return guarded(render(request, "portal/document.html", said))


@require_safe
@of_link
def document_pdf(
    request: HttpRequest, link: ApprovalLink, token: str, at: datetime, *, document_id: UUID
) -> HttpResponse:  # fmt: skip
    """The same on paper."""
    one = _document(link, document_id)
    content = paper_reading.document(one, all_payments=True)
    language = (get_language() or "sv")[:2]
    receipt = one.kind in (Document.RECEIPT, Document.RETURN_RECEIPT)
    body = pdfs.render(papers.paper(content, language=language, electronic=receipt))
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{one.kind}-{one.number}.pdf"'
    return guarded(answer)


def _theirs(ticket: Ticket) -> QuerySet[Document]:
    """The customer's own papers of the ticket: what another payer is invoiced is not theirs to see."""
    return Document.objects.filter(ticket=ticket, customer__in=queries.selves(ticket.customer_id))


def _document(link: ApprovalLink, document_id: UUID) -> Document:
    """The document, if it is one of the link's ticket; refuses with NotFound."""
    rows = _theirs(link.ticket).select_related("site", "credits")
    one = rows.filter(pk=document_id).first()
    if one is None:
        raise NotFound()
    return one

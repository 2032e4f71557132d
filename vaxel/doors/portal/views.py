"""The customer's page: shown, answered, printed. Reads the request; `approvals.answer_link` decides."""

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vaxel.business.inspections.models import Photo, Report
from vaxel.business.locations import attempts
from vaxel.business.locations.models import Company
from vaxel.business.service import approvals, links
from vaxel.business.service.approvals import Answer
from vaxel.business.service.models import ApprovalLink
from vaxel.business.tickets import quotes
from vaxel.business.tickets.models import Job, QuoteVersion
from vaxel.doors import pictures
from vaxel.doors.auth.middleware import address_of
from vaxel.doors.papers import pdfs
from vaxel.doors.papers import quotes as paper_quotes
from vaxel.doors.portal import reading
from vaxel.kernel import clock
from vaxel.kernel.ids import new_id
from vaxel.kernel.once import KeyReused
from vaxel.kernel.refusals import NotFound, Refused

LANGUAGES = ("sv", "en")
WRONG_LINKS_MOST = 20
ANSWERS_MOST = 30
LONGEST = {"name": 160, "note": 400, "reason": 200}


class TooManyTries(Refused):
    """Somebody guesses, or a machine is out of hand."""

    status = 429
    sentence = _("Too many tries. Wait a quarter of an hour, or call us.")


def _find(request: HttpRequest, token: str, at: datetime) -> ApprovalLink:
    """The link; a wrong one counts against the network address it came from."""
    try:
        return links.find(token, at)
    except links.NoSuchLink:
        if attempts.begin(f"link:{address_of(request)}", at, WRONG_LINKS_MOST) is None:
            raise TooManyTries() from None
        raise


def _speaking(request: HttpRequest, link: ApprovalLink | None) -> ExitStack:
    """The page's language (asked for, else the customer's) and the site's clock, while the block lasts."""
    stack = ExitStack()
    asked = request.GET.get("lang", "")
    if asked in LANGUAGES:
        stack.enter_context(translation.override(asked))
    elif link is not None:
        stack.enter_context(translation.override(link.ticket.customer.language))
    if link is not None:
        stack.enter_context(timezone.override(link.ticket.site.time_zone))
    return stack


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quote(request: HttpRequest, token: str) -> HttpResponse:
    """The newest sent quote of the link's ticket, and the answers to it."""
    at = clock.now()
    try:
        link = _find(request, token, at)
    except Refused as refusal:
        with _speaking(request, None):
            return _closed(request, refusal)
    with _speaking(request, link):
        if request.method == "POST" and "show" not in request.POST:
            return _answer(request, link, token, at)
        if link.opened_at is None and request.method == "GET":
            approvals.open_link(link, by=links.customer(link), at=at)
        return _show(request, link, at, typed=request.POST)


def _show(
    request: HttpRequest, link: ApprovalLink, at: datetime, *, typed: Mapping[str, Any], refusal: Refused | str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page, with what was typed still in its fields."""
    chosen, reasons = _picked(typed, "job-"), _picked(typed, "reason-")
    page = reading.page(link, at, chosen, reasons)
    said = {
        "page": page, "body": page.body if page else None, "seller": page.body["seller"] if page else _seller(),
        "refusal": str(refusal), "done": "done" in request.GET and not refusal, "once": new_id(),
        "name": str(typed.get("name", "")), "note": str(typed.get("note", "")), "asked": "show" in typed,
        "report": _report(link), "token": request.resolver_match.kwargs["token"] if request.resolver_match else "",
        "lang": request.GET.get("lang", ""), "pdf": reverse("portal:pdf", args=[request.resolver_match.kwargs["token"]])
        if request.resolver_match else "",
    }  # fmt: skip
    return _guarded(render(request, "portal/quote.html", said, status=status))


def _report(link: ApprovalLink) -> Report | None:
    """The newest inspection report that was shown for the link's ticket (S-120)."""
    return Report.objects.filter(inspection__ticket=link.ticket_id).order_by("-made_at", "-version").first()


@require_safe
def photo(request: HttpRequest, token: str, photo_id: UUID) -> HttpResponse:
    """A photo of the report, for whoever holds the link; of no other."""
    link = _find(request, token, clock.now())
    report = _report(link)
    groups = report.body["groups"] if report else []
    shown = {one["id"] for group in groups for item in group["items"] for one in item["photos"]}
    found = Photo.objects.filter(pk=photo_id).select_related("file").first() if str(photo_id) in shown else None
    if found is None:
        raise NotFound()
    return _guarded(pictures.served(found.file))


def _picked(typed: Mapping[str, Any], prefix: str) -> dict[str, str]:
    return {key.removeprefix(prefix): str(typed[key]) for key in typed if key.startswith(prefix)}


def _answer(request: HttpRequest, link: ApprovalLink, token: str, at: datetime) -> HttpResponse:
    """The answer is stored and the page says so; a refusal is said on the page, above what was typed."""
    typed = request.POST
    try:
        if attempts.begin(f"answers:{link.pk}", at, ANSWERS_MOST) is None:
            raise TooManyTries()
        approvals.answer_link.once(
            f"portal:{link.pk}:{typed.get('once', '')[:60] or new_id()}", link, version=_version(link, typed),
            answers=_answers(link, typed), name=typed.get("name", "")[: LONGEST["name"]],
            note=typed.get("note", "")[: LONGEST["note"]], address=address_of(request),
            browser=request.headers.get("User-Agent", "")[:200], by=links.customer(link), at=at,
            kept_as=lambda approval: str(approval.pk) if approval else None,
        )  # fmt: skip
    except KeyReused:
        sentence = _("You have answered from this page already. Below is what we have now.")
        return _show(request, link, at, typed={}, refusal=sentence, status=409)
    except approvals.StalePage as refusal:
        return _show(request, link, at, typed={"name": typed.get("name", "")}, refusal=refusal, status=refusal.status)
    except Refused as refusal:
        return _show(request, link, at, typed=typed, refusal=refusal, status=refusal.status)
    lang = request.GET.get("lang", "")
    query = f"?done&lang={lang}" if lang in LANGUAGES else "?done"
    return HttpResponseRedirect(reverse("portal:quote", args=[token]) + query)


def _version(link: ApprovalLink, typed: Mapping[str, Any]) -> QuoteVersion:
    """The version the customer had before them; refuses with StalePage when there is no such one of this ticket."""
    try:
        wanted = UUID(str(typed.get("version", "")))
    except ValueError:
        raise approvals.StalePage() from None
    found = QuoteVersion.objects.filter(quote__ticket=link.ticket, pk=wanted).first()
    if found is None:
        raise approvals.StalePage()
    return found


def _answers(link: ApprovalLink, typed: Mapping[str, Any]) -> list[Answer]:
    """What was chosen for each of the ticket's jobs; what is no job of it is refused with BadAnswer."""
    chosen, reasons = _picked(typed, "job-"), _picked(typed, "reason-")
    jobs = {str(job.pk): job for job in Job.objects.filter(ticket=link.ticket)}
    if not chosen.keys() <= jobs.keys():
        raise approvals.BadAnswer()
    return [
        Answer(jobs[job_id], decision, reasons.get(job_id, "")[: LONGEST["reason"]] if decision != "approve" else "")
        for job_id, decision in chosen.items()
    ]


@never_cache
@require_safe
def pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The quote on paper, as it was frozen."""
    at = clock.now()
    try:
        link = _find(request, token, at)
    except Refused as refusal:
        with _speaking(request, None):
            return _closed(request, refusal)
    version = quotes.newest(link.ticket)
    if version is None:
        with _speaking(request, link):
            return _closed(request, links.NoSuchLink())
    made = pdfs.render(paper_quotes.paper(version.body, language=_language(request, link)))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{version.body["number"]}-{version.n}.pdf"'
    return _guarded(response)


def _language(request: HttpRequest, link: ApprovalLink) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else link.ticket.customer.language


def _closed(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A link that does not work says why, and whom to call."""
    said = {"refusal": str(refusal), "seller": _seller()}
    return _guarded(render(request, "portal/closed.html", said, status=refusal.status))


def _seller() -> dict[str, str]:
    company = Company.objects.first()
    if company is None:
        return {"name": "", "phone": "", "email": ""}
    return {"name": company.name, "phone": company.phone, "email": company.email}


def _guarded(response: HttpResponse) -> HttpResponse:
    """Not indexed, and its address goes to no other site.

    `same-origin`, not `no-referrer`: with the latter browsers send `Origin: null` with a form, and CSRF says no.
    """
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "same-origin"
    return response

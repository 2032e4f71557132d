"""The customer's page: shown, answered, printed. Reads the request; `approvals.answer_link` decides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaxel.business.inspections.models import Photo, Report
from vaxel.business.locations import attempts
from vaxel.business.service import approvals, links, policies, signatures
from vaxel.business.service.approvals import Answer
from vaxel.business.service.models import ApprovalLink
from vaxel.business.tickets import questions, quotes
from vaxel.business.tickets.models import Job, QuoteVersion
from vaxel.doors import pictures
from vaxel.doors.auth.middleware import address_of
from vaxel.doors.papers import pdfs
from vaxel.doors.papers import quotes as paper_quotes
from vaxel.doors.portal import reading
from vaxel.doors.portal.ways_in import LANGUAGES, TooManyTries, closed, guarded, of_link, seller
from vaxel.kernel import clock
from vaxel.kernel.ids import new_id
from vaxel.kernel.once import KeyReused
from vaxel.kernel.refusals import NotFound, Refused

ANSWERS_MOST = 30
SIGNATURE_MOST = 20_000
LONGEST = {"name": 160, "note": 400, "reason": 200}


@require_http_methods(["GET", "HEAD", "POST"])
@of_link
def quote(request: HttpRequest, link: ApprovalLink, token: str, at: datetime) -> HttpResponse:
    """The newest sent quote of the link's ticket, and the answers to it."""
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
    chosen, reasons = _chosen(link, typed), _picked(typed, "reason-")
    page = reading.page(link, at, chosen, reasons)
    token = request.resolver_match.kwargs["token"] if request.resolver_match else ""
    said = {
        "page": page, "body": page.body if page else None,
        "seller": page.body["seller"] if page else seller(link.ticket.site),
        "questions": questions.of(link.ticket), "ask_once": new_id(),
        "refusal": str(refusal), "done": "done" in request.GET and not refusal, "once": new_id(),
        "name": str(typed.get("name", "")), "note": str(typed.get("note", "")), "asked": "show" in typed,
        "report": _report(link), "rest": str(typed.get("rest", "")), "sign": signatures.demanded(link.ticket.site_id),
        "rights": _rights(link, at),
        "lang": request.GET.get("lang", ""), "token": token, "pdf": reverse("portal:pdf", args=[token]),
    }  # fmt: skip
    return guarded(render(request, "portal/quote.html", said, status=status))


def _rights(link: ApprovalLink, at: datetime) -> str:
    """What the rule in force lets customers read of their rights, in their language or the other one."""
    site = link.ticket.site
    texts: Mapping[str, str] = policies.of(link.ticket, clock.local(at, site.time_zone).date()).rights_text
    return texts.get(get_language() or "", "") or next(iter(texts.values()), "")


def _chosen(link: ApprovalLink, typed: Mapping[str, Any]) -> dict[str, str]:
    """Job id → what was said of it. Of options that stand against each other one is named, or all are put off."""
    said = _picked(typed, "job-")
    choices = _picked(typed, "option-")
    if not choices:
        return said
    for job in Job.objects.filter(ticket=link.ticket, option_group__isnull=False, sent=True):
        word = choices.get(str(job.option_group), "")
        if word == str(job.pk):
            said[str(job.pk)] = "approve"
        elif word in ("later", "decline") and job.work != "cancelled" and job.decision != "not_chosen":
            said[str(job.pk)] = word
    return said


def _report(link: ApprovalLink) -> Report | None:
    """The newest inspection report that was shown for the link's ticket (S-120)."""
    return Report.objects.filter(inspection__ticket=link.ticket_id).order_by("-made_at", "-version").first()


@require_safe
@of_link
def photo(request: HttpRequest, link: ApprovalLink, token: str, at: datetime, *, photo_id: UUID) -> HttpResponse:
    """A photo of the report, for whoever holds the link; of no other."""
    report = _report(link)
    groups = report.body["groups"] if report else []
    shown = {one["id"] for group in groups for item in group["items"] for one in item["photos"]}
    found = Photo.objects.filter(pk=photo_id).select_related("file").first() if str(photo_id) in shown else None
    if found is None:
        raise NotFound()
    return guarded(pictures.served(found.file))


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
            answers=_answers(link, typed, at), signature=typed.get("signature", "")[:SIGNATURE_MOST],
            name=typed.get("name", "")[: LONGEST["name"]], note=typed.get("note", "")[: LONGEST["note"]],
            address=address_of(request), browser=request.headers.get("User-Agent", "")[:200],
            by=links.customer(link), at=at, kept_as=lambda approval: str(approval.pk) if approval else None,
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


def _answers(link: ApprovalLink, typed: Mapping[str, Any], at: datetime) -> list[Answer]:
    """What was chosen for each of the ticket's jobs; what is no job of it is refused with BadAnswer.

    What was left unticked is put off or declined, if the customer says so of the rest (S-89).
    """
    chosen, reasons = _chosen(link, typed), _picked(typed, "reason-")
    reasons |= {job_id: reasons.get(group, "") for job_id, group in _groups(link).items() if group in reasons}
    jobs = {str(job.pk): job for job in Job.objects.filter(ticket=link.ticket)}
    if not chosen.keys() <= jobs.keys():
        raise approvals.BadAnswer()
    if typed.get("rest") in ("later", "decline"):
        chosen = _rest(link, at, chosen, str(typed["rest"])) | chosen
    return [
        Answer(jobs[job_id], decision, reasons.get(job_id, "")[: LONGEST["reason"]] if decision != "approve" else "")
        for job_id, decision in chosen.items()
    ]


def _rest(link: ApprovalLink, at: datetime, chosen: Mapping[str, str], word: str) -> dict[str, str]:
    """Job id → the word, for what can be answered and was not: neither by itself nor by its choice."""
    shown = reading.page(link, at)
    answered = {job.group for job in shown.jobs if job.group and job.id in chosen} if shown else set()
    left = [job.id for job in shown.open_jobs if job.id not in chosen and job.group not in answered] if shown else []
    return dict.fromkeys(left, word)


def _groups(link: ApprovalLink) -> dict[str, str]:
    """Option → the choice it belongs to, as the page's fields name them."""
    rows = Job.objects.filter(ticket=link.ticket, option_group__isnull=False).values_list("pk", "option_group")
    return {str(pk): str(group) for pk, group in rows}


@require_safe
@of_link
def pdf(request: HttpRequest, link: ApprovalLink, token: str, at: datetime) -> HttpResponse:
    """The quote on paper, as it was frozen."""
    version = quotes.newest(link.ticket)
    if version is None:
        return closed(request, links.NoSuchLink())
    made = pdfs.render(paper_quotes.paper(version.body, language=_language(request, link)))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{version.body["number"]}-{version.n}.pdf"'
    return guarded(response)


def _language(request: HttpRequest, link: ApprovalLink) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else link.ticket.customer.language

"""The ticket: looked at, filled, changed field by field, answered for, worked on and invoiced.

Every view makes one call into the domain and draws the ticket anew. What the call refuses stands in the strip; a price
or discount beyond the person's limit opens a sheet where a second person vouches for it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.service import deferred, voiding
from vaxel.business.service.models import DeferredWork
from vaxel.business.tickets import canned, intake, jobs, lines, questions, tickets
from vaxel.business.tickets.models import Job, Line, Question, Ticket
from vaxel.business.tickets.permits import Answer
from vaxel.doors import wording
from vaxel.doors.office.builder import offers, reading
from vaxel.doors.office.builder.answers import (
    NEEDS_ANOTHER,
    Strip,
    ask_another,
    changed,
    context_of,
    drawn,
    marked,
    sees_prices,
    the_ticket,
    undo,
    url_of,
)
from vaxel.doors.office.desk import by, desk, found, once, screen, second_person
from vaxel.kernel.refusals import BadInput


@screen
@require_GET
def show(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The ticket's page."""
    ticket = the_ticket(request, ticket_id)
    return render(request, "office/builder/show.html", context_of(request, ticket, here=marked(request)))


@screen
@require_GET
def live(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The ticket anew if someone changed it since the version the page shows; else nothing."""
    ticket = the_ticket(request, ticket_id)
    if str(ticket.version) == request.GET.get("version"):
        return HttpResponse(status=204)
    return drawn(request, ticket, keeps_strip=True)


@screen
@require_POST
def change(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """One field of the ticket has a new value."""
    ticket = the_ticket(request, ticket_id)
    fields: dict[str, Any] = {}
    for name in ("concern", "po_number"):
        if name in request.POST:
            fields[name] = request.POST[name]
    for name in ("odometer_in_km", "odometer_out_km"):
        if name in request.POST:
            fields[name] = reading.whole(request.POST[name], "km")
    if "promise_at" in request.POST:
        fields["promise_at"] = _moment(request.POST["promise_at"])
    before = {name: reading.field(ticket, name) for name in fields}
    after: Ticket = tickets.change(ticket, **fields, **by(request))
    now = {name: reading.field(after, name) for name in fields}
    return drawn(request, ticket, strip=changed(url_of("change", ticket), before, now))


def _moment(text: str) -> datetime | None:
    """A moment of the site's wall clock from a date-and-time control."""
    if not text:
        return None
    read = parse_datetime(text)
    if read is None:
        raise BadInput()
    return timezone.make_aware(read) if timezone.is_naive(read) else read


@screen
@require_GET
def search(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """What the box's text could mean, best first."""
    ticket = the_ticket(request, ticket_id)
    q = request.GET.get("q", "").strip()
    hits = offers.find(desk(request), ticket, q, request.GET.get("kind", ""))
    said = _("%(n)s found") % {"n": len(hits)} if q else ""
    context = {"hits": hits, "q": q, "ticket": ticket, "said": said, "prices": sees_prices(desk(request)),
               "lost_reasons": wording.LOST.items() if desk(request).may("lost_sales.record") else ()}  # fmt: skip
    return render(request, "office/builder/found.html", context)


@screen
@require_POST
def add(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """What was chosen is on the ticket: a canned job as a job, a part or labour as a line of the marked job.

    Without a choice (Enter before the answers came) the text must name one thing exactly.
    """
    ticket = the_ticket(request, ticket_id)
    here = desk(request)
    what, q = request.POST.get("what", ""), request.POST.get("q", "").strip()
    if not what and not q:
        return HttpResponse(status=204)
    chosen = offers.chosen(here, ticket, what, q)
    if chosen is None:
        return drawn(request, ticket, strip=Strip(offers.unknown(q), "bad"), status=422)
    said = {"what": what, "q": q, "ticket": str(ticket.pk)}
    key = f"{once(request)}:{what or q}"[:100]
    if chosen.canned is not None:
        made = canned.apply.once(
            key, ticket, chosen.canned, language=ticket.customer.language, asked=said, kept_as=_its_id, **by(request)
        )
        return _added(request, ticket, job=Job.objects.filter(pk=_an_id_of(made)).first())
    made = intake.add_line.once(
        key, ticket, chosen.wish(), job=_marked_job(request, ticket), language=ticket.customer.language, asked=said,
        kept_as=_its_id, **by(request),
    )  # fmt: skip
    return _added(request, ticket, line=Line.objects.filter(pk=_an_id_of(made)).first())


def _its_id(made: Job | Line) -> str:
    return str(made.pk)


def _an_id_of(made: object) -> str:
    """What `once` answers: the thing itself the first time, its id when asked again."""
    return str(getattr(made, "pk", made))


def _added(request: HttpRequest, ticket: Ticket, *, line: Line | None = None, job: Job | None = None) -> HttpResponse:
    """The ticket with what was added, and the way back; what is gone again already is not spoken of."""
    if line is not None:
        away = url_of("remove_line", ticket, line.pk)
        strip = undo(_("Added: %(what)s") % {"what": line.text or line.number}, away, kind="good")
        return drawn(request, ticket, strip=strip, here=line.job_id, added=line.pk)
    if job is not None:
        away = url_of("job_do", ticket, job.pk, "remove")
        return drawn(request, ticket, strip=undo(_("Added: %(what)s") % {"what": job.title}, away, kind="good"),
                     here=job.pk)  # fmt: skip
    return drawn(request, ticket)


def _marked_job(request: HttpRequest, ticket: Ticket) -> Job | None:
    """The job that is marked as the one lines go to, if any."""
    wanted = marked(request)
    return Job.objects.filter(ticket=ticket, pk=wanted).select_related("ticket__site").first() if wanted else None


@screen
@require_POST
def free_line(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """A line that is in no catalogue: text, quantity and price as typed."""
    ticket = the_ticket(request, ticket_id)
    kind = request.POST.get("kind", "part")
    unit = "h" if kind == "labour" else "pcs"
    price = request.POST.get("unit_price", "")
    wish = lines.Wish(
        kind=kind, text=request.POST.get("text", ""),
        quantity_milli=reading.quantity(request.POST.get("quantity") or "1", unit),
        unit_price_cm=reading.unit_price(price, ticket.currency) if price else None,
    )  # fmt: skip
    said = {name: request.POST.get(name, "") for name in ("kind", "text", "quantity", "unit_price")}
    made = intake.add_line.once(
        once(request), ticket, wish, job=_marked_job(request, ticket), language=ticket.customer.language,
        asked={**said, "ticket": str(ticket.pk)}, kept_as=_its_id, **by(request),
    )  # fmt: skip
    return _added(request, ticket, line=Line.objects.filter(pk=_an_id_of(made)).first())


@screen
@require_POST
def discount(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """So much off the whole ticket."""
    ticket = the_ticket(request, ticket_id)
    answer = Answer(second_person(request), request.POST.get("reason", "").strip())
    off = reading.off(request.POST.get("discount", ""), ticket.currency)
    try:
        jobs.discount_ticket(ticket, ppm=off.ppm, minor=off.minor, answer=answer, **by(request))
    except NEEDS_ANOTHER as refusal:
        return ask_another(request, ticket, refusal)
    back = {"discount": reading.written_off(ticket, ticket.currency), "reason": ticket.discount_reason}
    return drawn(request, ticket, strip=undo(_("The discount is changed."), request.path, back))


@screen
@require_POST
def take_up(request: HttpRequest, ticket_id: UUID, work_id: UUID) -> HttpResponse:
    """Work that waited on the car is a job here."""
    ticket = the_ticket(request, ticket_id)
    waiting = found(DeferredWork.objects.filter(vehicle=ticket.vehicle_id), work_id)
    made = deferred.take_up(ticket, works=[waiting], language=ticket.customer.language, **by(request))
    return drawn(request, ticket, here=made[0].pk if made else None)


@screen
@require_POST
def void(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The ticket ends without a sale."""
    ticket = the_ticket(request, ticket_id)
    voiding.void(ticket, reason=request.POST.get("reason", ""), **by(request))
    return drawn(request, ticket)


@screen
@require_POST
def answer_question(request: HttpRequest, ticket_id: UUID, question_id: UUID) -> HttpResponse:
    """The customer reads the answer on their page."""
    ticket = the_ticket(request, ticket_id)
    question = found(Question.objects.filter(ticket=ticket).select_related("ticket"), question_id)
    questions.answer(question, text=request.POST.get("text", ""), **by(request))
    return drawn(request, ticket, strip=Strip(_("The customer sees your answer on their page.")))


@screen
@require_POST
def put_back_job(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The job that was removed stands where it stood, with its lines priced anew."""
    ticket = the_ticket(request, ticket_id)
    job = jobs.put_back(
        ticket, remembered=offers.recalled_job(request.POST), language=ticket.customer.language, **by(request)
    )
    return drawn(request, ticket, strip=Strip(_("The job is back.")), here=job.pk)

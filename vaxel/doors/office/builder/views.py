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

from vaxel.business.locations.models import Staff
from vaxel.business.service import clocks, deferred, voiding, work
from vaxel.business.service.models import DeferredWork
from vaxel.business.tickets import canned, intake, jobs, lines, tickets
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tickets.permits import Answer
from vaxel.business.tickets.refusals import BelowCost, DiscountAboveLimit, LineChanged, MayNotPrice
from vaxel.doors.office import vouching
from vaxel.doors.office.builder import offers, reading
from vaxel.doors.office.builder.answers import Strip, context_of, drawn, marked, sheet, the_ticket
from vaxel.doors.office.desk import a_number, an_id, by, desk, found, language, once, screen, second_person
from vaxel.kernel import money
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import MILLION
from vaxel.kernel.refusals import BadInput, Refused

NEEDS_ANOTHER = (BelowCost, DiscountAboveLimit, MayNotPrice)


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
    return drawn(request, ticket)


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
    tickets.change(ticket, **fields, **by(request))
    return drawn(request, ticket)


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
    return render(request, "office/builder/found.html", {"hits": hits, "q": q, "ticket": ticket, "said": said})


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
    if chosen.canned is not None:
        job = canned.apply(ticket, chosen.canned, language=ticket.customer.language, **by(request))
        return drawn(request, ticket, strip=Strip(_("Added: %(what)s") % {"what": job.title}), here=job.pk)
    line = intake.add_line(
        ticket, chosen.wish(), job=_marked_job(request, ticket), language=ticket.customer.language, **by(request)
    )
    return drawn(request, ticket, strip=Strip(_("Added: %(what)s") % {"what": line.text}), here=line.job_id)


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
    line = intake.add_line(
        ticket, wish, job=_marked_job(request, ticket), language=ticket.customer.language, **by(request)
    )
    return drawn(request, ticket, strip=Strip(_("Added: %(what)s") % {"what": line.text}), here=line.job_id)


def _line(ticket: Ticket, line_id: UUID) -> Line:
    return found(Line.objects.filter(ticket=ticket).select_related("ticket__site", "job", "part"), line_id)


def _job(ticket: Ticket, job_id: UUID) -> Job:
    return found(Job.objects.filter(ticket=ticket).select_related("ticket__site"), job_id)


@screen
@require_POST
def change_line(request: HttpRequest, ticket_id: UUID, line_id: UUID) -> HttpResponse:
    """One field of a line has a new value; a clash shows both, and a limit asks for a second person."""
    ticket = the_ticket(request, ticket_id)
    line = _line(ticket, line_id)
    fields = _line_fields(request, line, ticket)
    answer = Answer(second_person(request), request.POST.get("reason", "").strip())
    version = a_number(request.POST.get("version"), line.version)
    try:
        lines.change(line, version=version, answer=answer, language=language(), **fields, **by(request))
    except LineChanged:
        return drawn(request, ticket, strip=_clash(request, line, ticket), status=409)
    except NEEDS_ANOTHER as refusal:
        return ask_another(request, ticket, refusal)
    return drawn(request, ticket)


def _clash(request: HttpRequest, line: Line, ticket: Ticket) -> Strip:
    """Both values as people write them, and a button that takes one's own."""
    line.refresh_from_db()
    mine = {name: request.POST[name] for name in reading.LINE_FIELDS if name in request.POST}
    theirs = [reading.written(line, name, ticket.currency) or "–" for name in mine]
    said = LineChanged(theirs=", ".join(theirs), yours=", ".join(mine.values()))
    values = {**mine, "version": str(line.version)}
    return Strip(str(said), "warn", request.path, _("Take mine"), values=values)


def _line_fields(request: HttpRequest, line: Line, ticket: Ticket) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if "text" in request.POST:
        fields["text"] = request.POST["text"]
    if "quantity" in request.POST:
        fields["quantity_milli"] = reading.quantity(request.POST["quantity"], line.unit)
    if "unit_price" in request.POST:
        fields["unit_price_cm"] = reading.unit_price(request.POST["unit_price"], ticket.currency)
    if "discount" in request.POST:
        fields |= reading.discount(request.POST["discount"], ticket.currency)
    return fields


def ask_another(request: HttpRequest, ticket: Ticket, refusal: Refused) -> HttpResponse:
    """A sheet where a second person vouches with a PIN and a reason; it sends the same wish again."""
    here = desk(request)
    kept = {
        name: value
        for name, value in request.POST.items()
        if name not in ("second", "pin", "reason", "csrfmiddlewaretoken")
    }
    permission = refusal.params.get("permission")
    others = vouching.who_may(here, permission) if permission else vouching.who_may_give_more(here)
    context = {"refusal": str(refusal), "url": request.path, "kept": kept, "others": others, "ticket": ticket,
               "reason": request.POST.get("reason", "")}  # fmt: skip
    return sheet(request, "vouch", context, status=refusal.status)


@screen
@require_POST
def remove_line(request: HttpRequest, ticket_id: UUID, line_id: UUID) -> HttpResponse:
    """The line is off the ticket; the strip offers to put it back."""
    ticket = the_ticket(request, ticket_id)
    line = _line(ticket, line_id)
    back = offers.remembered(line)
    lines.remove(line, language=language(), **by(request))
    strip = Strip(
        _("%(what)s was removed.") % {"what": line.text or line.number}, "note", _url("put_back", ticket), _("Undo"),
        "Control+z", back,
    )  # fmt: skip
    return drawn(request, ticket, strip=strip, here=line.job_id)


@screen
@require_POST
def put_back(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The line that was removed stands where it stood."""
    ticket = the_ticket(request, ticket_id)
    job = _job(ticket, an_id(request.POST.get("job", "")))
    lines.add(job, [offers.recalled(request.POST)], language=ticket.customer.language, **by(request))
    return drawn(request, ticket, strip=Strip(_("The line is back.")), here=job.pk)


def _url(name: str, ticket: Ticket, *args: Any) -> str:
    from django.urls import reverse

    return reverse(f"ticket:{name}", args=[ticket.pk, *args])


@screen
@require_POST
def assign(request: HttpRequest, ticket_id: UUID, line_id: UUID) -> HttpResponse:
    """The labour line is one technician's, or shared as the sheet says."""
    ticket = the_ticket(request, ticket_id)
    line = _line(ticket, line_id)
    wanted = request.POST.get("staff", "")
    people = Staff.objects.filter(is_technician=True, is_active=True)
    if wanted == "several":
        return sheet(request, "shares", {"ticket": ticket, "line": line, "technicians": people})
    if wanted:
        shares = [(found(people, wanted), MILLION)]
    else:
        shares = [
            (person, money.parse_percent(request.POST[f"share-{person.pk}"]))
            for person in people
            if request.POST.get(f"share-{person.pk}", "").strip()
        ]
    work.assign(line, shares=shares, **by(request))
    return drawn(request, ticket)


@screen
@require_POST
def add_job(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """One more job, and the box adds to it."""
    ticket = the_ticket(request, ticket_id)
    job = jobs.add.once(once(request), ticket, **by(request))
    return drawn(request, ticket, here=job.pk)


@screen
@require_POST
def change_job(request: HttpRequest, ticket_id: UUID, job_id: UUID) -> HttpResponse:
    """Texts of the job have new values."""
    ticket = the_ticket(request, ticket_id)
    names = ("title", "concern", "cause", "correction", "internal_note", "category", "price_kind")
    fields = {name: request.POST[name] for name in names if name in request.POST}
    jobs.change(_job(ticket, job_id), **fields, **by(request))
    return drawn(request, ticket, here=job_id)


@screen
@require_POST
def job_do(request: HttpRequest, ticket_id: UUID, job_id: UUID, what: str) -> HttpResponse:
    """The job's work begins, is completed, is held, goes on or is cancelled; the person clocks on or off; or the job

    leaves the ticket.
    """
    ticket = the_ticket(request, ticket_id)
    job, reason = _job(ticket, job_id), request.POST.get("reason", "")
    match what:
        case "begin":
            work.begin(job, **by(request))
        case "complete":
            work.complete(job, **by(request))
        case "resume":
            work.resume(job, **by(request))
        case "hold":
            work.hold(job, reason=reason, text=request.POST.get("text", ""), **by(request))
        case "cancel":
            work.cancel(job, reason=reason, **by(request))
        case "clock_on":
            clocks.on(job, **by(request))
        case "clock_off":
            clocks.off(**by(request))
        case "remove":
            jobs.remove(job, **by(request))
        case _:
            raise BadInput()
    return drawn(request, ticket)


@screen
@require_POST
def price_job(request: HttpRequest, ticket_id: UUID, job_id: UUID) -> HttpResponse:
    """The job has a menu price, or (left empty) the sum of its lines again."""
    ticket = the_ticket(request, ticket_id)
    text = request.POST.get("price", "").strip()
    price = reading.amount(text, ticket.currency) if text else None
    jobs.set_menu_price(_job(ticket, job_id), price_minor=price, **by(request))
    return drawn(request, ticket, here=job_id)


@screen
@require_POST
def discount_job(request: HttpRequest, ticket_id: UUID, job_id: UUID) -> HttpResponse:
    """So much off the job."""
    ticket = the_ticket(request, ticket_id)
    answer = Answer(second_person(request), request.POST.get("reason", "").strip())
    off = reading.off(request.POST.get("discount", ""), ticket.currency)
    try:
        jobs.discount(_job(ticket, job_id), ppm=off.ppm, minor=off.minor, answer=answer, **by(request))
    except NEEDS_ANOTHER as refusal:
        return ask_another(request, ticket, refusal)
    return drawn(request, ticket, here=job_id)


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
    return drawn(request, ticket)


@screen
@require_POST
def split(request: HttpRequest, ticket_id: UUID, job_id: UUID) -> HttpResponse:
    """The job has moved to a ticket of its own."""
    ticket = the_ticket(request, ticket_id)
    other = jobs.split(ticket, jobs=[_job(ticket, job_id)], id=new_id(), **by(request))
    return drawn(request, ticket, strip=Strip(_("The job is on ticket %(ref)s now.") % {"ref": other.ref}))


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

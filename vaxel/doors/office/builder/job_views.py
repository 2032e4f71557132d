"""One job of a ticket: added, worded, priced, worked on, moved, set against others as an option, and taken away."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaxel.business.service import clocks, work
from vaxel.business.tickets import jobs, options, ordering
from vaxel.business.tickets.models import Job, Ticket
from vaxel.business.tickets.permits import Answer
from vaxel.doors.office.builder import offers, reading
from vaxel.doors.office.builder.answers import (
    NEEDS_ANOTHER,
    Strip,
    ask_another,
    changed,
    drawn,
    the_ticket,
    undo,
    url_of,
)
from vaxel.doors.office.desk import a_number, an_id, by, found, once, screen, second_person
from vaxel.doors.templatetags.vaxel import money_
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput


def _job(ticket: Ticket, job_id: UUID) -> Job:
    return found(Job.objects.filter(ticket=ticket).select_related("ticket__site"), job_id)


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
    job = _job(ticket, job_id)
    before = {name: getattr(job, name) for name in fields}
    after = jobs.change(job, **fields, **by(request))
    now = {name: getattr(after, name) for name in fields}
    return drawn(request, ticket, here=job_id, strip=changed(request.path, before, now))


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
            back = offers.remembered_job(job)
            jobs.remove(job, **by(request))
            said = _("The job %(what)s was removed.") % {"what": job.title or "–"}
            return drawn(request, ticket, strip=undo(said, url_of("put_back_job", ticket), back))
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
    job = _job(ticket, job_id)
    jobs.set_menu_price(job, price_minor=price, language=ticket.customer.language, **by(request))
    back = {"price": money_(job.fixed_price_minor, ticket.currency) if job.pricing == "fixed" else ""}
    return drawn(request, ticket, here=job_id, strip=undo(_("The price is changed."), request.path, back))


@screen
@require_POST
def discount_job(request: HttpRequest, ticket_id: UUID, job_id: UUID) -> HttpResponse:
    """So much off the job."""
    ticket = the_ticket(request, ticket_id)
    answer = Answer(second_person(request), request.POST.get("reason", "").strip())
    off = reading.off(request.POST.get("discount", ""), ticket.currency)
    job = _job(ticket, job_id)
    try:
        jobs.discount(job, ppm=off.ppm, minor=off.minor, answer=answer, **by(request))
    except NEEDS_ANOTHER as refusal:
        return ask_another(request, ticket, refusal)
    back = {"discount": reading.written_off(job, ticket.currency)}
    return drawn(request, ticket, here=job_id, strip=undo(_("The discount is changed."), request.path, back))


@screen
@require_POST
def split(request: HttpRequest, ticket_id: UUID, job_id: UUID) -> HttpResponse:
    """The job has moved to a ticket of its own."""
    ticket = the_ticket(request, ticket_id)
    other = jobs.split(ticket, jobs=[_job(ticket, job_id)], id=new_id(), **by(request))
    return drawn(request, ticket, strip=Strip(_("The job is on ticket %(ref)s now.") % {"ref": other.ref}))


@screen
@require_POST
def move_job(request: HttpRequest, ticket_id: UUID, job_id: UUID) -> HttpResponse:
    """The job stands one place further up or down."""
    ticket = the_ticket(request, ticket_id)
    steps = max(-1, min(1, a_number(request.POST.get("steps"))))
    ordering.move_job(_job(ticket, job_id), steps=steps, **by(request))
    back = {"steps": str(-steps)}
    return drawn(request, ticket, strip=undo(_("The job is moved."), request.path, back), here=job_id)


@screen
@require_POST
def add_option(request: HttpRequest, ticket_id: UUID, job_id: UUID) -> HttpResponse:
    """One more way of doing the job stands against it, with the same lines; the box adds to it."""
    ticket = the_ticket(request, ticket_id)
    made = options.add.once(
        once(request), _job(ticket, job_id), title=request.POST.get("title", ""), language=ticket.customer.language,
        **by(request),
    )  # fmt: skip
    away = url_of("job_do", ticket, made.pk, "remove")
    return drawn(request, ticket, strip=undo(_("The customer chooses one of them."), away), here=made.pk)


@screen
@require_POST
def make_options(request: HttpRequest, ticket_id: UUID, job_id: UUID) -> HttpResponse:
    """The job and those that are ticked stand against each other; this one is recommended."""
    ticket = the_ticket(request, ticket_id)
    job = _job(ticket, job_id)
    others = Job.objects.filter(ticket=ticket, pk__in=[an_id(pk) for pk in request.POST.getlist("others")])
    options.make(ticket, jobs=[job, *others], recommended=job, **by(request))
    return drawn(request, ticket, strip=Strip(_("The customer chooses one of them.")), here=job_id)


@screen
@require_POST
def option_do(request: HttpRequest, ticket_id: UUID, job_id: UUID, what: str) -> HttpResponse:
    """The option is the recommended one, or stands by itself again."""
    ticket = the_ticket(request, ticket_id)
    if what == "recommend":
        options.recommend(_job(ticket, job_id), **by(request))
    elif what == "apart":
        options.set_apart(_job(ticket, job_id), **by(request))
    else:
        raise BadInput()
    return drawn(request, ticket, here=job_id)

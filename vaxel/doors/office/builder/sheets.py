"""The dialogs of the ticket's screen, fetched when they are opened."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vaxel.business.locations.models import Staff
from vaxel.business.messaging import carriers, templates
from vaxel.business.parties.models import Party
from vaxel.business.service import telling
from vaxel.business.service.handover import OVERRIDE
from vaxel.business.tickets import additions
from vaxel.business.tickets.models import Job, Line
from vaxel.business.tickets.states import HOLD_REASONS
from vaxel.doors import wording
from vaxel.doors.office import happened
from vaxel.doors.office.builder import pieces
from vaxel.doors.office.builder.answers import context_of, marked, sees_prices, sheet, the_ticket
from vaxel.doors.office.customers.forms import CustomerForm
from vaxel.doors.office.desk import desk, found, screen
from vaxel.doors.office.vehicles.forms import VehicleForm
from vaxel.kernel.refusals import NotFound

METHODS = (
    ("phone", _("by phone")), ("in_person", _("in person")), ("sms", _("by SMS")), ("email", _("by e-mail")),
    ("signature", _("with a signature")), ("purchase_order", _("by purchase order")),
    ("standing", _("by standing agreement")),
)  # fmt: skip
CATEGORIES = (
    "brakes", "engine", "transmission", "suspension", "electrical", "tyres", "service", "body", "diagnosis", "other",
)  # fmt: skip


@screen
@require_GET
def of_ticket(request: HttpRequest, ticket_id: UUID, name: str) -> HttpResponse:
    """A dialog about the whole ticket."""
    ticket = the_ticket(request, ticket_id)
    if name in ("ask", "record", "post"):
        shown = context_of(request, ticket)
        left = [gate for gate in shown["it"].gates if gate.mend != "odometer_out"]
        override = desk(request).may(OVERRIDE)
        return sheet(
            request,
            name,
            {**shown, "methods": METHODS, "may_override": override, "left": left, "sends": carriers.any_in_use()},
        )
    if name == "tell":
        language = ticket.customer.language
        texts = [(key, kind, telling.preview(key, language, ticket.site)) for key, kind in templates.KINDS.items()
                 if key in telling.OF_TICKETS]  # fmt: skip
        sent_to = ticket.customer.phone or ticket.customer.email
        return sheet(request, name, {"ticket": ticket, "texts": texts, "sent_to": sent_to})
    if name == "free":
        kinds = ("part", "labour", "sublet", "note")
        text = request.GET.get("text", "")
        return sheet(
            request,
            name,
            {
                "ticket": ticket,
                "kinds": kinds,
                "text": text,
                "here": marked(request) or "",
                "prices": sees_prices(desk(request)),
            },
        )
    if name == "history":
        return sheet(request, name, {"ticket": ticket, "told": happened.of(request, ticket.pk)})
    if name == "customer":
        return sheet(request, name, {"ticket": ticket, "form": CustomerForm()})
    if name == "vehicle":
        return sheet(request, name, {"ticket": ticket, "form": VehicleForm()})
    if name in ("discount", "void"):
        return sheet(request, name, {"ticket": ticket})
    raise NotFound()


@screen
@require_GET
def of_job(request: HttpRequest, ticket_id: UUID, job_id: UUID, name: str) -> HttpResponse:
    """Everything about a job that is not on its card."""
    ticket = the_ticket(request, ticket_id)
    job = found(Job.objects.filter(ticket=ticket), job_id)
    others = Job.objects.filter(ticket=ticket, option_group=None, said="").exclude(pk=job.pk) if not job.said else ()
    may_part = not job.said and job.pricing == "lines" and ticket.kind != "counter"
    extras = Line.objects.filter(job=job, parent=None, kind__in=additions.OPTIONAL) if may_part else ()
    context = {"ticket": ticket, "job": job, "others": others, "extras": extras if len(extras) > 1 else (),
               "prices": sees_prices(desk(request)),
               "hold_reasons": HOLD_REASONS, "categories": CATEGORIES,
               "price_kinds": tuple(wording.PRICE_KIND),
               "payers": Party.objects.filter(jobs_paid__isnull=False).distinct().order_by("name")[:30]}  # fmt: skip
    return sheet(request, "job", context)


@screen
@require_GET
def of_line(request: HttpRequest, ticket_id: UUID, line_id: UUID, name: str) -> HttpResponse:
    """How a labour line is shared, which pieces a line takes, the torque of its wheels."""
    ticket = the_ticket(request, ticket_id)
    if name == "lots":
        return pieces.ask(request, ticket, line_id)
    if name == "torque":
        labour = found(Line.objects.filter(ticket=ticket, kind="labour"), line_id)
        return sheet(request, "torque", {"ticket": ticket, "line": labour})
    line = found(Line.objects.filter(ticket=ticket, kind="labour"), line_id)
    people = Staff.objects.filter(is_technician=True, is_active=True)
    return sheet(request, "shares", {"ticket": ticket, "line": line, "technicians": people})

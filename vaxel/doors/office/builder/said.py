"""What the customer said so far, how we tried to reach them, the links they hold, and work done unasked."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.service import approvals, attempts, links, policies
from vaxel.business.service.models import ApprovalLink, ApprovalPolicy
from vaxel.business.tickets.models import Job, Ticket
from vaxel.doors.office.builder.answers import Strip, drawn, sheet, the_ticket
from vaxel.doors.office.desk import an_id, by, desk, found, once, screen


@screen
@require_GET
def show(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The dialog with all of it."""
    return _shown(request, the_ticket(request, ticket_id))


def _shown(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    here = desk(request)
    policy = policies.of(ticket, timezone.localdate(here.at))
    open_jobs = Job.objects.filter(ticket=ticket).exclude(decision="approved").exclude(work="cancelled")
    tried = attempts.of(ticket)
    context = {
        "ticket": ticket, "said": approvals.occasions(ticket), "attempts": tried, "links": links.of(ticket),
        "policy": policy if isinstance(policy, ApprovalPolicy) else None, "now": here.at, "channels": attempts.CHANNELS,
        "results": attempts.RESULTS, "reasons": attempts.REASONS,
        "unasked": list(open_jobs) if attempts.since_last(ticket) and here.may("approvals.do_unasked") else [],
        "may_revoke": here.may("approvals.revoke_link"), "may_note": here.may("approvals.note_attempt"),
    }  # fmt: skip
    return sheet(request, "said", context)


@screen
@require_POST
def note_attempt(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """An attempt is noted; the dialog stays, for the next one."""
    ticket, said = the_ticket(request, ticket_id), request.POST
    attempts.note_attempt(
        ticket, channel=said.get("channel", ""), number=said.get("number", ""), result=said.get("result", ""),
        text=said.get("text", ""), id=UUID(once(request)), **by(request),
    )  # fmt: skip
    return _shown(request, ticket)


@screen
@require_POST
def do_unasked(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The chosen jobs go ahead, though nobody could be asked."""
    ticket, said = the_ticket(request, ticket_id), request.POST
    jobs = list(Job.objects.filter(ticket=ticket, pk__in=[an_id(pk) for pk in said.getlist("jobs")]))
    attempts.do_unasked(ticket, jobs=jobs, reason=said.get("reason", ""), text=said.get("text", ""), **by(request))
    return drawn(request, ticket, strip=Strip(_("The work goes ahead unasked. It is printed with the reason.")))


@screen
@require_POST
def revoke(request: HttpRequest, ticket_id: UUID, link_id: UUID) -> HttpResponse:
    """The link works no more."""
    ticket = the_ticket(request, ticket_id)
    links.revoke(found(ApprovalLink.objects.filter(ticket=ticket).select_related("ticket"), link_id), **by(request))
    return _shown(request, ticket)

"""What the customer is asked and answers, and the invoice at the end."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.billing import posting
from vaxel.business.messaging import carriers
from vaxel.business.messaging.models import Message
from vaxel.business.service import approvals, handover, links, sending, telling
from vaxel.business.tickets import quotes
from vaxel.business.tickets.models import Job, QuoteVersion, Ticket
from vaxel.doors.addresses import public_address
from vaxel.doors.office.builder import reading
from vaxel.doors.office.builder.answers import Strip, context_of, drawn, sheet, the_ticket
from vaxel.doors.office.desk import an_id, by, found, once, screen
from vaxel.doors.papers import pdfs
from vaxel.doors.papers import quotes as quote_paper
from vaxel.doors.pictures import qr
from vaxel.kernel.refusals import NotFound


@screen
@require_POST
def ask(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The chosen jobs stand in a new version of the quote; the sheet shows the customer's link, once."""
    ticket = the_ticket(request, ticket_id)
    jobs = list(Job.objects.filter(ticket=ticket, pk__in=[an_id(pk) for pk in request.POST.getlist("jobs")]))
    sent_to = request.POST.get("sent_to", "").strip()
    if request.POST.get("send"):
        return _send(request, ticket, jobs, sent_to)
    asked = approvals.ask(ticket, jobs=jobs, sent_to=sent_to, **by(request))
    link = public_address(request, reverse("portal:quote", args=[asked.token]))
    context = context_of(request, the_ticket(request, ticket_id), strip=Strip(_("The quote is made.")))
    shown = {"version": asked.version, "link": link, "qr": qr(link), **_messages(ticket, sent_to, link)}
    return sheet(request, "asked", {**context, **shown})


def _send(request: HttpRequest, ticket: Ticket, jobs: list[Job], to: str) -> HttpResponse:
    """The quote is made and the outbox has its message; the same form sent twice sends one."""
    made = sending.send_quote.once(
        once(request), ticket, jobs=jobs, to=to, page=_page(request, "quote"),
        asked={"ticket": str(ticket.pk), "jobs": sorted(str(job.pk) for job in jobs), "to": to},
        kept_as=lambda pair: str(pair[1].pk), **by(request),
    )  # fmt: skip
    message = Message.objects.get(pk=made) if isinstance(made, str) else made[1]
    return drawn(request, ticket, strip=_on_its_way(message))


def _page(request: HttpRequest, name: str) -> str:
    return public_address(request, reverse(f"portal:{name}", args=[sending.TOKEN]))


def _on_its_way(message: Message) -> Strip:
    return Strip(_("On its way to %(to)s. Whether it arrived is seen among the messages.") % {"to": message.to})


def _messages(ticket: Ticket, sent_to: str, link: str) -> dict[str, str]:
    """Ready-made messages in the customer's language, as addresses the device's own programs open."""
    with override(ticket.customer.language):
        text = _("Hello! Here is your quote from us. Say yes or no to each job here: %(link)s") % {"link": link}
        subject = _("Your quote")
    return _ways(sent_to, subject, text)


def _ways(sent_to: str, subject: str, text: str) -> dict[str, str]:
    """The message as the address of a mail or an SMS, by what `sent_to` is."""
    if "@" in sent_to:
        return {"mail": f"mailto:{sent_to}?{_query({'subject': subject, 'body': text})}"}
    return {"sms": f"sms:{sent_to.replace(' ', '')}?{_query({'body': text})}"} if sent_to else {}


def _query(fields: dict[str, str]) -> str:
    return urlencode(fields).replace("+", "%20")


@screen
@require_POST
def tell(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The customer is told in the shop's own words; the same form sent twice tells once."""
    ticket, said = the_ticket(request, ticket_id), request.POST
    way_out = public_address(request, reverse("portal:stop", args=[sending.TOKEN]))
    message = telling.tell(ticket, kind=said.get("kind", ""), to=said.get("to", ""), page=_page(request, "status"),
                           way_out=way_out, **by(request))  # fmt: skip
    return drawn(request, ticket, strip=_on_its_way(message))


@screen
@require_POST
def record(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """What the customer said by phone, in a letter or at the desk, is stored with who, how and the gist."""
    ticket = the_ticket(request, ticket_id)
    answers = [
        approvals.Answer(job, said)
        for job in Job.objects.filter(ticket=ticket)
        if (said := request.POST.get(f"answer-{job.pk}", ""))
    ]
    version_id = request.POST.get("version")
    version = found(QuoteVersion.objects.filter(quote__ticket=ticket), version_id) if version_id else None
    if version is not None and not _all_shown(version, answers):
        version = None
    approvals.record.once(
        once(request), ticket, answers=answers, said_by=request.POST.get("said_by", ""),
        method=request.POST.get("method", ""), contact=request.POST.get("contact", ""),
        note=request.POST.get("note", ""), version=version, **by(request),
    )  # fmt: skip
    return drawn(request, ticket, strip=Strip(_("The answer is stored.")))


def _all_shown(version: QuoteVersion, answers: list[approvals.Answer]) -> bool:
    """Whether every answered job stood in the sent version; else the answer is about the jobs as they stand."""
    shown = {job["id"] for job in version.body["jobs"]}
    return all(str(one.job.pk) in shown for one in answers)


@screen
@require_POST
def post(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The ticket is invoiced, if its gates are met or overridden with a reason."""
    ticket = the_ticket(request, ticket_id)
    prefix = "override-"
    overrides = {
        name.removeprefix(prefix): request.POST[name]
        for name in request.POST
        if name.startswith(prefix) and request.POST[name].strip()
    }
    out = request.POST.get("odometer_out_km", "").strip()
    document = handover.post_ticket(
        ticket, odometer_out_km=reading.whole(out, "km") if out else None, overrides=overrides, **by(request)
    )
    numbers = [str(one.number) for one in posting.invoices_beside(document)]
    said = _("Invoice %(number)s is posted.") if len(numbers) == 1 else _("The invoices %(number)s are posted.")
    return drawn(request, ticket, strip=Strip(said % {"number": ", ".join(numbers)}))


@screen
@require_GET
def quote_pdf(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The quote that was sent last, on paper."""
    version = quotes.newest(the_ticket(request, ticket_id))
    if version is None:
        raise NotFound()
    body = pdfs.render(quote_paper.paper(version.body))
    name = f"quote-{version.quote.number}-{version.n}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


@screen
@require_POST
def give_link(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """A link to the customer's own page: what is asked, where the car is, what is to be paid. It is shown once."""
    ticket = the_ticket(request, ticket_id)
    _link, token = links.make(ticket, **by(request))
    link = public_address(request, reverse("portal:status", args=[token]))
    sent_to = ticket.customer.phone or ticket.customer.email
    with override(ticket.customer.language):
        text = _("Hello! Here you see how it goes with your car: %(link)s") % {"link": link}
        subject = _("Your car at our workshop")
    ways = _ways(sent_to, subject, text)
    shown = {"link": link, "qr": qr(link), "sends": carriers.any_in_use(), "sent_to": sent_to, **ways}
    return sheet(request, "link", {"ticket": ticket, **shown})


@screen
@require_POST
def send_page(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The customer's own page is on its way to their phone or mailbox; the same form sent twice sends one."""
    ticket = the_ticket(request, ticket_id)
    to = request.POST.get("to", "").strip()
    made = sending.send_page.once(
        once(request), ticket, to=to, page=_page(request, "status"), asked={"ticket": str(ticket.pk), "to": to},
        **by(request),
    )  # fmt: skip
    return drawn(request, ticket, strip=_on_its_way(made))

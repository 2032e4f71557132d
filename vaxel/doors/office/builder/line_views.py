"""One line of a ticket: a cell changed, taken away and put back, moved, and given to those who do the work."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaxel.business.locations.models import Staff
from vaxel.business.service import work
from vaxel.business.tickets import additions, lines, ordering
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tickets.permits import Answer
from vaxel.business.tickets.refusals import LineChanged
from vaxel.doors.office.builder import offers, reading
from vaxel.doors.office.builder.answers import (
    NEEDS_ANOTHER,
    Strip,
    ask_another,
    changed,
    drawn,
    sheet,
    the_ticket,
    undo,
    url_of,
)
from vaxel.doors.office.desk import a_number, an_id, by, found, language, screen, second_person
from vaxel.doors.templatetags.vaxel import number_locale, percent
from vaxel.kernel import money, numerals
from vaxel.kernel.money import MILLION


def _line(ticket: Ticket, line_id: UUID) -> Line:
    return found(Line.objects.filter(ticket=ticket).select_related("ticket__site", "job", "part"), line_id)


@screen
@require_POST
def change_line(request: HttpRequest, ticket_id: UUID, line_id: UUID) -> HttpResponse:
    """One field of a line has a new value; a clash shows both, and a limit asks for a second person."""
    ticket = the_ticket(request, ticket_id)
    line = _line(ticket, line_id)
    fields = _line_fields(request, line, ticket)
    answer = Answer(second_person(request), request.POST.get("reason", "").strip())
    version = a_number(request.POST.get("version"), line.version)
    before = {
        name: reading.written(line, name, ticket.currency) for name in reading.LINE_FIELDS if name in request.POST
    }
    if version != line.version and all(_as_it_was(request, was) for was in before.values()):
        version = line.version  # somebody changed another cell of the line meanwhile; this one stands as it was seen
    try:
        after = lines.change(line, version=version, answer=answer, language=language(), **fields, **by(request))
    except LineChanged:
        return drawn(request, ticket, strip=_clash(request, line, ticket), status=409)
    except NEEDS_ANOTHER as refusal:
        return ask_another(request, ticket, refusal)
    now = {name: reading.written(after, name, ticket.currency) for name in before}
    back = {"version": str(after.version)}
    return drawn(request, ticket, strip=changed(request.path, before, now, what=after.text or after.number, **back))


def _as_it_was(request: HttpRequest, value: str) -> bool:
    """Whether the cell holds what the writer saw in it when they began to type."""
    was = request.POST.get("was")
    return was is not None and numerals.normalised(was) == numerals.normalised(value)


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


@screen
@require_POST
def remove_line(request: HttpRequest, ticket_id: UUID, line_id: UUID) -> HttpResponse:
    """The line is off the ticket; the strip offers to put it back."""
    ticket = the_ticket(request, ticket_id)
    line = _line(ticket, line_id)
    back = offers.remembered(line)
    lines.remove(line, language=language(), **by(request))
    strip = undo(_("%(what)s was removed.") % {"what": line.text or line.number}, url_of("put_back", ticket), back)
    return drawn(request, ticket, strip=strip, here=line.job_id)


@screen
@require_POST
def put_back(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The line that was removed stands where it stood."""
    ticket = the_ticket(request, ticket_id)
    job = found(Job.objects.filter(ticket=ticket).select_related("ticket__site"), an_id(request.POST.get("job", "")))
    lines.add(job, [offers.recalled(request.POST)], language=ticket.customer.language, **by(request))
    return drawn(request, ticket, strip=Strip(_("The line is back.")), here=job.pk)


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
            (person, money.parse_percent(request.POST[f"share-{person.pk}"], number_locale()))
            for person in people
            if request.POST.get(f"share-{person.pk}", "").strip()
        ]
    held = {f"share-{share.staff_id}": percent(share.share_ppm) for share in line.shares.all()}
    work.assign(line, shares=shares, **by(request))
    said = _("%(who)s does it.") % {"who": ", ".join(person.name for person, _share in shares) or "–"}
    return drawn(request, ticket, strip=undo(said, request.path, held) if held else None)


@screen
@require_POST
def make_optional(request: HttpRequest, ticket_id: UUID, line_id: UUID) -> HttpResponse:
    """The line is an extra of its job: the customer says yes or no to it by itself."""
    ticket = the_ticket(request, ticket_id)
    made = additions.make_optional(_line(ticket, line_id), **by(request))
    words = _("The customer may take or leave “%(title)s”.") % {"title": made.title}
    return drawn(request, ticket, strip=Strip(words), here=made.adds_to_id)


@screen
@require_POST
def move_line(request: HttpRequest, ticket_id: UUID, line_id: UUID) -> HttpResponse:
    """The line stands one place further up or down, in the next job past the end."""
    ticket = the_ticket(request, ticket_id)
    steps = max(-1, min(1, a_number(request.POST.get("steps"))))
    moved = ordering.move_line(_line(ticket, line_id), steps=steps, **by(request))
    back = {"steps": str(-steps)}
    return drawn(request, ticket, strip=undo(_("The line is moved."), request.path, back), here=moved.job_id)

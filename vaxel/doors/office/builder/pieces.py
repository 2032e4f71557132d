"""Which piece, lot or DOT week a line takes, scanned or ticked; and what its wheels were tightened to (G6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaxel.business.stock import lot_rules, lots, places
from vaxel.business.stock.lots import LotIn
from vaxel.business.stock.models import LotBalance
from vaxel.business.tickets import serials
from vaxel.business.tickets.models import Line, Ticket
from vaxel.business.tickets.serials import Named
from vaxel.doors.office.builder import reading
from vaxel.doors.office.builder.answers import Strip, drawn, sheet, the_ticket
from vaxel.doors.office.desk import a_number, by, desk, found, screen
from vaxel.kernel.refusals import Refused

MOST = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A lot that lies here: so much of it is named, or proposed when nothing is."""

    lie: LotBalance
    milli: int


@dataclass(frozen=True, slots=True)
class Question:
    """What of a tracked part is to be named, and what lies here, what is picked first first."""

    named: Named
    choices: Sequence[Choice]

    @property
    def single(self) -> bool:
        """Whether pieces are ticked, not lots counted."""
        return self.named.part.tracking == "serial"


def _line(ticket: Ticket, line_id: UUID) -> Line:
    return found(Line.objects.filter(ticket=ticket, kind="part").select_related("ticket__site", "part"), line_id)


def ask(request: HttpRequest, ticket: Ticket, line_id: UUID, *, fault: str = "") -> HttpResponse:
    """The sheet: what lies here of the line's tracked parts, the named ticked, lots proposed oldest first (K-22)."""
    line, store = _line(ticket, line_id), places.store(ticket.site_id)
    questions = [
        Question(one, _choices(one, lots.here(one.part.pk, store, desk(request).at)[:MOST]))
        for one in serials.to_name([line])
    ]  # fmt: skip
    context = {
        "ticket": ticket, "line": line, "questions": questions, "fault": fault, "at": _at(request),
        "today": desk(request).at.date(), "scanned": request.POST.get("code", ""),
    }  # fmt: skip
    return sheet(request, "lots", context, status=422 if fault else 200)


def _at(request: HttpRequest) -> str:
    return request.POST.get("at") or request.GET.get("at") or ""


def _choices(named: Named, lying: Sequence[LotBalance]) -> list[Choice]:
    held = {one.lot_id: one.quantity_milli for one in named.lots}
    left = 0 if held or named.part.tracking == "serial" else named.wanted_milli
    made = []
    for lie in lying:
        milli = held.get(lie.lot_id) or min(left, lie.on_hand_milli)
        left -= 0 if held else milli
        made.append(Choice(lie, milli))
    return made


@screen
@require_POST
def name(request: HttpRequest, ticket_id: UUID, line_id: UUID) -> HttpResponse:
    """The line takes the pieces that are ticked, counted or scanned, and no others."""
    ticket = the_ticket(request, ticket_id)
    line = _line(ticket, line_id)
    try:
        named = serials.name_lots(line, lots=_said(request, line), **by(request))
    except Refused as refusal:
        return ask(request, ticket, line_id, fault=str(refusal))
    codes = ", ".join(one.lot.code for one in named) or "–"
    return drawn(request, ticket, strip=Strip(_("%(what)s: %(codes)s") % {"what": line.text, "codes": codes}))


def _said(request: HttpRequest, line: Line) -> list[LotIn]:
    """Ticked pieces, counted lots and what was scanned; a piece scanned and ticked is one."""
    found_ = {lot_rules.norm(code): LotIn(code) for code in request.POST.getlist("piece") if code.strip()}
    for code in request.POST.get("code", "").replace(",", " ").replace(";", " ").split():
        found_[lot_rules.norm(code)] = LotIn(code)
    for field in request.POST:
        text = request.POST.get(field, "")
        if field.startswith("lot-") and text.strip():
            milli = reading.quantity(text, line.unit)
            if milli:
                code = field.removeprefix("lot-")
                found_[lot_rules.norm(code)] = LotIn(code, milli)
    return list(found_.values())


@screen
@require_POST
def torque(request: HttpRequest, ticket_id: UUID, line_id: UUID) -> HttpResponse:
    """The wheels of the line were tightened to so many newton metres."""
    ticket = the_ticket(request, ticket_id)
    line = found(Line.objects.filter(ticket=ticket, kind="labour").select_related("ticket__site"), line_id)
    serials.note_torque(line, torque_nm=a_number(request.POST.get("torque")), **by(request))
    return drawn(request, ticket, strip=Strip(_("Tightened to %(n)s Nm.") % {"n": line.torque_nm}))

"""Buying from inside a ticket: what its lines lack, asked of several suppliers side by side, ordered in one press."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog.models import Part
from vaxel.business.purchasing import availability, rules
from vaxel.business.purchasing.availability import Cell
from vaxel.business.purchasing.models import PurchaseOrder
from vaxel.business.stock import queries as stock
from vaxel.business.tickets import buying, core_lines
from vaxel.business.tickets.buying import Pick
from vaxel.business.tickets.models import Line
from vaxel.doors.office.builder import reading
from vaxel.doors.office.builder.answers import Strip, drawn, sheet, the_ticket
from vaxel.doors.office.desk import an_id, by, desk, found, language, once, only_who_may, screen
from vaxel.doors.templatetags.vaxel import quantity_


@dataclass(frozen=True, slots=True)
class Offered:
    """What one supplier asks for a line, and what that sums to."""

    cell: Cell
    sum_minor: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line that lacks something, with everyone's answers and what other sites have."""

    line: Line
    part: Part
    lacking_milli: int
    quantity: str
    offers: Sequence[Offered]
    elsewhere_milli: int
    here_milli: int = 0

    @property
    def ticked(self) -> bool:
        """Whether it is to be bought unless somebody says otherwise: the shelf has too little, and someone sells it."""
        return bool(self.offers) and self.here_milli < self.lacking_milli


@screen
@require_GET
def show(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Everyone who sells what the ticket's lines lack, asked now; with `?line=` that line alone."""
    only_who_may(request, "lines.order")
    ticket = the_ticket(request, ticket_id)
    lines = Line.objects.filter(ticket=ticket, kind="part").exclude(job__decision="declined").select_related("part")
    wanted = request.GET.get("line", "")
    if wanted:
        lines = lines.filter(pk=an_id(wanted))
    rows = _rows(request, list(lines.order_by("job__position", "position", "pk")))
    return sheet(request, "buy", {"ticket": ticket, "rows": rows, "at": request.GET.get("at", "")})


def _rows(request: HttpRequest, lines: list[Line]) -> list[Row]:
    lacking, of = buying.to_buy(lines), {line.pk: line for line in lines}
    asked: dict[UUID, int] = {}
    for _line, part_id, milli in lacking:
        asked[part_id] = asked.get(part_id, 0) + milli
    if not asked:
        return []
    board = availability.ask(list(asked.items()), **by(request))
    parts = Part.objects.select_related("brand").in_bulk(asked)
    here = desk(request).site.pk
    free: dict[tuple[UUID, bool], int] = {}
    for one in stock.balances(list(asked)):
        if one.available_milli > 0:
            key = one.part_id, one.site_id == here
            free[key] = free.get(key, 0) + one.available_milli
    return [
        Row(of[line_id], parts[part_id], milli, quantity_(milli), _beside(board.cells[part_id]),
            free.get((part_id, False), 0), free.get((part_id, True), 0))
        for line_id, part_id, milli in lacking
    ]  # fmt: skip


def _beside(cells: Sequence[Cell]) -> list[Offered]:
    """Those who have enough first, then by price; the first that can deliver is chosen."""
    ranked = sorted(cells, key=lambda one: (not _can(one), one.unit_price_cm, not one.preferred))
    chosen = next((one for one in ranked if _can(one) and one.preferred), None) or next(iter(ranked), None)
    return [Offered(one, rules.amount_minor(one.quantity_milli, one.unit_price_cm), one is chosen) for one in ranked]


def _can(cell: Cell) -> bool:
    return cell.heard in ("live", "offer") and (
        cell.available_milli is None or cell.available_milli >= cell.quantity_milli
    )


@screen
@require_POST
def order(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The ticked lines are ordered, one order for each supplier: sent, or kept as drafts."""
    ticket = the_ticket(request, ticket_id)
    units = dict(Line.objects.filter(ticket=ticket).values_list("pk", "unit"))
    picks = []
    for text in request.POST.getlist("pick"):
        line_id = an_id(text)
        supplier, typed = request.POST.get(f"from-{line_id}", ""), request.POST.get(f"quantity-{line_id}", "").strip()
        quantity = reading.quantity(typed, units.get(line_id, "pcs")) if typed else None
        picks.append(Pick(line_id, an_id(supplier) if supplier else None, quantity))
    send = request.POST.get("do") == "send"
    ids = buying.order.once(
        once(request), ticket, picks=picks, send=send, kept_as=lambda made: [str(one.pk) for one in made], **by(request)
    )
    made = PurchaseOrder.objects.filter(pk__in=ids).select_related("supplier__party").order_by("supplier__party__name")
    if send:
        said = ngettext(
            "%(n)s order is on its way to %(names)s.", "%(n)s orders are on their way to %(names)s.", len(made)
        )
    else:
        said = ngettext("%(n)s draft order: %(names)s.", "%(n)s draft orders: %(names)s.", len(made))
    names = ", ".join(dict.fromkeys(one.supplier.party.name for one in made))
    return drawn(request, ticket, strip=Strip(said % {"n": len(made), "names": names}))


@screen
@require_POST
def charge_core(request: HttpRequest, ticket_id: UUID, line_id: UUID) -> HttpResponse:
    """The customer keeps the old unit for now: its core is charged beside the part."""
    ticket = the_ticket(request, ticket_id)
    line = found(Line.objects.filter(ticket=ticket).select_related("ticket__site", "job"), line_id)
    made = core_lines.charge(line, language=language(), **by(request))
    return drawn(request, ticket, strip=Strip(_("%(what)s is charged.") % {"what": made.text}))


@screen
@require_POST
def keep_core(request: HttpRequest, ticket_id: UUID, line_id: UUID) -> HttpResponse:
    """The old unit stays with us; nothing is charged for it."""
    ticket = the_ticket(request, ticket_id)
    line = found(Line.objects.filter(ticket=ticket).select_related("ticket__site"), line_id)
    core_lines.keep(line, **by(request))
    return drawn(request, ticket, strip=Strip(_("The old part of %(what)s stays with us.") % {"what": line.text}))

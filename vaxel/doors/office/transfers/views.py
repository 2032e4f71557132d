"""Transfers between sites: asked for, agreed, picked and sent, received with differences, and what was lost settled."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.stock import transfers
from vaxel.business.stock.lots import LotIn
from vaxel.business.stock.models import Transfer, TransferLine
from vaxel.doors.auth.required import is_fragment
from vaxel.doors.office import happened
from vaxel.doors.office.builder import picture, reading
from vaxel.doors.office.desk import Desk, an_id, by, desk, found, go, once, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.scanning import WHOLE, Scanned, scanned
from vaxel.doors.office.transfers.listing import Transfers, known
from vaxel.doors.templatetags.vaxel import quantity_
from vaxel.kernel.refusals import BadInput, Refused


class NotOnIt(Refused):
    """A scan of what does not belong to the transfer."""

    sentence = gettext_lazy("%(number)s is not on this transfer. Lay it aside.")


class ScannedTwice(Refused):
    """One piece is picked or received once."""

    sentence = gettext_lazy("%(code)s has been scanned already.")


class NoOtherSite(BadInput):
    """Goods are moved between two of the company's sites."""

    sentence = gettext_lazy("Choose the other site.")


@dataclass(frozen=True, slots=True)
class Row:
    """A part on a transfer that is being written; what lies here and at the other site."""

    part: Part
    quantity: str
    shelf: picture.Shelf | None = None


@dataclass(frozen=True, slots=True)
class Doing:
    """A line that is being picked or received: how many so far, and which pieces of a tracked part."""

    line: TransferLine
    quantity: str
    lots: str
    wanted_milli: int


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The transfers under way from and to this site."""
    here = desk(request)
    may_ask = here.may("transfers.request") or here.may("transfers.make")
    return answer(request, Transfers(), may_ask=may_ask and _others(here).exists())


def _others(here: Desk) -> QuerySet[Site]:
    return Site.objects.filter(closed_at=None).exclude(pk=here.site.pk).order_by("name")


@screen
def new(request: HttpRequest) -> HttpResponse:
    """A transfer is written: its buttons change the form alone, *Ask* or *Send from here* makes it."""
    if request.method != "POST":
        part = Part.objects.filter(pk=an_id(request.GET["part"])).first() if "part" in request.GET else None
        return _form(request, [Row(part, "1")] if part else [])
    rows, fault = _sent(request), ""
    try:
        if request.POST.get("do") not in ("request", "make"):
            return _form(request, _changed(request, rows))
        made = _made(request, rows)
        return go(request, reverse("transfers:show", args=[made.pk]), _("Transfer %(n)s is made.") % {"n": made.number})
    except Refused as refusal:
        fault = str(refusal)
    return _form(request, rows, fault=fault, status=422)


def _sent(request: HttpRequest) -> list[Row]:
    """The rows as the form sent them; one too many stays, so that it is said. One query."""
    names = [f.removeprefix("part-") for f in request.POST if f.startswith("part-")][: transfers.MOST_LINES + 1]
    ids = [an_id(request.POST[f"part-{n}"]) for n in names]
    parts = Part.objects.select_related("brand").in_bulk(ids)
    pairs = zip(names, ids, strict=True)
    return [Row(parts[pk], request.POST.get(f"quantity-{n}", "").strip()) for n, pk in pairs if pk in parts]


def _changed(request: HttpRequest, rows: list[Row]) -> list[Row]:
    """A line is taken away, or what was scanned or chosen is on it: once more, where it stands already."""
    word, _colon, value = request.POST.get("do", "").partition(":")
    if word == "remove" and value.isdecimal():
        return [row for n, row in enumerate(rows) if n != int(value)]
    got = scanned(request)
    for n, row in enumerate(rows):
        if row.part.pk == got.part.pk:
            more = reading.quantity(row.quantity or "0", row.part.unit) + got.quantity_milli
            return [*rows[:n], replace(row, quantity=quantity_(more)), *rows[n + 1 :]]
    return [*rows, Row(got.part, quantity_(got.quantity_milli))]


def _made(request: HttpRequest, rows: list[Row]) -> Transfer:
    here, wanted = desk(request), request.POST.get("other", "")
    other = found(_others(here), wanted) if wanted else None
    if other is None:
        raise NoOtherSite()
    held = [(row.part, reading.quantity(row.quantity, row.part.unit)) for row in rows]
    text, key = request.POST.get("text", ""), an_id(request.POST.get("once", ""))
    if request.POST.get("do") == "make":
        return transfers.make(here.site, other, lines=held, text=text, id=key, **by(request))
    return transfers.request(other, here.site, lines=held, text=text, id=key, **by(request))


def _form(request: HttpRequest, rows: list[Row], *, fault: str = "", status: int = 200) -> HttpResponse:
    here = desk(request)
    shelves = picture.shelves({row.part.pk for row in rows}, here)
    others = list(_others(here))
    context = {
        "rows": [replace(row, shelf=shelves.get(row.part.pk)) for row in rows], "others": others, "fault": fault,
        "other": request.POST.get("other", request.GET.get("other", str(others[0].pk) if len(others) == 1 else "")),
        "text": request.POST.get("text", ""), "once": request.POST.get("once", ""),
        "may_request": here.may("transfers.request"), "may_make": here.may("transfers.make"),
    }  # fmt: skip
    name = "form" if is_fragment(request) else "new"
    return render(request, f"office/transfers/{name}.html", context, status=status)


@screen
@require_GET
def show(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """One transfer, with what the person may do next at their end."""
    transfer = found(known(request), transfer_id)
    return render(request, "office/transfers/show.html", _context(request, transfer))


def _context(request: HttpRequest, transfer: Transfer) -> dict[str, object]:
    lines = list(transfer.lines.select_related("part__brand").order_by("position"))
    actor, sender, receiver = desk(request).actor, transfer.site_id, transfer.to_site_id
    way = _way(request, transfer)
    state = transfer.state
    return {
        "transfer": transfer, "lines": lines, "way": way,
        "under_way": any(line.under_way_milli for line in lines),
        "doing": [Doing(line, "", "", _wanted(line, way)) for line in lines if _wanted(line, way)] if way else [],
        "may_approve": state == "requested" and actor.may("transfers.approve", sender),
        "may_cancel": state in ("requested", "approved") and actor.may("transfers.cancel", sender),
        "may_withdraw": state in ("requested", "approved") and actor.may("transfers.withdraw", receiver),
        "may_settle": state in ("sent", "part_received") and actor.may("transfers.settle", sender),
        "endings": transfers.ENDINGS, "told": happened.of(request, transfer.pk),
    }  # fmt: skip


def _way(request: HttpRequest, transfer: Transfer) -> str:
    """What can be done with the goods now: `send`, `receive`, or nothing."""
    actor = desk(request).actor
    if transfer.state == "approved" and actor.may("transfers.send", transfer.site_id):
        return "send"
    if transfer.state in ("sent", "part_received") and actor.may("transfers.receive", transfer.to_site_id):
        return "receive"
    return ""


def _wanted(line: TransferLine, way: str) -> int:
    return line.asked_milli if way == "send" else line.under_way_milli


STEPS = {
    "approve": (transfers.approve, gettext_lazy("It is agreed; the goods are held.")),
    "cancel": (transfers.cancel, gettext_lazy("The transfer is cancelled.")),
    "withdraw": (transfers.withdraw, gettext_lazy("The request is withdrawn.")),
}


@screen
@require_POST
def step(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """The transfer is agreed to, cancelled or withdrawn."""
    transfer = found(known(request), transfer_id)
    if request.POST.get("do", "") not in STEPS:
        raise BadInput()
    deed, said = STEPS[request.POST["do"]]
    deed(transfer, **by(request))
    return go(request, reverse("transfers:show", args=[transfer.pk]), str(said))


@screen
@require_POST
def goods(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Goods are picked or received: a scan changes the form alone, *Send* and *Receive* do it, once for a form.

    Which of the two the form says itself: sent twice, *Send* never becomes *Receive*.
    """
    transfer = found(known(request), transfer_id)
    way, do = request.POST.get("way") or _way(request, transfer), request.POST.get("do", "scan")
    lines = list(transfer.lines.select_related("part__brand").order_by("position"))
    doing = [
        _typed(request, line, way) for line in lines if _wanted(line, way) or f"quantity-{line.pk}" in request.POST
    ]
    fault, last = "", None
    try:
        if do == "all":
            doing = [replace(one, quantity=quantity_(one.wanted_milli)) for one in doing]
        elif do == "done":
            return _done(request, transfer, doing, way)
        else:
            got = scanned(request)
            doing, last = _with(doing, got), got.part.pk
    except Refused as refusal:
        fault = str(refusal)
    context = {"transfer": transfer, "way": way, "doing": doing, "fault": fault, "last": last,
               "once": request.POST.get("once", "")}  # fmt: skip
    return render(request, "office/transfers/goods.html", context, status=422 if fault else 200)


def _typed(request: HttpRequest, line: TransferLine, way: str) -> Doing:
    quantity = request.POST.get(f"quantity-{line.pk}", "").strip()
    return Doing(line, quantity, request.POST.get(f"lots-{line.pk}", "").strip(), _wanted(line, way))


def _with(doing: list[Doing], got: Scanned) -> list[Doing]:
    """One scan more on its line. Refuses with NotOnIt, ScannedTwice."""
    n = next((n for n, one in enumerate(doing) if one.line.part_id == got.part.pk), None)
    if n is None:
        raise NotOnIt(number=got.part.number)
    one = doing[n]
    if got.lot and got.lot in one.lots.split() and got.part.tracking == "serial":
        raise ScannedTwice(code=got.lot)
    more = reading.quantity(one.quantity or "0", got.part.unit) + got.quantity_milli
    lots = f"{one.lots} {got.lot}".strip() if got.part.tracking != "none" else ""
    return [*doing[:n], replace(one, quantity=quantity_(more), lots=lots), *doing[n + 1 :]]


def _done(request: HttpRequest, transfer: Transfer, doing: list[Doing], way: str) -> HttpResponse:
    going = [_going(one) for one in doing]
    back = reverse("transfers:show", args=[transfer.pk])
    if way == "send":
        transfers.send.once(once(request), transfer, going=going, **by(request))
        return go(request, back, _("The goods are on their way to %(site)s.") % {"site": transfer.to_site.name})
    came = [one for one in going if one.quantity_milli]
    received = transfers.receive.once(once(request), transfer, came=came, **by(request))
    if received.state == "closed":
        return go(request, back, _("All has come."))
    return go(request, back, _("Received. What has not come stays on the road until %(site)s settles it.")
              % {"site": transfer.site.name})  # fmt: skip


def _going(one: Doing) -> transfers.Going:
    part = one.line.part
    milli = reading.quantity(one.quantity or "0", part.unit)
    return transfers.Going(one.line.pk, milli, pieces(one.lots, milli) if part.tracking != "none" else ())


def pieces(text: str, milli: int) -> tuple[LotIn, ...]:
    """The lots that are written, apart by spaces or commas: one lot of all, or one piece each (twice is two)."""
    codes = text.replace(",", " ").split()
    named = list(dict.fromkeys(codes))
    if len(named) == 1:
        return (LotIn(named[0], milli),)
    return tuple(LotIn(code, codes.count(code) * WHOLE) for code in named)


@screen
@require_POST
def settle(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """What has not come is dealt with by the sender's site."""
    transfer = found(known(request), transfer_id)
    rows = TransferLine.objects.filter(transfer=transfer).select_related("part", "transfer__site")
    line = found(rows, request.POST.get("line", ""))
    milli = reading.quantity(request.POST.get("quantity", ""), line.part.unit)
    lots = pieces(request.POST.get("lots", ""), milli) if line.part.tracking != "none" else ()
    transfers.settle.once(
        once(request), line, quantity_milli=milli, ending=request.POST.get("ending", ""),
        why=request.POST.get("why", ""), lots=lots, **by(request),
    )  # fmt: skip
    return go(request, reverse("transfers:show", args=[transfer.pk]), _("It is settled."))

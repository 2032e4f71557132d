"""Kits: listed, and put together: which parts and how many, what they cost, what stops the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import kits, prices
from vaxel.business.catalog.models import Part
from vaxel.business.catalog.prices import FoundPrice
from vaxel.business.stock import building
from vaxel.doors.auth.required import is_fragment
from vaxel.doors.office import choosing
from vaxel.doors.office.builder import reading
from vaxel.doors.office.canned.drafting import moved
from vaxel.doors.office.desk import an_id, by, desk, found, go, once, screen
from vaxel.doors.office.kits.listing import Kits, beside, can_be_had
from vaxel.doors.office.lists.views import answer
from vaxel.doors.templatetags.vaxel import quantity_
from vaxel.kernel.money import rdiv
from vaxel.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class Row:
    """A part in the kit as its fields stand; `enough` is how many kits what lies here is enough for."""

    part: Part
    quantity: str
    price: FoundPrice | None = None
    amount_cm: int | None = None
    here_milli: int | None = None
    enough: int | None = None
    scarcest: bool = False


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The kits by number."""
    return answer(request, Kits(), may_change=desk(request).may("kits.set_components"))


@screen
def show(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """What the kit holds, in a form: its buttons change the form alone, *Save* stores it."""
    kit = _kit(part_id)
    if request.method != "POST":
        held = kit.components.select_related("part__brand").order_by("position")
        return _page(request, kit, [Row(one.part, quantity_(one.quantity_milli)) for one in held])
    rows, fault = _sent(request), ""
    try:
        if request.POST.get("do") != "save":
            return _page(request, kit, _done(request, rows))
        components = [(row.part, reading.quantity(row.quantity, row.part.unit)) for row in rows]
        kits.set_components(kit, components=components, **by(request))
        return go(request, reverse("kits:show", args=[kit.pk]), _("The kit is stored."))
    except Refused as refusal:
        fault = str(refusal)
    return _page(request, kit, rows, fault=fault, status=422)


def _kit(part_id: UUID) -> Part:
    """A kit that is put together when it sells, or a part that is built beforehand and lies ready-made."""
    return found(Part.objects.filter(stocking__in=("kit", "stocked")).select_related("brand"), part_id)


@screen
@require_POST
def make(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """So many are built of their parts, or taken apart again; once for each form."""
    kit, here = _kit(part_id), desk(request)
    apart = request.POST.get("do") == "apart"
    what = building.take_apart if apart else building.build
    try:
        quantity = reading.quantity(request.POST.get("pieces", ""), kit.unit)
        what.once(
            once(request), kit, here.site, quantity_milli=quantity, kept_as=lambda _moved: str(kit.pk), **by(request)
        )
    except Refused as refusal:
        held = kit.components.select_related("part__brand").order_by("position")
        rows = [Row(one.part, quantity_(one.quantity_milli)) for one in held]
        context = {"make_fault": str(refusal), "pieces": request.POST.get("pieces", "")}
        return _page(request, kit, rows, more=context, whole=True, status=refusal.status)
    said = _("%(n)s taken apart.") if apart else _("%(n)s built.")
    return go(request, reverse("kits:show", args=[kit.pk]), said % {"n": quantity_(quantity, kit.unit)})


def _sent(request: HttpRequest) -> list[Row]:
    """The rows as the form sent them; parts that are gone are left out. One query."""
    names = [f.removeprefix("part-") for f in request.POST if f.startswith("part-")][: kits.MOST_COMPONENTS + 1]
    ids = [an_id(request.POST[f"part-{n}"]) for n in names]
    parts = Part.objects.select_related("brand").in_bulk(ids)
    pairs = zip(names, ids, strict=True)
    return [Row(parts[pk], request.POST.get(f"quantity-{n}", "").strip()) for n, pk in pairs if pk in parts]


def _done(request: HttpRequest, rows: list[Row]) -> list[Row]:
    word, _colon, value = request.POST.get("do", "").partition(":")
    if word in ("remove", "up", "down") and value.isdecimal() and int(value) < len(rows):
        return moved(rows, word, int(value))
    part = choosing.chosen(request, ("part",))
    assert isinstance(part, Part)
    return [*rows, Row(Part.objects.select_related("brand").get(pk=part.pk), "1")]


def _page(
    request: HttpRequest, kit: Part, rows: Sequence[Row], *, fault: str = "", more: Mapping[str, str] | None = None,
    whole: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    filled = _with_shelf(request, rows)
    sums = [row.amount_cm for row in filled]
    context = {
        "kit": kit, "rows": filled, "fault": fault, "beside": beside(request, [kit])[0],
        "sum_cm": sum(one for one in sums if one is not None) if sums and None not in sums else None,
        "may_change": desk(request).may("kits.set_components"),
        "enough": min((row.enough for row in filled if row.enough is not None), default=None),
        "may_build": desk(request).may("stock.build"), "ready_made": kit.stocking == "stocked", **(more or {}),
    }  # fmt: skip
    name = "form" if is_fragment(request) and not whole else "show"
    return render(request, f"office/kits/{name}.html", context, status=status)


def _with_shelf(request: HttpRequest, rows: Sequence[Row]) -> list[Row]:
    """Each with its price, what is here, and for how many kits that is enough. A fixed number of queries."""
    here, ids = desk(request), [row.part.pk for row in rows]
    found_prices = prices.for_parts(ids, site_id=here.site.pk, group_id=None, day=timezone.localdate(here.at))
    can = can_be_had(here.site.pk, ids)
    filled = [_filled(row, found_prices.get(row.part.pk), can.get(row.part.pk)) for row in rows]
    least = min((row.enough for row in filled if row.enough is not None), default=None)
    return [
        Row(one.part, one.quantity, one.price, one.amount_cm, one.here_milli, one.enough, one.enough == least)
        if one.enough is not None
        else one
        for one in filled
    ]


def _filled(row: Row, price: FoundPrice | None, here_milli: int | None) -> Row:
    try:
        milli = reading.quantity(row.quantity, row.part.unit)
    except Refused:
        milli = 0
    amount = rdiv(price.unit_price_cm * milli, 1000) if price and milli > 0 else None
    enough = max(0, here_milli // milli) if here_milli is not None and milli > 0 else None
    return Row(row.part, row.quantity, price, amount, here_milli, enough)

"""Parts: found by any of their names; one part with its numbers, prices and what lies where."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import parts, prices
from vaxel.business.catalog.models import Category, Part, PriceList
from vaxel.business.locations.models import Site
from vaxel.business.stock import adjustments, levels, lots, places, tracking
from vaxel.business.stock import queries as stock
from vaxel.business.stock.lots import LotIn
from vaxel.business.stock.models import Movement, ReorderLevel
from vaxel.doors.office import happened, vouching
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import by, desk, found, go, screen, second_person
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.parts import card
from vaxel.doors.office.parts.forms import PartForm
from vaxel.doors.office.parts.listing import Parts
from vaxel.kernel.refusals import Refused

MOST_LOTS = 20


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The parts by number, those that fit the search, or those to be ordered."""
    return answer(request, Parts())


@screen
@require_GET
def show(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """One part."""
    part = found(Part.objects.select_related("brand", "category"), part_id)
    here = desk(request)
    balances: dict[UUID, list[stock.OnShelf]] = {}
    for one in stock.balances([part.pk]):
        balances.setdefault(one.site_id, []).append(one)
    set_levels = {
        one.location.site_id: one for one in ReorderLevel.objects.filter(part=part).select_related("location")
    }
    shelf = [(site, balances.get(site.pk, []), set_levels.get(site.pk)) for site in Site.objects.filter(closed_at=None)]
    price = prices.for_parts([part.pk], site_id=here.site.pk, group_id=None, day=timezone.localdate(here.at)).get(
        part.pk
    )
    moved = Movement.objects.filter(part=part).select_related("location__site")
    context = {
        "part": part, "shelf": shelf, "price": price,
        "codes": part.codes.select_related("supplier").order_by("kind", "text"),
        "components": part.components.select_related("part__brand"),
        "in_kits": part.in_kits.select_related("kit"), "movements": moved.order_by("-recorded_at", "-id")[:20],
        "sees_cost": here.may("prices.see_margin"), "may_adjust": here.may("stock.adjust"),
        "reasons": adjustments.REASONS,
        "others": vouching.who_may(here, "stock.adjust"),
        "told": happened.of(request, part.pk), "listed": card.prices_of(part, timezone.localdate(here.at)),
        "code_kinds": card.KINDS, "suppliers": card.suppliers(), "fees": part.fees.select_related("fee"),
        "may_code": here.may("codes.add"), "may_price": here.may("prices.set"),
        "may_list": here.may("price_lists.make"), "may_retire": here.may("parts.retire"),
        "pictures": part.pictures.all(), "may_picture": here.may("parts.add_picture"),
        "may_kit": here.may("kits.set_components"),
        "may_track": here.may("parts.track") and part.stocking not in ("kit", "not_counted"),
        "tracking_kinds": tracking.KINDS,
        "lying": lots.here(part.pk, places.store(here.site.pk), here.at)[:MOST_LOTS] if part.tracking != "none" else (),
    }  # fmt: skip
    return render(request, "office/parts/show.html", context)


@screen
def edit(request: HttpRequest, part_id: UUID | None = None) -> HttpResponse:
    """A new part, or a part's card changed."""
    part = found(Part.objects.select_related("brand", "category"), part_id) if part_id else None
    form = PartForm(request.POST or None, initial=_values(part) if part else _begun(request))
    form.fields["category"].widget.choices = [("", "–"), *Category.objects.values_list("key", "name_sv")]
    listed = _written_in(request, form) if part is None else None
    if request.method == "POST" and form.is_valid():
        fields = form.fields_for_action(new=part is None)
        if listed and form.cleaned_data["price_minor"] is not None:
            fields["price"] = (listed, form.cleaned_data["price_minor"] * 100)
        try:
            part = parts.add(**fields, **by(request)) if part is None else parts.change(part, **fields, **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, reverse("parts:show", args=[part.pk]), _("The part is stored."))
    status = 422 if request.method == "POST" else 200
    return render(request, "office/parts/edit.html", {"part": part, "form": form, "listed": listed}, status=status)


def _written_in(request: HttpRequest, form: PartForm) -> PriceList | None:
    """The list that a new part's price goes to, said beside the field; without one there is no field."""
    here = desk(request)
    listed = card.everyones(here.site, timezone.localdate(here.at)) if here.may("prices.set") else None
    if listed is None:
        del form.fields["price_minor"]
    else:
        with_vat = listed.basis == "incl"
        form.fields["price_minor"].label = _("Price with VAT") if with_vat else _("Price without VAT")
        form.fields["price_minor"].help_text = _("In %(list)s.") % {"list": listed.name}
    return listed


def _begun(request: HttpRequest) -> dict[str, str]:
    """What the address says of a new part."""
    return {"number": request.GET.get("q", ""), "stocking": request.GET.get("stocking", "stocked")}


def _values(part: Part) -> dict[str, Any]:
    values = {name: getattr(part, name) for name in PartForm.base_fields if hasattr(part, name)}
    return values | {"brand": part.brand.name, "category": part.category.key if part.category else ""}


def _lots(request: HttpRequest, part: Part, quantity_milli: int) -> list[LotIn]:
    """The pieces and lots that are written, of a tracked part."""
    said = request.POST.get("lots", "").strip()
    return [LotIn(code, milli) for code, milli in reading.lots(part, said, quantity_milli)] if said else []


@screen
@require_POST
def adjust(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """There is more or less on the shelf than was believed."""
    part = found(Part.objects.all(), part_id)
    quantity = reading.quantity(request.POST.get("quantity", ""), part.unit)
    adjustments.adjust(
        part, desk(request).site, quantity_milli=quantity, reason=request.POST.get("reason", ""),
        text=request.POST.get("text", ""), lots=_lots(request, part, abs(quantity)),
        second=second_person(request), **by(request),
    )  # fmt: skip
    return go(request, reverse("parts:show", args=[part.pk]), _("The stock is adjusted."))


@screen
@require_POST
def set_level(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """When the part is ordered here, and up to how much."""
    part = found(Part.objects.all(), part_id)
    low, high = (reading.quantity(request.POST.get(name) or "0", part.unit) for name in ("min", "max"))
    levels.set_level(part, desk(request).site, min_milli=low, max_milli=high, **by(request))
    return go(request, reverse("parts:show", args=[part.pk]), _("The reorder point is set."))

"""Price lists: listed, made, and edited like a sheet: a cell a part, saved as it is left."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import price_lists, prices
from vaxel.business.catalog.models import Part, Price, PriceList
from vaxel.doors.auth.required import is_fragment
from vaxel.doors.office import happened
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import by, desk, found, go, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.prices.forms import ListForm
from vaxel.doors.office.prices.listing import Beside, Grid, PriceLists
from vaxel.doors.templatetags.vaxel import unit_price
from vaxel.kernel.refusals import Refused


def the_list(price_list_id: UUID) -> PriceList:
    """The list with its group and site."""
    return found(PriceList.objects.select_related("group", "site"), price_list_id)


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The price lists that hold."""
    return answer(request, PriceLists(), may_make=desk(request).may("price_lists.make"))


@screen
@require_GET
def show(request: HttpRequest, price_list_id: UUID) -> HttpResponseBase:
    """The parts with their prices in the list."""
    price_list, here = the_list(price_list_id), desk(request)
    return answer(
        request, Grid(price_list), price_list=price_list, may_set=here.may("prices.set"),
        sees_cost=here.may("prices.see_margin"), today=timezone.localdate(here.at),
    )  # fmt: skip


@screen
def edit(request: HttpRequest, price_list_id: UUID | None = None) -> HttpResponse:
    """A new list, or another name and other days for one that is."""
    held = the_list(price_list_id) if price_list_id else None
    start: dict[str, Any] = {"valid_from": timezone.localdate(desk(request).at), "basis": "excl"}
    if held:
        start = {name: getattr(held, name) for name in ListForm.base_fields}
    form = ListForm(request.POST or None, initial=start)
    for name in ("basis", "group", "site") if held else ():
        form.fields[name].disabled = True
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            if held:
                fields = {name: values[name] for name in ("name", "valid_from", "valid_to")}
                made = price_lists.change(held, **fields, **by(request))
            else:
                made = price_lists.make(currency=desk(request).site.currency, **values, **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, reverse("prices:show", args=[made.pk]), _("The price list is stored."))
    context = {"price_list": held, "form": form, "told": happened.of(request, held.pk) if held else None}
    return render(request, "office/prices/edit.html", context, status=422 if request.method == "POST" else 200)


@screen
@require_POST
def set_price(request: HttpRequest, price_list_id: UUID) -> HttpResponse:
    """The part costs so much in the list; empty, it has no price there. *Undo* puts back what stood there."""
    price_list = the_list(price_list_id)
    part = found(Part.objects.select_related("brand"), request.POST.get("part", ""))
    before = Price.objects.filter(price_list=price_list, part=part).values_list("unit_price_cm", flat=True).first()
    text = request.POST.get("price", "").strip()
    if text:
        prices.set(price_list, prices=[(part, reading.unit_price(text, price_list.currency))], **by(request))
    else:
        prices.remove(price_list, parts=[part], **by(request))
    if not is_fragment(request):
        return go(request, reverse("prices:show", args=[price_list.pk]))
    own = Price.objects.filter(price_list=price_list, part=part).values_list("unit_price_cm", flat=True).first()
    here = desk(request)
    counts = prices.for_parts([part.pk], site_id=here.site.pk, group_id=None, day=timezone.localdate(here.at))
    undo = {"part": part.pk, "price": unit_price(before, price_list.currency)}
    context = {
        "row": part, "one": Beside(own, counts.get(part.pk)), "price_list": price_list, "may_set": True,
        "sees_cost": here.may("prices.see_margin"), "undo": undo if before != own else None,
    }  # fmt: skip
    return render(request, "office/prices/set.html", context)

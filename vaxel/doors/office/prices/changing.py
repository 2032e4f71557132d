"""Many prices at once: a percentage with a look at what it does first, and a list copied."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vaxel.business.catalog import price_lists, prices, rules
from vaxel.business.catalog.models import Price, PriceList
from vaxel.doors.office.desk import by, desk, go, once, screen
from vaxel.doors.office.prices.forms import ChangeForm, CopyForm
from vaxel.doors.office.prices.views import the_list
from vaxel.kernel.refusals import Refused

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Preview:
    """A price now and as it would be."""

    price: Price
    new_cm: int


@screen
def change(request: HttpRequest, price_list_id: UUID) -> HttpResponse:
    """What the percentage would do (GET); done (POST), once however often the form is sent."""
    price_list = the_list(price_list_id)
    asked = request.POST or request.GET
    form = ChangeForm(asked if "percent" in asked else None)
    context = {"price_list": price_list, "form": form}
    if not form.is_valid():
        return render(request, "office/prices/change.html", context, status=422 if form.is_bound else 200)
    ppm, step = form.cleaned_data["percent"], form.cleaned_data["step_cm"]
    if request.method == "POST":
        try:
            count = prices.change_by.once(
                once(request), price_list, change_ppm=ppm, step_cm=step, **form.narrowed(), **by(request)
            )
        except Refused as refusal:
            form.refuse(refusal)
            return render(request, "office/prices/change.html", context, status=refusal.status)
        said = ngettext("%(n)s price is changed.", "%(n)s prices are changed.", count) % {"n": count}
        return go(request, reverse("prices:show", args=[price_list.pk]), said)
    rows = prices.in_list(price_list, **form.narrowed()).select_related("part__brand")
    context |= {
        "count": rows.count(), "ready": True,
        "previews": [Preview(one, rules.changed(one.unit_price_cm, ppm, step)) for one in rows[:SHOWN]],
    }  # fmt: skip
    return render(request, "office/prices/change.html", context)


@screen
def copy(request: HttpRequest, price_list_id: UUID) -> HttpResponse:
    """A list of its own with this one's prices, changed by a percentage or not."""
    source = the_list(price_list_id)
    tomorrow = timezone.localdate(desk(request).at) + timedelta(days=1)
    start = {"name": source.name, "valid_from": tomorrow, "group": source.group_id, "site": source.site_id}
    form = CopyForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        values["change_ppm"] = values.pop("percent") or 0
        try:
            made: PriceList = price_lists.copy.once(once(request), source, **values, **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, reverse("prices:show", args=[made.pk]), _("The list is copied. This is the copy."))
    return render(
        request, "office/prices/copy.html", {"price_list": source, "form": form},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip

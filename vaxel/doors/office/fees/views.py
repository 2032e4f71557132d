"""Fees: what follows a part's quantity or is worked out per job, from when until when, and on which parts."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import fees
from vaxel.business.catalog.models import Fee, Part
from vaxel.doors.forms import Form, MoneyField, PercentField
from vaxel.doors.office import choosing, happened
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import by, desk, found, go, screen
from vaxel.doors.office.fees.listing import Fees
from vaxel.doors.office.lists.views import answer
from vaxel.doors.templatetags.vaxel import unit_price
from vaxel.kernel.refusals import Refused

MOST_PARTS = 200


class FeeForm(Form):
    """A fee's card: hung fees have a price, supplies shares with a floor and a ceiling."""

    key = forms.SlugField(label=gettext_lazy("Short name"), max_length=30)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of fee"), widget=forms.RadioSelect, initial="hung",
        choices=[("hung", gettext_lazy("Follows a part's quantity")),
                 ("core", gettext_lazy("Core charge of a part, given back for the old unit")),
                 ("supplies", gettext_lazy("Supplies, worked out per job"))],
    )  # fmt: skip
    name_sv = forms.CharField(label=gettext_lazy("Name in Swedish"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80)
    price = forms.CharField(
        label=gettext_lazy("Price without VAT"), required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "number", "autocomplete": "off"}),
    )  # fmt: skip
    parts_ppm = PercentField(label=gettext_lazy("Share of parts"), required=False)
    labour_ppm = PercentField(label=gettext_lazy("Share of labour"), required=False)
    floor_minor = MoneyField(label=gettext_lazy("At least"), required=False)
    ceiling_minor = MoneyField(label=gettext_lazy("At most"), required=False)
    valid_from = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Until, not including"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The fees by name."""
    return answer(request, Fees(), may_define=desk(request).may("fees.define"))


@screen
def edit(request: HttpRequest, fee_id: UUID | None = None) -> HttpResponse:
    """A new fee, or one that is looked at and changed, with the parts it hangs on."""
    fee = found(Fee.objects.all(), fee_id) if fee_id else None
    here = desk(request)
    start = {"valid_from": timezone.localdate(here.at)}
    form = FeeForm(request.POST or None, initial=_values(fee, here.site.currency) if fee else start)
    if fee:
        form.fields["key"].disabled = form.fields["kind"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            made = fees.define(**_fields(form, here.site.currency), **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, reverse("fees:edit", args=[made.pk]), _("The fee is stored."))
    hangs = fee.parts.select_related("part__brand").order_by("part__norm")[:MOST_PARTS] if fee else ()
    context = {
        "fee": fee, "form": form, "hangs": hangs, "told": happened.of(request, fee.pk) if fee else None,
        "may_define": here.may("fees.define"), "may_hang": here.may("fees.hang"),
    }  # fmt: skip
    return render(request, "office/fees/edit.html", context, status=422 if request.method == "POST" else 200)


def _values(fee: Fee, currency: str) -> dict[str, Any]:
    values = {name: getattr(fee, name) for name in FeeForm.base_fields if hasattr(fee, name)}
    return values | {"price": unit_price(fee.unit_price_cm, currency)}


def _fields(form: FeeForm, currency: str) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    price = values.pop("price")
    values["unit_price_cm"] = reading.unit_price(price, currency) if price else 0
    return values | {name: values[name] or 0 for name in ("parts_ppm", "labour_ppm", "floor_minor")}


@screen
@require_POST
def hang(request: HttpRequest, fee_id: UUID) -> HttpResponse:
    """The fee follows the chosen part."""
    fee = found(Fee.objects.all(), fee_id)
    part = choosing.chosen(request, ("part",))
    assert isinstance(part, Part)
    fees.hang(fee, part=part, **by(request))
    return go(request, reverse("fees:edit", args=[fee.pk]), _("The fee follows %(part)s.") % {"part": part.number})


@screen
@require_POST
def take_off(request: HttpRequest, fee_id: UUID) -> HttpResponse:
    """The fee follows the part no longer; hanging it on again is one press."""
    fee = found(Fee.objects.all(), fee_id)
    part = found(Part.objects.all(), request.POST.get("part", ""))
    fees.take_off(fee, part=part, **by(request))
    return go(
        request, reverse("fees:edit", args=[fee.pk]), _("The fee follows %(part)s no longer.") % {"part": part.number}
    )

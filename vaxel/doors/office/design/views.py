"""Every component in both languages and both themes, from the real templates: for those who build screens."""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from vaxel.business.locations.company import the_company
from vaxel.doors import icons, wording
from vaxel.doors.forms import Form, MomentField, MoneyField, PercentField, PlateField, QuantityField
from vaxel.doors.office.company import specimen
from vaxel.doors.office.desk import desk, screen
from vaxel.doors.office.happened import Happening

LOOKS = (("sv", "light"), ("sv", "dark"), ("en", "light"), ("en", "dark"))
CHIPS = ("order", "decision", "work", "payment", "document", "tender", "line")
NOBODY = UUID(int=0)


class SpecimenForm(Form):
    """One of each field."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands on paper."))
    plate = PlateField(initial="ABC123")
    amount = MoneyField(label=_("Amount"), initial=123_450)
    percent = PercentField(label=_("Discount"), initial=125_000)
    hours = QuantityField(label=_("Hours"), initial=1_500)
    when = MomentField(label=_("Promised"))
    language = forms.ChoiceField(label=_("Language"), choices=[("sv", "Svenska"), ("en", "English")])
    kind = forms.ChoiceField(
        label=_("Kind of customer"), choices=[("private", _("Private customer")), ("company", _("Company"))],
        widget=forms.RadioSelect, initial="private",
    )  # fmt: skip
    agreed = forms.BooleanField(label=_("Order number is required"), required=False, initial=True)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


@dataclass(frozen=True, slots=True)
class Look:
    """One copy of everything: `key` begins every id in it."""

    key: str
    language: str
    theme: str
    form: SpecimenForm
    wrong: SpecimenForm
    events: list[Happening]
    lines: list[Any]
    paper: Any


@screen
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """All of it, four times; `?look=sv-dark` shows one."""
    wanted = request.GET.get("look", "")
    chosen = [pair for pair in LOOKS if f"{pair[0]}-{pair[1]}" == wanted] or list(LOOKS)
    context = {
        "looks": [_look(request, *pair) for pair in chosen], "all": [f"{one}-{two}" for one, two in LOOKS],
        "wanted": wanted if len(chosen) == 1 else "", "icons": icons.NAMES,
        "chips": [(kind, list(wording.KINDS[kind])) for kind in CHIPS],
        "people": ("Adas Åkeri AB", "Bo Öberg"),
        "it": SimpleNamespace(editable=False), "ticket": SimpleNamespace(pk=NOBODY, kind="counter", currency="SEK"),
    }  # fmt: skip
    return render(request, "office/design/show.html", context)


def _look(request: HttpRequest, language: str, theme: str) -> Look:
    key, now = f"{language}-{theme}", desk(request).at
    with override(language):
        form = SpecimenForm(auto_id=f"{key}-%s", initial={"when": now + timedelta(hours=3), "name": "Adas Åkeri AB"})
        wrong = SpecimenForm({"name": "", "amount": "x"}, auto_id=f"{key}-wrong-%s")
        wrong.is_valid()
        for name in SpecimenForm.base_fields:
            if name not in ("name", "amount"):
                wrong.errors.pop(name, None)
        return Look(
            key, language, theme, form, wrong,
            [
                Happening("plus", _("Ticket opened at check-in"), "Kim Lund", now - timedelta(days=1)),
                Happening("send", _("Quote sent"), "Kim Lund", now - timedelta(hours=2)),
                Happening("circle-check", _("Customer's answer stored"), "Ada Ek", now - timedelta(minutes=5)),
            ],
            [_line(f"{key}-{n}", *one) for n, one in enumerate(LINES[language])],
            specimen.receipt(the_company(), desk(request).site, language, timezone.localtime(now).isoformat()),
        )  # fmt: skip


LINES = {
    "sv": (("Bromsbelägg fram", "BRK-104532-A", "part", 1000, "pcs", 89_900_00, "reserved"),
           ("Byta belägg", "B-10", "labour", 1200, "h", 109_500_00, "")),
    "en": (("Brake pads, front", "BRK-104532-A", "part", 1000, "pcs", 89_900_00, "reserved"),
           ("Change pads", "B-10", "labour", 1200, "h", 109_500_00, "")),
}  # fmt: skip


def _line(  # noqa: PLR0917 - a row of the table above
    pk: str, text: str, number: str, kind: str, milli: int, unit: str, price_cm: int, supply: str
) -> SimpleNamespace:
    line = SimpleNamespace(pk=pk, text=text, number=number, kind=kind, quantity_milli=milli, unit=unit,
                           unit_price_cm=price_cm, priced=True, price_source="list")  # fmt: skip
    amount = price_cm * milli // 100_000
    return SimpleNamespace(line=line, supply=supply, shelf=None, total=SimpleNamespace(amount=amount), is_ours=False)

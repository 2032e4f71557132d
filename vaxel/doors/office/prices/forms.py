"""Price lists as forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Brand, Category
from vaxel.business.locations.models import Site
from vaxel.business.parties.models import CustomerGroup
from vaxel.doors.forms import Form, PercentField
from vaxel.doors.office.desk import language


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


STEPS = [("0", _("not rounded")), ("1000", "0,10"), ("5000", "0,50"), ("10000", "1"), ("50000", "5"), ("100000", "10")]


class ListForm(Form):
    """A list's name and days, and, while it is new, for whom and where it holds."""

    name = forms.CharField(label=_("Name"), max_length=80)
    valid_from = _day(label=_("From"))
    valid_to = _day(label=_("Until, not including"), required=False)
    basis = forms.ChoiceField(
        label=_("Prices are"), choices=[("excl", _("without VAT")), ("incl", _("with VAT"))], initial="excl"
    )
    group = forms.ModelChoiceField(label=_("For"), queryset=CustomerGroup.objects.none(), required=False)
    site = forms.ModelChoiceField(label=_("At"), queryset=Site.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows, nobody in (
            ("group", CustomerGroup.objects.order_by("name"), _("Everyone")),
            ("site", Site.objects.filter(closed_at=None).order_by("name"), _("All sites")),
        ):
            field: Any = self.fields[name]
            field.queryset, field.empty_label = rows, nobody
            field.label_from_instance = lambda one: one.name


class ChangeForm(Form):
    """So many percent up or down, on some of the list."""

    percent = PercentField(label=_("Percent up, or down with a minus"))
    step_cm = forms.TypedChoiceField(label=_("Rounded to"), choices=STEPS, coerce=int, initial="10000")
    category = forms.ChoiceField(label=_("Part group"), required=False)
    brand = forms.ChoiceField(label=_("Brand"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = "name_sv" if language() == "sv" else "name_en"
        groups: Any = self.fields["category"]
        groups.choices = [("", _("All")), *Category.objects.order_by(name).values_list("pk", name)]
        marks: Any = self.fields["brand"]
        marks.choices = [("", _("All")), *Brand.objects.order_by("name").values_list("pk", "name")]

    def narrowed(self) -> dict[str, Any]:
        """Which prices of the list are meant."""
        held = self.cleaned_data
        return {
            "categories": [held["category"]] if held["category"] else [],
            "brands": [held["brand"]] if held["brand"] else [],
        }


class CopyForm(ListForm):
    """A copy's name and days, for whom, and by how much it differs."""

    basis = None  # type: ignore[assignment] # a copy has the source's
    percent = PercentField(label=_("Percent up, or down with a minus"), required=False)
    step_cm = forms.TypedChoiceField(label=_("Rounded to"), choices=STEPS, coerce=int, initial="0")

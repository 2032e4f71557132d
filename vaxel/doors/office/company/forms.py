"""The company's card and its printed texts, as a form."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from vaxel.business.locations import company
from vaxel.business.locations.models import LANGUAGES, Company
from vaxel.doors.forms import Form

AREA = {"rows": 2}
GIFT_CARD_YEARS = [
    (0, _("Without end")), *((n, ngettext_lazy("%d year", "%d years") % n) for n in (1, 2, 3, 5, 10)),
]  # fmt: skip
TEXTS = {
    "returns": _("On receipts: what may be returned, and how"),
    "terms": _("On invoices: terms of the work and of payment"),
    "complaint": _("On invoices: where complaints go"),
    "footer": _("At the foot of receipts and invoices"),
}


class CompanyForm(Form):
    """What stands on every paper."""

    beside: ClassVar = {company.NameMissing: "name", company.BadOrganisationNumber: "organisation_number"}
    name = forms.CharField(label=_("Name"), max_length=120)
    organisation_number = forms.CharField(label=_("Organisation number"), max_length=20, required=False)
    vat_number = forms.CharField(
        label=_("VAT number"), max_length=20, required=False, help_text=_("Such as SE559999000801.")
    )
    address = forms.CharField(label=_("Address"), required=False, widget=forms.Textarea(attrs=AREA))
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    bank_giro = forms.CharField(label=_("Bankgiro"), max_length=20, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    gift_card_years = forms.TypedChoiceField(
        label=_("Gift cards live"), choices=GIFT_CARD_YEARS, coerce=int,
        help_text=_("Cards sold from now on. The law asks for at least five years in the USA; in Sweden it is free."),
    )  # fmt: skip
    f_tax = forms.CharField(
        label=_("Words on F-tax"), max_length=80, required=False, help_text=_("Such as Godkänd för F-skatt.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in TEXTS.items():
            for code, tongue in LANGUAGES:
                look = AREA | {"class": "input", "lang": code, "aria-label": f"{label}, {tongue}"}
                self.fields[f"{key}_{code}"] = forms.CharField(
                    label=tongue, required=False, max_length=600, widget=forms.Textarea(attrs=look)
                )

    def texts(self) -> list[tuple[Any, list[Any]]]:
        """Each printed text with its field in every language."""
        return [(label, [self[f"{key}_{code}"] for code, _tongue in LANGUAGES]) for key, label in TEXTS.items()]

    def fields_for_action(self) -> dict[str, Any]:
        """What `company.change` takes."""
        values = dict(self.cleaned_data)
        texts: dict[str, Any] = {"f_tax": values.pop("f_tax")} if values["f_tax"] else {}
        values.pop("f_tax", None)
        for key in TEXTS:
            own = {code: values.pop(f"{key}_{code}").strip() for code, _tongue in LANGUAGES}
            if any(own.values()):
                texts[key] = own
        return values | {"texts": texts}


def start(held: Company) -> dict[str, Any]:
    """The form's values for the company as it stands."""
    values = {name: getattr(held, name) for name in CompanyForm.base_fields if name != "f_tax"}
    values["f_tax"] = held.texts.get("f_tax", "")
    for key in TEXTS:
        own = held.texts.get(key) or {}
        values |= {f"{key}_{code}": own.get(code, "") for code, _tongue in LANGUAGES}
    return values

"""A site as a form."""

import zoneinfo
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import company, registers, sites
from vaxel.doors.forms import Form, MoneyField

AREA = forms.Textarea(attrs={"rows": 2})
TELEPHONE = forms.TextInput(attrs={"inputmode": "tel"})


def zones() -> list[tuple[str, str]]:
    """The time zones of Europe and America, by name."""
    known = sorted(zone for zone in zoneinfo.available_timezones() if zone.startswith(("Europe/", "America/")))
    return [(zone, zone.replace("_", " ")) for zone in known]


class SiteForm(Form):
    """What a site is called and where it lies."""

    beside: ClassVar = {
        sites.CodeTaken: "code", sites.BadCode: "code", sites.BadTimeZone: "time_zone",
        sites.BadCoin: "cash_step_minor", company.NameMissing: "name", registers.BadName: "register",
    }  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.CharField(
        label=_("Address"), required=False, widget=AREA, help_text=_("Where things are sold: it stands on receipts.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False, widget=TELEPHONE)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, initial="Europe/Stockholm")
    cash_step_minor = MoneyField(
        label=_("Smallest coin"), help_text=_("Cash is rounded to it: 1,00 in Sweden."), initial=100
    )


class NewSiteForm(SiteForm):
    """A new site, with its code and first till."""

    code = forms.CharField(
        label=_("Code"), max_length=8,
        help_text=_("1 to 8 capitals, such as STH. It stands in ticket numbers for good."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "class": "code"}),
    )  # fmt: skip
    register = forms.CharField(
        label=_("First register"), max_length=16, required=False, initial="K1", help_text=_("Empty: no till.")
    )

    def clean_code(self) -> str:
        """In capitals."""
        return str(self.cleaned_data["code"]).upper()

    def fields_for_action(self) -> dict[str, Any]:
        """What `places.begin_site` takes."""
        return dict(self.cleaned_data)

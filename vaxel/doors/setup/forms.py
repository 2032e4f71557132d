"""What a shop needs to begin: who it is, where it stands, who owns it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import company, sites, staff
from vaxel.business.locations.models import LANGUAGES
from vaxel.doors.forms import Form

AREA = forms.Textarea(attrs={"rows": 2, "autocomplete": "street-address"})
CODE_LETTERS = 3


class SetUpForm(Form):
    """Company, site and owner on one page; the rest is asked for later, where it belongs."""

    beside: ClassVar = {
        company.BadOrganisationNumber: "organisation_number", staff.BadEmail: "email", staff.WeakPassword: "password",
        staff.BadPin: "pin", sites.BadCode: "site_code",
    }  # fmt: skip
    code = forms.CharField(
        label=_("Set-up code"), max_length=20, help_text=_("It stands in the window where Växel was started."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "code"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("The company's name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    organisation_number = forms.CharField(
        label=_("Organisation number"), max_length=20, required=False, help_text=_("Can wait.")
    )
    address = forms.CharField(label=_("Address of the shop"), required=False, widget=AREA)
    site_name = forms.CharField(
        label=_("What the shop is called"), max_length=120, required=False, help_text=_("Empty: as the company.")
    )
    site_code = forms.CharField(
        label=_("Short code"), max_length=8, required=False,
        help_text=_("1 to 8 capitals. It stands in ticket numbers for good. Empty: from the name."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "class": "code"}),
    )  # fmt: skip
    owner = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.CharField(
        label=_("Your e-mail, to log in with"), max_length=254,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), help_text=_("At least 8 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )  # fmt: skip
    pin = forms.CharField(
        label=_("PIN for the till"), required=False, help_text=_("4 to 8 digits. Can wait."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "8"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def wishes(self) -> dict[str, dict[str, Any]]:
        """What `founding.found` takes."""
        typed = self.cleaned_data
        code = "".join(letter for letter in typed["site_code"].upper() or _code(typed["name"]) if letter.isalnum())
        return {
            "firm": {
                "name": typed["name"], "organisation_number": typed["organisation_number"],
                "address": typed["address"], "language": typed["language"],
            },
            "place": {"code": code, "name": typed["site_name"] or typed["name"], "address": typed["address"]},
            "owner": {
                "name": typed["owner"], "email": typed["email"], "password": typed["password"], "pin": typed["pin"],
                "language": typed["language"],
            },
        }  # fmt: skip


def _code(name: str) -> str:
    """The first letters of the name that a code may have."""
    letters = [letter for letter in name.upper() if letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ0123456789"]
    return "".join(letters[:CODE_LETTERS]) or "A"

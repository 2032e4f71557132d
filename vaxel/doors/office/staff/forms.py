"""A person's card, as forms."""

import secrets
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import staff
from vaxel.business.locations.models import LANGUAGES, Role, Site
from vaxel.doors.forms import Form, MoneyField
from vaxel.doors.templatetags.vaxel import named
from vaxel.kernel.actors import Actor


def fresh_password() -> str:
    """One nobody can guess, to be handed over and changed: four groups of letters that are not mistaken for others."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _letter in range(4)) for _group in range(3))


class PersonForm(Form):
    """Who it is."""

    beside: ClassVar = {
        staff.BadEmail: "email", staff.EmailTaken: "email", staff.NameMissing: "name", staff.WeakPassword: "password",
        staff.BadPin: "pin",
    }  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.CharField(
        label=_("E-mail, to log in with"), max_length=254,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    initials = forms.CharField(label=_("Initials"), max_length=4, required=False, help_text=_("Empty: from the name."))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="sv")
    home_site = forms.ModelChoiceField(Site.objects.none(), label=_("Home site"), required=False, empty_label="–")
    is_technician = forms.BooleanField(label=_("Repairs cars: has a clock and jobs of their own"), required=False)
    cost_minor_per_hour = MoneyField(label=_("Cost an hour"), required=False, help_text=_("For margins on labour."))

    def __init__(self, *args: Any, sites: list[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home: Any = self.fields["home_site"]
        home.queryset = Site.objects.filter(pk__in=[site.pk for site in sites])
        home.label_from_instance = lambda site: site.name

    def fields_for_action(self) -> dict[str, Any]:
        """What `staff.hire` and `staff.change` take."""
        values = dict(self.cleaned_data)
        values["cost_minor_per_hour"] = values["cost_minor_per_hour"] or 0
        return values


class HireForm(PersonForm):
    """Someone new, with a first password and role."""

    password = forms.CharField(
        label=_("First password"), required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "code"}),
        help_text=_("Hand it over; it is shown only here. They choose their own under Password and PIN."),
    )  # fmt: skip
    pin = forms.CharField(
        label=_("PIN for the tills"), required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "8"}),
        help_text=_("4 to 8 digits. They can choose another one themselves."),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Role"), required=False)
    role_site = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, sites: list[Site], by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, sites=sites, **kwargs)
        roles: Any = self.fields["role"]
        roles.choices = [("", "–"), *role_choices(by, sites)]
        where: Any = self.fields["role_site"]
        where.choices = site_choices(by, sites)


def role_choices(by: Actor, sites: list[Site]) -> list[tuple[str, str]]:
    """The roles that `by` may give somewhere: nobody gives more than they have."""
    places = [None, *(site.pk for site in sites)]
    return [
        (role.key, named(role)) for role in Role.objects.exclude(key="api_full")
        if any(all(by.may(pattern, place) for pattern in role.actions) for place in places)
    ]  # fmt: skip


def site_choices(by: Actor, sites: list[Site]) -> list[tuple[str, str]]:
    """Where a role may be given: the sites, and everywhere for those whose word counts everywhere."""
    everywhere = [("", _("every site"))] if by.may("staff.assign", None) else []
    return [*((str(site.pk), site.name) for site in sites), *everywhere]  # type: ignore[list-item]

"""The customer's card as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaxel.business.parties.models import Party
from vaxel.doors.forms import Form, MoneyField


class CustomerForm(Form):
    """A private person or a company: a name or a phone number is enough."""

    kind = forms.ChoiceField(
        label=_("Kind of customer"), choices=[(Party.PRIVATE, _("Private customer")), (Party.COMPANY, _("Company"))],
        widget=forms.RadioSelect, initial=Party.PRIVATE,
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=160, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.CharField(
        label=_("E-mail"), max_length=254, required=False, widget=forms.TextInput(attrs={"inputmode": "email"})
    )
    organisation_number = forms.CharField(label=_("Organisation number"), max_length=20, required=False)
    address = forms.CharField(label=_("Address"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    language = forms.ChoiceField(
        label=_("Language"), choices=[("sv", "Svenska"), ("en", "English")], required=False, initial="sv"
    )

    def fields_for_action(self) -> dict[str, Any]:
        """What `parties.add` and `parties.change` take."""
        values = dict(self.cleaned_data)
        values["language"] = values["language"] or "sv"
        return values


class TermsForm(Form):
    """What the customer may buy on account."""

    terms_days = forms.IntegerField(
        label=_("Days to pay on account"), required=False, min_value=0, max_value=120,
        help_text=_("Empty: pays at once."),
    )  # fmt: skip
    credit_limit_minor = MoneyField(label=_("Credit limit"), required=False)
    po_number_required = forms.BooleanField(label=_("Order number is required"), required=False)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

"""The supplier's card and terms as forms."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from vaxel.business.purchasing.suppliers import NowhereToSend
from vaxel.doors import wording
from vaxel.doors.forms import Form, MoneyField

CURRENCIES = ("SEK", "EUR", "USD", "NOK", "DKK", "GBP")


class PartyForm(Form):
    """Who they are."""

    name = forms.CharField(label=_("Name"), max_length=160)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.CharField(
        label=_("E-mail"), max_length=254, required=False, widget=forms.TextInput(attrs={"inputmode": "email"})
    )
    organisation_number = forms.CharField(label=_("Organisation number"), max_length=20, required=False)


class TermsForm(Form):
    """How one orders there, what it costs, when it comes."""

    beside: ClassVar = {NowhereToSend: "send_by"}
    customer_number = forms.CharField(label=_("Our customer number there"), max_length=40, required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(one, one) for one in CURRENCIES], initial="SEK")
    tax_kind = forms.ChoiceField(
        label=_("VAT on their bills"),
        initial="domestic",
        choices=[("domestic", _("Swedish VAT")), ("eu", _("Reverse charge, EU")), ("none", _("None"))],
    )
    send_by = forms.ChoiceField(
        label=_("Orders are sent"), initial="hand", choices=[(key, word.text) for key, word in wording.SEND_BY.items()]
    )
    order_email = forms.EmailField(label=_("Address for orders"), required=False)
    link = forms.CharField(
        label=_("Connection"),
        max_length=40,
        required=False,
        help_text=_("The name of its settings on the server; addresses and secrets lie there."),
    )
    auto_send = forms.BooleanField(label=_("Drafts of the schedule are sent without a person"), required=False)
    lead_days = forms.IntegerField(label=_("Working days until it comes"), min_value=0, max_value=365, initial=1)
    cutoff = forms.CharField(
        label=_("Order before"),
        max_length=5,
        required=False,
        widget=forms.TextInput(attrs={"type": "time"}),
        help_text=_("Later counts as the next day."),
    )
    minimum_minor = MoneyField(label=_("Smallest order"), required=False)
    freight_minor = MoneyField(label=_("Freight"), required=False)
    freight_free_minor = MoneyField(label=_("No freight from"), required=False)
    terms_days = forms.IntegerField(label=_("Days to pay"), min_value=0, max_value=365, initial=30)
    return_days = forms.IntegerField(label=_("Days to send back"), min_value=0, max_value=3650, required=False)
    core_days = forms.IntegerField(label=_("Days to return cores"), min_value=0, max_value=3650, required=False)

    def fields_for_action(self) -> dict[str, Any]:
        """What `suppliers.add` and `suppliers.change` take."""
        values = dict(self.cleaned_data)
        for name in ("minimum_minor", "freight_minor"):
            values[name] = values[name] or 0
        return values

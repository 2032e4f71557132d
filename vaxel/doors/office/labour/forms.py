"""An operation's card as a form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vaxel.doors.forms import Form, QuantityField


class OperationForm(Form):
    """A code, a name and the guide's hours."""

    code = forms.CharField(label=_("Code"), max_length=30)
    rate_key = forms.ChoiceField(label=_("Labour rate"))
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=160)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    hours_milli = QuantityField(label=_("Hours by the guide"))
    asks_torque = forms.BooleanField(label=_("The wheels' torque is noted before the invoice"), required=False)


class RateForm(Form):
    """A rate that is new."""

    key = forms.SlugField(label=_("Short name"), max_length=30, help_text=_("Letters a–z, for example diagnosis"))
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)

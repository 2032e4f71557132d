"""The vehicle's card as a form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vaxel.business.vehicles.plates import BadPlate
from vaxel.business.vehicles.registry import PlateTaken, UnlikelyYear, VinTaken
from vaxel.business.vehicles.vin import BadVin
from vaxel.doors import wording
from vaxel.doors.forms import Form, PlateField
from vaxel.kernel.refusals import Refused

FUELS = [("", "–"), *((key, word.text) for key, word in wording.FUEL.items())]
BESIDE: dict[type[Refused], str] = {
    BadPlate: "plate", PlateTaken: "plate", BadVin: "vin", VinTaken: "vin", UnlikelyYear: "model_year",
}  # fmt: skip


class VehicleForm(Form):
    """Whatever is known of a car; the VIN fills what is left empty."""

    beside = BESIDE

    plate = PlateField(required=False)
    vin = forms.CharField(
        label=_("VIN"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "class": "code"}),
    )  # fmt: skip
    make = forms.CharField(label=_("Make"), required=False, max_length=60)
    model = forms.CharField(label=_("Model"), required=False, max_length=80)
    model_year = forms.IntegerField(label=_("Model year"), required=False, min_value=1885, max_value=2100)


class DetailsForm(VehicleForm):
    """The rest of the card."""

    plate = None  # type: ignore[assignment] # a plate is moved, not edited
    engine = forms.CharField(label=_("Engine"), required=False, max_length=60)
    fuel = forms.ChoiceField(label=_("Fuel"), required=False, choices=FUELS)
    colour = forms.CharField(label=_("Colour"), required=False, max_length=30)
    unit_number = forms.CharField(label=_("Unit number"), required=False, max_length=20)
    chassis_number = forms.CharField(label=_("Chassis number before 1981"), required=False, max_length=40)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

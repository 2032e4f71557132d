"""The part's card as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaxel.doors.forms import Form, MoneyField

UNITS = [("pcs", _("pieces")), ("l", _("litres")), ("m", _("metres")), ("kg", _("kilograms")), ("set", _("sets"))]
STOCKING = [
    ("stocked", _("Kept in stock")), ("on_demand", _("Bought when needed")), ("not_counted", _("Not counted")),
    ("kit", _("Kit of other parts")), ("core", _("Core")),
]  # fmt: skip
QUALITY = [
    ("original", _("Original")), ("original_supplier", _("Original supplier")), ("aftermarket", _("Aftermarket")),
    ("remanufactured", _("Remanufactured")), ("used", _("Used")),
]  # fmt: skip


class PartForm(Form):
    """Everything on a part's card."""

    brand = forms.CharField(label=_("Brand"), max_length=80)
    number = forms.CharField(label=_("Part number"), max_length=60)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=160)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    category = forms.CharField(label=_("Part group"), required=False, widget=forms.Select())
    unit = forms.ChoiceField(label=_("Unit"), choices=UNITS)
    stocking = forms.ChoiceField(label=_("Stocking"), choices=STOCKING)
    quality = forms.ChoiceField(label=_("Quality class"), choices=QUALITY, initial="aftermarket")
    cost_minor = MoneyField(label=_("Cost without VAT"), required=False)
    price_minor = MoneyField(label=_("Price"), required=False)
    barcode = forms.CharField(label=_("Barcode"), max_length=60, required=False)
    discountable = forms.BooleanField(label=_("May be discounted"), required=False, initial=True)

    def fields_for_action(self, *, new: bool) -> dict[str, Any]:
        """What `parts.add` and `parts.change` take; brand and barcode are given once."""
        values = dict(self.cleaned_data)
        values["cost_minor"] = values["cost_minor"] or 0
        barcode, brand, _price = values.pop("barcode"), values.pop("brand"), values.pop("price_minor", None)
        return values | {"brand": brand, "barcodes": [barcode] if barcode else []} if new else values

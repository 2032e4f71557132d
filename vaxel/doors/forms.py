"""Forms of the office: fields that read money, quantities, percents and plates as people write them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vaxel.doors.templatetags.vaxel import amount, number_locale, percent, quantity_
from vaxel.kernel import money, numerals, quantity
from vaxel.kernel.refusals import Refused


class Renderer(TemplatesSetting):
    """Fields look like parts/field.html wherever `{{ field.as_field_group }}` is written."""

    field_template_name = "parts/field.html"


class Form(forms.Form):
    """A form whose fields carry our classes; faults stand beside their field."""

    error_css_class = "faulty"
    beside: ClassVar[dict[type[Refused], str]] = {}  # which field a refusal is about

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = field.widget
            if not isinstance(widget, (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)):
                widget.attrs["class"] = f"input {widget.attrs.get('class', '')}".strip()

    def refuse(self, refusal: Refused) -> None:
        """The action's no stands in the form, beside the field it is about."""
        field = self.beside.get(type(refusal))
        self.add_error(field if field in self.fields else None, str(refusal))

    def begin_at_first_empty(self, skip: Collection[str] = ()) -> None:
        """Typing begins in the first field that is not in `skip` and has no value yet."""
        for name, field in self.fields.items():
            if name not in skip and not self.initial.get(name) and field.initial is None:
                field.widget.attrs["autofocus"] = True
                return


class _Read(forms.CharField):
    """A text that a kernel function reads; its refusal is the field's fault."""

    def __init__(self, **kwargs: Any) -> None:
        css = kwargs.pop("css", "number")
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": css})
        )
        super().__init__(**kwargs)

    def read(self, text: str) -> Any:
        """The value."""
        raise NotImplementedError

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.read(text)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class MoneyField(_Read):
    """An amount in minor units."""

    currency = "SEK"

    def read(self, text: str) -> int:
        return money.parse_amount(text, self.currency, number_locale())

    def prepare_value(self, value: Any) -> Any:
        return amount(value, self.currency) if isinstance(value, int) else value


class QuantityField(_Read):
    """Thousandths of the unit."""

    unit = "h"

    def read(self, text: str) -> int:
        return quantity.parse_quantity(text, self.unit, number_locale())

    def prepare_value(self, value: Any) -> Any:
        return quantity_(value) if isinstance(value, int) else value


class PercentField(_Read):
    """Parts per million; a percent sign may be written."""

    def read(self, text: str) -> int:
        return numerals.read(text.replace("%", ""), number_locale(), 4)

    def prepare_value(self, value: Any) -> Any:
        return percent(value) if isinstance(value, int) else value


class WholeField(_Read):
    """A whole number, with or without groups and unit: 182 400 km."""

    unit = "km"

    def read(self, text: str) -> int:
        return numerals.read(text.removesuffix(self.unit), number_locale(), 0)


class PlateField(forms.CharField):
    """A plate without spaces, in upper case."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Plate"))
        kwargs.setdefault("max_length", 12)
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        return "".join(super().clean(value).upper().replace("-", " ").split())


class MomentField(forms.DateTimeField):
    """A moment on the site's wall clock, from a date-and-time control."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))
        kwargs.setdefault("input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value

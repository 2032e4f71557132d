"""What late payment costs, from when, and where it was read."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaxel.business.billing import reminders
from vaxel.doors.forms import Form, MoneyField, PercentField
from vaxel.doors.office.desk import by, desk, go, only_who_may, screen
from vaxel.doors.office.receivables.views import late_terms
from vaxel.kernel.refusals import Refused


class TermsForm(Form):
    """Terms from a day on."""

    valid_from = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reference_ppm = PercentField(
        label=gettext_lazy("Reference rate"), help_text=gettext_lazy("The central bank sets it for each half year.")
    )
    added_ppm = PercentField(label=gettext_lazy("On top of it"), help_text=gettext_lazy("8 % by the Interest Act."))
    fee_minor = MoneyField(
        label=gettext_lazy("Fee of a reminder"), required=False,
        help_text=gettext_lazy("At most 60 kr by law, and only when it was agreed before the debt was made. "
                               "Empty: no fee."),
    )  # fmt: skip
    first_after_days = forms.IntegerField(label=gettext_lazy("Days after the due day"), min_value=0, max_value=90)
    again_after_days = forms.IntegerField(label=gettext_lazy("Days between reminders"), min_value=1, max_value=90)
    source = forms.CharField(
        label=gettext_lazy("Where it was read"), max_length=200,
        help_text=gettext_lazy("Such as riksbank.se, and the day you looked."),
    )  # fmt: skip


@screen
def show(request: HttpRequest) -> HttpResponse:
    """The terms so far, and new ones."""
    only_who_may(request, "reminders.set_terms", "reminders.send")
    held = late_terms()
    newest = held[0] if held else None
    today = timezone.localdate(desk(request).at)
    start = {
        "valid_from": today, "added_ppm": newest.added_ppm if newest else 80_000,
        "first_after_days": newest.first_after_days if newest else 5,
        "again_after_days": newest.again_after_days if newest else 10,
        "fee_minor": newest.fee_minor if newest else None,
    }  # fmt: skip
    form = TermsForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"fee_minor": form.cleaned_data["fee_minor"] or 0}
        try:
            reminders.set_terms(**values, **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, reverse("receivables:terms"), _("The terms count from their day on."))
    context = {"held": held, "form": form, "may": desk(request).may("reminders.set_terms")}
    return render(request, "office/receivables/terms.html", context, status=422 if form.errors else 200)

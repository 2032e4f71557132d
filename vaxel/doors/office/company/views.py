"""The company: its name and numbers, and what is printed on its papers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaxel.business.locations import company
from vaxel.business.locations.models import Company
from vaxel.doors.auth.surely import asks_password
from vaxel.doors.office import happened
from vaxel.doors.office.company import forms, specimen
from vaxel.doors.office.desk import by, desk, go, language, only_who_may, screen
from vaxel.doors.papers.blocks import Paper
from vaxel.kernel.refusals import Refused


@screen
@asks_password
def edit(request: HttpRequest) -> HttpResponse:
    """The company's card and texts."""
    only_who_may(request, "company.change")
    held = company.the_company()
    form = forms.CompanyForm(request.POST or None, initial=forms.start(held))
    if request.method == "POST" and form.is_valid():
        try:
            company.change(held, **form.fields_for_action(), **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, reverse("company:edit"), _("The company's details are stored."))
    context = {"form": form, "company": held, "paper": _paper(request, held), "told": happened.of(request, held.pk)}
    return render(request, "office/company/edit.html", context, status=422 if request.method == "POST" else 200)


@screen
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """A receipt with what stands in the form now; nothing is stored."""
    only_who_may(request, "company.change")
    form = forms.CompanyForm(request.POST)
    form.is_valid()
    wished = Company()
    known = form.cleaned_data
    for key in ("name", "organisation_number", "vat_number", "address", "phone", "email", "bank_giro"):
        setattr(wished, key, known.get(key, ""))
    texts = {
        key: {code: known.get(f"{key}_{code}", "") for code in ("sv", "en")} for key in forms.TEXTS
    }  # fmt: skip
    wished.texts = texts | {"f_tax": known.get("f_tax", "")}
    return render(request, "office/company/receipt.html", {"paper": _paper(request, wished)})


def _paper(request: HttpRequest, wished: Company) -> Paper:
    here = desk(request)
    tongue = request.POST.get("in") or language()
    at = timezone.localtime(here.at).isoformat()
    return specimen.receipt(wished, here.site, tongue if tongue in specimen.GOODS else "sv", at)

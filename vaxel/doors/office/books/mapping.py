"""Which account each kind of happening is booked on: looked through, changed and tried before it counts."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from vaxel.business.accounting import charts, map_rules
from vaxel.business.accounting.models import Account
from vaxel.doors.forms import Form
from vaxel.doors.office.books import reach
from vaxel.doors.office.books.listing import accounts
from vaxel.doors.office.books.roles import FAMILIES, ROLES
from vaxel.doors.office.desk import a_number, by, desk, go, only_who_may, screen
from vaxel.kernel.refusals import NotFound, Refused


class AccountForm(Form):
    """A new account."""

    number = forms.CharField(
        label=gettext_lazy("Number"), max_length=4, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    name_sv = forms.CharField(label=gettext_lazy("Name in Swedish"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of account"), choices=[(key, map_rules.KIND_WORDS[key]) for key in map_rules.KINDS]
    )


def _context(request: HttpRequest, typed: dict[str, str], faults: dict[str, str], form: Form) -> dict[str, object]:
    version = charts.latest_version()
    held = charts.accounts(version) if version else {}
    known = {role for _name, roles in FAMILIES for role in roles}
    families = [*FAMILIES, (gettext_lazy("Other"), tuple(sorted(held.keys() - known)))]
    groups = [
        (name, [(role, ROLES.get(role, role), typed.get(role, held[role]), faults.get(role, ""))
                for role in roles if role in held])
        for name, roles in families
    ]  # fmt: skip
    return {
        "groups": [one for one in groups if one[1]], "version": version, "accounts": accounts(request), "form": form,
        "may_change": desk(request).may("charts.change"), "may_add": desk(request).may("charts.add_account"),
        "kinds": map_rules.KIND_WORDS, "faults": len(faults),
    }  # fmt: skip


@screen
def show(request: HttpRequest) -> HttpResponse:
    """The map; a changed one is tried whole, and each fault stands beside its row."""
    only_who_may(request, reach.READ)
    typed: dict[str, str] = {}
    faults: dict[str, str] = {}
    if request.method == "POST":
        only_who_may(request, "charts.change")
        version = charts.latest_version()
        if not version:
            raise NotFound()
        held = charts.accounts(version)
        typed = {role: request.POST.get(f"role-{role}", held[role]).split(" ")[0].strip() for role in held}
        kinds = dict(Account.objects.values_list("number", "kind"))
        faults = dict(map_rules.wrong_in(typed, kinds))
        if not faults:
            made = charts.change(typed, version=a_number(request.POST.get("version")), **by(request))
            said = _("Booked on these accounts from now on (version %(n)s). What was booked before stays.")
            return go(request, reverse("books:map"), said % {"n": made})
    context = _context(request, typed, faults, AccountForm())
    return render(request, "office/books/map.html", context, status=422 if faults else 200)


@screen
@require_POST
def add_account(request: HttpRequest) -> HttpResponse:
    """The chart has one account more."""
    only_who_may(request, "charts.add_account")
    form = AccountForm(request.POST)
    if form.is_valid():
        try:
            charts.add_account(**form.cleaned_data, **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            said = _("Account %(number)s is in the chart.") % {"number": form.cleaned_data["number"]}
            return go(request, reverse("books:map"), said)
    return render(request, "office/books/map.html", _context(request, {}, {}, form), status=422)

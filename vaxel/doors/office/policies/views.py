"""Approval rules: what is in force for consumers and for companies, every version, and a new one from a day."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from vaxel.business.locations.models import Site
from vaxel.business.service import policies
from vaxel.business.service.models import ApprovalPolicy
from vaxel.business.service.policies import READY, Terms
from vaxel.doors import wording
from vaxel.doors.forms import Form, MoneyField, PercentField
from vaxel.doors.office.desk import by, desk, go, screen
from vaxel.kernel.refusals import Forbidden, NotFound, Refused

RIGHT = "policies.set"
VERSIONS = 40


def _words(kind: str) -> list[tuple[str, Any]]:
    return [(key, word.text) for key, word in wording.KINDS[kind].items()]


class PolicyForm(Form):
    """One version of the rule."""

    ppm = PercentField(label=gettext_lazy("A rough price may be exceeded by"))
    abs_minor = MoneyField(label=gettext_lazy("…or by an amount (empty: none)"), required=False)
    combine = forms.ChoiceField(label=gettext_lazy("Which of the two counts"), choices=lambda: _words("combine"))
    max_minor = MoneyField(label=gettext_lazy("But never by more than (empty: no ceiling)"), required=False)
    basis = forms.ChoiceField(label=gettext_lazy("The share is of the price"), choices=lambda: _words("policy_basis"))
    threshold_minor = MoneyField(label=gettext_lazy("The rule counts from an amount of"), required=False)
    written_required = forms.BooleanField(
        label=gettext_lazy("A written quote is sent before an answer by word of mouth is stored"), required=False
    )
    unasked_ppm = PercentField(label=gettext_lazy("When nobody is reached: extra work up to"))
    unasked_minor = MoneyField(label=gettext_lazy("…and at most (empty: no ceiling)"), required=False)
    must_record = forms.MultipleChoiceField(
        label=gettext_lazy("Must be on file with every answer"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: _words("policy_record"),
    )  # fmt: skip
    parts_return = forms.ChoiceField(
        label=gettext_lazy("Old parts are given back"), choices=lambda: _words("old_parts")
    )
    rights_sv = forms.CharField(
        label=gettext_lazy("What customers read of their rights, in Swedish"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    rights_en = forms.CharField(
        label=gettext_lazy("What customers read of their rights, in English"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    retention_years = forms.IntegerField(label=gettext_lazy("Answers are kept, years"), min_value=0, max_value=100)
    source = forms.CharField(label=gettext_lazy("Where the rule stands"), max_length=200)
    checked_on = forms.DateField(
        label=gettext_lazy("Read there on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_from = forms.DateField(
        label=gettext_lazy("In force from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    here_only = forms.BooleanField(label=gettext_lazy("For this site alone"), required=False)


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What is in force at the site, and every version there was."""
    here = desk(request)
    _may(request)
    today = timezone.localdate(here.at)
    rows = ApprovalPolicy.objects.filter(Q(site=here.site) | Q(site=None), jurisdiction=here.site.jurisdiction)
    context = {
        "now": policies.now(here.site, today), "versions": rows.order_by("party_kind", "-valid_from")[:VERSIONS],
        "today": today, "jurisdiction": here.site.jurisdiction,
    }  # fmt: skip
    return render(request, "office/policies/show.html", context)


@screen
def change(request: HttpRequest, kind: str) -> HttpResponse:
    """A new version, beginning with what is in force or what guides say."""
    if kind not in policies.PARTY_KINDS:
        raise NotFound()
    _may(request)
    here = desk(request)
    today = timezone.localdate(here.at)
    held = policies.in_force(here.site, kind, today)
    form = PolicyForm(request.POST or None, initial=_start(held, here.site, kind, today))
    if request.method == "POST" and form.is_valid():
        try:
            policies.set_terms(
                here.site.jurisdiction, kind, terms=_terms(form), valid_from=form.cleaned_data["valid_from"],
                site=here.site if form.cleaned_data["here_only"] else None, **by(request),
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, reverse("policies:show"), _("The rule is stored. Open tickets keep theirs."))
    context = {"form": form, "kind": kind, "held": held, "jurisdiction": here.site.jurisdiction,
               "ready": held is None and (here.site.jurisdiction, kind) in READY}  # fmt: skip
    return render(request, "office/policies/change.html", context, status=422 if request.method == "POST" else 200)


def _may(request: HttpRequest) -> None:
    if not desk(request).may(RIGHT):
        raise Forbidden(permission=RIGHT)


def _start(held: ApprovalPolicy | None, site: Site, kind: str, today: date) -> dict[str, Any]:
    """The fields as they stand now, for a version from tomorrow; what guides say where nothing is stored."""
    ready = READY.get((site.jurisdiction, kind), Terms())
    said: Any = held or ready
    names = [name for name in PolicyForm.base_fields if hasattr(said, name)]
    values = {name: getattr(said, name) for name in names}
    begins = today + timedelta(days=1) if held else today
    texts = said.rights_text
    return values | {"rights_sv": texts.get("sv", ""), "rights_en": texts.get("en", ""), "valid_from": begins,
                     "checked_on": None, "here_only": bool(held and held.site_id)}  # fmt: skip


def _terms(form: PolicyForm) -> Terms:
    said = dict(form.cleaned_data)
    texts = {language: said.pop(f"rights_{language}").strip() for language in ("sv", "en")}
    for name in ("valid_from", "here_only"):
        said.pop(name)
    said["threshold_minor"] = said["threshold_minor"] or 0
    return Terms(**said, rights_text={language: text for language, text in texts.items() if text})

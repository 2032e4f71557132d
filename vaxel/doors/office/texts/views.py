"""The texts of messages: what customers read, per kind and language; written, looked at, and put back."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.locations.models import LANGUAGES
from vaxel.business.messaging import rules, templates, ways_out
from vaxel.business.messaging.templates import BadField, BadText
from vaxel.business.service import telling
from vaxel.doors.addresses import public_address
from vaxel.doors.forms import Form
from vaxel.doors.office.desk import by, desk, go, screen
from vaxel.kernel.refusals import Forbidden, NotFound, Refused

RIGHT = "templates.set"


class TextForm(Form):
    """What stands in the message."""

    beside = {BadField: "text", BadText: "text"}
    subject = forms.CharField(label=gettext_lazy("Subject of an e-mail"), max_length=templates.LONGEST_SUBJECT)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=templates.LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every kind in every language, as customers read it."""
    _may(request)
    site = desk(request).site
    kinds = [
        {"key": key, "name": kind.name, "purpose": kind.purpose, "texts": [
            {"language": language, "name": name, "own": templates.words(key, language).own,
             "text": telling.preview(key, language, site)}
            for language, name in LANGUAGES
        ]}
        for key, kind in templates.KINDS.items()
    ]  # fmt: skip
    replies = public_address(request, reverse("hooks:reply", args=[ways_out.inbox_secret()]))
    return render(request, "office/texts/list.html", {"kinds": kinds, "replies": replies})


@screen
def edit(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """One text: looked at as it is typed, and stored."""
    _may(request)
    if kind not in templates.KINDS or language not in dict(LANGUAGES):
        raise NotFound()
    held = templates.words(kind, language)
    form = TextForm(request.POST or None, initial={"subject": held.subject, "text": held.text})
    text = held.text
    if request.method == "POST" and form.is_valid():
        try:
            templates.check(kind, form.cleaned_data["subject"], form.cleaned_data["text"])
            if "look" not in request.POST:
                templates.set_words(kind, language, **form.cleaned_data, **by(request))
                return go(request, reverse("texts:list"), _("The text is stored."))
            text = form.cleaned_data["text"]
        except Refused as refusal:
            form.refuse(refusal)
    shown = telling.preview(kind, language, desk(request).site, text)
    context: dict[str, Any] = {
        "form": form, "kind": kind, "known": templates.KINDS[kind], "language": language,
        "language_name": dict(LANGUAGES)[language], "own": held.own, "shown": shown, "size": rules.sms_size(shown),
        "fields": [(f"{{{one}}}", templates.FIELDS[one]) for one in templates.KINDS[kind].fields],
    }  # fmt: skip
    return render(request, "office/texts/edit.html", context, status=422 if form.errors else 200)


@screen
@require_POST
def reset(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """The house's words again."""
    templates.known(kind)
    templates.reset(kind, language, **by(request))
    return go(request, reverse("texts:list"), _("The house's own text is back."))


def _may(request: HttpRequest) -> None:
    if not desk(request).may(RIGHT):
        raise Forbidden(permission=RIGHT)

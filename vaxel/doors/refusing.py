"""Where a refusal that a screen did not say itself becomes a page, or a strip for htmx. The API says its own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.doors.refusals import Said, Unstorable, refusal_of, say

# Refusal's code → the screen where what it asks for is done, and the button's words.
WAYS: dict[str, tuple[str, str | Promise]] = {
    "drawer_not_open": ("drawers:list", _("Open the drawer")),
    "not_declared": ("sites:list", _("To the sites and their rules")),
}  # fmt: skip


class RefusalMiddleware:
    """What a view raised and is a refusal is said in the active language; a bug passes through."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """A form or address with a NUL in it is not shown to any view."""
        given = [*request.GET.lists(), *request.POST.lists()]
        if any("\x00" in text for name, texts in given for text in (name, *texts)):
            return as_html(request, say(Unstorable()))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer to a refusal; None when it is a bug."""
        refusal = refusal_of(error)
        if refusal is None:
            return None
        said = say(refusal)
        response = as_html(request, said)
        if said.retry_after_s is not None:
            response.headers["Retry-After"] = str(said.retry_after_s)
        return response


def as_html(request: HttpRequest, said: Said) -> HttpResponse:
    """A page of its own, or for htmx the strip of the page that asked."""
    whole = "refused.html" if hasattr(request, "desk") else "auth/refused.html"
    template = "parts/refused_strip.html" if request.headers.get("HX-Request") == "true" else whole
    way = WAYS.get(said.code) if hasattr(request, "desk") else None
    return render(request, template, {"said": said, "way": way}, status=said.status)

"""The till's page and its parts, as browsers fetch them once and then keep."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from vaxel.doors.till import shell


def _fresh(body: str, kind: str) -> HttpResponse:
    """Asked for anew each time by whoever has no service worker; it is small."""
    return HttpResponse(body, content_type=f"{kind}; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_safe
def page(_request: HttpRequest) -> HttpResponse:
    """The till, and the customer's display beside it: one page, which sees by its address which it is."""
    return _fresh(shell.page(), "text/html")


@require_safe
def words(_request: HttpRequest) -> HttpResponse:
    """What the till says, in each language."""
    return _fresh(shell.words(), "application/json")


@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """What the till is called when it is installed."""
    return _fresh(shell.manifest(), "application/manifest+json")


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker of /till/."""
    return _fresh(shell.worker(), "text/javascript")

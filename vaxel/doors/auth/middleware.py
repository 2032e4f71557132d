"""Each request knows who asks: `request.staff`, `actor`, `site`, `register`, `opener` and `by_pin`."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from vaxel.doors.auth.requests import Request
from vaxel.doors.auth.session import NOBODY, standing

Answer = Callable[[HttpRequest], HttpResponseBase]
WITHOUT = ("/static/", "/api/")


def knows_who_asks(answer: Answer) -> Answer:
    """Middleware: the session's person is on the request, and screens speak their language."""

    def middleware(plain: HttpRequest) -> HttpResponseBase:
        request = cast(Request, plain)
        held = NOBODY if request.path.startswith(WITHOUT) else standing(request)
        request.opener, request.staff, request.actor = held.opener, held.staff, held.actor
        request.site, request.register, request.by_pin = held.site, held.register, held.by_pin
        if held.staff is not None:
            translation.activate(held.staff.language)
            request.LANGUAGE_CODE = held.staff.language
        return answer(request)

    return middleware


def keeps_cookies_to_https(answer: Answer) -> Answer:
    """Middleware: over HTTPS every cookie is for HTTPS alone; a shop's plain local network still works."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response

    return middleware


def address_of(request: HttpRequest) -> str:
    """Where on the network the request came from, past the proxies we put there ourselves (`PROXIES`)."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if settings.PROXIES and hops:
        return hops[-min(settings.PROXIES, len(hops))]
    return str(request.META.get("REMOTE_ADDR", ""))

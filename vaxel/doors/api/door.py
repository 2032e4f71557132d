"""Every request to `/api/` from the first byte to the last: route, token, key, body, endpoint, answer.

It stands before all other middleware. A token is no cookie, so there is nothing for sessions and CSRF to do; there is
no page, so there is nothing for templates' policies to protect. What the skipped middleware would have done for the
rest (host check, language, nosniff, no framing) is done here.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

from vaxel.business.locations import actors
from vaxel.business.locations.throttle import Throttle
from vaxel.business.locations.tokens import BadToken
from vaxel.doors.api import endpoints as _endpoints  # noqa: F401 - fills the table of routes
from vaxel.doors.api import reading, routes
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.shapes import enc_hook
from vaxel.doors.auth.middleware import address_of
from vaxel.doors.refusals import Said, refusal_of, say
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Conflict, NotFound, Refused

log = logging.getLogger(__name__)
# Wrong tokens from one place on the network: a programme with an old one tries now and then, a guesser all the time.
failed = Throttle(per_minute=10, burst=60)
PREFIX = "/api/"
VERSION = "/api/v1"
_encode = msgspec.json.Encoder(enc_hook=enc_hook, order="deterministic").encode
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Vary": "Accept-Language, Authorization",
}


class TokenMissing(Refused):
    """Who asks is not told."""

    status = 401
    sentence = _("Send a token in the header Authorization: Bearer …")


class BrokenRequest(BadInput):
    """The request itself is damaged."""

    sentence = _("The request cannot be read.")


class Bug(Refused):
    """Our fault."""

    status = 500
    sentence = _("Something went wrong on our side, and it was logged under this request's id.")


class ApiDoor:
    """The first of the middleware: what is for `/api/` is answered here, the rest goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        return answer(request) if request.path_info.startswith(PREFIX) else self.get_response(request)


def answer(request: HttpRequest) -> HttpResponse:
    """The answer to a request for `/api/…`; a refusal or a bug has the one error shape."""
    request_id = str(new_id())
    language = language_of(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    with translation.override(language):
        try:
            response = _answer(request)
        except Exception as error:
            response = _error(error, request_id)
    for name, value in _HEADERS.items():
        response[name] = value
    response["Content-Language"] = language
    response["X-Request-Id"] = request_id
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    request.get_host()
    endpoint, ids = _route(request)
    ask = _ask(request, endpoint)
    given: dict[str, Any] = dict(ids)
    if endpoint.body is not None:
        given["body"] = body = reading.body(request, endpoint)
        ask = replace(ask, asked=reading.asked(endpoint, ids, body))
    filters = reading.filters(request, endpoint)
    if filters is not None:
        given["filters"] = filters
    try:
        result = endpoint.call(ask, **given)
    except (BadInput, Conflict, NotFound):
        result = ask.answered()
        if result is None:
            raise
    return HttpResponse(_encode(result), content_type="application/json", status=endpoint.status)


def _route(request: HttpRequest) -> tuple[routes.Endpoint, dict[str, Any]]:
    path = request.path_info
    if not path.startswith(VERSION + "/"):
        raise routes.NoSuchRoute(path=path[:200])
    return routes.find(str(request.method), path[len(VERSION) :])


def _ask(request: HttpRequest, endpoint: routes.Endpoint) -> Ask:
    at = clock.now()
    if endpoint.may == routes.ANYONE:
        return Ask(by=routes.NOBODY, at=at, key="", endpoint=endpoint)
    kind, _space, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if kind.lower() != "bearer" or not text.strip():
        raise TokenMissing()
    by = _known(request, text.strip(), at)
    ask = Ask(by=by, at=at, key=reading.key(request) if endpoint.writes else "", endpoint=endpoint)
    ask.check()
    return ask


def _known(request: HttpRequest, token: str, at: datetime) -> Actor:
    """The token's actor; who tries wrong ones is soon told to wait, and a right one is never made to (F-20)."""
    try:
        return actors.for_token(token, at)
    except BadToken:
        failed.check(address_of(request))
        raise


def language_of(header: str) -> str:
    """Swedish or English, whichever is asked for first; Swedish when neither is."""
    for code, _weight in parse_accept_lang_header(header):
        if code[:2] in ("sv", "en"):
            return code[:2]
    return "sv"


def _error(error: Exception, request_id: str) -> HttpResponse:
    refusal = refusal_of(error)
    if refusal is None and isinstance(error, (SuspiciousOperation, DisallowedHost, UnreadablePostError)):
        refusal = BrokenRequest()
    if refusal is None:
        log.error("request %s failed", request_id, exc_info=error)
        refusal = Bug()
    said = say(refusal)
    response = HttpResponse(_encode(shape(said, request_id)), content_type="application/json", status=said.status)
    if said.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="vaxel"'
    if isinstance(refusal, routes.WrongMethod):
        response["Allow"] = said.details["allowed"]
    if said.retry_after_s is not None:
        response["Retry-After"] = str(said.retry_after_s)
    return response


def shape(said: Said, request_id: str) -> dict[str, Any]:
    """The one error shape."""
    return {
        "error": {"code": said.code, "message": said.message, "details": said.details, "request_id": request_id}
    }  # fmt: skip

"""Screens for staff: who has not logged in goes to the log-in page and comes back."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from vaxel.doors.auth.requests import Request, StaffRequest


def staff_required[**P](
    view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """The view is for staff at a site; others are sent to log in (or to choose a site), and come back after."""

    @wraps(view)
    def guarded(plain: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request = cast(Request, plain)
        if request.actor is None:
            return _send(request, "auth:switch" if request.opener else "auth:login")
        if request.site is None:
            return _send(request, "auth:place")
        return view(cast(StaffRequest, request), *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], guarded)


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asked, and so only a part of the page is wanted."""
    return request.headers.get("HX-Request") == "true"


def safe_next(request: HttpRequest, wanted: str) -> str:
    """`wanted`, if it is a page of ours; the start page otherwise."""
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else "/"


def _send(request: HttpRequest, name: str) -> HttpResponseBase:
    target = f"{reverse(name)}?{urlencode({'next': _page(request)})}"
    if is_fragment(request):
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return redirect(target)


def _page(request: HttpRequest) -> str:
    """The page the person was on."""
    if is_fragment(request):
        seen = urlsplit(request.headers.get("HX-Current-URL", ""))
        return safe_next(request, f"{seen.path}?{seen.query}" if seen.query else seen.path)
    return request.get_full_path() if request.method == "GET" else "/"

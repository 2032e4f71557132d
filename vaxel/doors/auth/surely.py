"""Whoever stands at a till by PIN shows the password again before rights, tokens and the company are changed.

@screen
@asks_password
def edit(request: HttpRequest) -> HttpResponse: ...

What was typed is not lost: the page that asks carries the form along and sends it on together with the password.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from vaxel.business.locations import passwords
from vaxel.doors.auth import session
from vaxel.doors.auth.middleware import address_of
from vaxel.doors.auth.requests import StaffRequest
from vaxel.doors.auth.required import is_fragment, safe_next, staff_required
from vaxel.kernel import clock
from vaxel.kernel.refusals import Refused

TYPED = "own_password"
NOT_CARRIED = (TYPED, "csrfmiddlewaretoken")

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def asks_password[**P](view: View[P]) -> View[P]:
    """What the view changes is changed by someone who has shown a password within 15 minutes. Reading is free."""

    @wraps(view)
    @sensitive_post_parameters()
    def guarded(plain: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request = cast(StaffRequest, plain)
        if request.method in ("GET", "HEAD") or _may_go_on(request):
            return view(plain, *args, **kwargs)
        if is_fragment(request):
            seen = urlsplit(request.headers.get("HX-Current-URL", ""))
            target = f"{reverse('auth:sure')}?{urlencode({'next': safe_next(request, seen.path)})}"
            return HttpResponse(status=401, headers={"HX-Redirect": target})
        refusal = _show_password(request) if TYPED in request.POST else None
        if TYPED in request.POST and refusal is None:
            return view(plain, *args, **kwargs)
        return ask(request, refusal)

    return cast("View[P]", guarded)


def _may_go_on(request: StaffRequest) -> bool:
    return not request.by_pin or session.is_sure(request, request.staff, clock.now())


def _show_password(request: StaffRequest) -> Refused | None:
    """None when it is the person's own password, which is remembered for a while; else why not."""
    now = clock.now()
    try:
        staff = passwords.vouch(request.staff.email, request.POST.get(TYPED, ""), now, address=address_of(request))
    except Refused as refusal:
        return refusal
    session.be_sure(request, staff, now)
    return None


def ask(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    """The page that asks for the password; the form that was sent comes along."""
    carried = [(name, value) for name, values in request.POST.lists() if name not in NOT_CARRIED for value in values]
    context = {"carried": carried, "refusal": refusal, "target": request.get_full_path()}
    return render(request, "auth/sure.html", context, status=refusal.status if refusal else 403)


@never_cache
@sensitive_post_parameters(TYPED)
@staff_required
def sure(request: StaffRequest) -> HttpResponseBase:
    """The password is asked for by itself, and leads back to the page one came from."""
    wanted = safe_next(request, request.POST.get("next", "") or request.GET.get("next", ""))
    refusal = _show_password(request) if request.method == "POST" else None
    if request.method == "POST" and refusal is None:
        return redirect(wanted)
    context = {"carried": [("next", wanted)], "refusal": refusal, "target": reverse("auth:sure")}
    return render(request, "auth/sure.html", context, status=refusal.status if refusal else 200)

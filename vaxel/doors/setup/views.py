"""The first visit to an empty shop: company, site and owner in the browser, once."""

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from vaxel.business.locations import actors, attempts, credentials
from vaxel.business.locations.models import Company
from vaxel.business.service import founding
from vaxel.doors.auth import browsers, session
from vaxel.doors.auth.requests import Request
from vaxel.doors.setup import code
from vaxel.doors.setup.forms import SetUpForm
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Refused

TRIES = 10


class WrongCode(Refused):
    """Only who started the server sets the shop up."""

    sentence = _("That is not the code. It stands in the window where Växel was started.")


class CodeLocked(Refused):
    """Nobody guesses it."""

    status = 429
    sentence = _("Too many wrong codes. Wait 15 minutes.")


@never_cache
@sensitive_post_parameters("password", "pin", "code")
@require_http_methods(["GET", "POST"])
def set_up(plain: HttpRequest) -> HttpResponseBase:
    """The page; when it is sent, the shop stands and its owner is in. It exists only while there is no company."""
    request = cast(Request, plain)
    if not code.waiting():
        return redirect("auth:login")
    if Company.objects.exists():
        code.forget()
        return redirect("auth:login")
    start = {"code": request.GET.get("code", ""), "language": (get_language() or "sv")[:2]}
    form = SetUpForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            return _found(request, form)
        except Refused as refusal:
            form.refuse(refusal)
    return render(request, "setup/set_up.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _found(request: Request, form: SetUpForm) -> HttpResponseBase:
    now = clock.now()
    left = attempts.begin("setup", now, TRIES)
    if left is None:
        raise CodeLocked()
    if not code.fits(form.cleaned_data["code"]):
        attempts.fail("setup", left, now)
        raise WrongCode()
    made = founding.found(**form.wishes(), by=Actor.system("set-up"), at=now)
    attempts.succeed("setup")
    code.forget()
    actor = actors.for_staff(made.owner, site=made.site, register_id=made.register.pk)
    credentials.log_in(made.owner, method="password", by=actor, at=now)
    session.begin(request, made.owner)
    session.stand_at(request, made.site, made.register)
    return browsers.meet(request, redirect("/"), actor, made.site, made.register)

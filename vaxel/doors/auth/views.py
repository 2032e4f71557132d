"""Log-in and out, change of person by PIN, site and till, one's own password, PIN and language."""

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from vaxel.business.locations import actors, credentials, passwords, pins
from vaxel.business.locations.models import Site, Staff
from vaxel.doors.auth import browsers, places, session
from vaxel.doors.auth.middleware import address_of
from vaxel.doors.auth.requests import Request, StaffRequest
from vaxel.doors.auth.required import safe_next, staff_required
from vaxel.doors.setup import code
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Forbidden, NotFound, Refused

YEAR_S = 365 * 24 * 3600


class NoRole(Forbidden):
    """Hired, but not yet given anything to do."""

    sentence = _("You have no role yet. Ask an owner to give you one under Settings, Staff.")


class NotHere(Forbidden):
    """The till stands at a site where the person has no role."""

    sentence = _("You have no role at %(site)s. Ask an owner to give you one under Settings, Staff.")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponseBase:
    """The log-in page; a right password leads to the page one came for."""
    if request.method == "GET":
        return redirect("setup:set_up") if code.waiting() else _login_page(request)
    email = request.POST.get("email", "")
    now = clock.now()
    try:
        staff = passwords.vouch(email, request.POST.get("password", ""), now, address=address_of(request))
        actor = actors.for_staff(staff)
        if not actor.grants:
            raise NoRole()
        credentials.log_in(staff, method="password", by=actor, at=now)
    except Refused as refusal:
        return _login_page(request, refusal, email)
    session.begin(request, staff)
    return _settle(request, staff, actor, request.POST.get("next", ""))


def _login_page(request: HttpRequest, refusal: Refused | None = None, email: str = "") -> HttpResponse:
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    context = {"refusal": refusal, "email": email, "next": safe_next(request, wanted)}
    return render(request, "auth/login.html", context, status=refusal.status if refusal else 200)


def _settle(request: HttpRequest, staff: Staff, actor: Actor, wanted: str) -> HttpResponseBase:
    """On to the wanted page, at one's home or only site and its till; after choosing where there is a choice."""
    target = safe_next(request, wanted)
    held = session.standing(request)
    if held.site is not None:
        return browsers.meet(request, redirect(target), actor, held.site, held.register)
    place = places.only_sensible(places.open_to(actor), staff.home_site_id)
    if place is None:
        return redirect(f"{reverse('auth:place')}?{urlencode({'next': target})}")
    session.stand_at(request, *place)
    return browsers.meet(request, redirect(target), actor, *place)


@require_POST
def logout(request: Request) -> HttpResponseBase:
    """The door is shut."""
    if request.staff is not None and request.actor is not None:
        credentials.log_out(request.staff, by=request.actor, at=clock.now())
    session.end(request)
    return redirect("auth:login")


@require_POST
def lock(request: Request) -> HttpResponseBase:
    """Whoever stood here has stepped aside; the next one needs only a PIN."""
    if request.staff is not None and request.actor is not None:
        credentials.log_out(request.staff, by=request.actor, at=clock.now())
    session.step_aside(request)
    return redirect("auth:switch")


@never_cache
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "POST"])
def switch(request: Request) -> HttpResponseBase:
    """Another person takes over the till with their PIN."""
    if request.opener is None:
        return redirect("auth:login")
    site = session.site_of(request)
    if request.method == "GET":
        return _switch_page(request, site)
    now = clock.now()
    try:
        actor = pins.vouch(_id(request.POST.get("staff")), request.POST.get("pin", ""), now, site=site)
        if site is not None and not (None in actor.grants or site.pk in actor.grants):
            raise NotHere(site=site.name)
        staff = Staff.objects.get(pk=_id(request.POST.get("staff")))
        credentials.log_in(staff, method="pin", by=actor, at=now)
    except Refused as refusal:
        return _switch_page(request, site, refusal)
    session.change_over(request, staff)
    return _settle(request, staff, actor, request.POST.get("next", ""))


def _switch_page(request: Request, site: Site | None, refusal: Refused | None = None) -> HttpResponse:
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    here = Q(assignments__site=None) | Q(assignments__site=site) if site else Q(assignments__isnull=False)
    context = {
        "people": Staff.objects.filter(here, is_active=True).exclude(pin_hash="").distinct(),
        "chosen": request.POST.get("staff", ""),
        "place": site,
        "refusal": refusal,
        "next": safe_next(request, wanted),
    }
    return render(request, "auth/switch.html", context, status=refusal.status if refusal else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def place(request: Request) -> HttpResponseBase:
    """The site and till of this browser are chosen."""
    if request.actor is None:
        return redirect("auth:login")
    choices = places.open_to(request.actor)
    if request.method == "GET":
        wanted = safe_next(request, request.GET.get("next", ""))
        return render(request, "auth/place.html", {"places": choices, "next": wanted})
    wished = request.POST.get("place", "")
    for choice in choices:
        for register in (*choice.registers, None):
            if wished == f"{choice.site.pk}:{register.pk if register else ''}":
                session.stand_at(request, choice.site, register)
                target = safe_next(request, request.POST.get("next", ""))
                return browsers.meet(request, redirect(target), request.actor, choice.site, register)
    raise NotFound()


@require_POST
def language(request: Request) -> HttpResponseBase:
    """Screens speak the language from now on: to the person, and in this browser."""
    wished = request.POST.get("language", "")
    if wished not in dict(settings.LANGUAGES):
        raise credentials.UnknownLanguage()
    if request.staff is not None and request.actor is not None:
        credentials.choose_language(request.staff, language=wished, by=request.actor, at=clock.now())
    response = redirect(safe_next(request, request.POST.get("next", "")))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wished, max_age=YEAR_S, httponly=True, samesite="Lax")
    return response


@never_cache
@sensitive_post_parameters("old", "new", "pin")
@require_http_methods(["GET", "POST"])
@staff_required
def own(request: StaffRequest) -> HttpResponseBase:
    """One's own password and PIN. The password one has now is asked for, with the same limits as at log-in."""
    context: dict[str, Any] = {}
    if request.method == "POST":
        try:
            context["done"] = _change_own(request)
        except Refused as refusal:
            context["refusal"] = refusal
    refused = cast(Refused | None, context.get("refusal"))
    return render(request, "auth/own.html", context, status=refused.status if refused else 200)


def _change_own(request: StaffRequest) -> str:
    now = clock.now()
    old, new, pin = (request.POST.get(key, "") for key in ("old", "new", "pin"))
    passwords.vouch(request.staff.email, old, now, address=address_of(request))
    if new:
        credentials.set_own_password(request.staff, old=old, new=new, by=request.actor, at=now)
    if pin:
        credentials.set_own_pin(request.staff, password=new or old, pin=pin, by=request.actor, at=now)
    session.reseal(request, request.staff)
    return "password" if new else "pin"


@require_POST
@staff_required
def keys(request: StaffRequest) -> HttpResponseBase:
    """Single letters press buttons for this person, or do not."""
    wished = request.POST.get("letters") == "on"
    credentials.choose_keys(request.staff, letters=wished, by=request.actor, at=clock.now())
    return redirect(safe_next(request, request.POST.get("next", "")))


def _id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return UUID(int=0)

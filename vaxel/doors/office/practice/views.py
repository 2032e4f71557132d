"""Practising: in the shop the way to the practice shop, there the exercises, the way in and the way back."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.locations import actors, credentials, staff
from vaxel.business.locations.models import LANGUAGES, Register, Role, Site, Staff
from vaxel.doors.auth import browsers, session
from vaxel.doors.office.desk import desk, go, only_who_may, screen
from vaxel.doors.office.practice import exercises, rooms
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor

SETUP = Actor.system("practice")
FALLBACK = "counter"
PREFIX = "practice."  # nobody is taken for one of the made-up people who have worked there for months


@screen
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """In the shop: what practising is, and the way there. In the practice shop: the exercises."""
    if settings.PRACTICE:
        listed = exercises.of(desk(request))
        context: dict[str, Any] = {
            "exercises": listed, "done": sum(one.done for one in listed),
            "of": sum(not one.later for one in listed), "back": rooms.way_back(request),
        }  # fmt: skip
        return render(request, "office/practice/exercises.html", context)
    return render(request, "office/practice/show.html", _told(request))


@screen
@require_GET
def state(request: HttpRequest) -> HttpResponse:
    """How far the practice shop is: asked every second while it is being made."""
    return render(request, "office/practice/state.html", _told(request))


def _told(request: HttpRequest) -> dict[str, Any]:
    here = desk(request)
    word = rooms.state().word
    return {"state": word, "url": rooms.way_in(request, here.staff) if word == "open" else "",
            "may_anew": here.may("staff.change")}  # fmt: skip


@screen
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """The practice shop is made and opened; with `anew` on fresh data."""
    if request.POST.get("anew"):
        only_who_may(request, "staff.change")
    rooms.want(anew=bool(request.POST.get("anew")))
    return go(request, reverse("practice:show"))


@screen
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """The practice shop is closed for everybody; what was practised is kept until it is begun anew."""
    only_who_may(request, "staff.change")
    rooms.leave()
    return go(request, reverse("practice:show"))


@never_cache
@require_GET
def enter(request: HttpRequest) -> HttpResponseBase:
    """In the practice shop: someone comes from the shop with a word that is a minute old at most, and is themselves."""
    if not settings.PRACTICE:
        raise Http404
    try:
        told = rooms.read(request.GET.get("as", ""))
    except signing.BadSignature:
        return redirect(rooms.way_back(request) + "/practice")
    now, site = clock.now(), Site.objects.filter(closed_at=None).order_by("pk").first()
    if site is None:
        return redirect("auth:login")
    person = _person(told, site)
    register = Register.objects.filter(site=site, retired_at=None).first()
    actor = actors.for_staff(person, site=site, register_id=register.pk if register else None)
    credentials.log_in(person, method="password", by=actor, at=now)
    session.begin(request, person)
    session.stand_at(request, site, register)
    return browsers.meet(request, redirect("practice:show"), actor, site, register)


def _person(told: dict[str, Any], site: Site) -> Staff:
    """The one who comes, hired here with the ready-made roles they have in the shop."""
    now, email = clock.now(), PREFIX + str(told["email"]).lower()
    person = Staff.objects.filter(email=email).first()
    if person is None:
        language = told["language"] if told["language"] in dict(LANGUAGES) else "sv"
        person = staff.hire(email=email, name=str(told["name"]), language=language, home_site=site, by=SETUP, at=now)
    keys = [key for key in told["roles"] if Role.objects.filter(key=key).exists()] or [FALLBACK]
    for key in keys:
        staff.assign(person, role=key, by=SETUP, at=now)
    return person

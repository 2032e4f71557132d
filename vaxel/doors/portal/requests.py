"""The public page where anybody asks for a time: a request, read by a person before anything is booked (S-138)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vaxel.business.locations import attempts, preferences
from vaxel.business.locations.models import Site
from vaxel.business.locations.preferences import Preference
from vaxel.business.tickets import costing, visit_requests
from vaxel.business.tickets.visit_requests import Wish
from vaxel.doors.auth.middleware import address_of
from vaxel.doors.portal.ways_in import LANGUAGES, TooManyTries, seller, speaking
from vaxel.kernel import clock
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import Refused

REQUESTS_MOST = 6
OPEN = "visits.public_page"
preferences.declare(Preference(OPEN, True, _("Whether anybody may ask for a time on the public page.")))


def _sites() -> list[Site]:
    """Those that take requests."""
    rows = Site.objects.filter(closed_at=None).exclude(opened_at=None)
    return [site for site in rows if preferences.value(OPEN, site.pk)]


@never_cache
@require_http_methods(["GET", "HEAD"])
def choose(request: HttpRequest) -> HttpResponse:
    """Which of our places? With one there is no question."""
    sites = _sites()
    if not sites:
        raise Http404
    query = f"?lang={request.GET['lang']}" if request.GET.get("lang") in LANGUAGES else ""
    if len(sites) == 1:
        return redirect(f"/book/{sites[0].pk}{query}")
    with speaking(request, _language(request)):
        return render(request, "portal/book_where.html", {"sites": sites, "seller": seller(), "query": query})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """The form, and the thanks for it. What is refused is said above what was typed."""
    site = next((one for one in _sites() if one.pk == site_id), None)
    if site is None:
        raise Http404
    at = clock.now()
    with speaking(request, _language(request), site):
        if request.method != "POST":
            return _page(request, site, at, request.GET, done="done" in request.GET)
        return _take(request, site, at)


def _take(request: HttpRequest, site: Site, at: datetime) -> HttpResponse:
    typed = request.POST
    if typed.get("website"):  # a field nobody sees: only a machine fills it in
        return _page(request, site, at, {}, done=True)
    try:
        if attempts.begin(f"visit:{address_of(request)}", at, REQUESTS_MOST) is None:
            raise TooManyTries()
        key = f"visit:{typed.get('once', '')[:60] or new_id()}"
        wish = _wish(typed)
        visit_requests.ask.once(
            key, site, wish, today=costing.business_day(site, at), kept_as=lambda made: str(made.pk),
            by=visit_requests.public(site), at=at,
        )  # fmt: skip
    except Refused as refusal:
        return _page(request, site, at, typed, refusal=str(refusal), status=refusal.status)
    lang = request.GET.get("lang", "")
    return redirect(f"/book/{site.pk}?done" + (f"&lang={lang}" if lang in LANGUAGES else ""))


def _wish(typed: Mapping[str, Any]) -> Wish:
    try:
        day = date.fromisoformat(str(typed.get("wanted_on", "")).strip())
    except ValueError:
        day = None
    said = {name: str(typed.get(name, "")) for name in ("name", "phone", "email", "plate", "wish", "part_of_day")}
    return Wish(
        **said, wanted_on=day, waits_here=bool(typed.get("waits_here")), language=(get_language() or "sv")[:2]
    )  # fmt: skip


def _page(
    request: HttpRequest, site: Site, at: datetime, typed: Mapping[str, Any], *, refusal: str = "",
    done: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    said = {
        "site": site, "seller": seller(site), "typed": typed, "refusal": refusal, "done": done, "once": new_id(),
        "today": costing.business_day(site, at).isoformat(), "lang": request.GET.get("lang", ""),
    }  # fmt: skip
    return render(request, "portal/book.html", said, status=status)


def _language(request: HttpRequest) -> str:
    """What the browser asks for, of the languages we speak; Swedish otherwise."""
    wanted = request.headers.get("Accept-Language", "sv").lower()
    return "en" if wanted.startswith("en") else "sv"

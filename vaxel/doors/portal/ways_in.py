"""How a link's holder is found and spoken to; what the pages of a link have in common."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import update_wrapper
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from vaxel.business.locations import attempts
from vaxel.business.locations.models import Company, Site
from vaxel.business.service import links
from vaxel.business.service.models import ApprovalLink
from vaxel.doors.auth.middleware import address_of
from vaxel.kernel import clock
from vaxel.kernel.refusals import Refused

LANGUAGES = ("sv", "en")
WRONG_LINKS_MOST = 20

type LinkView = Callable[..., HttpResponse]


class TooManyTries(Refused):
    """Somebody guesses, or a machine is out of hand."""

    status = 429
    sentence = _("Too many tries. Wait a quarter of an hour, or call us.")


def find(request: HttpRequest, token: str, at: datetime) -> ApprovalLink:
    """The link; a wrong one counts against the network address it came from."""
    try:
        return links.find(token, at)
    except links.NoSuchLink:
        if attempts.begin(f"link:{address_of(request)}", at, WRONG_LINKS_MOST) is None:
            raise TooManyTries() from None
        raise


def speaking(request: HttpRequest, language: str = "", site: Site | None = None) -> ExitStack:
    """The page's language (asked for, else the one given) and the site's clock, while the block lasts."""
    stack = ExitStack()
    asked = request.GET.get("lang", "")
    chosen = asked if asked in LANGUAGES else language
    if chosen:
        stack.enter_context(translation.override(chosen))
    if site is not None:
        stack.enter_context(timezone.override(site.time_zone))
    return stack


def of_link(view: LinkView) -> LinkView:
    """The view is behind a link: it gets the link and the moment instead of the token; a dead link says why."""

    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        at = clock.now()
        try:
            link = find(request, token, at)
        except Refused as refusal:
            with speaking(request):
                return closed(request, refusal)
        with speaking(request, link.ticket.customer.language, link.ticket.site):
            return view(request, link, token, at, **kwargs)

    update_wrapper(opened, view)
    return never_cache(opened)


def closed(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """What does not work says why, and whom to call."""
    said = {"refusal": str(refusal), "seller": seller()}
    return guarded(render(request, "portal/closed.html", said, status=refusal.status))


def seller(site: Site | None = None) -> dict[str, str]:
    """Who we are, for the head and the foot of a page."""
    company = Company.objects.first()
    if company is None:
        return {"name": "", "phone": "", "email": ""}
    return {
        "name": company.name, "phone": (site and site.phone) or company.phone,
        "email": (site and site.email) or company.email, "organisation_number": company.organisation_number,
        "site_address": site.address if site else "",
    }  # fmt: skip


def guarded(response: HttpResponse) -> HttpResponse:
    """Not indexed, and its address goes to no other site.

    `same-origin`, not `no-referrer`: with the latter browsers send `Origin: null` with a form, and CSRF says no.
    """
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "same-origin"
    return response

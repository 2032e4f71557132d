"""Other programs' way in: tokens are made, shown once, and shut out."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.locations import tokens
from vaxel.business.locations.models import ApiToken, Role, Site
from vaxel.doors.auth.surely import asks_password
from vaxel.doors.office.desk import by, desk, found, go, only_who_may, screen
from vaxel.doors.templatetags.vaxel import named
from vaxel.kernel.refusals import BadInput

LASTS = (("", _("until it is shut out")), ("30", _("30 days")), ("90", _("90 days")), ("365", _("a year")))


class NoName(BadInput):
    """A token that nobody knows the use of is never shut out."""

    sentence = _("Write what the token is for, such as the name of the web shop.")


def _known(request: HttpRequest) -> QuerySet[ApiToken]:
    only_who_may(request, "tokens.make", "tokens.revoke")
    rows = ApiToken.objects.select_related("role", "site")
    grants = desk(request).actor.grants
    return rows if None in grants else rows.filter(site_id__in=[pk for pk in grants if pk])


def _shown(request: HttpRequest, **more: Any) -> dict[str, Any]:
    here = desk(request)
    rows = list(_known(request).order_by("-made_at", "-id")[:200])
    is_open = [(one, one.revoked_at is None and (one.expires_at is None or one.expires_at > here.at)) for one in rows]
    sites = list(Site.objects.filter(closed_at=None))
    places = [None, *(site.pk for site in sites)]
    roles = [
        (role.key, named(role)) for role in Role.objects.order_by("-ready_made", "name_sv")
        if any(all(here.actor.may(pattern, place) for pattern in role.actions) for place in places)
    ]  # fmt: skip
    return {
        "open": [one for one, is_ in is_open if is_], "shut": [one for one, is_ in is_open if not is_], "roles": roles,
        "sites": sites, "everywhere": here.actor.may("tokens.make", None), "lasts": LASTS,
        "may_make": here.may("tokens.make"),
    } | more  # fmt: skip


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The tokens that open something, and those that did."""
    return render(request, "office/access/list.html", _shown(request))


@screen
@require_POST
@asks_password
def make(request: HttpRequest) -> HttpResponse:
    """A token for a program; its text is on this page and nowhere else, ever."""
    only_who_may(request, "tokens.make")
    here, name = desk(request), " ".join(request.POST.get("name", "").split())[:80]
    if not name:
        raise NoName()
    wanted, days = request.POST.get("site", ""), request.POST.get("lasts", "")
    token, text = tokens.make(
        name=name, role=request.POST.get("role", ""), site=found(Site.objects.all(), wanted) if wanted else None,
        expires_at=here.at + timedelta(days=int(days)) if days in dict(LASTS) and days else None, **by(request),
    )  # fmt: skip
    return render(request, "office/access/list.html", _shown(request, made=token, text=text))


@screen
@require_POST
@asks_password
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """The token opens nothing any more."""
    token = tokens.revoke(found(_known(request), token_id), **by(request))
    return go(request, reverse("access:list"), now_said("%(name)s opens nothing any more.") % {"name": token.name})

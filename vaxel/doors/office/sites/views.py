"""Sites: opened, changed and closed; their tills; and under which cash register rules they sell (R-3)."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.locations import fiscal as rules
from vaxel.business.locations import registers, sites
from vaxel.business.locations.models import Device, Register, Site
from vaxel.business.payments.models import DrawerSession
from vaxel.business.stock import places
from vaxel.business.tickets.models import Ticket
from vaxel.doors import wording
from vaxel.doors.auth.surely import asks_password
from vaxel.doors.office import happened
from vaxel.doors.office.desk import by, desk, found, go, only_who_may, screen
from vaxel.doors.office.sites.forms import NewSiteForm, SiteForm
from vaxel.kernel.refusals import Refused

SEEN_BY = ("sites.change", "registers.add", "devices.rename")
CHANGED = ("name", "address", "phone", "email", "time_zone", "cash_step_minor")


def known(request: HttpRequest) -> Any:
    """The sites that this person has a say about."""
    only_who_may(request, *SEEN_BY)
    actor = desk(request).actor
    rows = Site.objects.all()
    if any(actor.may(one, None) for one in SEEN_BY):
        return rows
    return rows.filter(pk__in=[pk for pk in actor.grants if pk and any(actor.may(one, pk) for one in SEEN_BY)])


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The sites, with how many work and how many tills stand there."""
    people = Count("staff_at_home", filter=Q(staff_at_home__is_active=True), distinct=True)
    tills = Count("registers", filter=Q(registers__retired_at=None), distinct=True)
    rows = list(known(request).annotate(people=people, tills=tills).order_by("closed_at", "code"))
    context = {
        "open": [one for one in rows if not one.closed_at], "closed": [one for one in rows if one.closed_at],
        "may_open": desk(request).may("sites.begin"),
    }  # fmt: skip
    return render(request, "office/sites/list.html", context)


@screen
@asks_password
def begin(request: HttpRequest) -> HttpResponse:
    """A new site, with store and till."""
    only_who_may(request, "sites.begin")
    form = NewSiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            site = places.begin_site(**form.fields_for_action(), **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, _page(site), _("%(name)s is open. State its cash register rules before selling.") % {
                "name": site.name})  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "office/sites/edit.html", {"form": form, "place": None}, status=status)


@screen
@require_GET
def show(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """One site: its card, rules, tills and devices."""
    place, here = found(known(request), site_id), desk(request)
    tills = list(place.registers.order_by("retired_at", "name"))
    in_use = set(DrawerSession.objects.filter(register__in=tills, closed_at=None).values_list("register_id", flat=True))
    devices = Device.objects.filter(site=place).select_related("register").order_by("revoked_at", "-seen_at", "-id")
    may = {name: here.actor.may(f"{kind}.{name}", place.pk) for kind, name in (
        ("sites", "change"), ("sites", "set_fiscal_profile"), ("registers", "add"), ("registers", "retire"),
        ("devices", "rename"), ("devices", "revoke"))}  # fmt: skip
    context = {
        "place": place, "tills": [(till, till.pk in in_use) for till in tills], "devices": devices[:50], "may": may,
        "may_close": here.actor.may("sites.close", None), "may_reopen": here.actor.may("sites.reopen", None),
        "profiles": profiles(place), "told": happened.of(request, place.pk), "device_id": here.actor.device_id,
        "open_tickets": Ticket.objects.filter(site=place, state__in=("draft", "quoted", "open")).count(),
    }  # fmt: skip
    return render(request, "office/sites/show.html", context)


def profiles(place: Site) -> list[tuple[str, Any, str]]:
    """Each profile there is for the site: its key, its word, and why it cannot be chosen (empty: it can)."""
    offered: list[tuple[str, Any, str]] = []
    for key in rules.PROFILES:
        try:
            rules.check_profile(key, "-", place.name, place.jurisdiction)
        except rules.NotInSweden:
            continue
        except Refused as refusal:
            offered.append((key, wording.word("fiscal", key).text, str(refusal)))
        else:
            offered.append((key, wording.word("fiscal", key).text or _("No cash register rules"), ""))
    return offered


@screen
@asks_password
def edit(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """The site's card."""
    only_who_may(request, "sites.change")
    place = found(known(request), site_id)
    form = SiteForm(request.POST or None, initial={name: getattr(place, name) for name in CHANGED})
    if request.method == "POST" and form.is_valid():
        try:
            sites.change(place, **form.cleaned_data, **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, _page(place), _("The site is stored."))
    status = 422 if request.method == "POST" else 200
    return render(request, "office/sites/edit.html", {"form": form, "place": place}, status=status)


@screen
@require_POST
@asks_password
def fiscal(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """The company states under which rules the site sells."""
    place = found(known(request), site_id)
    sites.set_fiscal_profile(
        place, profile=request.POST.get("profile", ""), reason=request.POST.get("reason", "").strip(), **by(request)
    )
    return go(request, _page(place), _("The rules are stated, and stand in history."))


@screen
@require_POST
@asks_password
def close(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Nothing is sold at the site any more."""
    place = found(known(request), site_id)
    sites.close(place, **by(request))
    return go(request, _page(place), _("%(name)s is closed. What happened there stays.") % {"name": place.name})


@screen
@require_POST
@asks_password
def reopen(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """The site is open again."""
    place = found(known(request), site_id)
    sites.reopen(place, **by(request))
    return go(request, _page(place), _("%(name)s is open again.") % {"name": place.name})


@screen
@require_POST
@asks_password
def add_register(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """The site has one more till."""
    place = found(known(request), site_id)
    till = registers.add(place, name=request.POST.get("name", "").strip(), **by(request))
    return go(request, _page(place), _("Register %(name)s is added.") % {"name": till.name})


@screen
@require_POST
@asks_password
def retire_register(request: HttpRequest, register_id: UUID) -> HttpResponse:
    """Nothing more is sold at the till."""
    till = found(Register.objects.select_related("site").filter(site__in=known(request)), register_id)
    registers.retire(till, **by(request))
    return go(
        request, _page(till.site), _("Register %(name)s is retired. What it rang up stays.") % {"name": till.name}
    )


def _page(place: Site) -> str:
    return reverse("sites:show", args=[place.pk])

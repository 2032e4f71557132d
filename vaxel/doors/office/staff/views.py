"""Those who work here: hired, given roles, a new password or PIN, and leaving."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.locations import staff
from vaxel.business.locations.models import Site, Staff
from vaxel.doors.auth import session
from vaxel.doors.auth.surely import asks_password
from vaxel.doors.office import happened
from vaxel.doors.office.desk import by, desk, found, go, only_who_may, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.staff.forms import HireForm, PersonForm, fresh_password, role_choices, site_choices
from vaxel.doors.office.staff.listing import People, seen_by
from vaxel.doors.templatetags.vaxel import named
from vaxel.kernel.refusals import Refused

ANY = ("staff.change", "staff.hire", "staff.assign")


def sites_of(request: HttpRequest) -> list[Site]:
    """The open sites where the person has a say about people."""
    actor = desk(request).actor
    return [site for site in Site.objects.filter(closed_at=None) if any(actor.may(one, site.pk) for one in ANY)]


def _person(request: HttpRequest, person_id: UUID) -> Staff:
    only_who_may(request, *ANY)
    return found(seen_by(request, Staff.objects.select_related("home_site")), person_id)


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """Everyone, or those that fit what is asked for."""
    only_who_may(request, *ANY)
    return answer(request, People())


@screen
@sensitive_post_parameters("password", "pin", "own_password")
@asks_password
def hire(request: HttpRequest) -> HttpResponse:
    """Someone new works here."""
    only_who_may(request, "staff.hire")
    here, sites = desk(request), sites_of(request)
    start = {"home_site": here.site.pk, "role_site": str(here.site.pk), "password": fresh_password()}
    form = HireForm(request.POST or None, initial=start, sites=sites, by=here.actor)
    if request.method == "POST" and form.is_valid():
        fields = form.fields_for_action()
        where = next((site for site in sites if str(site.pk) == fields["role_site"]), None)
        try:
            person = staff.hire(**fields | {"role_site": where}, **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, reverse("staff:show", args=[person.pk]), _("%(name)s works here now.") % {
                "name": person.name})  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "office/staff/edit.html", {"form": form, "person": None}, status=status)


@screen
@require_GET
def show(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One person: roles, log-in, card, and what happened."""
    person = _person(request, person_id)
    here, sites = desk(request), sites_of(request)
    assigned = person.assignments.select_related("role", "site").order_by("site__code", "role__name_en")
    at_home = person.home_site_id
    may = {name: here.actor.may(f"staff.{name}", at_home)
           for name in ("change", "set_pin", "set_password", "leave", "come_back")}  # fmt: skip
    context = {
        "person": person, "assigned": assigned, "may": may, "above": _above(person, here.actor),
        "may_assign": any(here.actor.may("staff.assign", one) for one in (None, *(site.pk for site in sites))),
        "roles": role_choices(here.actor, sites), "sites": site_choices(here.actor, sites),
        "fresh_password": fresh_password(), "told": happened.of(request, person.pk), "me": person.pk == here.staff.pk,
    }  # fmt: skip
    return render(request, "office/staff/show.html", context)


def _above(person: Staff, actor: Any) -> str:
    """Why the person's log-in is not this one's to change; empty when it is."""
    try:
        staff.check_not_above(person, actor)
    except Refused as refusal:
        return str(refusal)
    return ""


@screen
@asks_password
def edit(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The person's card."""
    person = _person(request, person_id)
    start = {name: getattr(person, name) for name in PersonForm.base_fields}
    form = PersonForm(request.POST or None, initial=start, sites=sites_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            staff.change(person, **form.fields_for_action(), **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, _page(person), _("The card is stored."))
    status = 422 if request.method == "POST" else 200
    return render(request, "office/staff/edit.html", {"form": form, "person": person}, status=status)


@screen
@require_POST
@asks_password
def assign(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The person has one more role."""
    person, wanted = _person(request, person_id), request.POST.get("site", "")
    where = found(Site.objects.filter(closed_at=None), wanted) if wanted else None
    role = staff.role_of(request.POST.get("role", ""))
    staff.assign(person, role=role, site=where, **by(request))
    return go(request, _page(person), _("%(name)s is %(role)s now.") % {"name": person.name, "role": named(role)})


@screen
@require_POST
@asks_password
def unassign(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The person has one role less."""
    person = _person(request, person_id)
    held = found(person.assignments.select_related("role", "site"), request.POST.get("assignment", ""))
    staff.unassign(person, role=held.role, site=held.site, **by(request))
    return go(request, _page(person), _("%(name)s is no longer %(role)s.") % {
        "name": person.name, "role": named(held.role)})  # fmt: skip


@screen
@sensitive_post_parameters("password", "own_password")
@require_POST
@asks_password
def set_password(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The person logs in with another password."""
    person = _person(request, person_id)
    staff.set_password(person, password=request.POST.get("password", ""), **by(request))
    _stay(request, person)
    return go(request, _page(person), _("The new password is stored, and %(name)s is logged out everywhere.") % {
        "name": person.name})  # fmt: skip


@screen
@sensitive_post_parameters("pin", "own_password")
@require_POST
@asks_password
def set_pin(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The person has another PIN, or none."""
    person, pin = _person(request, person_id), request.POST.get("pin", "").strip()
    staff.set_pin(person, pin=pin, **by(request))
    _stay(request, person)
    return go(request, _page(person), _("The new PIN is stored.") if pin else _("The PIN is taken away."))


def _stay(request: HttpRequest, person: Staff) -> None:
    """Who changed their own log-in goes on."""
    if person.pk == desk(request).staff.pk:
        session.reseal(request, person)


@screen
@require_POST
@asks_password
def leave(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The person works here no more."""
    person = _person(request, person_id)
    staff.leave(person, **by(request))
    return go(request, _page(person), _("%(name)s works here no more and is out everywhere.") % {"name": person.name})


@screen
@require_POST
@asks_password
def come_back(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The person works here again."""
    person = _person(request, person_id)
    staff.come_back(person, **by(request))
    return go(request, _page(person), _("%(name)s works here again.") % {"name": person.name})


def _page(person: Staff) -> str:
    return reverse("staff:show", args=[person.pk])

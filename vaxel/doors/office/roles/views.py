"""Roles: what people may do, in words; those that ship, and the company's own."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.locations import roles
from vaxel.business.locations.models import Role
from vaxel.doors import deeds
from vaxel.doors.auth.surely import asks_password
from vaxel.doors.forms import Form, PercentField
from vaxel.doors.office import happened
from vaxel.doors.office.desk import by, desk, found, go, only_who_may, screen
from vaxel.doors.templatetags.vaxel import named
from vaxel.kernel.refusals import Refused

SEEN_BY = ("roles.change", "staff.assign", "staff.hire")


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that can be done, as a role's page shows it."""

    key: str
    words: str | Promise
    held: bool
    dangerous: bool
    may_give: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """An area with its deeds."""

    area: deeds.Area
    deeds: list[Deed]

    @property
    def held(self) -> int:
        """How many of them the role has."""
        return sum(deed.held for deed in self.deeds)


class RoleForm(Form):
    """A role's names and limit; its deeds are ticked beside."""

    beside: ClassVar = {roles.NoRoleName: "name_sv", roles.DiscountLimit: "discount_ppm"}
    name_sv = forms.CharField(label=gettext_lazy("Name in Swedish"), max_length=80, required=False)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80, required=False)
    discount_ppm = PercentField(
        label=gettext_lazy("Largest discount alone"), required=False,
        help_text=gettext_lazy("In percent. More needs a second person's PIN."),
    )  # fmt: skip


def shown(held: set[str], actor: Any = None) -> list[Shown]:
    """Every area with what is held of it; for an editor also what `actor` may give."""
    return [
        Shown(area, [
            Deed(key, words, key in held, key in deeds.DANGEROUS, actor is None or actor.may(key, None))
            for key, words in area.deeds.items()
        ])
        for area in deeds.AREAS
    ]  # fmt: skip


def _counted() -> Any:
    people = Count("assignments__staff", filter=Q(assignments__staff__is_active=True), distinct=True)
    return Role.objects.annotate(people=people)


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All roles, with how many hold them and what they amount to."""
    only_who_may(request, *SEEN_BY)
    rows = [
        (role, [one for one in shown(deeds.chosen(role.actions)) if one.held])
        for role in _counted().order_by("ready_made", "name_sv")
    ]
    context = {
        "own": [row for row in rows if not row[0].ready_made], "ready": [row for row in rows if row[0].ready_made],
        "may_make": desk(request).may("roles.make"),
    }  # fmt: skip
    return render(request, "office/roles/list.html", context)


@screen
@require_GET
def show(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """What one role may do, and who holds it."""
    only_who_may(request, *SEEN_BY)
    here, role = desk(request), found(_counted(), role_id)
    context = {
        "role": role, "areas": shown(deeds.chosen(role.actions)),
        "everything": "*" in role.actions,
        "holders": role.assignments.filter(staff__is_active=True).select_related("staff", "site")
        .order_by("staff__name", "site__code"),
        "may_make": here.may("roles.make"), "may_change": here.may("roles.change") and not role.ready_made,
        "told": happened.of(request, role.pk),
    }  # fmt: skip
    return render(request, "office/roles/show.html", context)


@screen
@asks_password
def edit(request: HttpRequest, role_id: UUID | None = None) -> HttpResponse:
    """A new role (from a copy with `?from=`), or one of the company's own changed."""
    only_who_may(request, "roles.change" if role_id else "roles.make")
    role = found(_counted(), role_id) if role_id else None
    if role is not None and role.ready_made:
        raise roles.ReadyMade(name=named(role))
    source = role or _copied(request)
    form = RoleForm(request.POST or None, initial=_start(role, source))
    ticked = set(request.POST.getlist("deed")) if request.method == "POST" else deeds.chosen(
        source.actions if source else ())  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            stored = _store(request, role, source, form, ticked)
        except roles.MoreThanOwn as refusal:
            said = ", ".join(deeds.word(one) for one in refusal.params["missing"].split(", "))
            form.add_error(None, str(roles.MoreThanOwn(missing=said)))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, reverse("roles:show", args=[stored.pk]), _("The role is stored and counts at once."))
    context = {
        "role": role, "source": source, "form": form, "areas": shown(ticked, desk(request).actor),
        "held": deeds.chosen(source.actions) if source else set(),
    }  # fmt: skip
    return render(request, "office/roles/edit.html", context, status=422 if request.method == "POST" else 200)


def _copied(request: HttpRequest) -> Role | None:
    key = request.POST.get("from") or request.GET.get("from", "")
    return Role.objects.filter(key=key).first() if key else None


def _start(role: Role | None, source: Role | None) -> dict[str, Any]:
    if source is None:
        return {"discount_ppm": 0}
    own = {"discount_ppm": source.discount_ppm}
    if role is None:
        return own | {"name_sv": f"{source.name_sv} 2", "name_en": f"{source.name_en} 2"}
    return own | {"name_sv": role.name_sv, "name_en": role.name_en}


def _store(request: HttpRequest, role: Role | None, source: Role | None, form: RoleForm, ticked: set[str]) -> Role:
    known = ticked & set(deeds.WORDS)
    values = {
        "name_sv": form.cleaned_data["name_sv"], "name_en": form.cleaned_data["name_en"],
        "discount_ppm": form.cleaned_data["discount_ppm"] or 0,
        "actions": deeds.patterns(known, source.actions if source else ()),
    }  # fmt: skip
    if role is not None:
        return roles.change(role, **values, **by(request))
    return roles.make(key=_key(values["name_en"] or values["name_sv"]), **values, **by(request))


def _key(name: str) -> str:
    """A key that no role has, from the name: people never see it."""
    stem = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:30] or "role"
    taken = set(Role.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for key in (stem, *(f"{stem}_{n}" for n in range(2, 10_000))) if key not in taken)


@screen
@require_POST
@asks_password
def remove(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """One of the company's own roles is gone."""
    only_who_may(request, "roles.remove")
    role = found(Role.objects.all(), role_id)
    roles.remove(role, **by(request))
    return go(request, reverse("roles:list"), _("The role %(name)s is removed.") % {"name": named(role)})

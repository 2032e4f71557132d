"""Part groups as a tree, and brands: named, moved, removed where they are empty."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import brands, categories
from vaxel.business.catalog.models import Brand, Category, Part
from vaxel.doors.forms import Form
from vaxel.doors.office.desk import by, desk, found, go, language, screen
from vaxel.doors.office.lists.counting import how_many
from vaxel.doors.office.lists.listing import Cell, Column, Listing
from vaxel.doors.office.lists.views import answer
from vaxel.doors.templatetags.vaxel import named
from vaxel.kernel.refusals import Refused


class GroupForm(Form):
    """A part group's names and place."""

    key = forms.SlugField(label=gettext_lazy("Short name"), max_length=40)
    name_sv = forms.CharField(label=gettext_lazy("Name in Swedish"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80)
    parent = forms.ChoiceField(label=gettext_lazy("Lies under"), required=False)


@dataclass(frozen=True, slots=True)
class Branch:
    """A group as the tree shows it: how deep it lies, and how many parts are right in it."""

    group: Category
    depth: int
    count: int
    children: int


def _tree() -> list[Branch]:
    """All groups, each after the one it lies under. One query."""
    under: dict[UUID | None, list[Any]] = defaultdict(list)
    name = "name_sv" if language() == "sv" else "name_en"
    for group in Category.objects.annotate(n=how_many(Part.objects.all(), "category")).order_by(name, "key"):
        under[group.parent_id].append(group)

    def walk(parent: UUID | None, depth: int) -> Iterator[Branch]:
        for group in under[parent]:
            yield Branch(group, depth, group.n, len(under[group.pk]))
            yield from walk(group.pk, depth + 1)

    return list(walk(None, 0))


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The tree of part groups; `?edit=` opens one, `?under=` begins one below it."""
    tree = _tree()
    chosen = next((one.group for one in tree if str(one.group.pk) == request.GET.get("edit")), None)
    values = {name: getattr(chosen, name) for name in ("key", "name_sv", "name_en")} if chosen else {}
    parent = str(chosen.parent_id or "") if chosen else request.GET.get("under", "")
    return _page(request, tree, GroupForm(initial=values | {"parent": parent}), chosen)


@screen
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """The group has these names and lies where the form says."""
    tree = _tree()
    chosen = next((one.group for one in tree if one.group.key == request.POST.get("old")), None)
    form = _choices(GroupForm(request.POST, initial={"key": chosen.key} if chosen else None), tree, chosen)
    if form.is_valid():
        values = dict(form.cleaned_data)
        parent = found(Category.objects.all(), values.pop("parent")) if values["parent"] else None
        values.pop("parent", None)
        try:
            categories.define(values.pop("key"), parent=parent, **values, **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, reverse("groups:list"), _("The part group is stored."))
    return _page(request, tree, form, chosen, status=422)


def _page(
    request: HttpRequest, tree: list[Branch], form: GroupForm, chosen: Category | None, status: int = 200
) -> HttpResponse:
    context = {"tree": tree, "form": _choices(form, tree, chosen), "chosen": chosen,
               "may_define": desk(request).may("categories.define")}  # fmt: skip
    return render(request, "office/groups/list.html", context, status=status)


def _choices(form: GroupForm, tree: Iterable[Branch], chosen: Category | None) -> GroupForm:
    field: Any = form.fields["parent"]
    rows = [one for one in tree if chosen is None or one.group.pk != chosen.pk]
    field.choices = [("", _("Nothing, it stands alone"))] + [
        (str(one.group.pk), f"{'\u2003' * one.depth}{named(one.group)}") for one in rows
    ]
    if chosen:
        form.fields["key"].disabled = True
    return form


@screen
@require_POST
def remove(request: HttpRequest, category_id: UUID) -> HttpResponse:
    """The empty group is gone."""
    group = found(Category.objects.all(), category_id)
    categories.remove(group, **by(request))
    return go(request, reverse("groups:list"), _("%(name)s is removed.") % {"name": named(group)})


def _count(brand: Brand) -> Cell:
    return brand.n_parts  # type: ignore[attr-defined, no-any-return]


class Brands(Listing[Brand]):
    """Brands by name."""

    key, title, icon = "brands", gettext_lazy("Brands"), "tag"
    row, template = "office/groups/brand.html", "office/groups/brands.html"
    placeholder = gettext_lazy("Name")
    order = ("name", "id")
    columns: ClassVar = (
        Column[Brand]("name", gettext_lazy("Name"), lambda one: one.name, ("name", "id")),
        Column[Brand]("parts", gettext_lazy("Parts"), _count, css="number"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Brand]:
        """All of them."""
        return Brand.objects.all()

    def with_more(self, rows: QuerySet[Brand]) -> QuerySet[Brand]:
        """With how many parts carry it."""
        return rows.annotate(n_parts=how_many(Part.objects.all(), "brand"))

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By a piece of the name, however it is written."""
        return Q(name__icontains=text) | Q(folded__contains=brands.folded(text))


@screen
@require_GET
def brands_(request: HttpRequest) -> HttpResponseBase:
    """The brands by name."""
    return answer(request, Brands(), may_rename=desk(request).may("brands.rename"))


@screen
@require_POST
def rename_brand(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """The brand is written so."""
    brands.rename(found(Brand.objects.all(), brand_id), name=request.POST.get("name", ""), **by(request))
    return HttpResponse(status=204)

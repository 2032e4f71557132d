"""The tree of kinds of parts."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Category
from vaxel.business.catalog.wishes import check_name, check_number
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict


class CategoryCircle(Conflict):
    """A category cannot lie inside itself."""

    sentence = _("%(name)s cannot lie under %(parent)s, which lies under it.")


class CategoryInUse(Conflict):
    """What holds something is not taken away."""

    sentence = _("%(name)s still holds parts or groups. Move them first.")


@action("categories.remove")
def remove(category: Category, *, by: Actor, at: datetime) -> None:
    """The empty part group is gone. Refuses with CategoryInUse."""
    if category.parts.exists() or category.children.exists():
        raise CategoryInUse(name=category.name_en)
    note(key=category.key, name_sv=category.name_sv, name_en=category.name_en)
    Category.objects.filter(pk=category.pk).delete()


@action("categories.define")
def define(
    key: str, *, name_sv: str, name_en: str, parent: Category | None = None, by: Actor, at: datetime
) -> Category:
    """The category has these names and this place in the tree. Refuses with CategoryCircle, BadName, BadNumber."""
    above = parent
    while above:
        if above.key == key and parent:
            raise CategoryCircle(name=name_en, parent=parent.name_en)
        above = above.parent
    names = {"name_sv": check_name(name_sv, _("name"), 80), "name_en": check_name(name_en, _("English name"), 80)}
    return Category.objects.update_or_create(key=check_number(key, 40), defaults={"parent": parent, **names})[0]

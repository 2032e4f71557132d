"""Saved views: a list's filters, search and order under a name, for oneself or for everyone."""

from datetime import datetime
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import SavedView
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Forbidden

LONGEST_NAME, LONGEST_QUERY, MOST_A_LIST = 40, 1_000, 50
PASSING = ("after", "as", "once")


class NoViewName(BadInput):
    """A view is chosen by its name."""

    sentence = _("Give the view a name of at most %(most)s letters.")


class TooManyViews(BadInput):
    """A menu that nobody reads."""

    sentence = _("There are already %(most)s saved views of this list. Remove one first.")


@action("saved_views.save")
def save(*, on: str, name: str, query: str, shared: bool = False, by: Actor, at: datetime) -> SavedView:
    """The list `on` can be opened as it is now under the name; the same name again replaces it.

    Refuses with NoViewName, TooManyViews.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise NoViewName(most=LONGEST_NAME)
    if SavedView.objects.filter(seen_by(by), on=on).exclude(name=name).count() >= MOST_A_LIST:
        raise TooManyViews(most=MOST_A_LIST)
    kept = {"query": lasting(query), "shared": shared, "made_at": at}
    view, _new = SavedView.objects.update_or_create(on=on, name=name, staff_id=by.id, defaults=kept)  # type: ignore[misc]
    note(on=on, name=name)
    return view


@action("saved_views.forget")
def forget(view: SavedView, *, by: Actor, at: datetime) -> None:
    """The view is gone. One's own only; refuses with Forbidden."""
    if view.staff_id != by.id and not by.may("staff.change", None):
        raise Forbidden(permission="staff.change")
    note(on=view.on, name=view.name, query=view.query)
    view.delete()


def seen_by(actor: Actor) -> Q:
    """The views this person finds: their own and the shared ones."""
    return Q(staff_id=actor.id) | Q(shared=True)


def of_list(on: str, actor: Actor) -> list[SavedView]:
    """The saved views of the list, by name."""
    return list(SavedView.objects.filter(seen_by(actor), on=on).order_by("name", "id")[: 2 * MOST_A_LIST])


def lasting(query: str) -> str:
    """The questions of an address that are worth keeping: where one had paged to is not."""
    return urlencode([(key, value) for key, value in parse_qsl(query.lstrip("?")) if key not in PASSING])


def one(view_id: UUID, actor: Actor) -> SavedView | None:
    """The view, if the person may see it."""
    return SavedView.objects.filter(seen_by(actor), pk=view_id).first()

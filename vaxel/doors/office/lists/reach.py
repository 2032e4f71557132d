"""How far a list reaches: the site where one stands or all that one may know of, and customers by their names."""

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from vaxel.business.parties import folding
from vaxel.business.parties.models import Party
from vaxel.doors.office.desk import at_sites, desk
from vaxel.doors.office.lists.listing import Filter

ALL_SITES = Filter("site", _("Site"), lambda _value: Q(), lambda _request: [("all", _("All sites"))])


def reached[T: Model](request: HttpRequest, rows: QuerySet[T]) -> QuerySet[T]:
    """Those of `rows` (which have a site) at the site where the person stands; with `?site=all` at all their sites."""
    known = at_sites(request, rows)
    return known if request.GET.get("site") == "all" else known.filter(site=desk(request).site)


def customers(text: str) -> QuerySet[Party]:
    """Customers with a name, in whom every word of the text is found."""
    found = Party.objects.filter(is_walk_in=False, merged_into=None)
    for word in folding.words(text):
        found = found.filter(search__contains=word)
    return found

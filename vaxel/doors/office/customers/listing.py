"""The list of customers."""

from typing import ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.parties import queries
from vaxel.business.parties.models import Party
from vaxel.doors import wording
from vaxel.doors.office import cursors
from vaxel.doors.office.lists.listing import Bulk, Column, Filter, Listing

SEARCHED_MOST = 50


def _kinds(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(kind, wording.word("party", kind).text) for kind in ("private", "company")]


def _kind(party: Party) -> str:
    return str(wording.word("party", party.kind).text)


class Customers(Listing[Party]):
    """Those who buy, by name; a search gives the nearest first."""

    key, title, icon = "customers", _("Customers"), "users"
    row, template = "office/customers/row.html", "office/customers/list.html"
    placeholder = _("Name, phone, e-mail, number")
    order = ("name", "id")
    columns: ClassVar = (
        Column[Party]("name", _("Name"), lambda party: party.name, ("name", "id")),
        Column[Party]("phone", _("Phone"), lambda party: party.phone),
        Column[Party]("email", _("E-mail"), lambda party: party.email),
        Column[Party]("kind", _("Kind of customer"), _kind),
        Column[Party](
            "terms", _("Terms"), lambda party: party.terms_days, ("terms_days", "id"), "fold-late", present="terms_days"
        ),
    )
    filters = (
        Filter("kind", _("Kind of customer"), lambda value: Q(kind=value), _kinds),
        Filter("credit", _("Buys on account"), lambda _value: Q(terms_days__gt=0), kind="flag"),
    )

    bulk = (Bulk(_("Merge two"), "users", "customers:merge_picked", needs="parties.merge"),)

    def rows(self, request: HttpRequest) -> QuerySet[Party]:
        """All customers but the anonymous one."""
        return Party.objects.filter(is_customer=True, is_walk_in=False, merged_into=None)

    def matching(self, request: HttpRequest, text: str) -> Q:
        """Every word somewhere."""
        return Q(pk__in=[party.pk for party in queries.search(text, SEARCHED_MOST)])

    def page(self, request: HttpRequest) -> cursors.Page[Party]:
        """A search's nearest first; else as any list."""
        text = self.text(request)
        if not text or self.sort(request)[0] or self.chosen(request):
            return super().page(request)
        return cursors.Page(queries.search(text, SEARCHED_MOST))

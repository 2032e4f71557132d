"""Which tickets a list shows: filters and search from the address, as one query."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.parties import folding
from vaxel.business.parties.models import Party
from vaxel.business.tickets import order_status
from vaxel.business.tickets.models import Ticket
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.office import cursors
from vaxel.doors.office.desk import at_sites, desk

OPEN = ("draft", "quoted", "open")
IN_QUOTES = ("draft", "awaiting_approval")
IN_WORK = tuple(one for one in order_status.STATUSES if order_status.column(one) == order_status.WORK)


@dataclass(frozen=True, slots=True)
class View:
    """A filter with a name: the order statuses it holds; none means all that are not over."""

    key: str
    name: str | Promise
    statuses: tuple[str, ...] = ()


VIEWS = (
    View("", pgettext_lazy("tickets", "All under way")),
    View("quotes", _("Quotes"), IN_QUOTES),
    View("work", _("In the workshop"), IN_WORK),
    View("ready", _("Ready"), ("ready",)),
    View("invoiced", _("Invoiced"), ("invoiced",)),
    View("over", _("Lost and void"), ("lost", "void")),
)
SORTS: Mapping[str, tuple[str, ...]] = {
    "": ("-made_at", "-id"), "old": ("made_at", "id"), "ref": ("-ref", "-id"), "total": ("-gross_minor", "-id"),
    "promise": ("promise_at", "id"),
}  # fmt: skip


def base(request: HttpRequest) -> QuerySet[Ticket]:
    """The tickets of the site where the person stands, or of all their sites with `?site=all`."""
    rows = at_sites(request, Ticket.objects.all())
    return rows if request.GET.get("site") == "all" else rows.filter(site=desk(request).site)


def chosen(request: HttpRequest) -> View:
    """The view the address names; a search without a view looks everywhere."""
    key = request.GET.get("view", "")
    return next((view for view in VIEWS if view.key == key), VIEWS[0])


def page(request: HttpRequest) -> cursors.Page[Ticket]:
    """The rows of the page, with what each shows, in three queries."""
    rows = base(request)
    query = request.GET.get("q", "").strip()
    view = chosen(request)
    if view.statuses:
        rows = rows.filter(order_status__in=view.statuses)
    elif not query:
        rows = rows.filter(state__in=OPEN)
    if request.GET.get("kind") in ("service", "counter"):
        rows = rows.filter(kind=request.GET["kind"])
    if query:
        rows = rows.filter(matching(query))
    sort = request.GET.get("sort", "")
    if sort == "promise":
        rows = rows.exclude(promise_at=None)
    rows = rows.select_related("vehicle", "customer", "site").prefetch_related("jobs")
    return cursors.page(rows, SORTS.get(sort, SORTS[""]), request.GET.get("after"), 50)


def matching(text: str) -> Q:
    """Tickets by their number (with or without #), a plate, a VIN's end, a customer, or words of the concern."""
    bare = "".join(text.upper().split())
    number = bare.lstrip("#")
    found = Q(vehicle__in=Vehicle.objects.filter(Q(plate__startswith=bare) | Q(vin__endswith=bare)))
    if number.isdigit() and len(number) < 15:
        found |= Q(ref=int(number)) | Q(work_order_number=int(number))
    words = folding.fold(text).split()
    digits = folding.phone_digits(text)
    parties = Party.objects.filter(phone_digits=digits) if digits else Party.objects.filter(is_walk_in=False)
    for word in words if not digits else []:
        parties = parties.filter(search__contains=word)
    return found | Q(customer__in=parties)


def counts(request: HttpRequest) -> dict[str, int]:
    """View → how many tickets under way it holds; views of what is over are not counted."""
    rows = base(request).filter(state__in=OPEN).values_list("order_status").annotate(n=Count("id"))
    each = dict(rows.order_by())
    found = {view.key: sum(each.get(one, 0) for one in view.statuses) for view in VIEWS}
    found[""] = sum(each.values())
    return {key: n for key, n in found.items() if key not in ("invoiced", "over")}

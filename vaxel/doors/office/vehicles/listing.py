"""The list of vehicles."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.parties.models import Party
from vaxel.business.vehicles import queries
from vaxel.business.vehicles.models import Ownership, Vehicle
from vaxel.doors.office import cursors
from vaxel.doors.office.lists.listing import Column, Filter, Listing

SEARCHED_MOST = 50


def _makes(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    made = Vehicle.objects.exclude(make="").values_list("make", flat=True).distinct().order_by("make")
    return [(make, make) for make in made[:200]]


def _owner_named(request: HttpRequest) -> list[tuple[str, str | Promise]]:
    """The owner whom the address names, as the customer's page does when the cars are many."""
    try:
        held = Party.objects.filter(pk=UUID(request.GET.get("owner", "")))
    except ValueError:
        return []
    return [(str(pk), name) for pk, name in held.values_list("pk", "name")]


def owner_of(vehicle: Vehicle) -> Any:
    """Who owns it now, as the list fetched it."""
    held = vehicle.ownerships.all()
    return held[0].party if held else None


class Vehicles(Listing[Vehicle]):
    """The vehicles, newest first; a search finds plates, former plates, VINs by either end, and unit numbers."""

    key, title, icon = "vehicles", _("Vehicles"), "car"
    row, template = "office/vehicles/row.html", "office/vehicles/list.html"
    placeholder = _("Plate, VIN (also its end), unit number")
    columns: ClassVar = (
        Column[Vehicle]("plate", _("Plate"), lambda one: one.plate, ("plate", "id")),
        Column[Vehicle]("vehicle", _("Vehicle"), lambda one: f"{one.make} {one.model}".strip(),
                        ("make", "model", "id")),
        Column[Vehicle]("year", _("Model year"), lambda one: one.model_year, export_only=True),
        Column[Vehicle]("owner", _("Owner"), lambda one: getattr(owner_of(one), "name", "")),
        Column[Vehicle]("vin", "VIN", lambda one: one.vin),
        Column[Vehicle]("odometer", _("Odometer"), lambda one: one.odometer_km, ("-odometer_km", "-id"), "number",
                        present="odometer_km"),
    )  # fmt: skip
    filters = (
        Filter("make", _("Make"), lambda value: Q(make=value), _makes),
        Filter("owner", _("Owner"), lambda value: Q(ownerships__party=value, ownerships__valid_to=None), _owner_named),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Vehicle]:
        """All: a vehicle belongs to no site."""
        return Vehicle.objects.all()

    def matching(self, request: HttpRequest, text: str) -> Q:
        """What the search finds."""
        return Q(pk__in=[one.vehicle.pk for one in queries.find(text, SEARCHED_MOST)])

    def with_more(self, rows: QuerySet[Vehicle]) -> QuerySet[Vehicle]:
        """With the owner."""
        now = Ownership.objects.filter(valid_to=None).select_related("party")
        return rows.prefetch_related(Prefetch("ownerships", now))

    def page(self, request: HttpRequest) -> cursors.Page[Vehicle]:
        """A search's nearest first; else as any list."""
        page = super().page(request)
        text = self.text(request)
        if text and not self.sort(request)[0]:
            place = {one.vehicle.pk: n for n, one in enumerate(queries.find(text, SEARCHED_MOST))}
            page = cursors.Page(sorted(page.rows, key=lambda one: place[one.pk]))
        return page

    def shown(self, request: HttpRequest, rows: Sequence[Vehicle]) -> Iterable[Any]:
        """The owner, or None."""
        return [owner_of(vehicle) for vehicle in rows]

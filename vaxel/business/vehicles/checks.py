"""What must always hold of the vehicles: caches equal what they were taken from."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Reverse

from vaxel.business.vehicles.models import OdometerReading, Ownership, Plate, Vehicle
from vaxel.kernel.checks import check


@check("vehicles.plates")
def _plates() -> Iterator[str]:
    """A vehicle shows the plate that is in force; no plate's or owner's period runs backwards (C-15, C-16)."""
    in_force = Plate.objects.filter(vehicle=OuterRef("pk"), valid_to=None).values("text")[:1]
    shown = Vehicle.objects.annotate(in_force=Coalesce(Subquery(in_force), Value("")))
    for vehicle in shown.exclude(plate=F("in_force")).order_by("id"):
        yield f"vehicle {vehicle.id} shows the plate “{vehicle.plate}”, but “{vehicle.in_force}” is in force"
    for model in (Plate, Ownership):
        for row in model.objects.filter(valid_to__lt=F("valid_from")).order_by("id"):
            yield f"{model._meta.model_name} {row.pk} ends on {row.valid_to} before it begins on {row.valid_from}"


@check("vehicles.odometer")
def _odometer() -> Iterator[str]:
    """A vehicle shows its newest reading (C-14)."""
    readings = OdometerReading.objects.filter(vehicle=OuterRef("pk")).order_by("-at", "-id")
    shown = Vehicle.objects.annotate(newest=Subquery(readings.values("distance_km")[:1]))
    wrong = shown.exclude(odometer_km=F("newest")).exclude(odometer_km=None, newest=None)
    for vehicle in wrong.order_by("id"):
        yield f"vehicle {vehicle.id} shows {vehicle.odometer_km} km, its newest reading says {vehicle.newest} km"


@check("vehicles.vins")
def _vins() -> Iterator[str]:
    """Every VIN is found by its end."""
    for vehicle in Vehicle.objects.exclude(vin_backwards=Reverse("vin")).order_by("id"):
        yield f"vehicle {vehicle.id} has the VIN {vehicle.vin}, but is found by {vehicle.vin_backwards}"

"""What must hold in the tyre hotel: stays and states agree, and no place holds more than it has room for."""

from collections.abc import Iterator

from django.db.models import Count, F

from vaxel.business.tyres.models import StoragePeriod, TyrePlace, WheelSet
from vaxel.kernel.checks import check


@check("tyres.periods")
def periods() -> Iterator[str]:
    """A stored set has one stay that has not ended, at its place; others have none (S-173)."""
    stays = StoragePeriod.objects.filter(out_at=None)
    for number in (
        WheelSet.objects.filter(state="stored")
        .exclude(pk__in=stays.values("wheel_set"))
        .values_list("number", flat=True)
    ):
        yield f"set {number} is stored without a stay"
    for number in stays.exclude(wheel_set__state="stored").values_list("wheel_set__number", flat=True):
        yield f"set {number} has a stay that has not ended, and is not stored"
    for number in (
        stays.exclude(place=F("wheel_set__place"))
        .exclude(place=None, wheel_set__place=None)
        .values_list("wheel_set__number", flat=True)
    ):
        yield f"set {number} lies elsewhere than its stay says"


@check("tyres.places")
def rooms() -> Iterator[str]:
    """No place holds more sets than it has room for (S-169)."""
    crowded = TyrePlace.objects.annotate(lying=Count("sets")).filter(lying__gt=F("capacity"))
    for place in crowded:
        yield f"place {place.label} holds more sets than it has room for"

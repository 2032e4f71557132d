"""Who and what the vehicles' tests play with."""

from datetime import UTC, date, datetime

from vaxel.business.parties.models import Party
from vaxel.business.vehicles import registry
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.actors import Actor

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SAM = Actor.system("Sam")
S40 = "YV1MS382162123456"


def party(name: str) -> Party:
    """Ada, Bo, or who else owns a car."""
    return Party.objects.create(kind="private", name=name, made_at=AT)


def car(plate: str = "", **fields: object) -> Vehicle:
    """A car that Sam has entered."""
    return registry.add(plate=plate, by=SAM, at=AT, **fields)  # type: ignore[arg-type]

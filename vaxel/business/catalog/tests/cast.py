"""Who and what the catalogue's tests play with."""

from datetime import UTC, date, datetime

from vaxel.business.catalog import parts
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.kernel.actors import Actor

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
MO = Actor.system("Mo")
SAM = Actor("staff", "Sam", grants={None: frozenset({"tickets.*"})})


def pads(number: str = "0 986 494 104", **fields: object) -> Part:
    """Front brake pads."""
    wanted = {"brand": "Bosch", "name_sv": "Bromsbelägg fram", "name_en": "Brake pads, front", "cost_minor": 41_200}
    return parts.add(number=number, by=MO, at=AT, **(wanted | fields))  # type: ignore[arg-type]


def discs(number: str = "DF 6015", **fields: object) -> Part:
    """Front brake discs."""
    wanted = {"brand": "TRW", "name_sv": "Bromsskiva fram", "name_en": "Brake disc, front", "cost_minor": 55_000}
    return parts.add(number=number, by=MO, at=AT, **(wanted | fields))  # type: ignore[arg-type]


def site(code: str = "NORR") -> Site:
    """A site that is open."""
    return Site.objects.create(code=code, name=f"Växel {code}")

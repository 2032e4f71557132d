"""The odometer's readings as a small line of points, and how far the car goes in a year. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from vaxel.kernel.money import rdiv

WIDTH, HEIGHT = 240, 44
_YEAR_S = 365 * 86_400
SHORTEST = timedelta(days=60)


class Reading(Protocol):
    """A reading: when, and how far."""

    @property
    def at(self) -> datetime:
        """When it was read."""
        ...

    @property
    def distance_km(self) -> int:
        """How far the car had gone."""
        ...


@dataclass(frozen=True, slots=True)
class Mileage:
    """`points` for a polyline of WIDTH × HEIGHT; `km_a_year` None while the readings span too little time."""

    points: str
    km_a_year: int | None


def of(readings: Sequence[Reading]) -> Mileage | None:
    """The line of the readings (newest first); None when there are fewer than two."""
    if len(readings) < 2:
        return None
    rows = sorted((one.at, one.distance_km) for one in readings)
    (start, low), (end, high) = rows[0], (rows[-1][0], max(km for _at, km in rows))
    whole_s = max(1, int((end - start).total_seconds()))
    span = max(1, high - low)
    across = [4 + (WIDTH - 8) * int((at - start).total_seconds()) // whole_s for at, _km in rows]
    up = [HEIGHT - 4 - (HEIGHT - 8) * (km - low) // span for _at, km in rows]
    points = " ".join(f"{x},{y}" for x, y in zip(across, up, strict=True))
    return Mileage(points, rdiv((high - low) * _YEAR_S, whole_s) if end - start >= SHORTEST else None)

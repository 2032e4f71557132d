"""The one place that reads the clock. Doors call `now()` and pass the moment on; rules and actions take it as `at`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2970, 1, 1, tzinfo=UTC)
_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)


def now() -> datetime:
    """This moment in UTC, or the moment set by `fixed`."""
    return _fixed.get() or datetime.now(UTC)


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """Inside the block the clock stands at `at` (for demo data and tests)."""
    token = _fixed.set(at)
    try:
        yield
    finally:
        _fixed.reset(token)


def later(at: datetime, *, seconds: int = 0, days: int = 0) -> datetime:
    """The moment that many seconds and days after `at`."""
    return at + timedelta(seconds=seconds, days=days)


def storable(at: datetime) -> datetime:
    """The moment, or the nearest one that every database and every time zone can hold: clocks elsewhere may say all."""
    return max(min(at, _LATEST), _EARLIEST)


def local(at: datetime, time_zone: str) -> datetime:
    """The same moment on the wall clock of `time_zone` (R-91)."""
    return at.astimezone(ZoneInfo(time_zone))

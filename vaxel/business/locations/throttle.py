"""How often someone may try: a bucket that fills steadily, kept in each process (T-limits of the API)."""

import time
from dataclasses import dataclass, field
from threading import Lock

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import Refused

KEPT_MOST = 10_000


class TooOften(Refused):
    """More requests than the limit."""

    status = 429
    sentence = _("Too many requests. Nothing was stored. Try again in %(seconds)s s.")

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(seconds=retry_after_s)
        self.retry_after_s = retry_after_s


@dataclass(slots=True)
class Throttle:
    """`per_minute` requests steadily, `burst` at once, for each key."""

    per_minute: int
    burst: int
    _full: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def check(self, key: str, now_s: float | None = None) -> None:
        """One request of `key` is counted. Refuses with TooOften, which says how long to wait."""
        moment = time.monotonic() if now_s is None else now_s
        with self._lock:
            held = self._left(key, moment)
            if len(self._full) >= KEPT_MOST:
                self._full.clear()
            self._full[key] = (held - 1, moment)

    def _left(self, key: str, moment: float) -> float:
        held, since = self._full.get(key, (float(self.burst), moment))
        held = min(self.burst, held + (moment - since) * self.per_minute / 60)
        if held < 1:
            raise TooOften(max(1, round((1 - held) * 60 / self.per_minute + 0.5)))
        return held

    def forget(self) -> None:
        """Nobody has asked anything (for tests)."""
        with self._lock:
            self._full.clear()

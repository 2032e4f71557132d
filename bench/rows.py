"""What a bench prints: one JSON object a line."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Row:
    """One measured value. `limit`: the same work done bare, in the same run; `budget`: what was promised."""

    bench: str
    case: str
    database: str
    value: float
    unit: str
    better: Literal["lower", "higher"]
    budget: float | None = None
    limit: float | None = None

    def line(self) -> str:
        """The row as JSON, without what it does not have."""
        return json.dumps({key: value for key, value in asdict(self).items() if value is not None})


def percentile_us(durations_us: Sequence[int], share: int) -> int:
    """The smallest duration that `share` per cent of them do not exceed (nearest rank), in microseconds."""
    if not durations_us:
        raise ValueError("nothing was measured")
    return sorted(durations_us)[max(0, -(-len(durations_us) * share // 100) - 1)]


def ms(duration_us: int) -> float:
    """Microseconds as milliseconds, for a row."""
    return duration_us / 1000

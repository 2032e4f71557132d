"""Charts as SVG, drawn by the server: columns over time, with the time before as a line. Always beside a table."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 960, 220, 64, 10, 26
MOST_LABELS = 12
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """A column: where it stands, what it says."""

    x: float
    y: float
    width: float
    height: float
    title: str
    label: str = ""
    negative: bool = False

    @property
    def middle(self) -> float:
        """Where its label is centred."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the chart, at a round value."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the template draws."""

    bars: Sequence[Bar]
    lines: Sequence[Line]
    before: str
    zero: float
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT


def nice(largest: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … of which four reach the largest value."""
    step = 1
    while True:
        for one in STEPS:
            if one * step * 4 >= largest:
                return one * step
        step *= 10


def columns(names: Sequence[str], values: Sequence[int], titles: Sequence[str], before: Sequence[int] = ()) -> Chart:
    """A chart of these values, one column each; `before` in the same order, as a line."""
    high = max(0, *values, *before) if values else 0
    low = min(0, *values, *before) if values else 0
    unit = nice(max(high, -low, 1))
    above, below = -(-high // unit), -(low // unit) if low < 0 else 0
    above = max(above, 1)
    room = HEIGHT - TOP - BOTTOM
    scale = room / ((above + below) * unit)
    zero = TOP + above * unit * scale
    slot = (WIDTH - LEFT) / max(1, len(values))
    every = -(-len(values) // MOST_LABELS) if values else 1
    bars = [
        Bar(
            round(LEFT + n * slot + slot * 0.15, 1), round(zero - max(value, 0) * scale, 1), round(slot * 0.7, 1),
            round(abs(value) * scale, 1), titles[n], names[n] if n % every == 0 else "", value < 0,
        )
        for n, value in enumerate(values)
    ]  # fmt: skip
    points = " ".join(
        f"{LEFT + n * slot + slot / 2:.1f},{zero - value * scale:.1f}" for n, value in enumerate(before[: len(values)])
    )
    lines = [Line(round(zero - n * unit * scale, 1), n * unit) for n in range(-below, above + 1)]
    return Chart(bars, lines, points, round(zero, 1))

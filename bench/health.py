"""The floor under every other bench: the smallest answer this server and these clients can give."""

from collections.abc import Iterator

from bench.load import Ask, hammer
from bench.rows import Row, ms, percentile_us
from tests.live import LiveShop

SECONDS = 5


def run(shop: LiveShop) -> Iterator[Row]:
    """Rows for 1, 4 and 16 clients asking /health."""
    kind = "postgresql" if shop.database else "sqlite"
    shop.start()
    for clients in (1, 4, 16):
        result = hammer(shop.port, clients=clients, seconds=SECONDS, ask=_ask)
        assert set(result.statuses) == {200}, result.complaint
        case = f"{clients} client{'s' if clients > 1 else ''}"
        yield Row("health", f"{case} p50", kind, ms(percentile_us(result.durations_us, 50)), "ms", "lower")
        yield Row("health", f"{case} p99", kind, ms(percentile_us(result.durations_us, 99)), "ms", "lower")
        yield Row("health", case, kind, round(result.per_second()), "per second", "higher")
    yield Row("health", "memory", kind, shop.memory_mb(), "MB", "lower", budget=None if shop.database else 200)


def _ask(_client: int, _number: int) -> Ask:
    return "GET", "/health", None, {}

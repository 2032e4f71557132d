"""How long from the command to the first page, and how much memory an idle shop takes.

Promised: four seconds for the second and every later start, 200 MB on SQLite.
"""

import time
from collections.abc import Iterator

from bench.rows import Row, ms, percentile_us
from tests.live import LiveShop

STARTS = 5


def run(shop: LiveShop) -> Iterator[Row]:
    """Rows: first start (makes the database), later starts until the log-in page, memory after it."""
    kind = "postgresql" if shop.database else "sqlite"
    yield Row("start", "first start", kind, ms(_first_page_us(shop)), "ms", "lower")
    later = []
    for _ in range(STARTS):
        shop.stop()
        later.append(_first_page_us(shop))
    yield Row("start", "later start p50", kind, ms(percentile_us(later, 50)), "ms", "lower", budget=4000)
    yield Row("start", "later start worst", kind, ms(max(later)), "ms", "lower", budget=4000)
    budget = None if shop.database else 200
    yield Row("start", "memory idle", kind, shop.memory_mb(), "MB", "lower", budget=budget)
    started = time.monotonic_ns()
    shop.stop()
    yield Row("start", "stop", kind, ms((time.monotonic_ns() - started) // 1000), "ms", "lower")


def _first_page_us(shop: LiveShop) -> int:
    started = time.monotonic_ns()
    shop.start()
    status, _headers, body = shop.get("/login")
    assert status == 200, body[:500]
    return (time.monotonic_ns() - started) // 1000

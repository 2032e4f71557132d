"""Runs one bench on one database: `python -m bench.run NAME`, with VAXEL_DATABASE saying which (empty: SQLite).

The bench gets a shop that is not started, on a fresh data folder and database; this process's Django has the same, so
that a bench can fill it by calling actions before it starts the server.
"""

import argparse
import os
import signal
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from tests.live import LiveShop, drop_database, fresh_database

HERE = Path(__file__).parent
NOT_BENCHES = {"__init__", "run", "rows", "apart", "load", "held", "search_data"}


def main() -> int:
    """Print the bench's rows; 1 when one of them breaks its budget."""
    names = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_BENCHES)
    parser = argparse.ArgumentParser("bin/bench")
    parser.add_argument("name", choices=names)
    parser.add_argument("--shop", help="a data folder whose shop, filled already, is measured and kept")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server and the folder go too
    if options.shop:
        os.environ["VAXEL_BENCH_SHOP"] = options.shop
        return _kept(options.name, LiveShop(Path(options.shop).resolve(), os.environ.get("VAXEL_DATABASE", "")))
    database = fresh_database(os.environ.get("VAXEL_DATABASE", ""))
    with tempfile.TemporaryDirectory(prefix="vaxel-bench-") as folder:
        shop = LiveShop(Path(folder), database)
        try:
            return _kept(options.name, shop)
        finally:
            drop_database(database)


def _kept(name: str, shop: LiveShop) -> int:
    """The same, with a shop whose folder and database stay."""
    try:
        return _print(name, shop)
    finally:
        shop.kill()


def _print(name: str, shop: LiveShop) -> int:
    import django

    here = {"VAXEL_DATA": str(shop.folder), "VAXEL_DATABASE": shop.database}
    os.environ |= {**here, "DJANGO_SETTINGS_MODULE": "vaxel.settings"}
    django.setup()
    broken = 0
    for row in import_module(f"bench.{name}").run(shop):
        print(row.line(), flush=True)
        if row.budget is not None and (row.value > row.budget if row.better == "lower" else row.value < row.budget):
            broken = 1
    return broken


if __name__ == "__main__":
    sys.exit(main())

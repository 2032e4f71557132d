"""The `live_shop` fixture: the real server on an empty shop, on the database that VAXEL_DATABASE asks for."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import LiveShop, drop_database, fresh_database

__all__ = ["LiveShop"]


@pytest.fixture
def live_shop(tmp_path: Path) -> Iterator[LiveShop]:
    """A shop that is not started yet."""
    folder = tmp_path / "shop"
    folder.mkdir()
    database = fresh_database(os.environ.get("VAXEL_DATABASE", ""))
    shop = LiveShop(folder, database)
    yield shop
    shop.kill()
    drop_database(database)
    shutil.rmtree(folder)

"""Fixtures: the real server in a fresh data folder, on the database VAXEL_DATABASE asks for. None is started yet."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.live import LiveShop, drop_database, fresh_database

__all__ = ["LiveShop"]


@pytest.fixture
def bare_shop(tmp_path: Path) -> Iterator[LiveShop]:
    """A shop that has never been started: no database, no secret."""
    yield from _shop(tmp_path, "template1")


@pytest.fixture
def live_shop(tmp_path: Path, _started_once: LiveShop) -> Iterator[LiveShop]:
    """An empty shop that was started before, so that its tables are there."""
    shutil.copytree(_started_once.folder, tmp_path / "shop")
    yield from _shop(tmp_path, urlsplit(_started_once.database).path.lstrip("/"))


@pytest.fixture(scope="session")
def _started_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveShop]:
    for shop in _shop(tmp_path_factory.mktemp("first"), "template1"):
        shop.start()
        shop.stop()
        (shop.folder / "log").unlink()
        yield shop


@contextmanager
def opened_shop(place: Path, *, demo: bool = False) -> Iterator[LiveShop]:
    """A shop that answers, with the demo company or empty; for a whole module's tests."""
    for shop in _shop(place, "template1"):
        if demo:
            made = shop.console("demo")
            assert made.returncode == 0, made.stdout + made.stderr
        shop.start()
        yield shop


@contextmanager
def furnished_shop(place: Path, like: LiveShop, *words: str) -> Iterator[LiveShop]:
    """A furnished shop that answers, for a whole module's tests; its folder begins as that of `like`."""
    shutil.copytree(like.folder, place / "shop")
    with opened_shop(place) as shop:
        shop.furnish(*words)
        yield shop


def _shop(place: Path, like: str) -> Iterator[LiveShop]:
    folder = place / "shop"
    folder.mkdir(exist_ok=True)
    database = fresh_database(os.environ.get("VAXEL_DATABASE", ""), like=like)
    shop = LiveShop(folder, database)
    yield shop
    shop.kill()
    drop_database(database)
    shutil.rmtree(folder)

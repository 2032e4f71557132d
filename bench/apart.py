"""A bench in a process of its own, on the shop's database: what Django and the bench hold is not the server's."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from bench.rows import Row

if TYPE_CHECKING:
    from tests.live import LiveShop


def rows(name: str, shop: "LiveShop") -> Iterator[Row]:
    """The rows that `python -m bench.NAME` prints on the shop's database."""
    words = [sys.executable, "-m", f"bench.{name}"]
    with subprocess.Popen(words, env=shop.environment(), stdout=subprocess.PIPE, text=True) as asked:  # noqa: S603 - us
        assert asked.stdout is not None
        for line in asked.stdout:
            yield Row(**json.loads(line))
    assert asked.returncode == 0


def set_up() -> None:
    """Django is ready, and the database that the environment names has its tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaxel.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def tell(made: Iterable[Row]) -> None:
    """The rows are printed, each as soon as it is measured."""
    for row in made:
        print(row.line(), flush=True)

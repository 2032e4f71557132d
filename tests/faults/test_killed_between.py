"""F-4: the process dies between taking a key and the commit. The key is free, and the next try does it, once."""

import signal
import subprocess
import sys

import pytest

from tests.live import ROOT, LiveShop

# Run beside a shop that stands still: an action under a key, which may kill its own process in the middle.
_ACT = """
import os, signal, sys
import django
django.setup()
from datetime import UTC, datetime
from vaxel.business.parties.models import Party
from vaxel.kernel.actions import action, publish
from vaxel.kernel.actors import Actor
from vaxel.kernel.models import OnceKey

@action("tests.greet")
def greet(*, by, at):
    made = Party.objects.create(kind="private", name="Bo", made_at=at)
    if sys.argv[1] == "die":
        assert OnceKey.objects.filter(key="the-wish").exists(), "the key is taken"
        os.kill(os.getpid(), signal.SIGKILL)
    return made

at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
print(greet.once("the-wish", by=Actor.system("tests"), at=at).pk, Party.objects.filter(name="Bo").count())
"""


def act(shop: LiveShop, what: str) -> "subprocess.CompletedProcess[str]":
    """The action was tried in a process of its own."""
    environment = shop.environment() | {"DJANGO_SETTINGS_MODULE": "vaxel.settings"}
    return subprocess.run(
        [sys.executable, "-c", _ACT, what], cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip


@pytest.mark.server
def test_a_wish_that_died_half_done_is_free_for_the_next_try(live_shop: LiveShop) -> None:
    live_shop.start()
    live_shop.stop()
    assert act(live_shop, "die").returncode == -signal.SIGKILL
    first = act(live_shop, "live")
    assert first.returncode == 0, first.stderr
    pk, count = first.stdout.split()
    assert count == "1", "nothing of the first try is left"
    assert act(live_shop, "live").stdout.split() == [pk, "1"], "the third try gets the second's answer"

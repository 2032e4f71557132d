"""A demo that was broken off while it was made leaves nothing behind."""

import os
import time

import pytest

from tests.live import LiveShop

pytestmark = pytest.mark.server


@pytest.mark.skipif(not os.environ.get("VAXEL_DATABASE"), reason="on SQLite the demo appears in one move")
def test_a_start_killed_while_it_makes_the_demo_begins_anew(bare_shop: LiveShop) -> None:
    import psycopg

    bare_shop.words = ()
    bare_shop.launch()
    with psycopg.connect(bare_shop.database, autocommit=True) as link:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            made = link.execute("SELECT to_regclass('parties_party')").fetchone()
            if made and made[0]:
                [people] = link.execute("SELECT count(*) FROM parties_party").fetchone() or (0,)
                if people > 3:
                    break
            time.sleep(0.2)
        bare_shop.kill()
        assert link.execute("SELECT to_regclass('demo_not_whole_yet') IS NOT NULL").fetchone() == (True,)
        bare_shop.words = ("--no-demo",)
        bare_shop.start()
        assert link.execute("SELECT count(*) FROM parties_party").fetchone() == (0,)
        assert link.execute("SELECT to_regclass('demo_not_whole_yet') IS NULL").fetchone() == (True,)

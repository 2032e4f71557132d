"""The main errand on the real server, from the door to the books, and every check clean after it."""

import pytest

from tests.server import LiveShop
from tests.stories import main_errand, scene


@pytest.mark.server
def test_a_car_comes_in_and_leaves_repaired_paid_and_remembered(live_shop: LiveShop) -> None:
    token = scene.set_up(live_shop)
    told: list[str] = []
    main_errand.play(live_shop.url, token, told.append)
    assert len(told) == 15
    checked = live_shop.console("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr

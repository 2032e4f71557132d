"""A monitor with the token is told what waits; others learn nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

import vaxel
from vaxel.business.exports import collecting, targets
from vaxel.business.payments import sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import SETUP, counter
from vaxel.business.tickets.lines import Wish
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db
BEARER = {"Authorization": "Bearer abc"}


@pytest.mark.parametrize(("token", "headers"), [("", BEARER), ("", {}), ("other", BEARER), ("abc", {})])
def test_without_the_token_there_is_nothing(settings: Any, token: str, headers: dict[str, str]) -> None:
    settings.METRICS_TOKEN = token
    answer = Client().get("/metrics", headers=headers)
    assert (answer.status_code, answer.content) == (404, b"")


def test_what_waits_is_counted_by_state_and_names_nobody(settings: Any) -> None:
    settings.METRICS_TOKEN = "abc"  # noqa: S105 - the test's own
    here = counter()
    cast, at = here.shop, SETUP["at"]
    sales.ring_up(cast.k1, [Wish(part=here.pads)], [Tender("on_account", 89_900)], customer=cast.ada, by=cast.mo, at=at)
    on = targets.set_target("sie", starts_on=at.date(), leaves_out=["STOCK"], **SETUP)
    collecting.collect(on, until=at.date(), today=at.date(), **SETUP)
    with clock.fixed(at + timedelta(seconds=90)):
        text = Client().get("/metrics", headers=BEARER).content.decode()
    assert f'vaxel_info{{version="{vaxel.__version__}"}} 1\n' in text
    assert 'vaxel_exports{state="ready"} 1\n' in text
    assert "vaxel_tray_open 0\n" in text
    assert "vaxel_events_oldest_seconds 90\n" in text
    assert text.count("# TYPE vaxel_exports gauge") == 1
    assert "Ada" not in text

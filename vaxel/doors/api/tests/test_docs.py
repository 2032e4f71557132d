"""Documentation is tested."""

import json
import re

import pytest

from vaxel.doors.api.reading import KeyMissing
from vaxel.doors.api.routes_table import PAGE, written
from vaxel.doors.api.tests.cast import Machine, token
from vaxel.kernel.once import KeyReused, StillRunning


def test_the_table_of_routes_is_current() -> None:
    text = PAGE.read_text()
    assert text == written(text), "run: python -m vaxel.doors.api.routes_table"


def test_the_page_names_what_there_is() -> None:
    text = PAGE.read_text()
    for refusal in (KeyReused, StillRunning):
        assert f"{refusal.status} `{refusal.code}`" in text
    assert KeyMissing.status == 400


@pytest.mark.django_db
def test_the_example_of_a_sale_is_read() -> None:
    from vaxel.business.payments.tests.counter import counter

    here = counter()
    example = re.search(r"POST /api/v1/sales\n(\{.*?\}\]\})\n```", PAGE.read_text(), re.DOTALL)
    assert example
    body = json.loads(example[1]) | {"register": str(here.shop.k1.pk)}
    body["lines"] = [body["lines"][1]]
    assert Machine(token("api_full", here.shop.workshop)).post("/sales", body).status == 201

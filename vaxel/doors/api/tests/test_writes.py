"""What holds for every write there is: a key, a token, a permission, the right site, once only, and the told shape."""

from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from vaxel.doors.api import openapi
from vaxel.doors.api.routes import ENDPOINTS, Endpoint
from vaxel.doors.api.tests.cast import Answer, Machine
from vaxel.doors.api.tests.test_someone_elses import SHARED as COMPANYS
from vaxel.doors.api.tests.writes import WRITES, World, open_world
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import History, OnceKey

# What only asks a terminal is tried in test_cards.py; what only looks, in test_gift_cards.py.
OUTSIDE = {"POST /payments/{payment}/ask", "POST /payments/{payment}/cancel", "POST /gift-cards/look-up"}
WRITING = [one for one in ENDPOINTS if one.writes and f"{one.method} {one.path}" not in OUTSIDE]


def name_of(endpoint: Endpoint) -> str:
    """METHOD /path."""
    return f"{endpoint.method} {endpoint.path}"


@pytest.fixture
def world(db: None, settings: Any) -> World:
    """The counter and its machines; messages go to the fake carrier."""
    settings.FAKE_MESSAGES, settings.PUBLIC_URL = True, "https://shop.example"
    return open_world()


def test_every_write_is_tried_here() -> None:
    assert {name_of(one) for one in WRITING} == WRITES.keys()


def _done() -> tuple[int, int]:
    return History.objects.filter(outcome="done").count(), OnceKey.objects.count()


def _problem(answer: Answer) -> dict[str, Any]:
    return {name: value for name, value in answer.json["error"].items() if name != "request_id"}


@pytest.mark.parametrize("endpoint", WRITING, ids=name_of)
def test_a_write(world: World, endpoint: Endpoint) -> None:
    ids, body = WRITES[name_of(endpoint)](world)
    path = endpoint.path.format(**ids)
    before = _done()

    def sent(machine: Machine, where: str = path, **more: Any) -> Answer:
        return machine.send(endpoint.method, where, body, **more)

    assert (sent(Machine()).status, sent(world.here, key=None).code) == (401, "idempotency_key_missing")
    assert sent(world.here, key="short").code == "idempotency_key_malformed"
    assert sent(world.here, content_type="text/plain").status == 415
    refused = sent(world.powerless)
    assert (refused.status, refused.code) == (403, "forbidden"), refused.text
    if ids:
        missing = sent(world.here, endpoint.path.format(**dict.fromkeys(ids, str(new_id()))))
        assert (missing.status, missing.code) == (404, "not_found"), missing.text
        if not set(ids) & COMPANYS - {"price_list"}:
            swapped = sent(world.there)
            assert (swapped.status, _problem(swapped)) == (404, _problem(missing)), swapped.text
    assert _done() == before, "something was stored by a request that was refused"

    key = str(new_id())
    first = sent(world.here, key=key)
    assert first.status == endpoint.status, first.text
    document = openapi.document()
    answers = document["paths"][endpoint.path][endpoint.method.lower()]["responses"][str(endpoint.status)]
    schema = answers["content"]["application/json"]["schema"]
    jsonschema.validate(first.json, {**schema, "components": document["components"]})
    once = _done()
    assert once == (before[0] + 1, before[1] + 1)

    assert (sent(world.here, key=key).text, _done()) == (first.text, once)
    reused = world.here.post("/customers", {"name": "Any"}, key=key)
    assert (reused.status, reused.code) == (409, "key_reused")
    assert _done() == once

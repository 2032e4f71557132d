"""Schemathesis reads the OpenAPI document and sends what fits it and what does not: never a 500, always the one shape.

In this process, through Django's own handler; ids are often swapped for real ones, so that requests get to the actions.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode

from vaxel.doors.api import openapi
from vaxel.doors.api.routes import ENDPOINTS
from vaxel.doors.api.tests.cast import Answer, Machine, token
from vaxel.doors.api.tests.writes import World, open_world
from vaxel.kernel.ids import new_id

QUICK = settings(
    derandomize=True, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
SETTINGS = {
    GenerationMode.POSITIVE: settings(QUICK, max_examples=8),
    GenerationMode.NEGATIVE: settings(QUICK, max_examples=5),
}
CODES = {400, 401, 403, 404, 405, 409, 411, 413, 415, 422, 429}


@pytest.fixture
def world(transactional_db: None) -> World:
    """The counter, with one of most things."""
    return open_world()


def _known(world: World) -> dict[str, str]:
    """A real id for each name that an address or a body uses."""
    shop, (ticket, job) = world.counter.shop, world.approved()
    [car] = world.here.get("/vehicles").json["items"]
    sold = world.here.post("/sales", {
        "register": str(shop.k1.pk), "lines": [{"part": str(world.counter.oil.pk)}],
        "tenders": [{"tender": "cash", "amount": {"minor": 20_000, "currency": "SEK"}}],
    }).json  # fmt: skip
    lists = world.here.get("/price-lists").json["items"]
    return {
        "ticket": ticket, "job": job, "line": str(world.line("part", job)["id"]), "vehicle": car["id"],
        "customer": str(shop.bo.pk), "owner": str(shop.bo.pk), "part": str(world.counter.pads.pk),
        "register": str(shop.k1.pk), "site": str(shop.workshop.pk), "staff": str(shop.tess.id),
        "document": sold["document"], "payment": sold["payments"][0], "price_list": lists[0]["id"],
    }  # fmt: skip


def _operations() -> Iterator[Any]:
    schema = schemathesis.openapi.from_dict(openapi.document())
    schema.config.base_url = "http://testserver/api/v1"
    for found in schema.get_all_operations():
        yield found.ok()  # type: ignore[union-attr]


def _real(value: Any, known: dict[str, str]) -> Any:
    """The value with the ids that we know in the fields of that name."""
    if isinstance(value, dict):
        return {
            name: known[name] if name in known and isinstance(one, str) else _real(one, known)
            for name, one in value.items()
        }
    return [_real(one, known) for one in value] if isinstance(value, list) else value


def _send(machine: Machine, case: Any, known: dict[str, str]) -> Answer:
    real = {name: known.get(name, value) for name, value in (case.path_parameters or {}).items()}
    path = case.path.format(**{name: str(value).replace("/", "%2F") for name, value in real.items()})
    body = case.body if isinstance(case.body, (dict, list, str, int, float, bool)) or case.body is None else {}
    headers = {name.lower().replace("-", "_"): str(value) for name, value in dict(case.headers or {}).items()}
    key = headers.pop("idempotency_key", None)
    headers = {name: value for name, value in headers.items() if name == "accept_language" and value.isascii()}
    if case.method == "GET":
        return machine.get(path, **{name: value for name, value in dict(case.query or {}).items() if value is not None})
    raw = json.dumps(_real(body, known)).encode()
    return machine.send(case.method, path, raw, key=key if key and key.isascii() else str(new_id()), **headers)


def _is_fine(answer: Answer, about: str) -> None:
    assert answer.headers["Content-Type"] == "application/json", about
    if answer.status not in (200, 201):
        assert answer.status in CODES, f"{about}: {answer.status} {answer.text[:500]!r}"
        assert answer.json["error"].keys() == {"code", "message", "details", "request_id"}, about


@dataclass(slots=True)
class Tried:
    """What has been sent, and what was not answered as it must be."""

    machine: Machine
    known: dict[str, str]
    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)

    def operation(self, operation: Any, mode: GenerationMode) -> None:
        """Some requests to it, fitting or not."""

        @SETTINGS[mode]
        @given(case=operation.as_strategy(generation_mode=mode))
        def tried(case: Any) -> None:
            answer = _send(self.machine, case, self.known)
            self.asked += 1
            self.statuses[answer.status] += 1
            _is_fine(answer, f"{case.method} {case.path} {case.path_parameters} {case.query} {case.body!r}")

        with suppress(Unsatisfiable):  # some take nothing that could be wrong
            tried()


@pytest.mark.parametrize("mode", SETTINGS, ids=lambda mode: mode.value)
def test_nothing_that_is_sent_is_too_much(world: World, mode: GenerationMode) -> None:
    tried = Tried(Machine(token("owner", None)), _known(world))
    for operation in _operations():
        tried.operation(operation, mode)
    assert tried.asked >= len(ENDPOINTS)
    assert {200, 400, 404} <= tried.statuses.keys()

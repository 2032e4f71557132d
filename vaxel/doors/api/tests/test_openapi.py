"""The description is valid OpenAPI 3.1, complete, and true of what is answered."""

from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31

from vaxel.business.catalog import canned, operations, price_lists, prices, rates
from vaxel.business.messaging.models import Message
from vaxel.business.parties import groups
from vaxel.business.payments.tests.counter import SETUP
from vaxel.business.service import approvals, attempts
from vaxel.business.stock import counts, levels, places, receipts, tracking
from vaxel.business.stock.lots import LotIn
from vaxel.business.tickets import quotes
from vaxel.doors.api import openapi
from vaxel.doors.api.needs import permissions
from vaxel.doors.api.routes import ANYONE, ENDPOINTS, Endpoint
from vaxel.doors.api.tests import cast
from vaxel.doors.api.tests.cast import ApiShop, Machine
from vaxel.doors.api.tests.test_someone_elses import THEIRS
from vaxel.kernel import tray

VIN = {"vin": "YV1MS382162123456"}
READS = [one for one in ENDPOINTS if not one.writes]


def _schemas(value: Any) -> list[dict[str, Any]]:
    """Every schema in the document, however deep."""
    found = []
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "schema":
                found.append(inner)
            found += _schemas(inner)
    elif isinstance(value, list):
        for inner in value:
            found += _schemas(inner)
    return found


def test_the_document_keeps_the_rules_of_openapi() -> None:
    jsonschema.validate(openapi.document(), OPENAPI_31, cls=jsonschema.Draft202012Validator)


def test_every_schema_keeps_the_rules_of_json_schema() -> None:
    document = openapi.document()
    for schema in [*document["components"]["schemas"].values(), *_schemas(document["paths"])]:
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_name_leads_somewhere_and_stands_once() -> None:
    document = openapi.document()
    text = str(document)
    names = document["components"]["schemas"].keys()
    assert [name for name in names if "." in name or name.endswith("_")] == []
    assert [name for name in names if f"#/components/schemas/{name}'" not in text] == []
    operations = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(set(operations)) == len(operations) == len(ENDPOINTS)


def test_each_write_asks_for_a_key_and_each_route_but_the_description_for_a_token() -> None:
    document = openapi.document()
    for endpoint in ENDPOINTS:
        operation = document["paths"][endpoint.path][endpoint.method.lower()]
        keys = [one for one in operation["parameters"] if one["name"] == "Idempotency-Key" and one["required"]]
        assert bool(keys) == endpoint.writes
        assert (operation.get("security") == []) == (endpoint.may == ANYONE)
        assert operation["summary"].endswith(".")
        assert permissions(endpoint) or (endpoint.may in ("", ANYONE) and not endpoint.writes)


def test_the_description_is_for_everyone(db: None) -> None:
    assert Machine().get("/openapi.json").json == openapi.document()


@pytest.mark.parametrize("endpoint", READS, ids=lambda one: one.path)
def test_answers_are_as_the_description_says(mos: ApiShop, endpoint: Endpoint) -> None:
    mine = _mine(mos)
    path = endpoint.path
    for name in endpoint.params:
        path = path.replace("{" + name + "}", str(mine[name].pk))
    needed: dict[str, Any] = {"/stock/to-reorder": {"site": mos.shop.tyres.pk}, "/vins": VIN}
    answer = mos.all.get(path, **needed.get(path, {}))
    assert answer.status == 200
    document = openapi.document()
    schema = document["paths"][endpoint.path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(answer.json, {**schema, "components": document["components"]})
    if "items" in answer.json:
        assert answer.json["items"] != []


def _mine(mos: ApiShop) -> dict[str, Any]:
    """One of everything."""
    made = {name: make(mos) for name, make in THEIRS.items()}
    car = cast.vehicle(owner=mos.shop.bo)
    cast.deferred(cast.ticket(mos.shop.workshop, mos.shop.bo, car))
    part = cast.part()
    places.open_store(mos.shop.tyres, **SETUP)
    cast.stocked(mos.shop.workshop, part)
    cast.event(mos.shop.k2, 1)
    cast.payment(mos.shop.workshop, made["document"])
    made["price_list"] = price_lists.make(name="Höst", valid_from=cast.DAY, **SETUP)
    prices.set(made["price_list"], prices=[(part, 1_000_000)], **SETUP)
    rates.define(key="general", name_sv="Verkstad", name_en="Workshop", hour_price_cm=10_000_000, **SETUP)
    work = operations.define(code="10.1", name_sv="Byte", name_en="Change", hours_milli=1_000, **SETUP)
    canned.define("oil", title_sv="Oljebyte", title_en="Oil change", lines=[canned.labour(work)], **SETUP)
    groups.add(name="Taxi", **SETUP)
    levels.set_level(part, mos.shop.tyres, min_milli=4_000, max_milli=8_000, **SETUP)
    tray.lay("wrong_charge", part, site_id=mos.shop.tyres.pk, at=SETUP["at"])
    quotes.freeze(made["ticket"], **SETUP)
    answers = [approvals.Answer(made["ticket"].jobs.get(), "approve")]
    Message.objects.create(site=mos.shop.workshop, ticket=made["ticket"], party=mos.shop.bo, key="m", channel="sms",
                           purpose="service", to="+46701234567", language="sv", text="Klar", made_by="Kim",
                           made_at=SETUP["at"], due_at=SETUP["at"])  # fmt: skip
    attempts.note_attempt(made["ticket"], channel="phone", number="070-1", result="busy", **SETUP)
    approvals.record(made["ticket"], answers=answers, said_by="Bo", method="in_person", **SETUP)
    battery = tracking.track(cast.part("E44"), kind="serial", **SETUP)
    receipts.receive(mos.shop.tyres, lines=[(battery, 1_000, 90_000)], lots={0: [LotIn("V-001")]}, **SETUP)
    counts.begin(mos.shop.tyres, scope="parts", parts=[battery], **SETUP)
    return {**made, "part": part, "supplier": made["order"].supplier, "vehicle": car, "customer": mos.shop.ada}

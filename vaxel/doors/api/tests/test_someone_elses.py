"""F-24: an id of another site answers as a missing one, over every route that reads (test_writes.py has the others)."""

from collections.abc import Callable
from typing import Any

import pytest

from vaxel.doors.api import endpoints as _filled  # noqa: F401 - fills the table of routes
from vaxel.doors.api.routes import ENDPOINTS, Endpoint
from vaxel.doors.api.tests import cast
from vaxel.doors.api.tests.cast import Answer, ApiShop, Machine
from vaxel.kernel.ids import new_id

Maker = Callable[[ApiShop], Any]

# What makes a thing of the tyre shop, by the name of the id in an address.
THEIRS: dict[str, Maker] = {
    "site": lambda mos: mos.shop.tyres,
    "register": lambda mos: mos.shop.k2,
    "ticket": lambda mos: cast.ticket(mos.shop.tyres, mos.shop.bo),
    "document": lambda mos: cast.document(mos.shop.tyres, mos.shop.bo),
    "card": lambda mos: cast.gift_card(mos.shop.tyres, cast.document(mos.shop.tyres, mos.shop.bo, 2)),
    "payment": lambda mos: cast.payment(mos.shop.tyres),
    "entry": lambda mos: cast.entry(mos.shop.tyres),
    "session": lambda mos: cast.session(mos.shop.k2),
    "report": lambda mos: cast.z_report(mos.shop.k2),
    "transfer": lambda mos: cast.transfer(mos.shop.tyres),
    "order": lambda mos: cast.purchase_order(mos.shop.tyres),
    "wheel_set": lambda mos: cast.wheels(mos.shop.tyres, mos.shop.bo, cast.vehicle("TYR123")),
}
# Things of the whole company.
SHARED = {"part", "supplier", "customer", "vehicle", "price_list", "code", "approver"}
ADDRESSED = [one for one in ENDPOINTS if one.params and not one.writes]
OF_A_SITE = [one for one in ADDRESSED if one.params[0] in THEIRS]


def _name(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"


def _ask(machine: Machine, endpoint: Endpoint, thing_id: Any) -> Answer:
    path = endpoint.path.replace("{" + endpoint.params[0] + "}", str(thing_id), 1)
    return machine.get(path)


def _problem(answer: Answer) -> dict[str, Any]:
    return {name: value for name, value in answer.json["error"].items() if name != "request_id"}


def test_every_id_in_an_address_is_known_here() -> None:
    assert {one.params[0] for one in ADDRESSED} == (THEIRS.keys() | SHARED) - {"code", "approver"}


@pytest.mark.parametrize("endpoint", ADDRESSED, ids=_name)
def test_an_id_that_is_nobodys_is_not_found(mos: ApiShop, endpoint: Endpoint) -> None:
    answer = _ask(mos.all, endpoint, new_id())
    assert (answer.status, answer.code) == (404, "not_found")


@pytest.mark.parametrize("endpoint", OF_A_SITE, ids=_name)
def test_an_id_of_another_site_answers_as_a_missing_one(mos: ApiShop, endpoint: Endpoint) -> None:
    theirs = THEIRS[endpoint.params[0]](mos).pk
    missing = _ask(mos.here, endpoint, new_id())
    swapped = _ask(mos.here, endpoint, theirs)
    assert swapped.status == 404
    assert _problem(swapped) == _problem(missing)
    assert _ask(mos.there, endpoint, theirs).status == 200
    assert _ask(mos.all, endpoint, theirs).status == 200


@pytest.mark.parametrize(
    ("path", "make"),
    [
        ("/tickets", THEIRS["ticket"]),
        ("/documents", THEIRS["document"]),
        ("/payments", THEIRS["payment"]),
        ("/gift-cards", THEIRS["card"]),
        ("/ledger", THEIRS["entry"]),
        ("/registers", THEIRS["register"]),
        ("/drawer-sessions", THEIRS["session"]),
        ("/z-reports", THEIRS["report"]),
        ("/stock", lambda mos: cast.stocked(mos.shop.tyres, cast.part())),
        ("/stock/movements", lambda mos: cast.stocked(mos.shop.tyres, cast.part())),
    ],
)
def test_lists_hold_nothing_of_another_site(mos: ApiShop, path: str, make: Maker) -> None:
    make(mos)
    mine = mos.here.get(path).json["items"]
    assert [one for one in mine if one.get("site") != str(mos.shop.workshop.pk) or "register" in one] == []
    assert len(mos.all.get(path).json["items"]) > len(mine)
    if path in ("/tickets", "/documents", "/payments", "/ledger", "/registers", "/stock", "/stock/movements"):
        assert mos.here.get(path, site=mos.shop.tyres.pk).json["items"] == []

"""Whatever is sent to the office is answered with a page or a sentence, never with a fault of ours."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from vaxel.business.payments import drawers
from vaxel.business.service.models import DeferredWork
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db
GARBAGE = {
    "version": "x", "quantity": "abc", "unit_price": "--", "discount": "%%", "what": "part:zzz", "q": "3*\u0000'\"",
    "job": "nope", "position": "a", "ppm": "a", "minor": "b", "price": "1,2,3", "part": "zz", "operation": "zz",
    "staff": "zzz", "once": "'", "amount": "1e9", "laid": "cash", "remove": "z", "add": "gold", "party": "x",
    "vehicle": "y", "customer": "z", "here": "zz", "promise_at": "tomorrow", "odometer_in_km": "abc",
    "odometer_out_km": "-1", "kind": "??", "method": "??", "jobs": "zzz", "second": "zz", "pin": "1",
    "reason": "r" * 500,
    "note": "n" * 5000, "text": "t" * 5000, "document": "zz", "float": "many", "coin-100000": "x", "loose": "x",
    "value": "x", "plate": "!", "min": "9", "max": "1", "after": "%%%", "sort": "?", "view": "?", "cart": "zz",
    "at": "counter", "tender": "gold", "handed": "x", "theme": "?", "next": "//evil.example", "model_year": "99999",
    "terms_days": "-3", "credit_limit_minor": "x", "price_kind": "??", "category": "c" * 500, "title": "t" * 500,
}  # fmt: skip
HUGE = dict.fromkeys(GARBAGE, "9" * 30) | {"promise_at": "9999-12-31T23:59", "once": "", "kind": "part"}
BELOW = dict.fromkeys(GARBAGE, "-5") | {"promise_at": "0001-01-01T00:00", "once": "", "kind": "labour"}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, here)
        elif "vaxel.doors.office" in one.callback.__module__:
            yield here, one


def filled(route: str, ids: dict[str, str]) -> str:
    for name, pk in ids.items():
        route = route.replace(f"<uuid:{name}>", pk)
    return "/" + route.replace("<str:what>", "hold").replace("<str:name>", "history").replace("//", "/")


@pytest.fixture
def floor() -> Floor:
    made = workshop()
    drawers.open(made.shop.k1, float_minor=200_000, by=made.shop.sam, at=AT)
    made.answer(made.ask(), made.brakes, no=[made.wipers])
    return made


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("known", [True, False])
def test_no_address_breaks_on_garbage(floor: Floor, *, htmx: bool, known: bool) -> None:
    ids = {
        "ticket_id": floor.ticket.pk, "job_id": floor.brakes.pk, "line_id": floor.line(floor.brakes, "part").pk,
        "vehicle_id": floor.car.pk, "party_id": floor.shop.bo.pk, "part_id": floor.pads.pk,
        "register_id": floor.shop.k1.pk, "work_id": DeferredWork.objects.get().pk, "document_id": new_id(),
        "payment_id": new_id(), "item_id": new_id(), "report_id": new_id(),
    }  # fmt: skip
    told = {name: str(pk if known else new_id()) for name, pk in ids.items()}
    client: Client = Desk("mo").client
    client.raise_request_exception = False
    headers = {"HX-Request": "true"} if htmx else {}
    broken = []
    for route, _pattern in addresses(get_resolver().url_patterns):
        path = filled(route, told)
        for answer in (
            client.get(path, headers=headers), client.get(path, GARBAGE, headers=headers),
            client.post(path, headers=headers), client.post(path, GARBAGE, headers=headers),
            client.post(path, HUGE, headers=headers), client.post(path, BELOW, headers=headers),
        ):  # fmt: skip
            if answer.status_code >= 500:
                broken.append((path, answer.request["REQUEST_METHOD"], repr(getattr(answer, "exc_info", None))))
    assert broken == []

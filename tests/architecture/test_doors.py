"""Every page asks who is there before it shows or does anything (F-18, F-24); made from the list of addresses."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from vaxel.business.locations.tests.cast import shop
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import History

PUBLIC = {"health", "metrics", "authority", "auth:login", "auth:language"}
# A signed link, a code or a signature says who it is; the till's page is the same bytes for everyone.
PUBLIC_SPACES = {"portal", "setup", "hooks", "till"}
DOORS = {"/login", "/switch"}


def addresses(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """(name with its namespace, a path that matches) of every address."""
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, route, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name or route}", "/" + _filled(route)


def _filled(route: str) -> str:
    kinds = {"uuid": str(new_id()), "int": "1", "path": "x/y"}
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: kinds.get(found.group(1) or "str", "x"), route)


def closed() -> list[tuple[str, str]]:
    """The addresses behind the log-in."""
    return [
        (name, path)
        for name, path in addresses(get_resolver())
        if name not in PUBLIC and name.split(":")[0] not in PUBLIC_SPACES
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_has_not_logged_in_sees_and_does_nothing(method: str) -> None:
    shop()
    before = History.objects.count()
    open_ = []
    for name, path in closed():
        answer = Client().generic(method, path)
        sent = answer.status_code == 302 and urlsplit(answer["Location"]).path in DOORS
        if not sent and answer.status_code not in (401, 405):
            open_.append((name, path, answer.status_code))
    assert open_ == []
    assert History.objects.count() == before


@pytest.mark.django_db
def test_a_fragment_is_told_to_go_to_the_log_in_too() -> None:
    shop()
    for name, path in closed():
        answer = Client().get(path, headers={"HX-Request": "true"})
        if not name.startswith(("auth:", "sync:")) and answer.status_code != 405:
            assert (answer.status_code, "HX-Redirect" in answer) == (401, True), name

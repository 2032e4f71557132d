"""One door: tokens, one error shape for everything that goes wrong, languages, and bodies that mean harm."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import override_settings

from vaxel.business.locations import tokens
from vaxel.business.locations.models import ApiToken
from vaxel.business.locations.tests.cast import AT
from vaxel.business.parties.models import Party
from vaxel.doors.api import routes
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.tests import cast
from vaxel.doors.api.tests.cast import Answer, ApiShop, Machine
from vaxel.kernel import clock
from vaxel.kernel.once import StillRunning
from vaxel.kernel.refusals import Busy


def _is_the_one_shape(answer: Answer) -> None:
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json.keys() == {"error"}
    assert answer.json["error"].keys() == {"code", "message", "details", "request_id"}
    assert answer.json["error"]["request_id"] == answer.headers["X-Request-Id"]


def test_without_a_token_nothing_is_told(mos: ApiShop) -> None:
    answer = Machine().get("/parts")
    _is_the_one_shape(answer)
    assert (answer.status, answer.code) == (401, "token_missing")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="vaxel"'


def test_who_tries_wrong_tokens_is_told_to_wait_and_a_right_one_never_is(mos: ApiShop) -> None:
    _made, text = tokens.make(name="right", role="api_full", site=None, by=cast.SETUP, at=AT)
    guesser, program = Machine("vx_guess"), Machine(text)
    assert {guesser.get("/parts").status for _ in range(60)} == {401}
    answer = guesser.get("/parts")
    _is_the_one_shape(answer)
    assert (answer.status, answer.code) == (429, "too_often")
    assert int(answer.headers["Retry-After"]) >= 1
    assert program.get("/parts").status == 200


def test_a_token_that_is_wrong_expired_or_revoked_opens_nothing(mos: ApiShop) -> None:
    revoked, text = tokens.make(name="old", role="api_full", site=None, by=cast.SETUP, at=AT)
    tokens.revoke(revoked, by=cast.SETUP, at=AT)
    _token, dated = tokens.make(
        name="dated", role="api_full", expires_at=AT + timedelta(days=1), by=cast.SETUP, at=AT
    )  # fmt: skip
    with clock.fixed(AT):
        assert Machine(dated).get("/me").status == 200
    with clock.fixed(AT + timedelta(days=2)):
        for wrong in (text, dated, "vx_nothing", "å" * 40):
            answer = Machine(wrong).get("/me")
            assert (answer.status, answer.code) == (401, "bad_token")
            assert answer.headers["WWW-Authenticate"]
    assert ApiToken.objects.filter(revoked_at=None, name="dated").exists()


def test_a_role_without_the_permission_is_refused(mos: ApiShop) -> None:
    answer = mos.counter.get("/ledger")
    _is_the_one_shape(answer)
    assert (answer.status, answer.code) == (403, "forbidden")
    assert "ledger.read" in answer.message


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "no_such_route"),
        ("GET", "/parts/", 404, "no_such_route"),
        ("GET", "/parts/%00", 404, "not_found"),
        ("GET", "/parts/abc", 404, "not_found"),
        ("GET", "/parts/00000000-0000-0000-0000-000000000001", 404, "not_found"),
        ("GET", "/../../etc/passwd", 404, "no_such_route"),
        ("DELETE", "/parts", 405, "wrong_method"),
        ("OPTIONS", "/parts", 405, "wrong_method"),
        ("TRACE", "/ledger", 405, "wrong_method"),
        ("QUERY", "/me", 405, "wrong_method"),
    ],
)
def test_what_is_not_there_has_the_one_shape(mos: ApiShop, method: str, path: str, status: int, code: str) -> None:
    answer = mos.here.send(method, path)
    _is_the_one_shape(answer)
    assert (answer.status, answer.code) == (status, code)
    if status == 405:
        assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/api/", "/api/v2/parts", "/api/v1", "/api/v1/", "/api/%ff"])
def test_addresses_beside_the_version_have_the_one_shape(mos: ApiShop, path: str) -> None:
    response = mos.here.client.get(path, headers=mos.here.headers)
    _is_the_one_shape(Answer(response.status_code, response.headers, response.content))
    assert response.status_code == 404


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"limit": "0"}, "limit: must be at least 1"),
        ({"limit": "201"}, "limit: must be at most 200"),
        ({"limit": "many"}, "limit: must be a whole number, not text"),
        ({"limit": "9" * 400}, "limit: must be at most 200"),
        ({"colour": "red"}, "colour: is not known here"),
        ({"site": "here"}, "site: must be an id (a UUID)"),
        ({"state": "lost"}, "state: 'lost' is not one of the values allowed"),
        ({"status": "x" * 21}, "status: must have at most 20 characters"),
        ({"limit": ["1", "2"]}, "limit: is given twice"),
        ({"status": "a\x00b"}, "status: text cannot hold the character NUL"),
        ({"after": "abc"}, "after: take the value of `next` from the page before, unchanged."),
        ({"after": "å"}, "after: take the value of `next` from the page before, unchanged."),
    ],
)
def test_a_query_that_is_wrong_is_told_where(mos: ApiShop, query: dict[str, Any], message: str) -> None:
    answer = mos.here.get("/tickets", **query)
    _is_the_one_shape(answer)
    assert (answer.status, answer.message) == (400, message)


def test_messages_follow_the_asked_language(mos: ApiShop) -> None:
    machine = mos.here
    for header, language in [("en", "en"), ("sv", "sv"), ("de, en-GB;q=0.8, sv;q=0.9", "sv"), ("", "sv"), ("xx", "sv")]:
        machine.headers["accept-language"] = header
        assert machine.get("/nothing").headers["Content-Language"] == language


def test_the_answer_is_shut_against_caches_sniffing_and_frames(mos: ApiShop) -> None:
    headers = mos.here.get("/me").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert "Set-Cookie" not in headers


@override_settings(ALLOWED_HOSTS=["mosbil.example"])
def test_a_host_that_is_not_ours_is_refused(mos: ApiShop) -> None:
    answer = mos.here.get("/me")
    _is_the_one_shape(answer)
    assert (answer.status, answer.code) == (400, "broken_request")


def test_a_session_cookie_is_no_token(mos: ApiShop) -> None:
    machine = Machine()
    machine.client.force_login(mos.shop.staff["mo"])
    assert machine.get("/parts").status == 401


Nothing = dict[str, str]


@contextmanager
def failing(error: Exception) -> Iterator[str]:
    """The address of an endpoint that fails with the error."""

    def endpoint(ask: Ask) -> Nothing:
        """Fails."""
        raise error

    routes.reads("/failing", may="")(endpoint)
    try:
        yield "/failing"
    finally:
        routes.ENDPOINTS.pop()
        routes._root.words.pop("failing")


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(StillRunning(), 409, "still_running"), (Busy(), 503, "busy"), (OperationalError("gone"), 503, "busy")],
)
def test_what_may_be_tried_again_says_when(mos: ApiShop, error: Exception, status: int, code: str) -> None:
    with failing(error) as path:
        answer = mos.here.get(path)
    _is_the_one_shape(answer)
    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (status, code, "1")


def test_a_bug_has_the_one_shape_and_is_logged_under_its_id(mos: ApiShop, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), failing(KeyError("a bug")) as path:
        answer = mos.here.get(path)
    _is_the_one_shape(answer)
    assert (answer.status, answer.code) == (500, "bug")
    assert "a bug" not in answer.text.decode()
    assert answer.headers["X-Request-Id"] in caplog.text


def test_nothing_was_stored_by_all_this(mos: ApiShop) -> None:
    assert Party.objects.count() == 3
    assert json.loads(mos.here.get("/me").text)["name"] == "api_full token"

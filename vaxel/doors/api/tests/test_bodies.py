"""Bodies that mean harm, by mistake or on purpose: a sentence, never a 500, and nothing stored."""

from typing import Any

import pytest

from vaxel.business.parties.models import Party
from vaxel.doors.api.reading import LARGEST_BODY
from vaxel.doors.api.tests.cast import ApiShop
from vaxel.kernel.models import OnceKey

DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    ("raw", "code", "message"),
    [
        (b"{", "malformed_json", "The body cannot be read as JSON: Input data was truncated"),
        (b'{"name": "Cecilia"} x', "malformed_json", "The body cannot be read as JSON: JSON is malformed"),
        (b'{"name": NaN}', "malformed_json", "The body cannot be read as JSON: JSON is malformed"),
        (b'{"name": "a\x00b"}', "malformed_json", "The body cannot be read as JSON: JSON is malformed"),
        (b'{"name": "a\\u0000b"}', "malformed_json", "text cannot hold the character NUL"),
        (b'{"name": "\\ud800 abcdef"}', "malformed_json", "The body cannot be read as JSON: JSON is malformed"),
        (b'{"name": "\xff\xfe"}', "malformed_json", "it is not UTF-8"),
        (b"\xef\xbb\xbf{}", "malformed_json", "The body cannot be read as JSON: JSON is malformed"),
        (b'{"name": "a", "name": "b"}', "invalid", "name: is given twice in one object"),
        (b'{"name": ' + DEEP + b"}", "invalid", "name: must be text, not a list"),
        (b'{"zebra": ' + DEEP + b"}", "invalid", "zebra: is not known here"),
        (b"null", "invalid", "the body: must be an object, not nothing"),
        (b"[]", "invalid", "the body: must be an object, not a list"),
        (b'{"name": null}', "invalid", "name: must be text, not nothing"),
        (b'{"name": "a", "terms_days": 1e999}', "invalid", "terms_days: is too large"),
        (b'{"name": "a", "terms_days": ' + b"9" * 5000 + b"}", "invalid", "terms_days: is too large"),
        (b'{"name": "a", "terms_days": 30.0}', "invalid", "terms_days: must be a whole number"),
        (b'{"name": "a", "terms_days": true}', "invalid", "terms_days: must be a whole number, not true or false"),
        (b'{"name": "a", "group": "x"}', "invalid", "group: must be an id (a UUID)"),
        (b'{"name": "a", "kind": "robot"}', "invalid", "kind: 'robot' is not one of the values allowed"),
        (b'{"name": "a", "language": "sv\\n"}', "invalid", "language: 'sv\\n' is not one of the values allowed"),
        (b'{"name": "a", "credit_limit": {"minor": 1}}', "invalid", "credit_limit.currency: is missing"),
        (b'{"name": "a", "credit_limit": 5}', "invalid", "credit_limit: must be an object, not a whole number"),
        (b'{"name": "' + b"x" * 161 + b'"}', "invalid", "name: must have at most 160 characters"),
    ],
)
def test_a_body_that_is_wrong(mos: ApiShop, raw: bytes, code: str, message: str) -> None:
    answer = mos.here.post("/customers", raw)
    assert (answer.status, answer.code) == (400, code), answer.text
    assert message in answer.message
    assert (Party.objects.count(), OnceKey.objects.count()) == (3, 0)


def test_a_backslash_before_u0000_is_text(mos: ApiShop) -> None:
    assert mos.here.post("/customers", b'{"name": "a\\\\u0000b"}').json["name"] == "a\\u0000b"


def test_a_body_beyond_a_megabyte_is_not_read(mos: ApiShop) -> None:
    answer = mos.here.post("/customers", b'{"note": "' + b"x" * LARGEST_BODY + b'"}')
    assert (answer.status, answer.code) == (413, "too_large")
    assert Party.objects.count() == 3


@pytest.mark.parametrize(
    "given",
    ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", "multipart/form-data", ""],
)
def test_a_body_that_is_said_to_be_something_else(mos: ApiShop, given: str) -> None:
    answer = mos.here.post("/customers", {"name": "Cecilia"}, content_type=given)
    assert (answer.status, answer.code) == (415, "wrong_content_type")
    assert Party.objects.count() == 3


def test_json_in_utf8_may_say_so(mos: ApiShop) -> None:
    said: dict[str, Any] = {"content_type": 'Application/JSON; charset="UTF-8"'}
    assert mos.here.post("/customers", {"name": "Cecilia"}, **said).status == 201


def test_a_body_without_a_length_is_asked_for_one(mos: ApiShop) -> None:
    response = mos.here.client.post(
        "/api/v1/customers", b"", "application/json", CONTENT_LENGTH="",
        headers={**mos.here.headers, "idempotency-key": "a-key-of-mine", "transfer-encoding": "chunked"},
    )  # fmt: skip
    assert response.status_code == 411
    assert Party.objects.count() == 3

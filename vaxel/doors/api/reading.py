"""What a request says, read into its struct, or a sentence that names the first place that is wrong."""

import json
import re
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from vaxel.doors.api.routes import Endpoint
from vaxel.doors.api.shapes import dec_hook, enc_hook
from vaxel.kernel.refusals import BadInput

LARGEST_BODY = 1_000_000
LONGEST_KEY = 200


class Invalid(BadInput):
    """A field is not what it must be: `path` is its place."""

    sentence = _("%(path)s: %(problem)s")


class Malformed(BadInput):
    """The body is no JSON."""

    code = "malformed_json"
    sentence = _("The body cannot be read as JSON: %(problem)s")


class TooLarge(BadInput):
    """The body is beyond the limit."""

    status = 413
    sentence = _("The body is too large: at most %(most)s bytes.")


class LengthMissing(BadInput):
    """The body's length was not told."""

    status = 411
    sentence = _("Send the body with a Content-Length.")


class WrongContentType(BadInput):
    """The body is said to be something else than JSON."""

    status = 415
    sentence = _("Send the body as application/json in UTF-8, not as %(given)s.")


class KeyMissing(BadInput):
    """A write without a key could be done twice."""

    code = "idempotency_key_missing"
    sentence = _("Send the header Idempotency-Key: a value of your own for each request, the same when you try again.")


class KeyMalformed(BadInput):
    """The key is too short, too long or holds odd characters."""

    code = "idempotency_key_malformed"
    sentence = _("Idempotency-Key must have 8 to 200 letters, digits or signs without spaces. A UUID is good.")


_KEY = re.compile(r"[!-~]{8,200}\Z")
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def key(request: HttpRequest) -> str:
    """The request's key. Refuses with KeyMissing, KeyMalformed."""
    text: str = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    if not text:
        raise KeyMissing()
    if text[0] == text[-1] == '"':
        text = text[1:-1]
    if not _KEY.match(text):
        raise KeyMalformed()
    return text


def body(request: HttpRequest, endpoint: Endpoint) -> Any:
    """The body as the endpoint's struct; an empty body is an empty object."""
    raw = _raw(request)
    if raw:
        _check_type(request.META.get("CONTENT_TYPE", ""))
    assert endpoint.decoder is not None
    try:
        read = endpoint.decoder.decode(raw or b"{}")
        json.loads(raw or b"{}", object_pairs_hook=_once_each)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from error
    except msgspec.DecodeError as error:
        raise Malformed(problem=str(error)) from error
    except UnicodeDecodeError as error:
        raise Malformed(problem=say("it is not UTF-8")) from error
    except RecursionError as error:
        raise Malformed(problem=say("it is nested too deep")) from error
    if b"\\u0000" in raw and _NUL.search(raw):
        raise Malformed(problem=say("text cannot hold the character NUL"))
    return read


def asked(endpoint: Endpoint, ids: dict[str, UUID], body: Any) -> str:
    """What a key stands for (F-2): address and content as read, without the second person's PIN."""
    if getattr(body, "approved_by", None) is not None:
        body = msgspec.structs.replace(body, approved_by=None)
    content = msgspec.json.encode(body, enc_hook=enc_hook).decode()
    return f"{endpoint.method} {endpoint.path} {' '.join(map(str, ids.values()))} {content}"


def _raw(request: HttpRequest) -> bytes:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length and request.META.get("HTTP_TRANSFER_ENCODING"):
        raise LengthMissing()
    if length.isdecimal() and int(length[:20]) > LARGEST_BODY:
        raise TooLarge(most=LARGEST_BODY)
    return request.body


def _check_type(given: str) -> None:
    kind, _semicolon, rest = given.partition(";")
    charset = rest.partition("charset=")[2].strip(' "').lower()
    if kind.strip().lower() != "application/json" or charset not in ("", "utf-8", "utf8"):
        raise WrongContentType(given=given[:80] or say("nothing"))


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuses an object that names a field twice: readers disagree on which one counts."""
    read = dict(pairs)
    if len(read) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Invalid(path=twice, problem=say("is given twice in one object"))
    return read


def filters(request: HttpRequest, endpoint: Endpoint) -> Any:
    """The query as the endpoint's struct."""
    given = request.GET
    for name, values in given.lists():
        if len(values) > 1:
            raise Invalid(path=name[:80], problem=say("is given twice"))
        if "\x00" in name + str(values[0]):
            raise Invalid(path=name.replace("\x00", "")[:80], problem=say("text cannot hold the character NUL"))
    if endpoint.filters is None:
        for name in given:
            raise Invalid(path=name[:80], problem=say("is not known here"))
        return None
    try:
        return msgspec.convert(given.dict(), endpoint.filters, strict=False, dec_hook=dec_hook)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from error


_SENTENCES: tuple[tuple[str, str | Promise], ...] = (
    (r"Object missing required field `(?P<field>.*)`", _("is missing")),
    (r"Object contains unknown field `(?P<field>.*)`", _("is not known here")),
    (r"Expected `(?P<kind>[^`]+)`, got `(?P<got>\w+)`", _("must be %(kind)s, not %(got)s")),
    (r"Expected `(?:int|float)[^`]*` >= (?P<n>-?\d+)", _("must be at least %(n)s")),
    (r"Expected `(?:int|float)[^`]*` <= (?P<n>-?\d+)", _("must be at most %(n)s")),
    (r"Expected `str[^`]*` of length >= (?P<n>\d+)", _("must have at least %(n)s characters")),
    (r"Expected `str[^`]*` of length <= (?P<n>\d+)", _("must have at most %(n)s characters")),
    (r"Expected `array[^`]*` of length >= (?P<n>\d+)", _("must have at least %(n)s entries")),
    (r"Expected `array[^`]*` of length <= (?P<n>\d+)", _("must have at most %(n)s entries")),
    (r"Expected `str[^`]*` matching regex '(?P<pattern>.*)'", _("is not written as it must be: %(pattern)s")),
    (r"Expected `datetime[^`]*` with a timezone component", _("must be a moment with an offset")),
    (r"Invalid (?:enum )?value (?P<value>.*)", _("%(value)s is not one of the values allowed")),
    (r"Invalid UUID", _("must be an id (a UUID)")),
    (r"Invalid RFC3339 encoded date", _("must be a day such as 2026-03-31")),
    (r"(?:Number|Integer value) out of range", _("is too large")),
)
_KINDS = {
    "int": _("a whole number"), "float": _("a number with decimals"), "str": _("text"), "bool": _("true or false"),
    "array": _("a list"), "object": _("an object"), "null": _("nothing"), "uuid": _("an id (a UUID)"),
    "date": _("a day"), "datetime": _("a moment"),
}  # fmt: skip


def _invalid(text: str) -> Invalid:
    """msgspec's message, in our words: "lines[2].quantity: must be above zero"."""
    problem, _at, place = text.partition(" - at `$")
    path = place.rstrip("`").lstrip(".")
    for pattern, sentence in _SENTENCES:
        found = re.fullmatch(pattern, problem, re.DOTALL)
        if found:
            facts = {name: _words(name, value) for name, value in found.groupdict().items()}
            path = ".".join(filter(None, (path, facts.pop("field", "")[:80])))
            return Invalid(path=path or say("the body"), problem=str(sentence) % facts)
    return Invalid(path=path or say("the body"), problem=problem)


def _words(name: str, value: str) -> str:
    if name not in ("kind", "got"):
        return value[:80]
    kinds = [str(_KINDS.get(kind, kind)) for kind in value.split(" | ") if kind != "null" or value == "null"]
    return say(" or ").join(kinds)

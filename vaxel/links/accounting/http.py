"""One request to an accounting system: exact numbers both ways, answers sorted by what they mean (A-6, A-27, A-28)."""

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request

import msgspec
from django.conf import settings

from vaxel.business.exports.connectors import NoAnswer, Throttled, Transient
from vaxel.kernel import actions
from vaxel.kernel.outward import opener

log = logging.getLogger(__name__)
TIMEOUT_S = 60
LARGEST_ANSWER = 20_000_000
LONGEST_WAIT_S = 3600
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_next: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class Reply:
    """The status and the body as JSON, numbers exact; None when it is none."""

    status: int
    body: Any


def written(body: Any) -> str:
    """The body as JSON text; amounts are Decimals, written as they are."""
    return _ENCODER.encode(body).decode()


def base(name: str, otherwise: str) -> str:
    """Their address, or the one the settings put in its place."""
    return settings.ACCOUNTING_URLS.get(name, otherwise).rstrip("/")


def ask(
    system: str, method: str, url: str, *, headers: Mapping[str, str], body: str = "",
    form: Mapping[str, str] | None = None, safe: bool = False, wait_s: int = 60,
) -> Reply:  # fmt: skip
    """The answer, unless it is none. `safe`: asking twice does no harm (a question, or a key goes along).

    Raises Throttled, Transient, NoAnswer; other statuses are the caller's to read.
    """
    if actions.in_transaction():
        raise RuntimeError("nothing outside is called inside a transaction")
    _pace(system)
    sent = urlencode(form).encode() if form is not None else body.encode() or None
    wanted = {"Accept": "application/json", "User-Agent": "Vaxel", **headers}
    if sent is not None:
        wanted["Content-Type"] = "application/x-www-form-urlencoded" if form is not None else "application/json"
    request = Request(url, data=sent, headers=wanted, method=method)  # noqa: S310 - our own addresses
    begun = time.monotonic()
    try:
        with opener.open(request, timeout=TIMEOUT_S) as answer:
            reply = Reply(answer.status, _json(answer.read(LARGEST_ANSWER)))
    except HTTPError as error:
        with error:
            reply = _refused(error, safe=safe, wait_s=wait_s)
    except (URLError, HTTPException, TimeoutError, ConnectionError) as failure:
        why = getattr(failure, "reason", failure)
        if safe or isinstance(why, ConnectionRefusedError) or "getaddrinfo" in str(why):
            raise Transient(f"{system}: {why}") from failure
        raise NoAnswer(f"{system}: {why}") from failure
    log.info("%s %s %s %d ms", system, method, reply.status, int((time.monotonic() - begun) * 1000))
    return reply


def _refused(error: HTTPError, *, safe: bool, wait_s: int) -> Reply:
    """The answer of an error status; raises for those that say: not now."""
    if error.code == 429:
        said = error.headers.get("Retry-After", "")
        raise Throttled(min(int(said), LONGEST_WAIT_S) if said.isdecimal() else wait_s)
    if error.code >= 500:
        raise (Transient if safe else NoAnswer)(f"HTTP {error.code}")
    return Reply(error.code, _json(error.read(LARGEST_ANSWER)))


def _pace(system: str) -> None:
    """Waits until the system may be asked again. One sender holds a connection, so a process is enough to know of."""
    pause_s = settings.ACCOUNTING_PAUSE_MS.get(system, 0) / 1000
    now = time.monotonic()
    begin = max(now, _next.get(system, 0.0))
    _next[system] = begin + pause_s
    if begin > now:
        time.sleep(begin - now)


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw, parse_float=Decimal) if raw.strip() else None
    except (ValueError, RecursionError):
        return None


def major(minor: int) -> Decimal:
    """Hundredths as an exact number with two decimals (A-27)."""
    return Decimal(minor).scaleb(-2)


def minor(value: Any) -> int:
    """An exact number of theirs in hundredths."""
    return int((Decimal(str(value or 0)) * 100).to_integral_value())


def text(value: Any) -> str:
    """A value of theirs as text."""
    return "" if value is None else str(value)


def any_case(body: Any, *names: str) -> Any:
    """What stands under the names, one below the other, whatever the case of their letters (A-33)."""
    for name in names:
        if not isinstance(body, dict):
            return None
        body = next((value for key, value in body.items() if key.lower() == name.lower()), None)
    return body

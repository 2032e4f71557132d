"""One request to a supplier's system: a deadline for all of it, a limit on the answer, no redirects, no surprises."""

import json
import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request

from vaxel.business.purchasing.catalogs import CatalogDown
from vaxel.kernel import actions
from vaxel.kernel.outward import opener

LARGEST_ANSWER = 4_000_000
PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Reply:
    """The status and the body as JSON (numbers as text), None when it is none."""

    status: int
    body: Any


def ask(method: str, url: str, *, headers: dict[str, str], body: Any = None, timeout_s: float) -> Reply:
    """The answer, whatever its status; CatalogDown when there is none in time or it is no HTTP.

    Called outside any transaction (invariant 9).
    """
    if actions.in_transaction():
        raise RuntimeError("nothing outside is called inside a transaction")
    if not url.startswith(("https://", "http://")):
        raise CatalogDown(f"{url} is no web address")
    sent = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    wanted = {"Accept": "application/json", "User-Agent": "Vaxel", **headers}
    if sent is not None:
        wanted["Content-Type"] = "application/json"
    until = time.monotonic() + timeout_s
    try:
        with opener.open(Request(url, data=sent, headers=wanted, method=method), timeout=timeout_s) as answer:  # noqa: S310 - checked above
            return Reply(answer.status, _json(_read(answer, until)))
    except HTTPError as error:
        with error:
            return Reply(error.code, _json(_read(error, until)))
    except (URLError, HTTPException, TimeoutError, ConnectionError) as failure:
        raise CatalogDown(str(getattr(failure, "reason", failure)) or type(failure).__name__) from failure


def _read(answer: HTTPResponse | HTTPError, until: float) -> bytes:
    """The body, unless it is too large or trickles in until after the deadline."""
    pieces, size = [], 0
    while piece := answer.read1(PIECE) if hasattr(answer, "read1") else answer.read(PIECE):
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise CatalogDown("the answer is too large")
        if time.monotonic() > until:
            raise CatalogDown("the answer took too long")
        pieces.append(piece)
    return b"".join(pieces)


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw, parse_float=str, parse_int=str) if raw.strip() else None
    except (ValueError, RecursionError):
        return None

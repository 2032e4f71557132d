"""The address every open screen asks twice a second: `/live?since=VERSION&t=TOPIC&t=TOPIC`.

204 when none of the topics changed after `since`, else `{"now": VERSION, "newer": {TOPIC: VERSION}}`. It tells only
that something changed, to whoever holds a session; what changed is asked of the page itself, which checks everything.
It stands before all other middleware and asks no database, so that fifty screens cost little (`bin/bench live`).
"""

from collections.abc import Callable
from functools import lru_cache
from time import time

import msgspec
from django.conf import settings
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict

from vaxel.doors.auth.session import OPENER
from vaxel.kernel import live

PATH = "/live"
MOST_TOPICS = 200
LONGEST_TOPIC = 80
REMEMBERED_S = 60


class LiveDoor:
    """Answers what is for `/live`; every other request remembers which changes were known when it came."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        if request.path_info == PATH:
            return answer(request)
        request.live_since = live.versions.now()  # type: ignore[attr-defined]
        return self.get_response(request)


def answer(request: HttpRequest) -> HttpResponse:
    """What is newer; 401 without a session, 400 for what is no question."""
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not _has_session(cookie, int(time()) // REMEMBERED_S):
        return _said(401)
    topics, since = _asked(request.GET)
    if topics is None:
        return _said(400)
    now = live.versions.now()
    newer = live.versions.newer(topics, since)
    return _said(200, msgspec.json.encode({"now": now, "newer": newer})) if newer else _said(204)


def _asked(query: QueryDict) -> tuple[list[str] | None, int]:
    topics, since = query.getlist("t"), query.get("since", "")
    if not since.isdecimal() or len(since) > 16 or len(topics) > MOST_TOPICS:
        return None, 0
    if any(not 0 < len(topic) <= LONGEST_TOPIC for topic in topics):
        return None, 0
    return topics, int(since)


def _said(status: int, body: bytes = b"") -> HttpResponse:
    response = HttpResponse(body, status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response


@lru_cache(maxsize=1024)
def _has_session(cookie: str, _minute: int) -> bool:
    """Whether the cookie is a session of ours in which somebody opened the door. Remembered for a minute at most."""
    return bool(cookie) and OPENER in SessionStore(cookie).load()

"""The practice shop as seen from the shop: whether it is wanted, is being made, answers, or could not be started."""

import secrets
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from vaxel.business.locations.models import Staff

SALT = "vaxel.practice"
TICKET_S = 60


@dataclass(frozen=True, slots=True)
class State:
    """How far it is: off, making, open or failed."""

    word: str


def folder() -> Path:
    """Where its data lie; in the practice shop itself, its own folder."""
    return settings.DATA if settings.PRACTICE else settings.DATA / "practice"


def want(*, anew: bool = False) -> None:
    """The outer process starts it; `anew`: on fresh data."""
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    (place / "failed").unlink(missing_ok=True)
    if anew:
        (place / "anew").touch()
    (place / "wanted").touch()


def leave() -> None:
    """Nobody practises: the outer process stops it."""
    (folder() / "wanted").unlink(missing_ok=True)


def state() -> State:
    """How far it is."""
    place = folder()
    if (place / "failed").exists():
        return State("failed")
    if not (place / "wanted").exists():
        return State("off")
    return State("open" if not (place / "anew").exists() and _answers() else "making")


def _answers() -> bool:
    if not settings.PRACTICE_PORT:
        return bool(settings.PRACTICE_URL)
    link = HTTPConnection("127.0.0.1", settings.PRACTICE_PORT, timeout=1)
    try:
        link.request("GET", "/health")
        return link.getresponse().status == 200
    except OSError:
        return False
    finally:
        link.close()


def _key() -> str:
    """What both shops know: a secret in the practice shop's folder, made by whichever needs it first."""
    path = folder() / "handover"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(40))
    return path.read_text()


def way_in(request: HttpRequest, person: Staff) -> str:
    """The practice shop's address, with a word that lets the person in within a minute."""
    told = {
        "email": person.email, "name": person.name, "language": person.language,
        "roles": sorted(set(person.assignments.values_list("role__key", flat=True))),
    }  # fmt: skip
    ticket = signing.dumps(told, key=_key(), salt=SALT)
    return (
        f"{_address(request, settings.PRACTICE_URL, settings.PRACTICE_PORT)}/practice/enter?{urlencode({'as': ticket})}"
    )


def read(ticket: str) -> dict[str, object]:
    """Who comes; raises signing.BadSignature when the word is not ours or older than a minute."""
    told: dict[str, object] = signing.loads(ticket, key=_key(), salt=SALT, max_age=TICKET_S)
    return told


def way_back(request: HttpRequest) -> str:
    """The real shop's address."""
    return _address(request, settings.LIVE_URL, settings.LIVE_PORT)


def _address(request: HttpRequest, told: str, port: int) -> str:
    if told:
        return told.rstrip("/")
    host = request.get_host().rsplit(":", 1)[0] if ":" in request.get_host() else request.get_host()
    return f"{request.scheme}://{host}:{port}"

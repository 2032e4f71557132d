"""Every request of a till with a device's token: who it is, what it wants, and the answer in the one error shape.

It stands before sessions and pages, as the door for machines does: a till sends no cookies.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import enrolments, pins
from vaxel.business.locations.models import Device
from vaxel.business.payments import till_facts
from vaxel.doors.api import door as api
from vaxel.doors.auth.middleware import address_of
from vaxel.doors.refusals import refusal_of, say
from vaxel.doors.sync import catalog, people, reading, setup, snapshots, telling
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import Busy, NotFound

log = logging.getLogger(__name__)
PREFIX = "/till/"
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Vary": "Accept-Language, Authorization"}


@dataclass(frozen=True, slots=True)
class Ask:
    """A till's request: which device, and when."""

    request: HttpRequest
    device: Device
    at: datetime

    @property
    def since(self) -> str:
        """The version the till has."""
        return self.request.GET.get("since", "")[:200] or self.request.headers.get("If-None-Match", "")[:200].strip('"')


class SyncDoor:
    """What is for a till with a token is answered here, the rest goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        path = request.path_info
        if not path.startswith(PREFIX):
            return self.get_response(request)
        block = path.removeprefix(BLOCKS) if path.startswith(BLOCKS) else ""
        route = ("GET", BLOCKS) if block else (str(request.method), path)
        if route not in ROUTES:
            return self.get_response(request)
        return answered(request, lambda: ROUTES[route](_ask(request)))


def answered(request: HttpRequest, work: Callable[[], HttpResponse | dict[str, Any]]) -> HttpResponse:
    """What `work` says, or the refusal in the one error shape, in the language the till asks for."""
    with translation.override(api.language_of(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))):
        try:
            request.get_host()
            said = work()
            response = said if isinstance(said, HttpResponse) else as_json(said)
        except Exception as error:
            response = _fault(error)
    for name, value in _HEADERS.items():
        response.setdefault(name, value)
    return response


def as_json(said: Any, status: int = 200) -> HttpResponse:
    """An answer."""
    return HttpResponse(msgspec.json.encode(said), content_type="application/json", status=status)


def _fault(error: Exception) -> HttpResponse:
    request_id = str(new_id())
    refusal = refusal_of(error)
    if refusal is None and isinstance(error, (SuspiciousOperation, DisallowedHost, UnreadablePostError)):
        refusal = api.BrokenRequest()
    if refusal is None:
        log.error("till request %s failed", request_id, exc_info=error)
        refusal = api.Bug()
    said = say(refusal)
    response = as_json(api.shape(said, request_id), said.status)
    if said.retry_after_s is not None:
        response["Retry-After"] = str(said.retry_after_s)
    return response


def _ask(request: HttpRequest) -> Ask:
    """Who asks. Refuses with BadDeviceToken, DeviceShutOut; whoever tries many wrong ones is told to wait (F-20)."""
    kind, _space, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    try:
        return Ask(request, enrolments.by_token(text.strip() if kind.lower() == "bearer" else ""), clock.now())
    except enrolments.BadDeviceToken:
        api.failed.check(address_of(request))
        raise


def _device(ask: Ask) -> dict[str, Any]:
    return {
        **telling.where(ask.device), **telling.stands(ask.device, ask.at), "schema": till_facts.SCHEMA,
        "oldest_schema": till_facts.OLDEST_SCHEMA, **_versions(ask),
    }  # fmt: skip


def _versions(ask: Ask) -> dict[str, str]:
    return {
        "setup": setup.version(ask.device), "catalog": catalog.version(ask.device.site), "people": people.version(),
    }  # fmt: skip


def _sync(ask: Ask) -> dict[str, Any]:
    """The facts in order, each in a transaction of its own; nothing after a gap is looked at."""
    sent = reading.read(ask.request, reading.Sync)
    if sent.device != ask.device.pk:
        raise reading.Unreadable(problem="device")
    answers = _taken_in(ask.device, sent) if sent.items else []
    taken = sum(one.status in ("ok", "dup", "conflict") for one in answers)
    enrolments.heard(
        ask.device, waiting=max(0, sent.pending - taken), oldest_at=sent.oldest if sent.pending > taken else None,
        app=sent.app, schema=sent.schema, at=clock.now(),
    )  # fmt: skip
    now = telling.stands(ask.device, clock.now())
    currency = ask.device.site.currency
    return {
        "acked": now["last_seq"],
        **now,
        **_versions(ask),
        "items": [telling.became(one, currency) for one in answers],
    }


class ManyComeBack(Busy):
    """Other tills are sending; the counters' sales go first."""

    sentence = _("Other tills are sending just now. Nothing is lost; it is sent again in a moment.")


# So many tills at a time are listened to, and for so long: those who stand at a counter must not wait for a queue.
_turns = threading.BoundedSemaphore(2)
TURN_S = 1.0


def _taken_in(device: Device, sent: reading.Sync) -> list[till_facts.Answer]:
    """The answers to the first of the facts, as many as fit into a turn. Refuses with ManyComeBack at once: a till that
    waited here would take the place of somebody at a counter."""
    if not _turns.acquire(blocking=False):
        raise ManyComeBack()
    try:
        return _in_order(device, reading.facts(sent), _actor(device))
    finally:
        _turns.release()


def _in_order(device: Device, items: list[till_facts.Item], by: Actor) -> list[till_facts.Answer]:
    answers: list[till_facts.Answer] = []
    people: dict[UUID, Actor | None] = {}
    until = time.monotonic() + TURN_S
    for item in items:
        try:
            answers.append(till_facts.take_in(device, item, people=people, by=by, at=clock.now()))
        except Exception as error:
            if not answers or refusal_of(error) is None:
                raise
            return answers
        if answers[-1].status == "gap" or time.monotonic() > until:
            return answers
    return answers


def _actor(device: Device) -> Actor:
    """The device itself: it may bring facts to its own site, and nothing else."""
    grants: dict[UUID | None, frozenset[str]] = {device.site_id: frozenset({"till_facts.take_in"})}
    return Actor("token", device.name, None, device.site_id, grants, device.register_id, device.pk)


def _pin(ask: Ask) -> dict[str, Any]:
    """A PIN is right, and from now on tills of the site know it without the server."""
    sent = reading.read(ask.request, reading.Pin)
    if not setup.works_at(ask.device.site, sent.operator):
        raise NotFound()
    pins.vouch(sent.operator, sent.pin, ask.at, site=ask.device.site)
    pins.teach_tills(sent.operator, sent.pin, ask.at)
    setup.forget()
    [person] = [one for one in setup.operators(ask.device) if one["id"] == str(sent.operator)]
    return {"operator": person}


def _setup(ask: Ask) -> HttpResponse | dict[str, Any]:
    newest = setup.version(ask.device)
    if ask.since == newest:
        return HttpResponse(status=304)
    response = as_json(setup.whole(ask.device))
    response["ETag"] = f'"{newest}"'
    return response


def _catalog(ask: Ask) -> HttpResponse | dict[str, Any]:
    said = catalog.since(ask.device.site, ask.since, ask.at)
    return HttpResponse(status=304) if said is None else said


def _people(ask: Ask) -> HttpResponse | dict[str, Any]:
    said = people.since(ask.since, ask.at)
    return HttpResponse(status=304) if said is None else said


def _block(ask: Ask) -> HttpResponse:
    """A block by its name, as it lies on disk (gzipped) when the till takes that."""
    packed = "gzip" in ask.request.META.get("HTTP_ACCEPT_ENCODING", "")
    data = snapshots.block(ask.request.path_info.removeprefix(BLOCKS), packed=packed)
    response = HttpResponse(data, content_type="application/octet-stream")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Vary"] = "Accept-Encoding, Authorization"
    return response


BLOCKS = f"{PREFIX}blocks/"
ROUTES: dict[tuple[str, str], Callable[[Ask], HttpResponse | dict[str, Any]]] = {
    ("GET", f"{PREFIX}device"): _device,
    ("POST", f"{PREFIX}sync"): _sync,
    ("POST", f"{PREFIX}pin"): _pin,
    ("GET", f"{PREFIX}setup"): _setup,
    ("GET", f"{PREFIX}catalog"): _catalog,
    ("GET", f"{PREFIX}people"): _people,
    ("GET", BLOCKS): _block,
}

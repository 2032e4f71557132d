"""Stripe's events, by webhook or by asking: both fill the same inbox, and neither is believed (payments.md §19)."""

import json
import logging
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max

from vaxel.business.payments import inbox
from vaxel.business.payments.attempts import Definitive, NoAnswer, Retryable
from vaxel.business.payments.models import InboxEvent, Payment
from vaxel.business.payments.states import UNDECIDED
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.kernel.worker import every
from vaxel.links.stripe.client import client, is_live, key, rows

TOLERANCE_S = 300
OVERLAP = timedelta(seconds=120)
QUIET_S = 120
_asked_at = [0.0]
_told: set[str] = set()
log = logging.getLogger(__name__)


class BadSignature(Exception):
    """Not signed by whom we know, or too long ago."""


def verified(raw: bytes, header: str) -> dict[str, Any]:
    """The event whose raw bytes were signed; raises BadSignature. Checked before a byte of it is parsed."""
    import stripe

    if not settings.STRIPE_WEBHOOK_SECRET or not header:
        raise BadSignature
    try:
        stripe.WebhookSignature.verify_header(
            raw.decode(), header, settings.STRIPE_WEBHOOK_SECRET, tolerance=TOLERANCE_S
        )
    except (stripe.SignatureVerificationError, UnicodeDecodeError) as error:
        raise BadSignature from error
    return dict(json.loads(raw))


def take_in(event: dict[str, Any], via: str) -> bool:
    """The event is in the inbox, unless it is of another mode than our key; whether it is."""
    if event.get("object") != "event" or bool(event.get("livemode")) != is_live(key()):
        return False
    created = datetime.fromtimestamp(int(event["created"]), UTC)
    inbox.receive(
        event["id"], type=event["type"], about=about(event["data"]["object"]), created_at=created, via=via,
        by=Actor.system("terminal"), at=clock.now(),
    )  # fmt: skip
    return True


def about(thing: dict[str, Any]) -> str:
    """What names our payment: our own id where it stands in the object, else the id of the object that was paid."""
    named = thing.get("metadata") or {}
    ours = named.get("pos_refund") or named.get("pos_payment")
    if ours:
        return str(ours)
    action = thing.get("action") or {}
    return str((action.get(action.get("type", "")) or {}).get("payment_intent") or thing.get("id") or "")


@every(10)
def poll() -> None:
    """Events since the newest known, with an overlap, are in the inbox; seldom while nobody waits."""
    if not settings.CARD_TERMINAL.startswith("vaxel.links.stripe"):
        return
    busy = Payment.objects.filter(state__among=UNDECIDED).exclude(provider="").exists()
    if not busy and time.monotonic() - _asked_at[0] < QUIET_S:
        return
    _asked_at[0] = time.monotonic()
    fetch()


def fetch() -> int:
    """As `poll`, at once; how many events were read.

    The newest come first and are stored last: what is stored moves the place where the next poll begins, so nothing is
    stored before all of it is here.
    """
    newest = InboxEvent.objects.aggregate(last=Max("created_at"))["last"] or clock.now() - timedelta(days=1)
    known = set(InboxEvent.objects.filter(created_at__gte=newest - OVERLAP).values_list("pk", flat=True))
    since = {"created": {"gte": int((newest - OVERLAP).timestamp())}}
    try:
        new = [event for event in rows(client().v1.events.list, since) if event["id"] not in known]
    except (NoAnswer, Retryable):
        return 0
    except Definitive as no:
        if no.code not in _told:
            _told.add(no.code)
            log.warning("the provider lets nobody ask for its events: %s", no)
        return 0
    for event in reversed(new):
        take_in(event, "poll")
    return len(new)

"""One request to a provider, written before it is sent: prepared, dispatched, answered, each its own action (§4).

answer = attempts.run(payment, "create", "/v1/payment_intents", body, send)

`send(body, key)` is the link's call; it raises Definitive, Retryable or NoAnswer and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max, Q

from vaxel.business.payments.models import Attempt, Payment, ProviderObject
from vaxel.kernel import actions, clock
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.faults import crash_point

KEY_AGE = timedelta(hours=23)


class Definitive(Exception):
    """The provider said no; `code` by its own name. Nothing was done, or what was done is told by a fetch."""

    def __init__(self, code: str, status: int = 400, decline: str = "") -> None:
        super().__init__(code)
        self.code, self.status, self.decline = code, status, decline


class Retryable(Exception):
    """Nothing was done yet: the same key may be sent again."""


class NoAnswer(Exception):
    """It may have been done: only a fetch can tell."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the object as plain values, and the provider's number of the request."""

    body: dict[str, Any]
    request_id: str = ""


def run(payment: Payment, op: str, path: str, body: dict[str, Any], send: Callable[[Any, str], Answer]) -> Answer:
    """The answer of one request, sent outside any transaction with a key of its own.

    An attempt of the same op whose end nobody knows, and which is young enough for its key to be remembered, is
    repeated with its own key and body. Raises Definitive, Retryable, NoAnswer.
    """
    if actions.in_transaction():
        raise RuntimeError("nothing outside is called inside a transaction")
    by = Actor.system("terminal", site_id=payment.site_id)
    attempt = prepare(payment, op, path, body, by=by, at=clock.now())
    crash_point("W2.prepared")
    dispatch(attempt, by=by, at=clock.now())
    crash_point(f"{op}.before_send")
    try:
        answer = send(ordered(attempt.body), attempt.key)
    except Definitive as no:
        settle(attempt, "failed", code=no.code, status=no.status, by=by, at=clock.now())
        raise
    except Retryable as wait:
        settle(attempt, "retry_wait", code=str(wait), by=by, at=clock.now())
        raise
    except NoAnswer as silence:
        settle(attempt, "unknown", code=str(silence)[:80], by=by, at=clock.now())
        raise
    crash_point(f"{op}.after_send")
    settle(attempt, "succeeded", status=200, answer=answer, by=by, at=clock.now())
    return answer


def ordered(value: Any) -> Any:
    """The same values with their names in order: a database may keep a body's names in another order than they came,
    and a repeated request must be byte for byte the first one."""
    if isinstance(value, dict):
        return {name: ordered(value[name]) for name in sorted(value)}
    return [ordered(one) for one in value] if isinstance(value, list) else value


@action("payments.prepare_attempt")
def prepare(payment: Payment, op: str, path: str, body: dict[str, Any], *, by: Actor, at: datetime) -> Attempt:
    """The attempt stands with key and body; an unanswered one of the same op and path is found again instead."""
    Payment.objects.select_for_update().get(pk=payment.pk)
    rows = Attempt.objects.filter(payment=payment, op=op)
    open_one = rows.exclude(state__in=("succeeded", "failed")).order_by("-seq").first()
    if open_one and open_one.path == path and (open_one.sent_at is None or at - open_one.sent_at < KEY_AGE):
        return open_one
    seq = (rows.aggregate(last=Max("seq"))["last"] or 0) + 1
    return Attempt.objects.create(
        payment=payment, op=op, seq=seq, key=f"{payment.pk}:{op}:{seq}", path=path, body=body, state="prepared",
        made_at=at,
    )  # fmt: skip


@action("payments.dispatch_attempt")
def dispatch(attempt: Attempt, *, by: Actor, at: datetime) -> None:
    """From now on the request may be on its way: what was heard before it is stale."""
    Attempt.objects.filter(pk=attempt.pk).update(state="dispatched", sent_at=attempt.sent_at or at)
    Payment.objects.filter(pk=attempt.payment_id).update(dispatch_count=F("dispatch_count") + 1)


@action("payments.settle_attempt")
def settle(
    attempt: Attempt, state: str, *, code: str = "", status: int | None = None, answer: Answer | None = None,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """What came of the request is stored; the object it made is known as the payment's."""
    Attempt.objects.filter(pk=attempt.pk).update(
        state=state, code=code[:80], http_status=status, done_at=at, request_id=answer.request_id if answer else ""
    )
    if answer and (object_id := answer.body.get("id")) and answer.body.get("object") != "terminal.reader":
        known(attempt.payment, str(object_id), str(answer.body.get("object", "")))
        if attempt.op in ("create", "session"):
            Payment.objects.filter(pk=attempt.payment_id).update(provider_ref=object_id)


def concluded(payment: Payment, state: str, at: datetime) -> None:
    """The provider's word on the payment tells what became of requests whose answer was lost; part of an action."""
    if state not in ("taken", "cancelled"):
        return
    rows = Attempt.objects.filter(payment=payment).exclude(state__in=("succeeded", "failed"))
    did = Q(op="cancel") if state == "cancelled" else ~Q(op="cancel")
    rows.filter(did).update(state="succeeded", code="told by a fetch", done_at=at)
    rows.update(state="failed", code="told by a fetch", done_at=at)


def known(payment: Payment, object_id: str, kind: str) -> None:
    """The provider's object is the payment's; part of an action. Told twice, stored once."""
    ProviderObject.objects.get_or_create(object_id=object_id, defaults={"kind": kind[:40], "payment": payment})


@action("payments.disprove_attempts")
def disprove(payment: Payment, op: str, *, by: Actor, at: datetime) -> None:
    """A fetch has proved that earlier tries of the op did nothing: the next one gets a new key (§4.2)."""
    rows = Attempt.objects.filter(payment=payment, op=op).exclude(state__in=("succeeded", "failed"))
    rows.update(state="failed", code="proved absent", done_at=at)

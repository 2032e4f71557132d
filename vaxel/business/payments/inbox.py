"""What a provider says has happened: stored once, whichever way it came, and then asked about (payments.md §6.2)."""

from datetime import datetime
from uuid import UUID

from vaxel.business.payments import cards
from vaxel.business.payments.models import InboxEvent, Payment, ProviderObject
from vaxel.kernel import clock
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.worker import every

TRIES_MOST = 8
READ_MOST = 100


@action("payments.receive_event")
def receive(
    event_id: str, *, type: str, about: str, created_at: datetime, via: str, by: Actor, at: datetime
) -> InboxEvent:
    """The event is in the inbox; told again, by the same or another way, it is the same row."""
    made, _new = InboxEvent.objects.get_or_create(
        event_id=event_id[:120],
        defaults={"type": type[:80], "object_id": about[:120], "created_at": created_at, "received_at": at, "via": via},
    )
    return made


@every(5)
def work() -> None:
    """Every event that waits has led to a question to the provider about its payment; its body is never applied."""
    for event in InboxEvent.objects.filter(state__among=("new",)).order_by("received_at")[:READ_MOST]:
        payment = of(event)
        by = Actor.system("terminal")
        if payment is None:
            mark(event, "ignored", by=by, at=clock.now())
            continue
        asked = cards.look_again(payment)
        done = asked.state != "unknown"
        mark(event, "done" if done else "error" if event.tries >= TRIES_MOST else "new", by=by, at=clock.now())


def of(event: InboxEvent) -> Payment | None:
    """The payment that the event's object is about: ours by its own id, or by an id of the provider's."""
    try:
        return Payment.objects.filter(pk=UUID(event.object_id)).select_related("refunds").first()
    except ValueError:
        known = ProviderObject.objects.filter(pk=event.object_id).select_related("payment__refunds").first()
        return known.payment if known else None


@action("payments.mark_event")
def mark(event: InboxEvent, state: str, *, by: Actor, at: datetime) -> None:
    """What became of the event."""
    InboxEvent.objects.filter(pk=event.pk).update(state=state, tries=event.tries + 1)

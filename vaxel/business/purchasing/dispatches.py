"""Orders on their way to suppliers: written before the call, resolved by one function, unknown until known (F-45).

orders.send(order)        stored: a dispatch waits
dispatches.work(dispatch) the supplier's system (or the mail server) is asked; after commit; the worker does it
dispatches.apply(…)       what is known now; repeats change nothing
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from vaxel.business.purchasing import catalogs, changes
from vaxel.business.purchasing.catalogs import CatalogDown, Placed, Placing, SupplierCatalog
from vaxel.business.purchasing.changes import Said
from vaxel.business.purchasing.events import OrderSent
from vaxel.business.purchasing.models import Dispatch, PurchaseOrder
from vaxel.business.purchasing.states import DISPATCH, OPEN_ORDER, word
from vaxel.kernel import actions, clock, tray
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.backoff import pause_s
from vaxel.kernel.events import subscribe
from vaxel.kernel.refusals import Conflict, Refused
from vaxel.kernel.worker import every

LEASE = timedelta(seconds=90)
OURS_AFTER = 3
FOLLOW = timedelta(hours=2)


class Undecided(Conflict):
    """Nobody knows whether the supplier has the order (F-45)."""

    sentence = _("Nobody knows yet whether %(supplier)s has this order. Ask them, and say here what they answered.")


class NotCancelled(Refused):
    """The supplier will deliver."""

    sentence = _("%(supplier)s does not cancel the order: %(reason)s")


class NothingUnderWay(Conflict):
    """Only a dispatch that waits or is unknown is decided by a person."""

    sentence = _("This sending is “%(state)s”; there is nothing to decide about it.")


class MailDown(Exception):
    """The letter could not be handed to the mail server."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An order as it is mailed: text, and the paper."""

    to: str
    subject: str
    text: str
    pdf: bytes
    pdf_name: str


class Mailer(Protocol):
    """What hands letters over. Settings choose one (ORDER_MAILER); none: a person sends the paper and says so."""

    def send(self, letter: Letter, key: str) -> None:
        """The letter is on its way, under a message id made of `key`; raises MailDown when it is not."""
        ...


class FakeMailer:
    """Keeps letters, and is down on demand."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Letter]] = []
        self.is_down = False

    def send(self, letter: Letter, key: str) -> None:
        """As the protocol."""
        if self.is_down:
            raise MailDown
        self.sent.append((key, letter))


def mailer() -> Mailer | None:
    """The mailer in use; None when the settings choose none."""
    found: Mailer | None = import_string(settings.ORDER_MAILER)() if settings.ORDER_MAILER else None
    return found


def work(dispatch: Dispatch) -> Dispatch:
    """The dispatch has been tried once, outside any transaction, and what is known is applied.

    What is unknown is asked about before it is sent again. A letter that waits without a mailer stays for a person.
    """
    if actions.in_transaction():
        raise RuntimeError("nothing outside is called inside a transaction")
    by = Actor.system("purchase orders", site_id=dispatch.order.site_id)
    if dispatch.method == "mail" and mailer() is None:
        return dispatch
    taken = take(dispatch, by=by, at=clock.now())
    if taken is None:
        return dispatch
    before, fresh = taken
    if fresh.method == "mail":
        return _mail(fresh, by)
    return _place(fresh, before, by)


@action("dispatches.take", site=lambda dispatch, **_: dispatch.order.site_id)
def take(dispatch: Dispatch, *, by: Actor, at: datetime) -> tuple[str, Dispatch] | None:
    """The dispatch is ours to try for a while: (its state before, itself); None when it is decided or another's."""
    fresh = _lock(dispatch)
    running = fresh.state == "sending" and fresh.tried_at and fresh.tried_at > at - LEASE
    if fresh.state not in ("waiting", "unknown", "sending") or running:
        return None
    before = "unknown" if fresh.state == "sending" else fresh.state
    fresh.state, fresh.tries, fresh.tried_at = "sending", fresh.tries + 1, at
    fresh.save(update_fields=["state", "tries", "tried_at"])
    return before, fresh


def _lock(dispatch: Dispatch) -> Dispatch:
    found = Dispatch.objects.select_for_update(of=("self",)).select_related("order__supplier__party", "order__site")
    return found.get(pk=dispatch.pk)


def _mail(dispatch: Dispatch, by: Actor) -> Dispatch:
    post = mailer()
    assert post
    letter: Letter = import_string(settings.ORDER_LETTER)(dispatch.order, dispatch.to)
    try:
        post.send(letter, str(dispatch.pk))
    except MailDown as failure:
        return apply(dispatch, Placed("not_known", reason=str(failure) or "mail server"), by=by, at=clock.now())
    return apply(dispatch, Placed("accepted"), by=by, at=clock.now())


def _place(dispatch: Dispatch, before: str, by: Actor) -> Dispatch:
    """The supplier's system is asked what became of the order if that is unknown, and given it if it has it not."""
    try:
        system = catalogs.connect(dispatch.to)
        said = system.order_status(str(dispatch.pk)) if before == "unknown" else Placed("not_known")
        if said.answer == "not_known":
            said = system.order(placing(dispatch))
    except CatalogDown as failure:
        return unknown(dispatch, error=str(failure) or "no answer", by=by, at=clock.now())
    except catalogs.NoConnection as refusal:
        said = Placed("refused", reason=str(refusal))
    return apply(dispatch, said, by=by, at=clock.now())


def placing(dispatch: Dispatch) -> Placing:
    """The order as it goes out. One query."""
    order = dispatch.order
    lines = order.lines.select_related("part").order_by("position")
    return Placing(
        key=str(dispatch.pk), number=order.number or 0, customer_number=order.supplier.customer_number,
        lines=[catalogs.Wanted(line.number or line.part.number, line.quantity_milli - line.cancelled_milli)
               for line in lines if line.quantity_milli > line.cancelled_milli],
        message=order.message, delivery=order.site.address,
    )  # fmt: skip


@action("dispatches.unknown", site=lambda dispatch, **_: dispatch.order.site_id)
def unknown(dispatch: Dispatch, *, error: str, by: Actor, at: datetime) -> Dispatch:
    """Nobody knows whether the supplier has the order; the worker asks again, and after some tries a person."""
    fresh = _lock(dispatch)
    if fresh.state != "sending":
        return fresh
    fresh.state, fresh.error = "unknown", error[:300]
    fresh.save(update_fields=["state", "error"])
    if fresh.tries == OURS_AFTER:
        _lay("purchasing.sending_unknown", fresh, error, at)
    return fresh


def _lay(kind: str, dispatch: Dispatch, why: str, at: datetime) -> None:
    tray.lay(
        kind, dispatch.order, site_id=dispatch.order.site_id, at=at, number=dispatch.order.number or 0,
        supplier=dispatch.order.supplier.party.name, why=why[:200],
    )  # fmt: skip


@action("dispatches.apply", site=lambda dispatch, *_, **__: dispatch.order.site_id)
def apply(dispatch: Dispatch, said: Placed, *, by: Actor, at: datetime) -> Dispatch:
    """The order is where the supplier says it is, if that is news; states only move forward (F-5).

    Accepted: confirmed with what was said of its lines. Refused: the order is a draft again, in the tray. Not known
    (a mail server that is down, a system that never heard of it): it waits for the next try.
    """
    fresh = _lock(dispatch)
    wanted = {"accepted": "sent", "refused": "refused", "cancelled": "refused", "not_known": "waiting"}[said.answer]
    if fresh.state == wanted or not DISPATCH.allows(fresh.state, wanted):
        if said.answer == "accepted" and fresh.state == "sent":
            _confirm(fresh, said, by, at)
        return fresh
    fresh.state, fresh.error = wanted, said.reason[:300]
    fresh.reference = said.reference[:60] or fresh.reference
    fresh.ended_at = None if wanted == "waiting" else at
    fresh.save(update_fields=["state", "error", "reference", "ended_at"])
    note(state=wanted, reason=said.reason)
    touch(fresh.order)
    if wanted == "sent":
        _confirm(fresh, said, by, at)
    elif wanted == "refused":
        PurchaseOrder.objects.filter(pk=fresh.order_id, state="sent").update(state="draft", sent_at=None)
        _lay("purchasing.order_refused", fresh, said.reason, at)
    elif fresh.tries == OURS_AFTER:
        _lay("purchasing.sending_unknown", fresh, said.reason, at)
    return fresh


def _confirm(dispatch: Dispatch, said: Placed, by: Actor, at: datetime) -> None:
    """What the supplier's system said of the order and its lines is the order's."""
    order = dispatch.order
    if dispatch.method != "link" or order.state not in OPEN_ORDER:
        return
    by_number = {line.number: line for line in order.lines.all()}
    lines = [
        Said(by_number[one.number].pk, one.quantity_milli, one.expected_on, one.unit_price_cm, one.back_ordered)
        for one in said.lines if one.number in by_number
    ]  # fmt: skip
    changes.confirm(order, supplier_ref=said.reference, lines=lines, by=by, at=at)


@action("dispatches.decide", site=lambda dispatch, **_: dispatch.order.site_id)
def decide(dispatch: Dispatch, *, they_have_it: bool, supplier_ref: str = "", by: Actor, at: datetime) -> Dispatch:
    """A person has asked the supplier (or sent the paper): they have the order, or they have not and it is a draft.

    Refuses with NothingUnderWay.
    """
    fresh = _lock(dispatch)
    if fresh.state not in ("waiting", "unknown", "sending"):
        raise NothingUnderWay(state=word(DISPATCH, fresh.state))
    fresh.state, fresh.ended_at = ("sent" if they_have_it else "withdrawn"), at
    fresh.reference = supplier_ref.strip()[:60]
    fresh.save(update_fields=["state", "ended_at", "reference"])
    if they_have_it:
        PurchaseOrder.objects.filter(pk=fresh.order_id).update(supplier_ref=fresh.reference)
    else:
        PurchaseOrder.objects.filter(pk=fresh.order_id, state="sent").update(state="draft", sent_at=None)
    note(they_have_it=they_have_it)
    touch(fresh.order)
    return fresh


def ask_to_cancel(order: PurchaseOrder, *, reason: str, by: Actor, at: datetime) -> PurchaseOrder:
    """The order is cancelled here after the supplier's system agreed, where it was sent by one; asked outside.

    Refuses with Undecided, NotCancelled, CatalogDown's sentence as NotCancelled, and as changes.cancel does.
    """
    live = Dispatch.objects.filter(order=order, state__in=["sending", "unknown", "sent", "waiting"]).first()
    name = order.supplier.party.name
    if live and live.state in ("sending", "unknown"):
        raise Undecided(supplier=name)
    if live and live.method == "link" and live.state == "sent":
        try:
            said = catalogs.connect(live.to).cancel(str(live.pk))
        except CatalogDown:
            raise NotCancelled(supplier=name, reason=_("no answer")) from None
        if said.answer == "refused":
            raise NotCancelled(supplier=name, reason=said.reason)
    return changes.cancel(order, reason=reason, by=by, at=at)


@subscribe(OrderSent)
def begin(body: dict[str, str], at: datetime) -> None:
    """An order that was just sent is tried at once."""
    for dispatch in _undecided(Q(order=body["order_id"], state="waiting")):
        work(dispatch)


@every(5)
def watch() -> None:
    """What waits or is unknown is tried again, less often the longer it lasts; run twice, it sends once (F-6)."""
    now = clock.now()
    for dispatch in _undecided(Q(state__in=["waiting", "unknown", "sending"])):
        pause = timedelta(seconds=pause_s(dispatch.tries))
        if dispatch.tried_at is None or dispatch.tried_at + pause <= now:
            work(dispatch)


def _undecided(which: Q) -> Sequence[Dispatch]:
    found = Dispatch.objects.filter(which, method__in=["mail", "link"])
    return list(found.select_related("order__supplier__party", "order__site").order_by("made_at")[:50])


@every(600)
def follow() -> None:
    """Suppliers' systems are asked about orders that are on their way: new days and back-orders come without a call."""
    now = clock.now()
    sent = Dispatch.objects.filter(
        state="sent", method="link", order__state__in=OPEN_ORDER, made_at__lte=now - timedelta(minutes=10),
    ).filter(Q(tried_at=None) | Q(tried_at__lte=now - FOLLOW))  # fmt: skip
    for dispatch in sent.select_related("order__supplier__party", "order__site").order_by("tried_at")[:20]:
        ask(dispatch, catalogs.connect(dispatch.to))


def ask(dispatch: Dispatch, system: SupplierCatalog) -> Dispatch:
    """What the supplier's system says of a sent order now is applied; no answer changes nothing."""
    by = Actor.system("purchase orders", site_id=dispatch.order.site_id)
    try:
        said = system.order_status(str(dispatch.pk))
    except CatalogDown:
        said = Placed("not_known")
    mark_asked(dispatch, by=by, at=clock.now())
    return apply(dispatch, said, by=by, at=clock.now()) if said.answer == "accepted" else dispatch


@action("dispatches.mark_asked", site=lambda dispatch, **_: dispatch.order.site_id)
def mark_asked(dispatch: Dispatch, *, by: Actor, at: datetime) -> None:
    """The supplier's system was asked about the order at this moment."""
    Dispatch.objects.filter(pk=dispatch.pk).update(tried_at=at)

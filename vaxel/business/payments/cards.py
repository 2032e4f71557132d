"""Card payments by terminal: written before the call, resolved by one function, unknown until known (F-45).

payment = cards.start(ticket_or_document, amount_minor=…)   stored, pending
cards.send(payment)                                         the reader shows the amount; after commit
cards.follow(payment)                                       ask the reader; apply what it says
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger, recipes
from vaxel.business.billing.models import Document
from vaxel.business.locations import fiscal
from vaxel.business.locations.models import Register
from vaxel.business.payments import attempts, processors, readers, tenders, tills
from vaxel.business.payments.events import PaymentTaken, RefundGiven
from vaxel.business.payments.models import CardReader, Payment, PaymentEvent
from vaxel.business.payments.states import PAYMENT, UNDECIDED, after
from vaxel.business.payments.tenders import HIGHEST_MINOR, NothingOwed, StillUndecided, TooMuch, WrongAmount
from vaxel.business.tickets import costing, upkeep
from vaxel.business.tickets.models import Ticket
from vaxel.kernel import actions, clock, tray
from vaxel.kernel.actions import action, note, publish
from vaxel.kernel.actors import Actor
from vaxel.kernel.events import subscribe
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import Money
from vaxel.kernel.refusals import Conflict
from vaxel.kernel.worker import every

TERMINAL_WAIT = timedelta(seconds=180)
ABANDONED = timedelta(minutes=10)


class NotCounter(Conflict):
    """A service ticket is posted from the workshop, with its gates."""

    sentence = _("This is a service ticket. Post its invoice first, then take the payment.")


class NoReader(Conflict):
    """No card reader serves this till."""

    sentence = _("No card reader stands here yet. Connect one under Card readers, or take another tender.")


@action("payments.start_card", site=lambda about, **_: about.site_id)
def start(
    about: Ticket | Document, *, amount_minor: int, register: Register, reader: str = "", id: UUID | None = None,
    by: Actor, at: datetime,
) -> Payment:  # fmt: skip
    """A pending card payment stands for a counter ticket or a posted document; nothing is charged yet.

    The same `id` again is the same press: the payment it made is returned (F-3).
    Refuses with WrongAmount, NothingOwed, TooMuch, StillUndecided, NotDeclared, TicketClosed, NotCounter,
    NoReader, ReaderTaken.
    """
    ticket = about if isinstance(about, Ticket) else about.ticket
    pressed = Payment.objects.filter(pk=id, ticket=ticket, tender="card").first() if id else None
    if pressed:
        return pressed
    check_charge(about, amount_minor)
    if not processors.takes_cards():
        raise NoReader()
    provider = processors.terminal().provider
    stands = readers.of(register, about.site) if provider else None
    if provider and stands is None:
        raise NoReader()
    again = _declined_before(about, amount_minor) if provider else None
    if again:
        return _ask_again(again, stands, by=by, at=at)
    payment = Payment.objects.create(
        id=id or new_id(), site=about.site, register=register, ticket=ticket, customer=about.customer, tender="card",
        purpose="sale" if isinstance(about, Ticket) else "invoice", state="pending", currency=about.currency,
        amount_minor=amount_minor, tendered_minor=amount_minor, made_at=at,
        reader=stands.provider_id if stands else reader, provider=provider, expected_by=at + TERMINAL_WAIT,
        document=None if isinstance(about, Ticket) else about,
    )  # fmt: skip
    PaymentEvent.objects.create(payment=payment, n=1, state="pending", facts={}, at=at)
    if stands:
        readers.lease(stands, payment, by=by, at=at)
    return payment


def check_charge(about: Ticket | Document, amount_minor: int) -> None:
    """Nothing, when so much may be charged by card; refuses as `start` does."""
    if not 0 < amount_minor <= HIGHEST_MINOR:
        raise WrongAmount()
    fiscal.check_tender(about.site.fiscal_profile, "card", about.site.name)
    owed = _owed(about)
    if owed <= 0:
        raise NothingOwed()
    if amount_minor > owed:
        raise TooMuch()
    ticket = about if isinstance(about, Ticket) else about.ticket
    if ticket:
        require_decided(ticket)
    elif isinstance(about, Document):
        tenders.require_decided(about)


def _declined_before(about: Ticket | Document, amount_minor: int) -> Payment | None:
    """The declined payment of the same amount: its object at the provider can still be paid, and is paid once only."""
    rows = Payment.objects.filter(
        tender="card", state="declined", amount_minor=amount_minor, channel="counter", refunds=None
    ).exclude(provider="")
    named = rows.filter(ticket=about, document=None) if isinstance(about, Ticket) else rows.filter(document=about)
    return named.order_by("-made_at").first()


def _ask_again(payment: Payment, reader: CardReader | None, *, by: Actor, at: datetime) -> Payment:
    payment.reader = reader.provider_id if reader else payment.reader
    payment.expected_by = at + TERMINAL_WAIT
    payment.save(update_fields=["reader", "expected_by"])
    if reader:
        readers.lease(reader, payment, by=by, at=at)
    return _move(payment, "pending", {"again": True}, at)


def _move(payment: Payment, state: str, facts: dict[str, Any], at: datetime) -> Payment:
    """The payment's state and its newest event say the same; the only place that changes a state."""
    payment.state = PAYMENT.check(payment.state, state)
    payment.save(update_fields=["state"])
    n = PaymentEvent.objects.filter(payment=payment).count() + 1
    PaymentEvent.objects.create(payment=payment, n=n, state=state, facts=facts, at=at)
    return payment


@action("payments.wish_cancel")
def wish_cancel(payment: Payment, *, by: Actor, at: datetime) -> Payment:
    """We want it cancelled; until the provider says so it may still be paid."""
    fresh = Payment.objects.select_for_update().get(pk=payment.pk)
    return _move(fresh, "cancelling", {}, at) if fresh.state in ("pending", "declined") else fresh


def require_decided(ticket: Ticket) -> None:
    """Nothing, when the end of every charge for the ticket is known; refuses with StillUndecided (F-45)."""
    undecided = Payment.objects.filter(ticket=ticket, state__in=UNDECIDED, amount_minor__gt=0).first()
    if undecided:
        raise StillUndecided(amount=Money(undecided.amount_minor, undecided.currency))


def _owed(about: Ticket | Document) -> int:
    """What may be charged: the locked ticket's sum less what was taken, or what is open on the document.

    Refuses with TicketClosed, NotCounter.
    """
    if isinstance(about, Document):
        return Document.objects.select_for_update().get(pk=about.pk).open_minor
    ticket = upkeep.require_open(about)
    if ticket.kind != "counter":
        raise NotCounter()
    taken = Payment.objects.filter(ticket=ticket, state="taken").aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return ticket.gross_minor - taken


def send(payment: Payment) -> Payment:
    """The reader has been asked to show the amount; called outside any transaction. What it says is applied.

    Every other way of paying the same is closed first (payments.md §6.4).
    """
    for other in _others_open(payment):
        cancel(other)
    return _ask(payment, "start")


def _others_open(payment: Payment) -> list[Payment]:
    rows = Payment.objects.filter(tender="card", state__in=("declined", *UNDECIDED), refunds=None).exclude(provider="")
    same = rows.filter(ticket=payment.ticket_id) if payment.ticket_id else rows.filter(document=payment.document_id)
    return list(same.exclude(pk=payment.pk))


def follow(payment: Payment) -> Payment:
    """The reader has been asked what became of it, and that is applied; called outside any transaction."""
    return _ask(payment, "ask")


def look_again(payment: Payment) -> Payment:
    """The provider has been asked even of what is decided: money that moves late is taken, and told (§3.1).

    So is a refund that came back: for a month after it was given the customer's bank may refuse it (§3.3).
    """
    if payment.tender != "card":
        return follow(payment)
    if payment.refunds_id is not None:
        return _ask(payment, "ask", even_decided=payment.state == "taken")
    return payment if payment.state == "taken" else _ask(payment, "ask", even_decided=True)


def cancel(payment: Payment) -> Payment:
    """The reader has been asked to stop; if the card was charged already, the payment is taken all the same."""
    if payment.provider:
        payment = wish_cancel(payment, by=Actor.system("terminal", site_id=payment.site_id), at=clock.now())
    return _ask(payment, "cancel")


def _ask(payment: Payment, what: str, *, even_decided: bool = False) -> Payment:
    if actions.in_transaction():
        raise RuntimeError("nothing outside is called inside a transaction")
    if payment.state not in UNDECIDED and not even_decided:
        return payment
    by = Actor.system("terminal", site_id=payment.site_id)
    try:
        state = _said(payment, what)
    except processors.TerminalDown:
        state = processors.TerminalState("unknown", reason="no answer")
    if state.answer == "waiting" and payment.state in ("pending", "cancelling"):
        return payment
    return apply(payment, state, by=by, at=clock.now())


def _said(payment: Payment, what: str) -> processors.TerminalState:
    """What the terminal says; a refund is asked for again, which gives back once, for nobody cancels it."""
    terminal = processors.terminal()
    if payment.refunds is not None:
        return terminal.refund(
            payment.pk, payment.refunds.provider_ref, amount_minor=-payment.amount_minor, currency=payment.currency
        )
    if what == "start":
        return terminal.start(
            payment.pk, amount_minor=payment.amount_minor, currency=payment.currency, reader=payment.reader
        )
    return terminal.ask(payment.pk) if what == "ask" else terminal.cancel(payment.pk)


@action("payments.apply_state")
def apply(payment: Payment, state: processors.TerminalState, *, by: Actor, at: datetime) -> Payment:
    """The payment is what the provider says, if that is news; states only move forward, repeats change nothing (F-5).

    A charge of another amount than asked lies in the tray and the payment stays unknown (F-46).
    """
    fresh = Payment.objects.select_for_update().get(pk=payment.pk)
    if state.our_id and state.our_id != str(fresh.pk):
        tray.lay("integrity_mismatch", fresh, site_id=fresh.site_id, at=at, got=state.our_id)
        return fresh
    stale = state.dispatch_seen is not None and state.dispatch_seen < fresh.dispatch_count
    if stale and state.answer != "taken":
        return fresh
    wanted, exception = after(fresh.state, state.answer)
    if exception:
        came_back = fresh.refunds_id is not None and state.answer == "declined"
        _lay_once("refund_failed" if came_back else exception, fresh, at)
    if wanted == "taken" != fresh.state and not _as_asked(fresh, state):
        tray.lay("wrong_charge", fresh, site_id=fresh.site_id, at=at, asked=fresh.amount_minor, got=state.amount_minor)
        wanted = "unknown" if PAYMENT.allows(fresh.state, "unknown") else fresh.state
    if wanted == fresh.state:
        return fresh
    fresh.provider_ref = state.provider_ref or fresh.provider_ref
    fresh.reference = state.reference or fresh.reference
    fresh.reason = state.reason
    fresh.settled_at = at if wanted == "taken" else None
    fresh.save(update_fields=["provider_ref", "reference", "reason", "settled_at"])
    _move(fresh, wanted, {"provider_ref": state.provider_ref, "reason": state.reason}, at)
    note(state=wanted)
    attempts.concluded(fresh, wanted, at)
    if wanted not in UNDECIDED:
        readers.release(fresh)
    if wanted in ("declined", "cancelled") and fresh.refunds is not None:
        tray.lay("refund_refused", fresh, site_id=fresh.site_id, at=at, amount_minor=-fresh.amount_minor)
    if wanted == "taken" and fresh.document is not None and fresh.amount_minor > 0:
        settle(fresh, fresh.document, by=by, at=at)
    return fresh


def _as_asked(payment: Payment, state: processors.TerminalState) -> bool:
    """Whether the money that moved is the money that was asked for."""
    same_currency = not state.currency or state.currency.upper() == payment.currency
    return same_currency and state.amount_minor in (None, abs(payment.amount_minor))


def _lay_once(kind: str, payment: Payment, at: datetime) -> None:
    tray.lay_once(kind, payment, site_id=payment.site_id, at=at, amount_minor=abs(payment.amount_minor))


def settle(payment: Payment, about: Document, *, by: Actor, at: datetime) -> None:
    """A taken charge pays the document; what is more than is owed stays the customer's, with a tray item (F-48)."""
    document = Document.objects.select_for_update(of=("self",)).select_related("site").get(pk=about.pk)
    settles = max(0, min(payment.amount_minor, document.open_minor))
    Payment.objects.filter(pk=payment.pk).update(document=document)
    tenders.allocate([(payment.pk, document.pk, settles)], at)
    Document.objects.filter(pk=document.pk).update(open_minor=F("open_minor") - settles)
    if settles < payment.amount_minor:
        tray.lay("overpaid", payment, site_id=payment.site_id, at=at, over_minor=payment.amount_minor - settles)
    till = tills.open_till(payment.register)
    ledger.write(
        [ledger.Draft(
            site_id=document.site_id, day=costing.business_day(document.site, at),
            text=ledger.worded(_("Payment"), document.number),
            source_kind="payment", source_id=payment.pk, currency=document.currency, series=till.ledger_series,
            postings=recipes.invoice_paid("card_clearing", payment.amount_minor),
        )],
        at=at,
    )  # fmt: skip
    till.journal("invoice_payment", {
        "document": document.pk.hex, "tenders": [{"method": "card", "amount": payment.amount_minor}], "rounding": 0,
        "liability_in": payment.amount_minor,
    }, by=by, at=at)  # fmt: skip
    publish(PaymentTaken(document=document.pk, ticket=document.ticket_id, amount_minor=payment.amount_minor))


@subscribe(RefundGiven)
def send_refund(body: dict[str, Any], at: datetime) -> None:
    """A refund to a card charged by the terminal is sent to it once the refund is stored; told twice, sent once."""
    follow(Payment.objects.select_related("refunds").get(pk=body["payment"]))


@every(60)
def watch() -> None:
    """Every payment whose outcome is not known has been asked about again; run twice, it changes nothing (F-6).

    One past its time is asked and then cancelled; a declined one that nobody tries again is closed at the provider.
    """
    now = clock.now()
    for payment in undecided():
        known = follow(payment)
        late = known.expected_by is not None and known.expected_by < now
        if known.provider and known.refunds_id is None and known.state in ("pending", "cancelling") and late:
            known = cancel(known)
        if known.state == "unknown" and now - known.made_at > timedelta(hours=24):
            remind(known, by=Actor.system("terminal", site_id=known.site_id), at=now)
    left = Payment.objects.filter(state__among=("declined",), tender="card", refunds=None, made_at__lt=now - ABANDONED)
    for payment in left.exclude(provider="").order_by("made_at")[:100]:
        cancel(payment)


@action("payments.remind_unknown")
def remind(payment: Payment, *, by: Actor, at: datetime) -> None:
    """A payment that nobody knows the end of for a day lies before a person."""
    _lay_once("unknown_over_24h", payment, at)


def undecided() -> list[Payment]:
    """Payments whose outcome is not known yet, oldest first: the worker asks again, a person sees them."""
    found = Payment.objects.filter(state__among=UNDECIDED, tender="card").select_related("refunds")
    return list(found.order_by("made_at")[:100])

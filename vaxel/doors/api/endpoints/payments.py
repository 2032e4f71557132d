"""Payments: money in and out, with what happened to each and where it went."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from msgspec import Meta

from vaxel.business.billing.models import Document
from vaxel.business.locations.models import Register
from vaxel.business.payments import cards, tenders
from vaxel.business.payments.models import Payment as PaymentRow
from vaxel.business.tickets.models import Ticket
from vaxel.doors.api.ask import Ask, minor
from vaxel.doors.api.endpoints.sales import NewTender
from vaxel.doors.api.endpoints.sales import tenders as tenders_in
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import T80, Body, Empty, Money, Shape, money
from vaxel.kernel.actions import Action

Tender = Literal["cash", "card", "swish", "bank", "store_credit", "gift_card"]
State = Literal["pending", "taken", "declined", "cancelled", "unknown"]


class PaymentEvent(Shape):
    """What happened to a payment, in order."""

    n: int
    state: str
    at: datetime


class Allocation(Shape):
    """Part of a payment that goes to one document; released by a negative one."""

    document: UUID
    amount: Money
    at: datetime


class PaymentHead(Shape):
    """One amount by one tender; money out is negative. `amount` settles the document, `rounding` included (M-30)."""

    id: UUID
    site: UUID
    register: UUID | None
    session: UUID | None
    ticket: UUID | None
    customer: UUID | None
    tender: str
    purpose: str
    state: str
    amount: Money
    tendered: Money
    change: Money
    rounding: Money
    refunds: UUID | None
    reference: str
    reason: str
    made_at: datetime
    settled_at: datetime | None


class Payment(PaymentHead):
    """A payment with its events and allocations."""

    events: list[PaymentEvent]
    allocations: list[Allocation]


class PaymentFilters(Paging):
    """`document`: those that some part of went to it."""

    site: UUID | None = None
    register: UUID | None = None
    tender: Tender | None = None
    state: State | None = None
    ticket: UUID | None = None
    customer: UUID | None = None
    document: UUID | None = None


@reads("/payments", may="payments.read")
def payments(ask: Ask, filters: PaymentFilters) -> Page[PaymentHead]:
    """Payments without their events, newest first."""
    query = ask.mine(PaymentRow.objects.all(), wanted=filters.site)
    wanted = {
        "register_id": filters.register, "tender": filters.tender, "state": filters.state,
        "ticket_id": filters.ticket, "customer_id": filters.customer,
    }  # fmt: skip
    query = query.filter(**{name: value for name, value in wanted.items() if value is not None})
    if filters.document is not None:
        query = query.filter(allocations__document_id=filters.document).distinct()
    return cut(query, filters, lambda rows: [PaymentHead(**_head(row)) for row in rows])


@reads("/payments/{payment}", may="payments.read")
def payment(ask: Ask, payment: UUID) -> Payment:
    """One payment with its events and allocations."""
    return shown([ask.one(whole(PaymentRow.objects.all()), payment, "site_id")])[0]


def whole(query: QuerySet[PaymentRow]) -> QuerySet[PaymentRow]:
    """Payments with what their shape needs: three queries however many."""
    return query.prefetch_related("events", "allocations")


def shown(rows: Sequence[PaymentRow]) -> list[Payment]:
    """Payments as the wire has them."""
    return [
        Payment(
            events=[
                PaymentEvent(n=one.n, state=one.state, at=one.at)
                for one in sorted(row.events.all(), key=lambda one: one.n)
            ],
            allocations=[
                Allocation(document=one.document_id, amount=money(one.amount_minor, row.currency), at=one.at)
                for one in sorted(row.allocations.all(), key=lambda one: one.pk)
            ],
            **_head(row),
        )
        for row in rows
    ]


def _head(row: PaymentRow) -> dict[str, Any]:
    return dict(  # noqa: C408 - reads like the shape it fills
        id=row.id, site=row.site_id, register=row.register_id, session=row.session_id, ticket=row.ticket_id,
        customer=row.customer_id, tender=row.tender, purpose=row.purpose, state=row.state,
        amount=money(row.amount_minor, row.currency), tendered=money(row.tendered_minor, row.currency),
        change=money(row.change_minor, row.currency), rounding=money(row.rounding_minor, row.currency),
        refunds=row.refunds_id, reference=row.reference, reason=row.reason, made_at=row.made_at,
        settled_at=row.settled_at,
    )  # fmt: skip


class NewCardPayment(Body):
    """A card payment by a terminal of ours. Ask for the payment afterwards to see what became of it."""

    amount: Money
    register: UUID
    reader: T80 = ""
    id: UUID | None = None


class NewPayments(Body):
    """Money towards a document. Cash needs the `register` whose drawer it goes into."""

    tenders: Annotated[list[NewTender], Meta(min_length=1, max_length=20)]
    register: UUID | None = None


@writes("POST", "/documents/{document}/payments")
def take(ask: Ask, document: UUID, body: NewPayments) -> list[Payment]:
    """Take money towards an invoice, in full or in part."""
    row = ask.one(Document.objects.select_related("site"), document, "site_id")
    till = ask.maybe(Register.objects.select_related("site"), body.register, "register", "site_id")
    return ask.do(tenders.take, anew, row, tenders_in(body.tenders, row.currency), register=till)


@writes("POST", "/tickets/{ticket}/card-payments")
def charge_ticket(ask: Ask, ticket: UUID, body: NewCardPayment) -> Payment:
    """Start a card payment for a counter ticket."""
    row = ask.one(Ticket.objects.select_related("site", "customer"), ticket, "site_id")
    return _charge(ask, cards.start, row, body)


@writes("POST", "/documents/{document}/card-payments")
def charge_document(ask: Ask, document: UUID, body: NewCardPayment) -> Payment:
    """Start a card payment for an invoice."""
    query = Document.objects.select_related("site", "customer", "ticket")
    return _charge(ask, cards.start, ask.one(query, document, "site_id"), body)


@writes("POST", "/payments/{payment}/ask", status=200)
def ask_terminal(ask: Ask, payment: UUID, body: Empty) -> Payment:
    """Ask the terminal what became of a card payment. It charges nothing; asked twice, it tells the same."""
    row = ask.one(PaymentRow.objects.all(), payment, "site_id")
    ask.allowed(cards.start, row.site_id)
    return anew([cards.follow(row)])[0]


@writes("POST", "/payments/{payment}/cancel", status=200)
def cancel(ask: Ask, payment: UUID, body: Empty) -> Payment:
    """Ask the terminal to stop waiting. What was charged already stays charged, and the answer says so."""
    row = ask.one(PaymentRow.objects.all(), payment, "site_id")
    ask.allowed(cards.start, row.site_id)
    return anew([cards.cancel(row)])[0]


def _charge(ask: Ask, start: Action[..., PaymentRow], about: Ticket | Document, body: NewCardPayment) -> Payment:
    till = ask.named(Register.objects.select_related("site"), body.register, "register", "site_id")
    amount = minor(body.amount, about.currency, "amount")
    said = {"amount_minor": amount, "register": till, "reader": body.reader, "id": body.id}
    made = ask.do(start, lambda row: anew([row])[0], about, **said)
    transaction.on_commit(lambda: _send(made.id))
    return made


def _send(payment: UUID) -> None:
    """The reader is asked once the payment stands; called outside any transaction (invariant 9)."""
    cards.send(PaymentRow.objects.get(pk=payment))


def anew(rows: Sequence[PaymentRow]) -> list[Payment]:
    """The payments as they stand now, whole."""
    return shown(list(whole(PaymentRow.objects.filter(pk__in=[row.pk for row in rows])).order_by("id")))

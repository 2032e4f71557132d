"""Deposits before the invoice, goods and money that go back, and invoices put right."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from vaxel.business.billing.models import Document as DocumentRow
from vaxel.business.locations.models import Register
from vaxel.business.payments import corrections, deposits, refunds
from vaxel.doors.api.ask import Ask, UnknownThing, minor
from vaxel.doors.api.endpoints import documents, payments, tickets
from vaxel.doors.api.endpoints.sales import NewTender
from vaxel.doors.api.endpoints.sales import tenders as tenders_in
from vaxel.doors.api.routes import writes
from vaxel.doors.api.shapes import Body, Count, Money, QuantityAboveZero, Reason

Way = Literal["cash", "card", "swish", "bank", "store_credit"]


class NewDeposit(Body):
    """Money towards a ticket, `amount` with VAT. Cash needs the `register` whose drawer it goes into."""

    amount: Money
    tenders: Annotated[list[NewTender], Meta(min_length=1, max_length=20)]
    register: UUID | None = None


class DepositBack(Body):
    """How the deposits go back, and how much of them (all that is left when nothing is said)."""

    tender: Way
    amount: Money | None = None
    register: UUID | None = None
    id: UUID | None = None


class ReturnedLine(Body):
    """So much of the document's line `n` comes back."""

    n: Count
    quantity: QuantityAboveZero


class NewReturn(Body):
    """What comes back: all that is left unless `lines` says what. `to`: another way than the money came."""

    reason: Reason
    lines: Annotated[list[ReturnedLine], Meta(min_length=1, max_length=500)] | None = None
    register: UUID | None = None
    to: Way | None = None


class Correction(Body):
    """Why the invoice is put right."""

    reason: Reason


@writes("POST", "/tickets/{ticket}/deposits")
def take_deposit(ask: Ask, ticket: UUID, body: NewDeposit) -> documents.Document:
    """Take a deposit; the answer is its document."""
    row = tickets.row_of(ask, ticket)
    paid, amount = tenders_in(body.tenders, row.currency), minor(body.amount, row.currency, "amount")
    till = _till(ask, body.register)
    return ask.do(deposits.take, documents.anew, row, amount_minor=amount, paid=paid, register=till)


@writes("POST", "/tickets/{ticket}/deposit-returns")
def give_deposit_back(ask: Ask, ticket: UUID, body: DepositBack) -> list[payments.Payment]:
    """Give back a ticket's deposits, or a part of them: one refund for each payment they came by."""
    row = tickets.row_of(ask, ticket)
    part = minor(body.amount, row.currency, "amount") if body.amount else None
    said = {"tender": body.tender, "amount_minor": part, "register": _till(ask, body.register), "id": body.id}
    return ask.do(deposits.give_back, payments.anew, row, **said)


@writes("POST", "/documents/{document}/returns")
def take_back(ask: Ask, document: UUID, body: NewReturn) -> documents.Document:
    """Take goods back and give the money back the way it came: a return receipt, or a credit note of an invoice."""
    row = _document(ask, document)
    said = {"register": _till(ask, body.register), "reason": body.reason, "to": body.to}
    return ask.do(refunds.take_back, documents.anew, row, quantities=_quantities(row, body), **said)


@writes("POST", "/documents/{document}/correction")
def correct(ask: Ask, document: UUID, body: Correction) -> tickets.Ticket:
    """Credit an invoice in full and open its ticket again as the next revision, with its lines as they stand."""
    return ask.do(corrections.correct, tickets.anew, _document(ask, document), reason=body.reason)


def _quantities(row: DocumentRow, body: NewReturn) -> dict[int, int] | None:
    if body.lines is None:
        return None
    held = dict(row.lines.values_list("n", "pk"))
    for place, one in enumerate(body.lines):
        if one.n not in held:
            raise UnknownThing(path=f"lines[{place}].n", id=one.n)
    return {held[one.n]: one.quantity.milli for one in body.lines}


def _document(ask: Ask, document: UUID) -> DocumentRow:
    return ask.one(DocumentRow.objects.select_related("site", "customer"), document, "site_id")


def _till(ask: Ask, register: UUID | None) -> Register | None:
    return ask.maybe(Register.objects.select_related("site"), register, "register", "site_id")

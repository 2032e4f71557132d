"""Correcting a posted invoice in one action: credited, ticket open again, payments kept for the next one (S-39)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from vaxel.business.billing import credits, deposits, documents, posting
from vaxel.business.billing.events import Credited
from vaxel.business.billing.goods import SOURCE
from vaxel.business.billing.models import DepositUse, Document
from vaxel.business.payments import cards, kept, tenders
from vaxel.business.payments.models import Allocation
from vaxel.business.payments.refunds import ReasonMissing
from vaxel.business.stock import reservations
from vaxel.business.stock.ledger import Moved
from vaxel.business.stock.models import Movement
from vaxel.business.tickets import costing, upkeep
from vaxel.business.tickets.models import Ticket
from vaxel.business.tickets.states import TICKET
from vaxel.kernel.actions import action, note, publish, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import Conflict


class OnlyInvoices(Conflict):
    """A receipt is paid: what was wrong comes back over the counter."""

    sentence = _("Only an invoice is corrected. Take the goods of the receipt back at the till, and sell anew.")


class NotCorrectable(Conflict):
    """Only a whole invoice of a posted ticket is corrected this way."""

    sentence = _("Invoice %(number)s has been credited in part. Credit the rest, and make a new ticket.")


@action("invoices.correct", site=lambda document, **_: document.site_id)
def correct(document: Document, *, reason: str, by: Actor, at: datetime) -> Ticket:
    """The invoice, and those posted with it to other payers, are credited in full; the ticket is open again.

    It is open as its next revision, lines as they stand. Goods come back and are held for the same lines; payments
    stay with us, free for the next invoice; deposits are unused again.
    Refuses with ReasonMissing, CannotCredit, OnlyInvoices, NotCorrectable, NothingToCredit.
    """
    if not reason.strip():
        raise ReasonMissing()
    if document.kind not in credits.CREDITABLE:
        raise credits.CannotCredit()
    if document.kind != Document.INVOICE:
        raise OnlyInvoices()
    originals = [credits.lock(one) for one in posting.invoices_beside(document)]
    for one in originals:
        if one.ticket is None or Document.objects.filter(credits=one).exists():
            raise NotCorrectable(number=one.number)
    came_back: list[Moved] = []
    numbers = []
    for one in originals:
        crediting = credits.prepare(one)
        issued, goods = _credit(one, crediting, reason.strip(), at)
        _release(one, issued, at)
        came_back += goods
        numbers.append(issued.number)
        touch(one, Document(pk=issued.id))
        publish(Credited(document=one.pk, credit=issued.id, gross_minor=crediting.gross))
    _hold_again(came_back, at)
    assert originals[0].ticket is not None
    ticket = _reopen(originals[0].ticket, at)
    note(reason=reason.strip(), credit=numbers[0] if len(numbers) == 1 else numbers)
    touch(ticket)
    return ticket


def _credit(
    original: Document, crediting: credits.Crediting, reason: str, at: datetime
) -> tuple[documents.Issued, list[Moved]]:
    """The credit note negates the invoice, its use of deposits included (P-8)."""
    credit_id = new_id()
    came_back = credits.take_back(crediting, credit_id, at=at)
    used = _used(original)
    settled = [("receivables", -(original.gross_minor - original.deposit_minor))]
    issued = documents.issue(
        documents.Draft(
            id=credit_id, kind=Document.CREDIT_NOTE, series="credit_note", site_id=original.site_id,
            customer_id=original.customer_id, currency=original.currency, basis=original.basis, lines=crediting.lines,
            taxes=crediting.taxes, day=costing.business_day(original.site, at), text=_("Credit note"),
            head={**original.head, "original": {"kind": original.kind, "number": original.number}},
            settled=[*settled, *((role, -amount) for role, amount in deposits.postings(used))], happened_at=at,
            goods_cost=-sum(one.value_minor for one in came_back), ticket_id=original.ticket_id,
            credits_id=original.pk, reason=reason,
            deposit_minor=-original.deposit_minor, open_minor=crediting.gross + original.deposit_minor,
        ),
        at=at,
    )  # fmt: skip
    return issued, came_back


def _hold_again(came_back: Sequence[Moved], at: datetime) -> None:
    """What came back is held for the lines it had been issued to (S-38)."""
    went = Movement.objects.in_bulk([one.move.reverses for one in came_back if one.move.reverses])
    reservations.hold(
        [
            reservations.Wish(
                id=new_id(), part_id=one.move.part_id, location_id=one.move.location_id, lot=one.move.lot,
                quantity_milli=one.move.quantity_milli, source_kind=SOURCE, source_id=went[one.move.reverses].source_id,
            )
            for one in came_back
            if one.move.reverses
        ],
        at,
    )  # fmt: skip


def _used(original: Document) -> list[deposits.Part]:
    rows = DepositUse.objects.filter(document=original)
    return [deposits.Part(one.deposit_id, one.category, one.ppm, one.gross_minor, one.tax_minor) for one in rows]


def _release(original: Document, issued: documents.Issued, at: datetime) -> None:
    """Nothing is allocated to the invoice any more, and the credit settles all of it."""
    sums = Allocation.objects.filter(document=original).values_list("payment").annotate(Sum("amount_minor"))
    held = [(payment, amount) for payment, amount in sums if amount]
    tenders.allocate([(payment, original.pk, -amount) for payment, amount in held], at)
    freed = sum(amount for _payment, amount in held)
    Document.objects.filter(pk=original.pk).update(open_minor=original.open_minor + freed)
    original.open_minor += freed
    used = [deposits.Part(one.deposit_id, one.category, one.ppm, -one.gross, -one.tax) for one in _used(original)]
    deposits.record(used, original.pk, at)
    credits.offset(original, issued.id, issued.gross_minor + original.deposit_minor, at)


def _reopen(ticket: Ticket, at: datetime) -> Ticket:
    """The ticket is open again; goods that came back are held for its lines."""
    fresh = Ticket.objects.select_for_update(of=("self",)).select_related("site", "customer").get(pk=ticket.pk)
    fresh.state = TICKET.check(fresh.state, "open")
    fresh.revision += 1
    fresh.posted_at = None
    fresh.save(update_fields=["state", "revision", "posted_at"])
    upkeep.refresh(fresh, at)
    return fresh


@action("payments.allocate_free", site=lambda document, **_: document.site_id)
def allocate_free(document: Document, *, by: Actor, at: datetime) -> int:
    """Free payments of the ticket pay its invoice, as far as they go; how much that was, in minor units.

    Each payer's money pays their own invoice; what no other payer gave pays the customer's.
    A card that was charged while the ticket was a counter sale is booked now.
    """
    fresh = Document.objects.select_for_update(of=("self",)).select_related("ticket").get(pk=document.pk)
    if fresh.ticket is None:
        return 0
    left = fresh.open_minor
    payers = {one.customer_id for one in posting.invoices_beside(fresh)} - {fresh.ticket.customer_id}
    for payment, free in kept.free_payments(fresh.ticket):
        owner = payment.customer_id if payment.customer_id in payers else fresh.ticket.customer_id
        if owner != fresh.customer_id:
            continue
        part = min(free, left)
        if kept.unbooked(payment):
            cards.settle(payment, fresh, by=by, at=at)
        elif part > 0:
            tenders.allocate([(payment.pk, fresh.pk, part)], at)
            Document.objects.filter(pk=fresh.pk).update(open_minor=F("open_minor") - part)
        left -= max(0, part)
    return fresh.open_minor - left

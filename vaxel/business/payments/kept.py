"""Money that is with us already when a ticket is posted: cards charged before, what a correction released, deposits."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from vaxel.business.billing.deposits import Part, apply, unused
from vaxel.business.parties.models import Party
from vaxel.business.payments.models import Allocation, Payment
from vaxel.business.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Kept:
    """What pays a sale before anything new is handed over. `cards` are not in the books yet, the rest is."""

    cards: Sequence[Payment] = ()
    released: Sequence[tuple[Payment, int]] = ()
    deposits: Sequence[Part] = ()

    @property
    def on_cards(self) -> int:
        """What the cards were charged."""
        return sum(one.amount_minor for one in self.cards)

    @property
    def owed_to_customer(self) -> int:
        """What of the released payments is used: it lies on receivables as a credit."""
        return sum(part for _payment, part in self.released)

    @property
    def deposited(self) -> int:
        """What of the deposits is used, with VAT."""
        return sum(part.gross for part in self.deposits)

    @property
    def settles(self) -> int:
        """All of it."""
        return self.on_cards + self.owed_to_customer + self.deposited


def of(ticket: Ticket, up_to: int) -> Kept:
    """What of the ticket's money pays `up_to`: cards whole, then released payments, then deposits (S-34, S-39)."""
    free = free_payments(ticket)
    cards = [payment for payment, _free in free if unbooked(payment)]
    left = up_to - sum(one.amount_minor for one in cards)
    released = []
    for payment, whole in free:
        part = 0 if unbooked(payment) else min(whole, left)
        if part > 0:
            released.append((payment, part))
            left -= part
    return Kept(cards, released, apply(unused(ticket), max(left, 0)))


def free_payments(ticket: Ticket) -> list[tuple[Payment, int]]:
    """Taken payments of the ticket with what of each is not allocated: ready for its next document. Three queries."""
    payments = Payment.objects.filter(ticket=ticket, state="taken", purpose__in=("invoice", "sale"), amount_minor__gt=0)
    rows = Allocation.objects.filter(payment__in=payments).values_list("payment").annotate(Sum("amount_minor"))
    used = dict(rows)
    back = Payment.objects.filter(refunds__in=payments, allocations=None).exclude(state__in=("declined", "cancelled"))
    for payment_id, amount in back.values_list("refunds").annotate(Sum("amount_minor")):
        used[payment_id] = used.get(payment_id, 0) - amount
    return [
        (one, one.amount_minor - used.get(one.pk, 0))
        for one in payments.prefetch_related("allocations").order_by("made_at", "id")
        if one.amount_minor > used.get(one.pk, 0)
    ]


def paid_by(ticket: Ticket, party: Party) -> int:
    """What of the ticket's free payments came from the party, in minor units."""
    return sum(free for payment, free in free_payments(ticket) if payment.customer_id == party.pk)


def unbooked(payment: Payment) -> bool:
    """Whether the payment is a card charged for a counter ticket that no document has taken up yet."""
    return payment.purpose == "sale" and payment.document_id is None and not payment.allocations.all()

"""Money that no document has taken up goes back: a card charged for an abandoned sale, what a correction freed."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger
from vaxel.business.locations.models import Register
from vaxel.business.payments import kept, refunds, tenders, tills
from vaxel.business.payments.models import Payment
from vaxel.business.tickets import costing
from vaxel.business.tickets.models import Ticket
from vaxel.kernel.actions import action, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict


class NothingFree(Conflict):
    """All of the payment is used, or has gone back."""

    sentence = _("Nothing of this payment is free to give back.")


@action("payments.give_back", site=lambda payment, **_: payment.site_id)
def give_back(
    payment: Payment, *, register: Register | None = None, id: UUID | None = None, by: Actor, at: datetime
) -> Payment:
    """What of the payment is free goes back the way it came; a card that the terminal charged waits for its yes.

    A charge that was never booked leaves no trace in the books; what was booked is taken off what we owe (P-3).
    Refuses with NothingFree, DrawerNotOpen, NotEnoughInDrawer.
    """
    free = _free(payment)
    till = tills.open_till(register, needs_drawer=payment.tender == "cash")
    way = refunds.GivenBack(payment, payment.tender, free)
    refunds.check_drawer(till, [way])
    back = refunds.store(payment, way, till, id=id, at=at)
    if not kept.unbooked(payment):
        _book(payment, back, till, by=by, at=at)
    touch(payment, back)
    return back


def _free(payment: Payment) -> int:
    """How much is free, with the payment's ticket locked so that two cannot give it back. Refuses with NothingFree."""
    if payment.ticket is None:
        raise NothingFree()
    ticket = Ticket.objects.select_for_update().get(pk=payment.ticket.pk)
    free = next((left for one, left in kept.free_payments(ticket) if one.pk == payment.pk), 0)
    if free <= 0:
        raise NothingFree()
    return free


def _book(payment: Payment, back: Payment, till: tills.Till, *, by: Actor, at: datetime) -> None:
    free = -back.amount_minor
    ledger.write(
        [ledger.Draft(
            site_id=payment.site_id, day=costing.business_day(payment.site, at), text=_("Refund"),
            source_kind="payment", source_id=back.pk, currency=payment.currency, series=till.ledger_series,
            postings=[(tenders.ROLES[payment.tender], -free), ("receivables", free)],
        )],
        at=at,
    )  # fmt: skip
    till.journal("invoice_payment", {
        "payment": back.pk.hex, "tenders": [{"method": payment.tender, "amount": -free}], "rounding": 0,
        "liability_in": -free,
    }, by=by, at=at)  # fmt: skip

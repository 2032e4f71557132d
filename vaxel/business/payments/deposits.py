"""Deposits at the till: money before posting, with its own document and VAT, used or given back later (M-35)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger
from vaxel.business.billing import deposits as billing
from vaxel.business.billing.models import DepositUse, Document
from vaxel.business.locations.models import Register
from vaxel.business.payments import drawers, store_credit, tenders, tills
from vaxel.business.payments.events import PaymentTaken
from vaxel.business.payments.models import DrawerSession, Payment, PaymentEvent
from vaxel.business.payments.refunds import NotEnoughInDrawer, OtherTender
from vaxel.business.tickets import costing, upkeep
from vaxel.business.tickets.models import Ticket
from vaxel.kernel.actions import action, publish, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import cash_round
from vaxel.kernel.refusals import BadInput, Conflict


class NoDeposit(Conflict):
    """Nothing is left of the deposits."""

    sentence = _("There is no unused deposit on ticket %(ref)s.")


class NotOnAccount(BadInput):
    """A deposit is money, not a promise."""

    sentence = _("A deposit is paid now. Take cash, card or another payment.")


@action("deposits.take", site=lambda ticket, **_: ticket.site_id)
def take(
    ticket: Ticket, *, amount_minor: int, paid: Sequence[tenders.Tender], register: Register | None = None, by: Actor,
    at: datetime,
) -> Document:  # fmt: skip
    """The customer has paid `amount_minor` (with VAT) towards the ticket; a deposit document says so (P-4).

    Refuses with NotOnAccount, NothingOrdered, DepositTooLarge, NotDeclared, DrawerNotOpen and as `settled` does.
    """
    if any(one.tender == "on_account" for one in paid):
        raise NotOnAccount()
    if not 0 < amount_minor <= tenders.HIGHEST_MINOR:
        raise tenders.WrongAmount()
    fresh = upkeep.require_open(ticket)
    tenders.check(fresh.site, fresh.customer, paid)
    till = tills.open_till(register, needs_drawer=any(one.tender == "cash" for one in paid))
    taken = tenders.settled(amount_minor, paid, fresh.site)
    issued = billing.issue(
        fresh, gross_minor=amount_minor, settled=tenders.debits(taken), register_id=till.register_id,
        ledger_series=till.ledger_series, at=at,
    )  # fmt: skip
    target = tenders.Target(
        fresh.site_id, fresh.customer_id, fresh.currency, issued.id, fresh.pk, till.register_id, till.session_id
    )
    tenders.record(taken, target, purpose="deposit", at=at)
    store_credit.spend(fresh.customer, taken, currency=fresh.currency, document_id=issued.id, at=at)
    document = Document.objects.get(pk=issued.id)
    till.journal("deposit_received", {
        "document": issued.id.hex, "number": issued.number, "liability_in": amount_minor,
        "tenders": [{"method": one.tender.tender, "amount": one.kept} for one in taken],
        "rounding": sum(one.rounding for one in taken),
    }, by=by, at=at)  # fmt: skip
    touch(fresh, document)
    publish(PaymentTaken(document=document.pk, ticket=fresh.pk, amount_minor=amount_minor))
    return document


@action("deposits.give_back", site=lambda ticket, **_: ticket.site_id)
def give_back(
    ticket: Ticket, *, tender: str, register: Register | None = None, id: UUID | None = None, by: Actor, at: datetime
) -> Payment:
    """What is left of the ticket's deposits has gone back to the customer, at its stored VAT (P-4 negated, F-43).

    Refuses with NoDeposit, UnknownTender, OtherTender, DrawerNotOpen, NotEnoughInDrawer.
    """
    fresh = Ticket.objects.select_for_update(of=("self",)).select_related("site", "customer").get(pk=ticket.pk)
    left = billing.unused(fresh)
    gross = sum(part.gross for part in left)
    if not gross:
        raise NoDeposit(ref=fresh.ref)
    if tender not in tenders.ROLES or tender == "on_account":
        raise tenders.UnknownTender(tender=tender)
    _check_way(fresh, tender, by)
    till = tills.open_till(register, needs_drawer=tender == "cash")
    rounding = cash_round(gross, fresh.site.cash_step_minor)[1] if tender == "cash" else 0
    if tender == "cash" and drawers.expected(DrawerSession.objects.get(pk=till.session_id or fresh.pk)) < gross:
        raise NotEnoughInDrawer()
    payment = Payment.objects.create(
        id=id or new_id(), site_id=fresh.site_id, register_id=till.register_id, ticket=fresh, customer=fresh.customer,
        session_id=till.session_id if tender == "cash" else None, tender=tender, purpose="refund", state="taken",
        currency=fresh.currency, amount_minor=-gross, tendered_minor=-(gross + rounding), rounding_minor=-rounding,
        made_at=at, settled_at=at,
    )  # fmt: skip
    PaymentEvent.objects.create(payment=payment, n=1, state="taken", facts={}, at=at)
    _undo(fresh, left, payment, till, rounding, at=at)
    if tender == "store_credit":
        store_credit.add(fresh.customer, gross, currency=fresh.currency, reason="deposit", payment_id=payment.pk, at=at)
    till.journal("deposit_applied", {
        "ticket": fresh.pk.hex, "liability_in": -gross, "rounding": -rounding,
        "tenders": [{"method": tender, "amount": -(gross + rounding)}],
    }, by=by, at=at)  # fmt: skip
    touch(fresh, payment)
    return payment


def _check_way(ticket: Ticket, tender: str, by: Actor) -> None:
    """Nothing, when the deposits came by the tender, or it may go another way (M-33); refuses with OtherTender."""
    came = Payment.objects.filter(ticket=ticket, purpose="deposit", state="taken").values_list("tender", flat=True)
    if tender not in (*came, "store_credit") and not by.may("money.other_way", ticket.site_id):
        raise OtherTender(came=", ".join(sorted(set(came))), permission="money.other_way")


def _undo(
    ticket: Ticket, left: Sequence[billing.Part], payment: Payment, till: tills.Till, rounding: int, *, at: datetime
) -> None:
    """The deposits are used up by the refund, in their own table and in the books."""
    DepositUse.objects.bulk_create(
        DepositUse(
            id=new_id(), deposit_id=part.deposit_id, document_id=part.deposit_id, category=part.category,
            ppm=part.ppm, gross_minor=part.gross, tax_minor=part.tax, at=at,
        )
        for part in left
    )  # fmt: skip
    tenders.allocate([(payment.pk, part.deposit_id, -part.gross) for part in left], at)
    gross = -payment.amount_minor
    money = [(tenders.ROLES[payment.tender], -(gross + rounding)), ("rounding", rounding)]
    ledger.write(
        [ledger.Draft(
            site_id=ticket.site_id, day=costing.business_day(ticket.site, at), text=f"Förskott åter {ticket.ref}",
            source_kind="payment", source_id=payment.pk, currency=ticket.currency, series=till.ledger_series,
            postings=[*money, *billing.postings(left)],
        )],
        at=at,
    )  # fmt: skip

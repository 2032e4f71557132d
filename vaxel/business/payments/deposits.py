"""Deposits at the till: money before posting, with its own document and VAT, used or given back later (M-35)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger
from vaxel.business.billing import deposits as billing
from vaxel.business.billing.models import DepositUse, Document
from vaxel.business.locations.models import Register
from vaxel.business.payments import gift_cards, refunds, store_credit, tenders, tills
from vaxel.business.payments.events import PaymentTaken
from vaxel.business.payments.models import Payment
from vaxel.business.payments.refunds import OtherTender
from vaxel.business.tickets import costing, upkeep
from vaxel.business.tickets.models import Ticket
from vaxel.kernel.actions import action, publish, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import Money
from vaxel.kernel.refusals import BadInput, Conflict


class NoDeposit(Conflict):
    """Nothing is left of the deposits."""

    sentence = _("There is no unused deposit on ticket %(ref)s.")


class MoreThanDeposit(Conflict):
    """More than the customer has left with us."""

    sentence = _("Only %(left)s is left of the deposits.")


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
    if any(one.tender in tenders.OWING for one in paid):
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
    gift_cards.spend(taken, currency=fresh.currency, document_id=issued.id, at=at)
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
    ticket: Ticket, *, tender: str, amount_minor: int | None = None, register: Register | None = None,
    id: UUID | None = None, by: Actor, at: datetime,
) -> list[Payment]:  # fmt: skip
    """So much of the ticket's deposits (None: all that is left) has gone back, at its stored VAT (P-4 negated, F-43).

    A refund for each payment it came by, those of the same tender first, newest first; back to a card that the terminal
    charged it is pending. `id` is the first one's. Refuses with NoDeposit, MoreThanDeposit, UnknownTender, OtherTender,
    DrawerNotOpen, NotEnoughInDrawer.
    """
    fresh = Ticket.objects.select_for_update(of=("self",)).select_related("site", "customer").get(pk=ticket.pk)
    left = billing.unused(fresh)
    amount = _wanted(fresh, left, amount_minor)
    if tender not in tenders.ROLES or tender in tenders.OWING:
        raise tenders.UnknownTender(tender=tender)
    ways = _ways(fresh, left, tender, amount, by)
    till = tills.open_till(register, needs_drawer=tender == "cash")
    refunds.check_drawer(till, ways)
    ids = [id, *(None for _ in ways)]
    paid = [refunds.store(_came(way), way, till, id=one, at=at) for way, one in zip(ways, ids, strict=False)]
    for payment, way in zip(paid, ways, strict=True):
        left = _undo(fresh, left, payment, _came(way), till, at=at)
        if tender == "store_credit":
            store_credit.add(fresh.customer, way.amount_minor, currency=fresh.currency, reason="deposit",
                             payment_id=payment.pk, at=at)  # fmt: skip
    till.journal("deposit_applied", {
        "ticket": fresh.pk.hex, "liability_in": -amount, "rounding": -sum(way.rounding_minor for way in ways),
        "tenders": [{"method": way.tender, "amount": -way.taken.kept} for way in ways],
    }, by=by, at=at)  # fmt: skip
    touch(fresh, *paid)
    return paid


def _wanted(ticket: Ticket, left: Sequence[billing.Part], amount_minor: int | None) -> int:
    """How much goes back; refuses with NoDeposit, WrongAmount, MoreThanDeposit."""
    whole = sum(part.gross for part in left)
    if not whole:
        raise NoDeposit(ref=ticket.ref)
    if amount_minor is not None and amount_minor <= 0:
        raise tenders.WrongAmount()
    if amount_minor is not None and amount_minor > whole:
        raise MoreThanDeposit(left=Money(whole, ticket.currency))
    return whole if amount_minor is None else amount_minor


def _ways(ticket: Ticket, left: Sequence[billing.Part], tender: str, amount: int, by: Actor) -> list[refunds.GivenBack]:
    """Which payments go back by how much: those of the tender first, newest first; refuses with OtherTender (M-33)."""
    unused: dict[UUID, int] = {}
    for part in left:
        unused[part.deposit_id] = unused.get(part.deposit_id, 0) + part.gross
    ways = []
    came = sorted(refunds.left_of(_paid(ticket)), key=lambda one: one[0].tender != tender)
    for payment, most in came:
        share = min(most, unused.get(payment.document_id, 0), amount) if payment.document_id else 0
        if share <= 0:
            continue
        if tender not in (payment.tender, "store_credit") and not by.may("money.other_way", ticket.site_id):
            raise OtherTender(came=payment.tender, permission="money.other_way")
        rounding = refunds.rounding(payment, share) if tender == "cash" else 0
        ways.append(refunds.GivenBack(payment, tender, share, rounding))
        unused[payment.document_id] -= share  # type: ignore[index] # it has a document, or no share
        amount -= share
    return ways


def _paid(ticket: Ticket) -> list[Payment]:
    """The payments that brought deposits, newest first."""
    rows = Payment.objects.filter(ticket=ticket, purpose="deposit", state="taken", amount_minor__gt=0)
    return list(rows.select_related("site").order_by("-made_at", "-id"))


def _came(way: refunds.GivenBack) -> Payment:
    assert way.payment is not None
    return way.payment


def _undo(
    ticket: Ticket, left: Sequence[billing.Part], refund: Payment, came: Payment, till: tills.Till, *, at: datetime
) -> list[billing.Part]:
    """The deposit is used up by the refund, in its own table and in the books; what is left of the deposits now."""
    gross = -refund.amount_minor
    used = billing.apply([part for part in left if part.deposit_id == came.document_id], gross)
    DepositUse.objects.bulk_create(
        DepositUse(
            id=new_id(), deposit_id=part.deposit_id, document_id=part.deposit_id, category=part.category,
            ppm=part.ppm, gross_minor=part.gross, tax_minor=part.tax, at=at,
        )
        for part in used
    )  # fmt: skip
    tenders.allocate([(refund.pk, part.deposit_id, -part.gross) for part in used], at)
    ledger.write(
        [ledger.Draft(
            site_id=ticket.site_id, day=costing.business_day(ticket.site, at),
            text=ledger.worded(_("Deposit given back"), ticket.ref),
            source_kind="payment", source_id=refund.pk, currency=ticket.currency, series=till.ledger_series,
            postings=[(tenders.ROLES[refund.tender], refund.tendered_minor), ("rounding", -refund.rounding_minor),
                      *billing.postings(used)],
        )],
        at=at,
    )  # fmt: skip
    return billing.unused(ticket)

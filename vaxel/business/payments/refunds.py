"""Money back: returns against a receipt, and credit notes of invoices with what was paid too much (S-37, M-33).

A refund goes to the tender the money came by, newest first, and never above what is left of it (F-40).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger
from vaxel.business.accounting.settlement import CashSide, TendersRefused, cash_refund
from vaxel.business.billing import credits, documents
from vaxel.business.billing.events import Credited
from vaxel.business.billing.models import DepositUse, Document
from vaxel.business.locations.models import Register
from vaxel.business.payments import drawers, gift_cards, sales, store_credit, tenders, tills
from vaxel.business.payments.events import RefundGiven
from vaxel.business.payments.models import DrawerSession, Payment, PaymentEvent
from vaxel.business.tickets import costing
from vaxel.kernel.actions import action, publish, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import Money, cash_round
from vaxel.kernel.refusals import BadInput, Conflict, Refused


class ReasonMissing(BadInput):
    """A credit says why."""

    sentence = _("Say why it is taken back: it is printed and kept.")


class RefundTooLarge(Conflict):
    """More than was paid and not given back already (F-40)."""

    sentence = _("Only %(left)s is left to give back on what was paid with %(tender)s.")


class OtherTender(Refused):
    """Money goes back the way it came, unless someone who may says otherwise (M-33)."""

    sentence = _("The money came by %(came)s and goes back that way. Another way needs the permission %(permission)s.")


class NotEnoughInDrawer(Conflict):
    """Cash that is not there cannot be given back."""

    sentence = _("There is not so much cash in the drawer.")


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A refund to be made: of which payment (None: to store credit or as an own choice), how, and how much.

    `is_done`: the money went back elsewhere already, so no terminal is asked for it.
    """

    payment: Payment | None
    tender: str
    amount_minor: int
    rounding_minor: int = 0
    is_done: bool = False

    @property
    def taken(self) -> tenders.Taken:
        """As the till's arithmetic sees it, in positive amounts."""
        kept = self.amount_minor + self.rounding_minor
        return tenders.Taken(tenders.Tender(self.tender, kept), self.amount_minor, 0, self.rounding_minor)


@action("sales.take_back", site=lambda document, **_: document.site_id)
def take_back(
    document: Document, *, register: Register | None = None, quantities: Mapping[int, int] | None = None, reason: str,
    to: str | None = None, by: Actor, at: datetime,
) -> Document:  # fmt: skip
    """A return receipt stands for so much of each line (None: all that is left): goods in, money out, all booked.

    `quantities` maps the document's line ids to thousandths. Without `to` the money goes back the way it came. An
    invoice gets a credit note: first what is owed falls away, then what was paid goes back; that needs no register.
    Refuses with RegisterNeeded, ReasonMissing, GiftCardUsed, MoreThanSold, NothingToCredit, RefundTooLarge,
    OtherTender, DrawerNotOpen, NotEnoughInDrawer.
    """
    if not reason.strip():
        raise ReasonMissing()
    original = credits.lock(document)
    if register is None and original.kind == Document.RECEIPT:
        raise tills.RegisterNeeded()
    till = tills.open_till(register)
    crediting = credits.prepare(original, quantities)
    back = _ways_back(original, -crediting.gross - max(0, original.open_minor), to, by)
    check_drawer(till, back)
    return stand(original, crediting, till, back, reason=reason.strip(), by=by, at=at)


def stand(
    original: Document, crediting: credits.Crediting, till: tills.Till, back: Sequence[GivenBack], *, reason: str,
    told: sales.Told | None = None, by: Actor, at: datetime,
) -> Document:  # fmt: skip
    """The credit stands with its books, goods and money; part of an action that has locked the original and the till.

    `told`: a till says that it has happened there.
    """
    invoice = original.kind == Document.INVOICE
    issued = _issue(original, crediting, reason, till, back, told=told, by=by, at=at)
    _record(original, issued, back, till, at=at)
    given = [line for line in crediting.lines if line.kind == gift_cards.KIND]
    gift_cards.take_back(
        [line.source_line for line in given if line.source_line], document_id=issued.id, at=at
    )  # fmt: skip
    no_sale = sum(line.net for line in given)
    groups = sales.groups(sales.without(crediting.taxes, no_sale))
    tendered = [{"method": one.tender, "amount": -one.taken.kept} for one in back]
    rounding = -sum(one.rounding_minor for one in back)
    payload: dict[str, Any] = {
        "document": issued.id.hex, "number": issued.number, "original": original.pk.hex, "tenders": tendered,
        "rounding": rounding, "goods": sum(line.kind == "part" for line in crediting.lines),
        **(told.event if told else {}),
    }  # fmt: skip
    if invoice:
        till.journal("invoice_payment", {**payload, "goods": 0, "liability_in": -_paid(back)}, by=by, at=at)
    else:
        till.journal("return", {**payload, "groups": groups, "liability_in": no_sale}, by=by, at=at)
    touch(original, Document(pk=issued.id))
    publish(Credited(document=original.pk, credit=issued.id, gross_minor=crediting.gross))
    return Document.objects.get(pk=issued.id)


def _paid(back: Sequence[GivenBack]) -> int:
    return sum(one.amount_minor for one in back)


def _issue(
    original: Document, crediting: credits.Crediting, reason: str, till: tills.Till, back: Sequence[GivenBack], *,
    told: sales.Told | None, by: Actor, at: datetime,
) -> documents.Issued:  # fmt: skip
    """The credit document with its books: receipts pay out at once, invoices give up what is owed."""
    invoice = original.kind == Document.INVOICE
    credit_id = new_id()
    came_back = sum(one.value_minor for one in credits.take_back(crediting, credit_id, at=at))
    happened_at = told.happened_at if told else at
    day = costing.business_day(original.site, happened_at)
    settled = [("receivables", crediting.gross)] if invoice else tenders.debits([one.taken for one in back], sign=-1)
    head = {**original.head, "original": {"kind": original.kind, "number": original.number}, "cashier": by.name,
            **(told.head if told else {})}  # fmt: skip
    return documents.issue(
        documents.Draft(
            id=credit_id, kind=Document.CREDIT_NOTE if invoice else Document.RETURN_RECEIPT,
            series="credit_note" if invoice else told.series if told else f"receipt:{till.register_id}",
            number=told.number if told and not invoice else 0, site_id=original.site_id,
            customer_id=original.customer_id, currency=original.currency, basis=original.basis,
            lines=crediting.lines, taxes=crediting.taxes, day=day,
            text=_("Credit note") if invoice else _("Return receipt"),
            head=head, settled=settled, happened_at=happened_at, goods_cost=-came_back, ticket_id=original.ticket_id,
            register_id=till.register_id, credits_id=original.pk, reason=reason, ledger_series=till.ledger_series,
            open_minor=crediting.gross if invoice else 0,
        ),
        at=at,
    )  # fmt: skip


def _record(
    original: Document, issued: documents.Issued, back: Sequence[GivenBack], till: tills.Till, *, at: datetime
) -> None:
    """The refunds stand as payments of their own that name the ones they refund, allocated to the credit."""
    if original.kind == Document.INVOICE:
        credits.offset(original, issued.id, issued.gross_minor, at)
    for one in back:
        payment_id = give(original, issued.id, one, till, at=at)
        if original.kind == Document.INVOICE:
            Document.objects.filter(pk=issued.id).update(open_minor=F("open_minor") + one.amount_minor)
            _book(original, payment_id, one, till, at=at)


def give(original: Document, credit_id: UUID, one: GivenBack, till: tills.Till, *, at: datetime) -> UUID:
    """One refund is a payment with a negative amount, allocated to the credit; its id."""
    payment = store(original, one, till, at=at)
    tenders.allocate([(payment.pk, credit_id, -one.amount_minor)], at)
    if one.tender == "store_credit":
        store_credit.add(
            original.customer, one.amount_minor, currency=original.currency, reason="refund", payment_id=payment.pk,
            document_id=credit_id, at=at,
        )  # fmt: skip
    return payment.pk


def store(
    about: Document | Payment, one: GivenBack, till: tills.Till, *, id: UUID | None = None, at: datetime
) -> Payment:
    """The refund stands as a payment with a negative amount, with its event; allocation and books are the caller's.

    Back to a card that the terminal charged it is pending until the terminal has said yes; else it is done at once. A
    gift card has its value again.
    """
    kept = one.amount_minor + one.rounding_minor
    is_charged = one.payment is not None and bool(one.payment.provider_ref)
    waits = one.tender == "card" and is_charged and not one.is_done
    state = "pending" if waits else "taken"
    payment = Payment.objects.create(
        id=id or new_id(), site_id=about.site_id, register_id=till.register_id, ticket_id=about.ticket_id,
        session_id=till.session_id if one.tender == "cash" else None, customer_id=about.customer_id,
        tender=one.tender, purpose="refund", state=state, currency=about.currency,
        amount_minor=-one.amount_minor, tendered_minor=-kept, rounding_minor=-one.rounding_minor, refunds=one.payment,
        made_at=at, settled_at=None if waits else at,
    )  # fmt: skip
    PaymentEvent.objects.create(payment=payment, n=1, state=state, facts={}, at=at)
    if one.tender == gift_cards.KIND:
        gift_cards.put_back(one.payment, one.amount_minor, refund_id=payment.pk, at=at)
    if waits:
        publish(RefundGiven(payment=payment.pk))
    return payment


def _book(original: Document, payment_id: UUID, one: GivenBack, till: tills.Till, *, at: datetime) -> None:
    ledger.write(
        [ledger.Draft(
            site_id=original.site_id, day=costing.business_day(original.site, at),
            text=ledger.worded(_("Refund"), original.number), source_kind="payment", source_id=payment_id,
            currency=original.currency, series=till.ledger_series,
            postings=[*tenders.debits([one.taken], sign=-1), ("receivables", one.amount_minor)],
        )],
        at=at,
    )  # fmt: skip


def _ways_back(original: Document, amount: int, to: str | None, by: Actor) -> list[GivenBack]:
    """How `amount` goes back: over the payments it came by, newest first, or to the tender `to` (M-33)."""
    if amount <= 0:
        return []
    paid = left_on(original)
    ways: list[GivenBack] = []
    for payment, left in paid:
        part = min(left, amount)
        if part > 0:
            ways.append(_way(original, payment, part, to, by))
            amount -= part
    if amount:
        tender = to or (paid[0][0].tender if paid else "cash")
        raise RefundTooLarge(left=Money(sum(left for _payment, left in paid), original.currency), tender=tender)
    return ways


def _way(original: Document, payment: Payment, part: int, to: str | None, by: Actor) -> GivenBack:
    tender = to or payment.tender
    if tender not in tenders.ROLES or tender in tenders.OWING or (tender == "gift_card" != payment.tender):
        raise tenders.UnknownTender(tender=tender)
    if tender not in (payment.tender, "store_credit") and not by.may("money.other_way", original.site_id):
        raise OtherTender(came=payment.tender, permission="money.other_way")
    return GivenBack(payment, tender, part, rounding(payment, part) if tender == "cash" else 0)


def left_on(original: Document) -> list[tuple[Payment, int]]:
    """The payments of the document with what is left of each after refunds, pending ones counted; newest first.

    What came as a deposit and was deducted on the document is among them.
    """
    uses = DepositUse.objects.filter(document=original).values_list("deposit").annotate(Sum("gross_minor"))
    deposited = dict(uses)
    payments = list(
        Payment.objects.filter(allocations__document__in=[original.pk, *deposited], amount_minor__gt=0, state="taken")
        .distinct().order_by("-made_at", "-id")
    )  # fmt: skip
    left, given = dict(left_of(payments)), _given_back_as_deposit(payments)
    brought = {one: min(one.amount_minor, deposited.get(one.document_id, one.amount_minor)) for one in payments}
    return [
        (one, min(left[one], brought[one] + left[one] - one.amount_minor + given.get(one.pk, 0))) for one in payments
    ]


def _given_back_as_deposit(payments: Sequence[Payment]) -> dict[UUID, int]:
    """Deposit payment → what went back of it before an invoice used the rest."""
    rows = Payment.objects.filter(refunds__in=payments, allocations__document__kind=Document.DEPOSIT)
    going = rows.exclude(state__in=["declined", "cancelled"]).values_list("refunds")
    return {paid: -back for paid, back in going.annotate(Sum("allocations__amount_minor"))}


def left_of(payments: Sequence[Payment]) -> list[tuple[Payment, int]]:
    """Each payment with what has not gone back of it; refunds that wait for an answer count. One query."""
    rows = Payment.objects.filter(refunds__in=payments).exclude(state__in=["declined", "cancelled"])
    back = dict(rows.values_list("refunds").annotate(Sum("amount_minor")))
    return [(one, one.amount_minor + back.get(one.pk, 0)) for one in payments]


def rounding(payment: Payment, part: int) -> int:
    """The cash rounding of giving back `part` of a payment: never more coins than it brought (M-32)."""
    step = payment.site.cash_step_minor
    if payment.tender != "cash":
        return cash_round(part, step)[1]
    before = Payment.objects.filter(refunds=payment, tender="cash").aggregate(
        settled=Sum("amount_minor"), rounding=Sum("rounding_minor")
    )
    settled, rounding = -(before["settled"] or 0), -(before["rounding"] or 0)
    try:
        return cash_refund(
            part, step,
            CashSide(payment.amount_minor, payment.amount_minor + payment.rounding_minor),
            CashSide(settled, settled + rounding),
        )[1]  # fmt: skip
    except TendersRefused as refused:
        raise RefundTooLarge(left=Money(payment.amount_minor - settled, payment.currency), tender="cash") from refused


def check_drawer(till: tills.Till, back: Sequence[GivenBack]) -> None:
    """Nothing, when the coins are there; refuses with DrawerNotOpen, NotEnoughInDrawer."""
    coins = sum(one.taken.kept for one in back if one.tender == "cash")
    if not coins:
        return
    session = DrawerSession.objects.filter(pk=till.session_id).first() if till.session_id else None
    if session is None:
        raise tills.DrawerNotOpen(register=till.head.register if till.head else "–")
    if drawers.expected(session) < coins:
        raise NotEnoughInDrawer()

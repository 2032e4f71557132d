"""What stands on the payment screen: what is owed, what has been laid on the counter so far, change and rounding.

Cards are charged and stored one by one; other tenders lie in the page's own form until the sale is finished.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from vaxel.business.billing.models import Document
from vaxel.business.locations import fiscal
from vaxel.business.parties.models import Party
from vaxel.business.payments import gift_cards, gift_codes, instalments, kept, store_credit, tenders
from vaxel.business.payments.models import Payment
from vaxel.business.payments.states import UNDECIDED
from vaxel.business.tickets.models import Ticket
from vaxel.doors.office.builder import reading
from vaxel.kernel import card_numbers
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import cash_round
from vaxel.kernel.refusals import Refused

NOTES = (2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
OFFERED = ("card", "cash", "swish", "on_account", "store_credit", "gift_card", "bank", "instalments")
KEYS = {"card": "F7", "cash": "F2", "swish": "F3", "on_account": "F4", "store_credit": "F6", "gift_card": "F9",
        "bank": "F8", "instalments": "F10"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """A tender's button: its key, and why it cannot be used now (empty: it can)."""

    tender: str
    key: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """The state of the payment."""

    ticket: Ticket
    document: Document | None
    total_minor: int
    cards: Sequence[Payment]
    paid: Sequence[Payment]
    laid: Sequence[tenders.Tender]
    taken: Sequence[tenders.Taken]
    left_minor: int
    cash_left_minor: int
    ways: Sequence[Way]
    fault: str = ""

    @property
    def change_minor(self) -> int:
        """What goes back over the counter."""
        return sum(one.change for one in self.taken)

    @property
    def rounding_minor(self) -> int:
        """Öresavrundning: on the cash alone."""
        return sum(one.rounding for one in self.taken)

    @property
    def pending(self) -> Payment | None:
        """The card payment that nobody knows the end of yet."""
        return next((one for one in self.cards if one.state in UNDECIDED), None)

    @property
    def settled(self) -> bool:
        """Whether nothing is left to pay."""
        return self.left_minor <= 0 and self.pending is None and not self.fault

    @property
    def may_finish(self) -> bool:
        """Whether Finish does something: a counter sale is paid whole, an invoice may be paid in part."""
        if self.pending or self.fault:
            return False
        return self.settled if self.document is None else bool(self.laid)

    @property
    def notes(self) -> list[int]:
        """Amounts a customer is likely to hand over, besides the exact one."""
        exact = self.cash_left_minor
        up = {-(-exact // note) * note for note in NOTES if note >= exact // 20}
        return sorted(one for one in up if one > exact)[:3]


def owed_document(ticket: Ticket) -> Document | None:
    """The posted document that money is owed on, if the ticket is posted: the customer's before other payers'."""
    owing = Document.objects.filter(ticket=ticket, open_minor__gt=0).select_related("site", "customer")
    found = list(owing.order_by("posted_at", "number"))
    own = [one for one in found if one.customer_id == ticket.customer_id]
    return next(iter(own or found), None)


def laid_in(
    form: QueryDict, currency: str, *, adds: bool = True, held: gift_cards.Held | None = None
) -> list[tenders.Tender]:
    """The tenders that the page's form holds, and the one that is being added; but for that when nothing `adds`.

    A gift card is laid with what it `held`, at most.
    """
    laid = []
    for text in form.getlist("laid"):
        try:
            tender, minor, pk, *said = text.split(":", 3)
            laid.append(_tender(tender, int(minor), "".join(said)[:120], UUID(pk)))
        except ValueError as error:  # no form of ours says so
            raise tenders.UnknownTender(tender=text[:40]) from error
    removed = form.get("remove")
    laid = [one for one in laid if str(one.id) != removed]
    added, typed = form.get("add", ""), form.get("amount", "").strip()
    if adds and added and typed:
        reference = form.get("reference", "").strip()[:120]
        card_numbers.refuse({"reference": reference})
        amount = reading.amount(typed, currency)
        if held is not None:
            same = sum(one.amount_minor for one in laid if gift_codes.read(one.code) == gift_codes.read(reference))
            amount = min(amount, held.spendable_minor - same)
        laid.append(_tender(added, amount, reference, new_id()))
    return laid


def _tender(tender: str, minor: int, said: str, pk: UUID) -> tenders.Tender:
    """A gift card's reference is its code, which is stored nowhere."""
    if tender == "gift_card":
        return tenders.Tender(tender, minor, id=pk, code=said)
    return tenders.Tender(tender, minor, said, pk)


def count(ticket: Ticket, laid: Sequence[tenders.Tender]) -> Count:
    """The payment as it stands with what was laid on the counter."""
    document = owed_document(ticket)
    cards = _cards(ticket, document)
    held = kept.of(ticket, ticket.gross_minor) if document is None else kept.Kept()
    paid = _paid(ticket, document, held)
    settled = held.settles if document is None else sum(one.amount_minor for one in paid)
    total = document.open_minor if document else ticket.gross_minor - settled
    step = ticket.site.cash_step_minor
    fault, taken = "", []
    try:
        taken = tenders.part_paid(total, laid, ticket.site) if laid else []
    except Refused as refusal:
        fault = str(refusal)
    left = total - sum(one.settles for one in taken)
    return Count(
        ticket,
        document,
        total + settled,
        cards,
        paid,
        laid,
        taken,
        left,
        cash_round(max(left, 0), step)[0],
        _ways(ticket, document),
        fault,
    )


def _paid(ticket: Ticket, document: Document | None, held: kept.Kept) -> list[Payment]:
    """The payments that are with us already, of the document or of the ticket that is to be sold."""
    if document is not None:
        return list(Payment.objects.filter(allocations__document=document).distinct().order_by("made_at"))
    deposits = Payment.objects.filter(ticket=ticket, purpose="deposit", state="taken").order_by("made_at")
    return [*(deposits if held.deposits else ()), *held.cards, *(payment for payment, _part in held.released)]


def _cards(ticket: Ticket, document: Document | None) -> list[Payment]:
    """Cards of this payment: undecided ones, and those that were taken but are on no document yet."""
    rows = Payment.objects.filter(ticket=ticket, tender="card").order_by("made_at")
    if document:
        return list(rows.filter(state__in=UNDECIDED))
    return list(rows.filter(state__in=(*UNDECIDED, "taken"), allocations=None))


def _ways(ticket: Ticket, document: Document | None) -> list[Way]:
    """The tenders that are offered here to this customer; those the site may not take are shown, but cannot be used."""
    profile = ticket.site.fiscal_profile
    return [
        Way(tender, KEYS[tender], "" if fiscal.may_take(profile, tender) else "fiscal")
        for tender in OFFERED
        if _is_for(ticket.customer, tender, ticket.site_id) and not (document and tender == "on_account")
    ]


def _is_for(customer: Party, tender: str, site_id: UUID) -> bool:
    if tender == "on_account":
        return not customer.is_walk_in and customer.terms_days is not None
    if tender == "instalments":
        return not customer.is_walk_in and instalments.most(site_id) > 1
    if tender == "store_credit":
        return not customer.is_walk_in and store_credit.balance(customer) > 0
    return True

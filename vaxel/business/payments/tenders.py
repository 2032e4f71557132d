"""Means of paying, and taking one towards what is owed: payment, event, allocation and books (M-31, P-3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger
from vaxel.business.accounting.settlement import Settlement, Tendered, TendersRefused, settle
from vaxel.business.billing.models import Document
from vaxel.business.locations import fiscal
from vaxel.business.locations.models import Register, Site
from vaxel.business.parties import queries
from vaxel.business.parties.models import Party
from vaxel.business.payments import gift_cards, gift_codes, store_credit, tills
from vaxel.business.payments.events import PaymentTaken
from vaxel.business.payments.instalment_rules import Parts
from vaxel.business.payments.models import Allocation, Payment, PaymentEvent
from vaxel.business.payments.states import UNDECIDED
from vaxel.business.tickets import costing
from vaxel.kernel.actions import action, publish, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import Money
from vaxel.kernel.refusals import BadInput, Conflict, Refused

ROLES = {
    "cash": "cash", "card": "card_clearing", "swish": "swish_clearing", "bank": "bank", "store_credit": "store_credit",
    "gift_card": "gift_card_liability", "on_account": "receivables",
    "instalments": "receivables",
}  # fmt: skip
OWING = ("on_account", "instalments")  # no payment: it stays owed
HIGHEST_MINOR = 10_000_000_00


class UnknownTender(BadInput):
    """A means of payment the till does not know."""

    sentence = _("%(tender)s is not a way to pay here.")


class WrongAmount(BadInput):
    """An amount that is nothing, or negative, or beyond reason."""

    sentence = _("The amount must be above zero, and at most 10 000 000.")


class NothingOwed(Conflict):
    """The document is paid."""

    sentence = _("Nothing is owed on it any more.")


class TooMuch(Refused):
    """Only cash gives change."""

    sentence = _("That is more than is owed. Only cash can be more: the change is given back.")


class TooLittle(Refused):
    """A counter sale is paid in full or not at all."""

    sentence = _("%(left)s is still to pay. Take another tender for the rest.")


class UnevenCash(Refused):
    """Cash that no coins make (M-31)."""

    sentence = _("Cash is paid in whole coins. Round the amount.")


class WrongCurrency(BadInput):
    """The tender is in another currency than the sale."""

    sentence = _("This till takes %(currency)s.")


class StaysOwed(BadInput):
    """An invoice is on account already."""

    sentence = _("An invoice is on account until it is paid. Take money for it, or leave it open.")


class NotOnAccount(Refused):
    """The customer has no account."""

    sentence = _("%(customer)s may not buy on account. Give them terms first, or take another tender.")


class OverCreditLimit(Refused):
    """The account is full, over all sites (S-155)."""

    sentence = _("The credit limit of %(customer)s would be passed: %(owed)s is owed, the limit is %(limit)s.")


class StillUndecided(Conflict):
    """A charge whose outcome nobody knows blocks the next one (F-45)."""

    sentence = _("A card payment of %(amount)s is not decided yet. Look at the terminal and ask it again first.")


@dataclass(frozen=True, slots=True)
class Tender:
    """What is handed over, in minor units: for cash, before change is given back.

    `code` is a gift card's; it is never stored. `parts`: when what stays owed as instalments falls due.
    """

    tender: str
    amount_minor: int
    reference: str = ""
    id: UUID = field(default_factory=new_id)
    parts: Parts | None = None
    code: str = field(default="", repr=False)

    @property
    def printed(self) -> str:
        """What is stored and printed of it: a reference, or the end of a gift card's code."""
        return gift_codes.masked(self.code) if self.code else self.reference


@dataclass(frozen=True, slots=True)
class Taken:
    """One tender after settling: `settles` of the document, and cash's change and rounding."""

    tender: Tender
    settles: int
    change: int = 0
    rounding: int = 0

    @property
    def kept(self) -> int:
        """What stays with us."""
        return self.settles + self.rounding


def settled(total: int, tenders: Sequence[Tender], site: Site) -> list[Taken]:
    """Each tender with its part of `total` when together they settle it (M-30, M-31).

    Refuses with WrongAmount, UnknownTender, TooMuch, TooLittle, UnevenCash.
    """
    result = _settle(total, tenders, site.cash_step_minor)
    if not result.settled:
        raise TooLittle(left=Money(result.remaining, site.currency))
    coins = [one for one in tenders if one.tender == "cash"]
    taken = [Taken(one, one.amount_minor) for one in tenders if one.tender != "cash"]
    rest = total - sum(one.settles for one in taken)
    for n, one in enumerate(coins):
        last = n == len(coins) - 1
        settles = rest if last else one.amount_minor
        change = result.change if last else 0
        rest -= settles
        taken.append(Taken(one, settles, change, one.amount_minor - change - settles))
    return taken


def part_paid(total: int, tenders: Sequence[Tender], site: Site) -> list[Taken]:
    """As `settled`, but less than `total` is fine: then nothing is rounded and no change is given."""
    if _settle(total, tenders, site.cash_step_minor).settled:
        return settled(total, tenders, site)
    return [Taken(one, one.amount_minor) for one in tenders]


def _settle(total: int, tenders: Sequence[Tender], step: int) -> Settlement:
    for one in tenders:
        if one.tender not in ROLES:
            raise UnknownTender(tender=one.tender)
        if not 0 < one.amount_minor <= HIGHEST_MINOR:
            raise WrongAmount()
    try:
        return settle(total, step, [Tendered(one.tender, one.amount_minor) for one in tenders])
    except TendersRefused as refused:
        if any(one.tender == "cash" and one.amount_minor % step for one in tenders):
            raise UnevenCash() from refused
        raise TooMuch() from refused


def check(site: Site, customer: Party, tenders: Sequence[Tender]) -> None:
    """Nothing, when the site may take the tenders from the customer; refuses with NotDeclared, NotOnAccount."""
    for one in tenders:
        fiscal.check_tender(site.fiscal_profile, one.tender, site.name)
        if one.tender == "on_account":
            check_account(customer, one.amount_minor, site.currency)


def check_account(customer: Party, amount_minor: int, currency: str) -> None:
    """Nothing, when the customer may owe so much more; refuses with NotOnAccount, OverCreditLimit (S-155)."""
    if customer.is_walk_in or customer.terms_days is None:
        raise NotOnAccount(customer=customer.name)
    if customer.credit_limit_minor:
        lock_account(customer)
        owed = sum(
            Document.objects.filter(customer__in=queries.selves(customer.pk))
            .exclude(open_minor=0)
            .values_list("open_minor", flat=True)
        )
        if owed + amount_minor > customer.credit_limit_minor:
            limit = Money(customer.credit_limit_minor, currency)
            raise OverCreditLimit(customer=customer.name, owed=Money(owed, currency), limit=limit)


def lock_account(customer: Party) -> None:
    """Whoever sells on account to a customer with a limit does so one after the other."""
    if customer.credit_limit_minor:
        Party.objects.select_for_update().get(pk=customer.pk)


_PAYMENT = (
    "id", "site", "register", "session", "ticket", "document", "customer", "tender", "purpose", "state", "currency",
    "amount_minor", "tendered_minor", "change_minor", "rounding_minor", "refunds", "reader", "provider_ref",
    "reference", "reason", "made_at", "settled_at", "channel", "provider", "dispatch_count",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """What payments are about."""

    site_id: UUID
    customer_id: UUID
    currency: str
    document_id: UUID | None = None
    ticket_id: UUID | None = None
    register_id: UUID | None = None
    session_id: UUID | None = None


def record(taken: Sequence[Taken], target: Target, *, purpose: str, at: datetime, sign: int = 1) -> None:
    """The payments are stored as taken, with their event, allocated to the target's document. Three statements.

    What is OWING is no payment. With sign −1 money goes out.
    """
    real = [one for one in taken if one.tender.tender not in OWING]
    if not real:
        return
    rows.insert(
        Payment,
        _PAYMENT,
        [(
            one.tender.id, target.site_id, target.register_id,
            target.session_id if one.tender.tender == "cash" else None, target.ticket_id, target.document_id,
            target.customer_id, one.tender.tender, purpose, "taken", target.currency, sign * one.settles,
            sign * one.tender.amount_minor, sign * one.change, sign * one.rounding, None, "", "",
            one.tender.printed, "", at, at, "counter", "", 0,
        ) for one in real],
    )  # fmt: skip
    rows.insert(
        PaymentEvent, ("payment", "n", "state", "facts", "at"), [(one.tender.id, 1, "taken", {}, at) for one in real]
    )
    if target.document_id:
        allocate([(one.tender.id, target.document_id, sign * one.settles) for one in real], at)


def allocate(parts: Sequence[tuple[UUID, UUID, int]], at: datetime) -> None:
    """(payment, document, minor) rows stand as allocations. One statement; the caller keeps `open_minor` true."""
    rows.insert(Allocation, ("payment", "document", "amount_minor", "at"), [(*part, at) for part in parts if part[2]])


def debits(taken: Sequence[Taken], sign: int = 1) -> list[tuple[str, int]]:
    """What the tenders post: each role gains what stays with us, cash rounding on its own role (P-1)."""
    posted = [(ROLES[one.tender.tender], sign * one.kept) for one in taken]
    rounding = sum(one.rounding for one in taken)
    return [*posted, ("rounding", -sign * rounding)] if rounding else posted


def require_decided(document: Document) -> None:
    """Nothing, when the end of every charge for the document is known; refuses with StillUndecided (F-45)."""
    if amount := _undecided(document):
        raise StillUndecided(amount=Money(amount, document.currency))


def _undecided(document: Document) -> int:
    """What charges for the document whose outcome nobody knows yet come to, in minor units."""
    charges = Payment.objects.filter(document=document, state__in=UNDECIDED, amount_minor__gt=0)
    return int(charges.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def _reserved(document: Document, tenders: Sequence[Tender]) -> int:
    """What the tenders may not pay, for an undecided charge may. Money in the bank is a fact and passes it by (F-48).

    Refuses with StillUndecided when charges may pay all of it.
    """
    if all(one.tender == "bank" for one in tenders):
        return 0
    amount = _undecided(document)
    if amount >= document.open_minor:
        raise StillUndecided(amount=Money(amount, document.currency))
    return amount


@action("payments.take", site=lambda document, *_, **__: document.site_id)
def take(
    document: Document, tenders: Sequence[Tender], *, register: Register | None = None, by: Actor, at: datetime
) -> list[Payment]:
    """Money towards a posted document: paid in full or in part, allocated, booked, and in the register's journal (P-3).

    Cash may be more than is owed when it settles the rest: change and rounding follow M-31. What a card charge of
    unknown outcome may still pay counts as paid (F-45). Refuses with NothingOwed, StillUndecided, StaysOwed,
    NotDeclared, DrawerClosed, StoreCreditTooLow, and as `settled` and `gift_cards.spend` do.
    """
    fresh = Document.objects.select_for_update(of=("self",)).select_related("site", "customer").get(pk=document.pk)
    if fresh.open_minor <= 0:
        raise NothingOwed()
    if any(one.tender in OWING for one in tenders):
        raise StaysOwed()
    left = fresh.open_minor - _reserved(fresh, tenders)
    check(fresh.site, fresh.customer, tenders)
    till = tills.open_till(register, needs_drawer=any(one.tender == "cash" for one in tenders))
    taken = part_paid(left, tenders, fresh.site)
    target = Target(
        fresh.site_id, fresh.customer_id, fresh.currency, fresh.pk, fresh.ticket_id, till.register_id, till.session_id
    )
    record(taken, target, purpose="invoice", at=at)
    store_credit.spend(fresh.customer, taken, currency=fresh.currency, document_id=fresh.pk, at=at)
    gift_cards.spend(taken, currency=fresh.currency, document_id=fresh.pk, at=at)
    paid = sum(one.settles for one in taken)
    Document.objects.filter(pk=fresh.pk).update(open_minor=F("open_minor") - paid)
    day = costing.business_day(fresh.site, at)
    for one in taken:
        ledger.write(
            [ledger.Draft(
                site_id=fresh.site_id, day=day, text=ledger.worded(_("Payment"), fresh.number), source_kind="payment",
                source_id=one.tender.id, currency=fresh.currency, series=till.ledger_series,
                postings=[*debits([one]), ("receivables", -one.settles)],
            )],
            at=at,
        )  # fmt: skip
    till.journal("invoice_payment", {
        "document": fresh.pk.hex, "tenders": [{"method": one.tender.tender, "amount": one.kept} for one in taken],
        "rounding": sum(one.rounding for one in taken), "liability_in": paid,
    }, by=by, at=at)  # fmt: skip
    touch(fresh)
    publish(PaymentTaken(document=fresh.pk, ticket=fresh.ticket_id, amount_minor=paid))
    return list(Payment.objects.filter(pk__in=[one.tender.id for one in taken]))

"""The counter sale, whole: lines, goods, receipt, money, books and journal in one action and few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting.ledger import worded
from vaxel.business.accounting.tax import TaxGroup
from vaxel.business.billing import deposits, documents, goods, posting
from vaxel.business.billing.models import Document
from vaxel.business.locations.models import Register
from vaxel.business.parties import queries as parties
from vaxel.business.parties.models import Party
from vaxel.business.payments import gift_cards, instalments, kept, print_jobs, store_credit, tenders, tills
from vaxel.business.payments.cards import NotCounter, require_decided
from vaxel.business.payments.events import SaleRungUp
from vaxel.business.payments.instalment_rules import Parts, schedule
from vaxel.business.tickets import costing, fees, lines, papers, pricing, serials, upkeep
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tickets.permits import NOBODY, Answer, Permit
from vaxel.business.tickets.states import TICKET
from vaxel.business.tickets.tickets import basis_for
from vaxel.business.tickets.totals import Totals, total
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel import numbering
from vaxel.kernel.actions import action, publish, rehearsal, touch_row
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows, setup, statements
from vaxel.kernel.faults import crash_point
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import Money
from vaxel.kernel.refusals import BadInput, Conflict, Refused

MOST_LINES = 500
NOTHING_KEPT = kept.Kept()


@dataclass(frozen=True, slots=True)
class Told:
    """What differs when a till tells of what has happened there already: when, by which number, paid how.

    `event` and `head` are added to the register's event and to the paper; `series` and `number` are the paper's.
    """

    happened_at: datetime
    series: str
    number: int
    taken: Sequence[tenders.Taken] = ()
    head: Mapping[str, Any] = field(default_factory=dict)
    event: Mapping[str, Any] = field(default_factory=dict)
    prints: bool = False


class NothingSold(BadInput):
    """A sale without lines."""

    sentence = _("There is nothing on the ticket yet. Scan or type a part first.")


class TooManyLines(BadInput):
    """More lines than a receipt can hold."""

    sentence = _("A sale holds at most 500 lines. Split it into two.")


class PaidTooMuch(Conflict):
    """More is with us than the sale costs."""

    sentence = _("%(over)s more has been charged than this costs. Put back what was taken off, or sell more.")


class OneWayOwed(BadInput):
    """What stays owed is one sum on one invoice."""

    sentence = _("What stays owed is either on account or in parts, not both.")


class NoPrice(Refused):
    """A line that has no price cannot be sold."""

    sentence = _("%(text)s has no price. Type one first.")


@dataclass(frozen=True, slots=True)
class Sale:
    """What is being sold: an unsaved or saved ticket with its one job, and what its lines sum to."""

    ticket: Ticket
    job: Job
    lines: Sequence[Line]
    totals: Totals


@action("sales.ring_up", site=lambda register, *_, **__: register.site_id)
def ring_up(
    register: Register, wishes: Sequence[lines.Wish], paid: Sequence[tenders.Tender], *, customer: Party | None = None,
    vehicle: Vehicle | None = None, id: UUID | None = None, language: str = "sv", answer: Answer = NOBODY, by: Actor,
    at: datetime,
) -> dict[str, Any]:  # fmt: skip
    """A counter sale stands: ticket, receipt (or invoice, when on account), goods out, money in, books and journal.

    A fixed number of statements whatever the number of lines. Without a customer it is the walk-in customer's.
    Refuses as `lines.add` and `tenders.settled` do, with Short, NothingSold, NoPrice, NotDeclared, DrawerNotOpen,
    ClockBehind, NotOnAccount, OverCreditLimit, StoreCreditTooLow and PaidByGiftCard; as `gift_cards.spend`; for
    tracked parts as `stock.lots.choose` does.
    """
    _check_size(wishes)
    with setup.remembered():
        buyer = parties.standing(customer) if customer else parties.walk_in()
        tenders.check(register.site, buyer, paid)
        till = tills.open_till(register, needs_drawer=any(one.tender == "cash" for one in paid))
        sale = _drafted(register, buyer, vehicle, wishes, id=id, language=language, answer=answer, by=by, at=at)
        named = {wish.id: wish.lots for wish in wishes if wish.lots}
        serials.of_wishes(((line, named[line.pk]) for line in sale.lines if line.pk in named), register.site_id)
        return close(till, sale, paid, buyer=buyer, fresh=True, by=by, at=at)


def priced(
    register: Register, wishes: Sequence[lines.Wish], *, customer: Party | None = None,
    vehicle: Vehicle | None = None, answer: Answer = NOBODY, by: Actor, at: datetime,
) -> Totals:  # fmt: skip
    """What `ring_up` would ask for these lines now, their fees with them; nothing is stored. Refuses as it does."""
    _check_size(wishes)
    buyer = parties.standing(customer) if customer else parties.walk_in()
    with rehearsal(by, at):
        return _drafted(register, buyer, vehicle, wishes, id=None, language="sv", answer=answer, by=by, at=at).totals


def _check_size(wishes: Sequence[object]) -> None:
    if not wishes:
        raise NothingSold()
    if len(wishes) > MOST_LINES:
        raise TooManyLines()


def _drafted(
    register: Register, buyer: Party, vehicle: Vehicle | None, wishes: Sequence[lines.Wish], *, id: UUID | None,
    language: str, answer: Answer, by: Actor, at: datetime,
) -> Sale:  # fmt: skip
    """The sale's ticket, job and lines, priced and permitted, not stored yet."""
    site = register.site
    ticket = Ticket(
        id=id or new_id(), ref=0, site=site, register=register, kind="counter", state="posted", order_status="invoiced",
        customer=buyer, vehicle=vehicle, currency=site.currency, price_basis=basis_for(buyer), made_at=at,
        made_by_id=by.id if by.kind == "staff" else None, posted_at=at,
    )  # fmt: skip
    job = Job(id=new_id(), ticket=ticket, work="completed", decision="undecided")
    terms = pricing.terms(ticket, at, language)
    drafted = lines.draft(terms, job, wishes, Permit(by, answer, site.pk))
    for n, line in enumerate(drafted):
        line.position = n
    drafted = sorted([*drafted, *fees.hung(terms, drafted)], key=lambda line: (line.position, line.kind == "fee"))
    totals = total(
        [costing.costed_job(job, drafted)], basis="incl" if ticket.price_basis == "incl" else "excl", rates=terms.tax
    )
    return Sale(ticket, job, drafted, totals)


@action("sales.finish", site=lambda ticket, *_, **__: ticket.site_id)
def finish(
    ticket: Ticket, paid: Sequence[tenders.Tender], *, register: Register, by: Actor, at: datetime
) -> dict[str, Any]:
    """A counter ticket that was built line by line is sold: deposits, cards already taken for it and these tenders pay.

    The answer and the refusals are those of `ring_up`, and TicketClosed, StillUndecided, NotCounter,
    PaidTooMuch.
    """
    fresh = upkeep.require_open(ticket)
    if fresh.kind != "counter":
        raise NotCounter()
    require_decided(fresh)
    contents = costing.load(fresh)
    drafted = [line for job in contents.counted() for line in contents.lines[job.pk]]
    _check_size(drafted)
    tenders.check(fresh.site, fresh.customer, paid)
    till = tills.open_till(register, needs_drawer=any(one.tender == "cash" for one in paid))
    rates = costing.rates_for(fresh.site, costing.business_day(fresh.site, at))
    totals = costing.sum_of(contents, contents.counted(), rates)
    TICKET.check(fresh.state, "posted")
    sale = Sale(fresh, contents.counted()[0], drafted, totals)
    held = kept.of(fresh, totals.gross)
    return close(till, sale, paid, buyer=fresh.customer, fresh=False, held=held, by=by, at=at)


def close(
    till: tills.Till, sale: Sale, paid: Sequence[tenders.Tender], *, buyer: Party, fresh: bool,
    held: kept.Kept = NOTHING_KEPT, told: Told | None = None, by: Actor, at: datetime,
) -> dict[str, Any]:  # fmt: skip
    """The sale is posted, paid and booked; part of an action. `fresh`: its ticket is not stored yet.

    What is `held` of the customer's pays first. `told`: a till says it has happened, so goods may go below nothing
    and the money is what the till counted (F-10). The answer names ticket, document, number, sums, change and rounding.
    """
    assert till.head
    assert till.company
    ticket, totals = sale.ticket, sale.totals
    for line in sale.lines:
        if not line.priced:
            raise NoPrice(text=line.text)
    before = [
        tenders.Taken(tenders.Tender("card", one.amount_minor, id=one.pk), one.amount_minor) for one in held.cards
    ]
    rest = totals.gross - held.settles
    if rest < 0:
        raise PaidTooMuch(over=Money(-rest, ticket.currency))
    settled = list(told.taken) if told else []
    new = tenders.settled(rest, paid, ticket.site) if not told and (rest or paid) else settled
    taken = [*before, *new]
    parts = _parts(ticket, buyer, new, at)
    given = gift_cards.lines_of(sale.lines)
    if given:
        gift_cards.check_paid(paid)
    with statements.together():
        gone = _hand_over(sale, fresh=fresh, told=told, at=at)
        owed = sum(one.settles for one in taken if one.tender.tender in tenders.OWING)
        ticket.net_minor, ticket.tax_minor, ticket.gross_minor = totals.net, totals.tax, totals.gross
        if fresh:
            ticket.ref = numbering.handle(f"ticket:{ticket.site_id}", str(till.register_id))
            rows.insert_all([ticket])
            rows.insert_all([sale.job])
            rows.insert_all(sale.lines)
        else:
            ticket.state, ticket.order_status, ticket.posted_at, ticket.register_id = (
                "posted",
                "invoiced",
                at,
                till.register_id,
            )
            ticket.version += 1
            ticket.save()
        issued = documents.issue(_document(till, sale, taken, gone, held, owed=owed, told=told, by=by, at=at), at=at)
        target = tenders.Target(
            ticket.site_id, buyer.pk, ticket.currency, issued.id, ticket.pk, till.register_id, till.session_id
        )
        tenders.record(new, target, purpose="sale", at=at)
        tenders.allocate([(one.tender.id, issued.id, one.settles) for one in before], at)
        tenders.allocate([(payment.pk, issued.id, part) for payment, part in held.released], at)
        deposits.record(held.deposits, issued.id, at)
        store_credit.spend(buyer, new, currency=ticket.currency, document_id=issued.id, at=at)
        gift_cards.spend(new, currency=ticket.currency, document_id=issued.id, at=at)
        gift_cards.sell(
            [(line, totals.lines[line.pk].amount) for line in given], site_id=ticket.site_id, currency=ticket.currency,
            document_id=issued.id, at=at,
            until=gift_cards.lives_until(costing.business_day(ticket.site, at), till.company.gift_card_years,
                                         till.company.country),
        )  # fmt: skip
        if parts:
            instalments.begin(
                issued.id, site_id=ticket.site_id, customer_id=buyer.pk, currency=ticket.currency,
                principal_minor=owed, parts=parts, at=at,
            )  # fmt: skip
        till.journal("sale", {**_event(sale, issued, taken, held), **(told.event if told else {})}, by=by, at=at)
    if told is None or told.prints:
        print_jobs.lay(
            issued.id, f"{issued.kind} {issued.number}", site_id=ticket.site_id, register_id=till.register_id, at=at
        )
    crash_point("W7.before_commit")
    touch_row(Ticket, ticket.pk)
    touch_row(Document, issued.id)
    publish(SaleRungUp(document=issued.id, ticket=ticket.pk, gross_minor=totals.gross))
    return {
        "ticket": str(ticket.pk), "ticket_ref": ticket.ref, "document": str(issued.id), "kind": issued.kind,
        "number": issued.number, "currency": ticket.currency, "net_minor": totals.net, "tax_minor": totals.tax,
        "gross_minor": totals.gross, "change_minor": sum(one.change for one in taken),
        "rounding_minor": sum(one.rounding for one in taken),
        "payments": [str(one.tender.id) for one in taken if one.tender.tender not in tenders.OWING],
    }  # fmt: skip


def _parts(ticket: Ticket, buyer: Party, taken: Sequence[tenders.Taken], at: datetime) -> Parts | None:
    """How what stays owed is paid in parts, if it is. Refuses as `instalments.check` does, with OneWayOwed."""
    owing = [one.tender for one in taken if one.tender.tender in tenders.OWING]
    parted = [one for one in owing if one.tender == instalments.TENDER]
    if not parted:
        return None
    if len(owing) > 1:
        raise OneWayOwed()
    instalments.check(ticket.site, buyer, parted[0].parts, costing.business_day(ticket.site, at))
    return parted[0].parts


def _hand_over(sale: Sale, *, fresh: bool, told: Told | None, at: datetime) -> goods.Goods:
    sold = [
        goods.Sold(line.pk, line.part_id, line.part.stocking, line.quantity_milli, line.cost_minor)
        for line in sale.lines
        if line.part is not None and line.part_id is not None and not line.customer_supplied
    ]
    return goods.hand_over(
        sold, site_id=sale.ticket.site_id, kind="sale", at=at, happened_at=told.happened_at if told else None,
        allow_short=told is not None, fresh=fresh,
    )  # fmt: skip


def _document(
    till: tills.Till, sale: Sale, taken: Sequence[tenders.Taken], gone: goods.Goods, held: kept.Kept, *, owed: int,
    told: Told | None, by: Actor, at: datetime,
) -> documents.Draft:  # fmt: skip
    """A receipt in the register's series; an invoice in the company's when something stays owed."""
    assert till.head
    assert till.company
    ticket = sale.ticket
    happened_at = told.happened_at if told else at
    day = costing.business_day(ticket.site, happened_at)
    by_staff = by.id if by.kind == "staff" else None
    return documents.Draft(
        kind=Document.INVOICE if owed else Document.RECEIPT,
        series="invoice" if owed else told.series if told else f"receipt:{till.register_id}",
        number=told.number if told and not owed else 0,
        site_id=ticket.site_id, customer_id=ticket.customer_id, currency=ticket.currency, basis=ticket.price_basis,
        lines=[
            posting.draft_line(line, sale.job, sale.totals.lines.get(line.pk), gone.costs.get(line.pk), by_staff)
            for line in sale.lines
        ],
        taxes=sale.totals.groups, day=day, happened_at=happened_at,
        text=_("Invoice") if owed else worded(_("Receipt"), till.head.register),
        head={
            "texts": papers.texts(
                till.company, papers.INVOICE_TEXTS if owed else papers.RECEIPT_TEXTS, ticket.customer.language
            ),
            "seller": papers.seller(till.company, ticket.site),
            "buyer": papers.buyer(ticket.customer, ticket.po_number),
            "vehicle": papers.car(ticket.vehicle), "ticket_ref": ticket.ref, "register": till.head.register,
            "cashier": by.name, **(told.head if told else {}),
        },
        settled=[*tenders.debits(taken), *_from_before(held)], deposit_minor=held.deposited,
        extra=gone.extra, goods_cost=gone.moved_cost, ticket_id=ticket.pk,
        register_id=till.register_id, open_minor=owed, ledger_series=till.ledger_series,
        due_on=_due(ticket, taken, day) if owed else None,
    )  # fmt: skip


def _due(ticket: Ticket, taken: Sequence[tenders.Taken], day: date) -> date:
    """When all of what stays owed is due: by the customer's terms, or with the last part."""
    parts = next((one.tender.parts for one in taken if one.tender.parts), None)
    if parts:
        return schedule(0, parts)[-1][0]
    return day + timedelta(days=ticket.customer.terms_days or 0)


def _from_before(held: kept.Kept) -> list[tuple[str, int]]:
    """What using money of before posts: the customer's credit and the deposits' liabilities are gone (P-4)."""
    credit = [("receivables", held.owed_to_customer)] if held.owed_to_customer else []
    return [*credit, *deposits.postings(held.deposits)]


def _event(sale: Sale, issued: documents.Issued, taken: Sequence[tenders.Taken], held: kept.Kept) -> dict[str, Any]:
    """The register's event of the sale: everything a Z report sums (R-12), no names of people (M-54)."""
    totals, services = sale.totals, {"labour", "sublet"}
    given = sum(totals.lines[line.pk].amount for line in gift_cards.lines_of(sale.lines))
    return {
        "document": issued.id.hex, "number": issued.number, "series": issued.series, "currency": sale.ticket.currency,
        "groups": groups(without(totals.groups, given)),
        "tenders": [{"method": one.tender.tender, "amount": one.kept} for one in taken],
        "rounding": sum(one.rounding for one in taken), "discount": totals.discount,
        "liability_in": held.on_cards - held.settles + given,
        "goods": sum(line.kind == "part" for line in sale.lines),
        "services": sum(line.kind in services for line in sale.lines),
        "lines": [
            {"name": line.text, "number": line.number, "qty_milli": line.quantity_milli, "unit": line.unit,
             "price_cm": line.unit_price_cm, "amount": totals.lines[line.pk].amount, "kind": line.kind}
            for line in sale.lines if line.pk in totals.lines
        ],
    }  # fmt: skip


def groups(taxes: Sequence[Any], sign: int = 1) -> list[dict[str, Any]]:
    """Tax groups as a journal payload holds them: the rate as percent in text (M-53)."""
    return [
        {"category": one.category, "rate": percent(one.ppm), "net": sign * one.net, "tax": sign * one.tax}
        for one in taxes
    ]


def without(taxes: Sequence[TaxGroup], given: int) -> list[TaxGroup]:
    """The tax groups without what is no sale: gift cards, which are a debt outside VAT (M-36)."""
    if not given:
        return [*taxes]
    rest = [replace(one, net=one.net - given) if one.category == "O" else one for one in taxes]
    return [one for one in rest if one.net or one.tax]


def percent(ppm: int) -> str:
    """250 000 is "25", 88 750 is "8.875"."""
    whole, rest = divmod(ppm, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")

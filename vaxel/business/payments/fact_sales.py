"""A sale that a till has made without us: booked as it was rung up, and compared with what the rules here say."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as say

from vaxel.business.catalog.models import Fee, Operation, Part
from vaxel.business.locations import fiscal, limits
from vaxel.business.parties import queries as parties
from vaxel.business.parties.models import Party
from vaxel.business.payments import fact_rules, sales, tenders, tills
from vaxel.business.payments.fact_context import Told
from vaxel.business.payments.fact_rules import Body
from vaxel.business.stock.lots import LotIn
from vaxel.business.tickets import costing, lines, pricing, serials
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tickets.totals import Totals, total
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.db import reads, setup
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import MILLION, line_amount, rdiv
from vaxel.kernel.refusals import Refused

KINDS = frozenset({"part", "labour", "fee", "core", "note"})


def book(told: Told) -> dict[str, Any]:
    """The sale stands as `sales.ring_up` would leave it, with the till's own prices, money, moment and number (F-10).

    Refuses with Unreadable, NothingSold, TooManyLines, UnknownTender, StoreCreditTooLow, NoChart.
    """
    body = told.body
    wishes = body.many("lines")
    _check(wishes)
    with setup.remembered():
        buyer = _buyer(told)
        till = tills.open_till(told.register)
        sale = _as_sold(told, buyer, wishes)
        paid = fact_rules.handed(body)
        if any(one.tender not in tenders.ROLES for one in paid):
            raise tenders.UnknownTender(tender=", ".join(one.tender for one in paid))
        taken, off = fact_rules.agreed(sale.totals.gross, paid)
        if off:
            told.clash("sum_differs", told_minor=sale.totals.gross - off, sum_minor=sale.totals.gross)
        if body.whole("tax_minor", sale.totals.tax) != sale.totals.tax:
            told.clash("tax_differs", told_minor=body.whole("tax_minor", 0), tax_minor=sale.totals.tax)
        look_at_money(told, buyer, taken, has_drawer=till.session_id is not None)
        told.require("sales.ring_up", say("sell"))
        return sales.close(
            till, sale, (), buyer=buyer, fresh=True, by=told.by, at=told.at,
            told=sales.Told(
                told.happened_at, told.fact.series, told.fact.number or 0, taken,
                head={"till": told.label, "device_seq": told.fact.seq}, event=told.event, prints=told.prints,
            ),
        )  # fmt: skip


def _check(wishes: list[Body]) -> None:
    if not wishes:
        raise sales.NothingSold()
    if len(wishes) > sales.MOST_LINES:
        raise sales.TooManyLines()


def _buyer(told: Told) -> Party:
    who = told.body.id("customer")
    if who is None:
        return parties.walk_in()
    found = Party.objects.select_related("merged_into").filter(pk=who).first()
    if found is None:
        told.clash("unknown_customer")
        return parties.walk_in()
    return found.merged_into or found


def _as_sold(told: Told, buyer: Party, wishes: list[Body]) -> sales.Sale:
    """The sale's ticket, job and lines with the till's prices, not stored yet; its sums by our arithmetic."""
    body, at = told.body, told.happened_at
    ticket = Ticket(
        id=told.fact.uuid, ref=0, site=told.site, register=told.register, kind="counter", state="posted",
        order_status="invoiced", customer=buyer, vehicle=_vehicle(told), currency=told.site.currency,
        price_basis="excl" if body.text("basis", 4) == "excl" else "incl", made_at=at,
        made_by_id=told.by.id, posted_at=told.at,
    )  # fmt: skip
    job = Job(id=new_id(), ticket=ticket, work="completed", decision="undecided")
    drafted = _lines(told, ticket, job, wishes)
    terms = pricing.terms(ticket, at, body.text("language", 2) or "sv")
    _compare_prices(told, terms, drafted, {one.an_id("id"): one for one in wishes})
    return sales.Sale(ticket, job, drafted, _sums(ticket, job, drafted, terms))


def _vehicle(told: Told) -> Vehicle | None:
    which = told.body.id("vehicle")
    found = Vehicle.objects.filter(pk=which).first() if which else None
    if which and found is None:
        told.clash("unknown_vehicle")
    return found


def _sums(ticket: Ticket, job: Job, drafted: list[Line], terms: pricing.Terms) -> Totals:
    basis = "incl" if ticket.price_basis == "incl" else "excl"
    return total([costing.costed_job(job, drafted)], basis=basis, rates=terms.tax)  # type: ignore[arg-type]


def _lines(told: Told, ticket: Ticket, job: Job, wishes: list[Body]) -> list[Line]:
    """The lines as they were sold. What they name is looked up; a part that is not here leaves its words."""
    named = sorted({found for one in wishes if (found := one.id("part"))})
    parts = reads.things(Part, f"t.id IN ({reads.marks(named)})", named) if named else []
    known = {part.pk: part for part in parts}
    fees = Fee.objects.in_bulk({found for one in wishes if (found := one.id("fee"))})
    operations = Operation.objects.in_bulk({found for one in wishes if (found := one.id("operation"))})
    drafted: dict[UUID, Line] = {}
    for n, one in enumerate(wishes):
        kind, wanted = one.text("kind", 12) or "part", one.id("part")
        if kind not in KINDS:
            raise fact_rules.Unreadable(field="kind")
        part = known.get(wanted) if wanted else None
        made = _line(ticket, job, one, kind, part)
        if made.pk in drafted:
            raise fact_rules.Unreadable(field="id")
        made.position = n
        made.fee = fees.get(fee) if (fee := one.id("fee")) else None
        made.operation = operations.get(operation) if (operation := one.id("operation")) else None
        made.parent = drafted.get(parent) if (parent := one.id("parent")) else None
        drafted[made.pk] = made
        _look_at_part(told, made, is_named=wanted is not None, lots=one.many("lots"))
    return list(drafted.values())


def _line(ticket: Ticket, job: Job, one: Body, kind: str, part: Part | None) -> Line:
    made = Line(
        id=one.an_id("id"), ticket=ticket, job=job, kind=kind, part=part, text=one.text("text") or "–",
        number=one.text("number", 60), unit=one.text("unit", 6) or "pcs", quantity_milli=one.whole("quantity_milli"),
        unit_price_cm=one.whole("unit_price_cm", 0), discount_ppm=one.whole("discount_ppm", 0),
        discount_minor=one.whole("discount_minor", 0), tax_code=one.text("tax_code", 20) or "standard",
        price_source="override" if one.is_true("typed") else "list", price_trail={"till": True},
    )  # fmt: skip
    if part is not None:
        made.cost_minor, made.discountable = part.cost_minor, part.discountable
    if kind != "note":
        lines.check_quantity(made)
    if not 0 <= made.unit_price_cm <= lines.HIGHEST_CM:
        raise fact_rules.Unreadable(field="unit_price_cm")
    before = line_amount(made.quantity_milli, made.unit_price_cm).before
    off = rdiv(before * made.discount_ppm, MILLION) + made.discount_minor
    if not 0 <= made.discount_ppm <= MILLION or not 0 <= made.discount_minor <= off <= before:
        raise fact_rules.Unreadable(field="discount_minor")
    return made


def _look_at_part(told: Told, made: Line, *, is_named: bool, lots: list[Body]) -> None:
    if is_named and made.part is None:
        told.clash("unknown_part", text=made.text, number=made.number)
    if made.part is not None and made.part.retired_at is not None:
        told.clash("part_retired", text=made.text)
    if made.part is not None and lots:
        named = [LotIn(one.text("code", 60), one.whole("quantity_milli", 1000)) for one in lots]
        try:
            serials.of_wishes([(made, named)], told.site.pk)
        except Refused:
            told.clash("unknown_lot", text=made.text)


def _compare_prices(told: Told, terms: pricing.Terms, drafted: list[Line], asked: dict[UUID, Body]) -> None:
    """Clashes where lists, limits and rights would have said otherwise; what was sold stays (F-19)."""
    found = pricing.part_prices(terms, [line.part for line in drafted if line.part])
    limit = None
    for line in drafted:
        if line.part_id and line.part_id in found and line.kind == "part":
            ours = found[line.part_id].unit_price_cm
            if ours != line.unit_price_cm:
                line.price_source = "override"
                line.price_trail = {"till": True, "computed_cm": ours, "source": "list", "by": told.by.name}
                if asked[line.pk].is_true("typed"):
                    told.require("prices.override", say("type a price"))
                else:
                    told.clash("price_differs", text=line.text, sold_cm=line.unit_price_cm, price_cm=ours)
        if line.discount_ppm or line.discount_minor:
            limit = _limit(told) if limit is None else limit
            before = line_amount(line.quantity_milli, line.unit_price_cm).before
            off = rdiv(before * line.discount_ppm, MILLION) + line.discount_minor
            if off > rdiv(before * limit, MILLION):
                who = told.operator.name if told.operator else "–"
                told.clash("not_permitted", who=who, what=say("give so large a discount"))


def _limit(told: Told) -> int:
    """The largest discount the two at the till may give alone."""
    return max(limits.discount_ppm(one, told.site.pk) if one else 0 for one in (told.operator, told.second))


def look_at_money(told: Told, buyer: Party, taken: list[tenders.Taken], *, has_drawer: bool) -> None:
    """Clashes of the tenders: not declared, no account or above its limit, a drawer that was closed."""
    for one in taken:
        tender = one.tender.tender
        if not fiscal.may_take(told.site.fiscal_profile, tender):
            told.clash("not_declared", tender=tender)
        if tender == "cash" and not has_drawer:
            told.clash("drawer_closed")
        if tender == "on_account":
            try:
                tenders.check_account(buyer, one.settles, told.site.currency)
            except (tenders.NotOnAccount, tenders.OverCreditLimit):
                told.clash("over_credit", customer=buyer.name)

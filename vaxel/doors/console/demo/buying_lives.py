"""The demo buys: suppliers with prices, orders on their way, half a delivery, a bill that differs, cores owed."""

from collections.abc import Sequence
from datetime import date, datetime

from vaxel.business.catalog import fees
from vaxel.business.catalog.models import Part
from vaxel.business.parties import parties
from vaxel.business.parties.models import Party
from vaxel.business.payments import sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.purchasing import (
    bills,
    changes,
    claims,
    cores,
    lost_sales,
    offers,
    orders,
    posting,
    receiving,
    returns,
    rules,
    suppliers,
)
from vaxel.business.purchasing.bills import Charge
from vaxel.business.purchasing.changes import Said
from vaxel.business.purchasing.models import GoodsReceipt, PurchaseOrder, Supplier
from vaxel.business.purchasing.offers import Terms
from vaxel.business.purchasing.orders import Want
from vaxel.business.purchasing.receiving import Came
from vaxel.business.purchasing.returns import Back
from vaxel.business.stock import queries as stock
from vaxel.business.stock.places import store
from vaxel.business.tickets import buying, jobs, lines, tickets
from vaxel.business.tickets.buying import Pick
from vaxel.business.tickets.models import Line
from vaxel.doors.console.demo.calendar import Life, moment, workdays
from vaxel.doors.console.demo.stage import Place, Stage
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import rdiv

CORE = ("battery", 15_000)
MOST_OFFERS = 240


def begin(stage: Stage, at: datetime) -> None:
    """Three suppliers, each ordered from in its own way, with prices of the parts that sell."""
    said = stage.said(at)
    known = {one.name: one for one in Party.objects.filter(is_supplier=True).order_by("name")}
    direct = parties.add(kind="company", name="Bildelar Direkt AB", is_supplier=True, is_customer=False,
                         phone="08-465 004 90", email="order@bildelardirekt.example", **said)  # fmt: skip
    nordic = suppliers.add(
        known["Nordiska Reservdelsgrossisten AB"], customer_number="10042", send_by="link", link="demo-nordiska",
        cutoff="15:30", core_days=60, return_days=30, minimum_minor=20_000, **said,
    )  # fmt: skip
    tyres = suppliers.add(known["Däckpartner Sverige AB"], order_email="order@dackpartner.example", send_by="mail",
                          lead_days=2, freight_minor=24_500, freight_free_minor=500_000, **said)  # fmt: skip
    cheap = suppliers.add(direct, send_by="link", link="demo-direkt", lead_days=1, freight_minor=9_900, **said)
    named = {part.pk for part in stage.named.values()}
    rest = Part.objects.exclude(stocking="kit").exclude(pk__in=named).order_by("norm", "pk")[:MOST_OFFERS]
    for n, part in enumerate([*stage.named.values(), *rest]):
        if part.stocking == "kit":
            continue
        first = tyres if "däck" in part.name_sv.lower() else nordic
        number = f"{'DP' if first == tyres else 'NG'}-{part.number}"[:60]
        core = CORE[1] * 80 if part == stage.named[CORE[0]] else 0
        offers.set_offer(first, part, terms=Terms(number, part.cost_minor * 100, core_cm=core), preferred=True, **said)
        if n % 3 == 0 and first != tyres:
            offers.set_offer(cheap, part, terms=Terms(f"BD {part.number}"[:60], part.cost_minor * 97), **said)


def last_days(stage: Stage, place: Place) -> Life:
    """The last three working days at the site: ordered, half received, billed wrongly, sold with a core."""
    days = workdays(stage.first, stage.end.date())[-3:]
    nordic, tyres = (Supplier.objects.get(party__name__startswith=name) for name in ("Nordiska", "Däckpartner"))
    who = place.who("manager", "owner")
    at = yield moment(days[0], 10, 5)
    one, two, three = (_ordered(stage, place, nordic, keys, by=who, at=at)
                       for keys in (("pads", "disc", "oil_filter"), ("blades", "h7"), ("plug", "coolant")))  # fmt: skip
    winter = _ordered(stage, place, tyres, ("winter",), by=who, at=at)
    changes.confirm(winter, supplier_ref="DP-20417", lines=[
        Said(line.pk, expected_on=stage.due, back_ordered=True) for line in winter.lines.all()
    ], by=who, at=at)  # fmt: skip
    at = yield moment(days[1], 7, 25)
    _come(place, two, 1, note="F-88120", by=who, at=at)
    came = _come(place, one, 2, note="F-88121", by=who, at=at)
    at = yield moment(days[1], 9, 40)
    _bill(nordic, place, two, "554120", days[1], more_ppm=0, by=who, at=at)
    _bill(nordic, place, one, "554121", days[1], more_ppm=80_000, by=who, at=at)
    line = came.lines.select_related("part").order_by("pk").first()
    if line:
        goods = [Back(line.part, 1000, line)]
        returns.draft(place.site, supplier=nordic, reason="wrong", goods=goods, text="Fel i lådan", by=who, at=at)
    sent = claims.open_claim(place.site, supplier=nordic, text="Hjullager, glapp efter 900 km", parts_minor=62_000,
                             labour_minor=118_000, part=stage.named["bearing"], by=who, at=at)  # fmt: skip
    claims.send(sent, their_number="G-1187", by=who, at=at)
    at = yield moment(days[2], 11, 10)
    changes.confirm(three, supplier_ref="S1093", by=who, at=at)
    _cores(stage, place, at)
    _asked_for(stage, place, at)
    _special(stage, place, at)


def _ordered(
    stage: Stage, place: Place, supplier: Supplier, keys: Sequence[str], *, by: Actor, at: datetime
) -> PurchaseOrder:  # fmt: skip
    wants = [Want(stage.named[key].pk, 4_000, supplier.pk) for key in keys]
    [order] = orders.draft(place.site, wants=wants, again=True, by=by, at=at)
    return orders.send(order, method="hand", anyway=True, by=by, at=at)


def _come(place: Place, order: PurchaseOrder, share: int, *, note: str, by: Actor, at: datetime) -> GoodsReceipt:
    """All of the order's lines, or of the first a half of each."""
    came = [Came(line.pk, line.quantity_milli // share) for line in order.lines.all()]
    return receiving.receive(place.site, supplier=order.supplier, came=came, delivery_note=note, by=by, at=at)


def _bill(
    supplier: Supplier, place: Place, order: PurchaseOrder, number: str, day: date, *, more_ppm: int, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """What came is billed, the first line dearer by so much."""
    charges = []
    for n, line in enumerate(order.lines.all()):
        net = rules.amount_minor(line.received_milli or line.quantity_milli // 2, line.unit_price_cm)
        if n == 0:
            net += rdiv(net * more_ppm, 1_000_000)
        charges.append(Charge("goods", net, line.received_milli or line.quantity_milli // 2, purchase_line_id=line.pk))
    net = sum(one.net_minor for one in charges)
    tax = rdiv(net, 4)
    bill = bills.enter(supplier, place.site, number=number, bill_date=day, charges=charges, tax_minor=tax,
                       gross_minor=net + tax, by=by, at=at)  # fmt: skip
    if not more_ppm:
        posting.post(bill, by=by, at=at)


def _cores(stage: Stage, place: Place, at: datetime) -> None:
    """Batteries are sold with a charge for the old one; two old ones from the workshop lie in the bank."""
    part, said = stage.named[CORE[0]], stage.said(at)
    fee = fees.define(key="battery_core", name_sv="Stompant batteri", name_en="Battery core charge", kind="core",
                      unit_price_cm=CORE[1] * 100, valid_from=at.date(), **said)  # fmt: skip
    fees.hang(fee, part=part, **said)
    who, customer = place.who("counter", "advisor"), stage.cars[0].owner
    if (stock.availability([part.pk], store(place.site.pk)).get(part.pk) or 0) >= 1_000:
        wishes = [lines.Wish(part=part)]
        total = sales.priced(place.register, wishes, customer=customer, by=who, at=at).gross
        sales.ring_up(place.register, wishes, [Tender("card", total)], customer=customer, by=who, at=at)
    cores.take_in(place.site, part=part, pieces=2, source_kind="demo", source_id=part.pk, **said)


def _asked_for(stage: Stage, place: Place, at: datetime) -> None:
    """What was asked for and not sold."""
    who = place.who("counter", "advisor")
    asked: tuple[tuple[str, str, str], ...] = (
        ("shock", "", "no_stock"), ("battery", "", "price"), ("", "Takbox till V70", "asking"),
        ("winter", "", "too_late"),
    )  # fmt: skip
    for key, text, reason in asked:
        part = stage.named.get(key)
        worth = rdiv(stage.price_cm[part.pk] * 4, 500) if part and part.pk in stage.price_cm else 0
        lost_sales.record(place.site, reason=reason, part=part, text=text, value_minor=worth, by=who, at=at)


def _special(stage: Stage, place: Place, at: datetime) -> None:
    """A customer waits for a belt kit that is ordered for them."""
    who, customer = place.who("counter", "advisor"), stage.cars[1].owner
    ticket = tickets.open_ticket(place.site, kind="counter", customer=customer, by=who, at=at)
    job = ticket.jobs.first() or jobs.add(ticket, title="", by=who, at=at)
    lines.add(job, [lines.Wish(part=stage.named["belt_kit"])], by=who, at=at)
    [row] = Line.objects.filter(ticket=ticket, kind="part")
    for order in buying.order(ticket, picks=[Pick(row.pk)], by=who, at=at):
        orders.send(order, method="hand", anyway=True, by=who, at=at)

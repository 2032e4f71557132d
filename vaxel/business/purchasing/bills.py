"""Suppliers' bills and credit notes: entered as typed, matched, decided, and posted elsewhere (K-68 to K-70)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import taxes
from vaxel.business.locations import preferences
from vaxel.business.locations.models import Site
from vaxel.business.locations.preferences import Preference
from vaxel.business.purchasing import matching, rules
from vaxel.business.purchasing.models import BillLine, Claim, PurchaseLine, ReturnLine, Supplier, SupplierBill
from vaxel.business.purchasing.states import BILL, word
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import MILLION, Money, rdiv
from vaxel.kernel.refusals import BadInput, Conflict, Forbidden, Refused

LARGEST_MINOR = 10**13
ROUNDING_MINOR = 100
ANY = "bills.accept_any"
PRICE_PPM = preferences.declare(
    Preference("bills.price_ppm", 20_000, _("How far a billed price may lie from the one received, in millionths."),
               lowest=0, highest=1_000_000)
)  # fmt: skip
PRICE_MINOR = preferences.declare(
    Preference("bills.price_minor", 5_000, _("How far a bill's line may lie from what was received, in öre."),
               lowest=0)
)  # fmt: skip
ALONE_MINOR = preferences.declare(
    Preference("bills.accept_alone_minor", 50_000, _("Largest difference on a bill one may accept, in öre."), lowest=0)
)


class BillTwice(Conflict):
    """A supplier gives a number once (K-69)."""

    sentence = _("Bill %(number)s of %(supplier)s is entered already.")


class DoesNotAddUp(BadInput):
    """The typed total is not the sum of the lines (K-69)."""

    sentence = _("The lines, VAT and rounding make %(sum)s, but the total says %(total)s.")


class BadVat(BadInput):
    """The VAT is not what the lines bring about."""

    sentence = _("VAT of %(tax)s does not fit: it should be about %(expected)s.")


class BadBill(BadInput):
    """A line names what it is for."""

    sentence = _("Line %(n)s of the bill: say what it is for, how much, and a price that is not negative.")


class NothingBilled(BadInput):
    """A bill has lines and a number."""

    sentence = _("Write the bill's number and at least one line.")


class NotTheirs(BadInput):
    """A bill charges what its supplier delivered to the site."""

    sentence = _("Line %(n)s is about another supplier's goods, or another site's.")


class DecidedAlready(Conflict):
    """A posted bill stands."""

    sentence = _("The bill is “%(state)s” and cannot be changed.")


class NothingToDecide(Refused):
    """The line agrees."""

    sentence = _("The line agrees with what was ordered and received, so there is nothing to decide.")


@dataclass(frozen=True, slots=True)
class Charge:
    """A line as the bill says it; money in the bill's currency, without VAT.

    `kind`: goods (with `purchase_line_id`), core (the same), freight, other (work bought: `source_id` may name the
    ticket's line), and on a credit note return (with `return_line_id`) and claim (with `claim_id`).
    """

    kind: str
    net_minor: int
    quantity_milli: int = 1000
    purchase_line_id: UUID | None = None
    return_line_id: UUID | None = None
    claim_id: UUID | None = None
    source_id: UUID | None = None
    text: str = ""


@action("bills.enter")
def enter(
    supplier: Supplier, site: Site, *, number: str, bill_date: date, charges: Sequence[Charge], tax_minor: int,
    gross_minor: int, rounding_minor: int = 0, due_date: date | None = None, kind: str = "bill", id: UUID | None = None,
    by: Actor, at: datetime,
) -> SupplierBill:  # fmt: skip
    """The bill (or credit note) is entered as typed and each line compared with order and receipt; nothing is posted.

    The total is typed and must equal lines, VAT and rounding (below one unit). Without `due_date` the supplier's terms
    count. Refuses with NothingBilled, BillTwice, DoesNotAddUp, BadVat, BadBill, NotTheirs.
    """
    wanted = number.strip()[:40]
    if not wanted or not charges or kind not in ("bill", "credit"):
        raise NothingBilled()
    bill = SupplierBill(
        id=id or new_id(), supplier=supplier, site=site, kind=kind, number=wanted, bill_date=bill_date,
        due_date=due_date or bill_date + timedelta(days=supplier.terms_days), currency=supplier.currency,
        rate_ppm=MILLION if supplier.currency == site.currency else supplier.rate_ppm, tax_kind=supplier.tax_kind,
        net_minor=sum(charge.net_minor for charge in charges), tax_minor=tax_minor, rounding_minor=rounding_minor,
        gross_minor=gross_minor, made_at=at,
    )  # fmt: skip
    lines = [_line(bill, n, charge) for n, charge in enumerate(charges, 1)]
    _check_sums(bill, len(charges))
    _check_theirs(bill, lines)
    _store(bill)
    compare(bill, lines)
    BillLine.objects.bulk_create(lines)
    note(number=wanted, gross_minor=gross_minor, exceptions=sum(line.agrees != "match" for line in lines))
    touch(supplier)
    return bill


def _store(bill: SupplierBill) -> None:
    try:
        with transaction.atomic():
            bill.save(force_insert=True)
    except IntegrityError:
        raise BillTwice(number=bill.number, supplier=bill.supplier.party.name) from None


def _check_sums(bill: SupplierBill, lines: int) -> None:
    total = bill.net_minor + bill.tax_minor + bill.rounding_minor
    if total != bill.gross_minor or abs(bill.rounding_minor) >= ROUNDING_MINOR:
        raise DoesNotAddUp(sum=Money(total, bill.currency), total=Money(bill.gross_minor, bill.currency))
    if bill.gross_minor < 0:
        raise NothingBilled()
    ppm = standard_ppm(bill)
    expected = rdiv(bill.net_minor * ppm, MILLION) if bill.tax_kind == "domestic" else 0
    if abs(bill.tax_minor - expected) > lines + 1 and not (bill.tax_kind == "domestic" and bill.tax_minor == 0):
        raise BadVat(tax=Money(bill.tax_minor, bill.currency), expected=Money(expected, bill.currency))


def standard_ppm(bill: SupplierBill) -> int:
    """The standard rate where the bill's site stands, on the bill's day."""
    return taxes.rate(bill.site.jurisdiction, "standard", bill.bill_date)[1]


_NAMES = {"goods": "purchase_line_id", "core": "purchase_line_id", "return": "return_line_id", "claim": "claim_id"}


def _line(bill: SupplierBill, n: int, charge: Charge) -> BillLine:
    allowed = {"goods", "core", "freight", "other"} | ({"return", "claim"} if bill.kind == "credit" else set())
    named = _NAMES.get(charge.kind)
    if (
        charge.kind not in allowed or charge.net_minor < 0 or charge.net_minor > LARGEST_MINOR
        or not 0 < charge.quantity_milli <= 10**9 or (named and getattr(charge, named) is None)
    ):  # fmt: skip
        raise BadBill(n=n)
    return BillLine(
        bill=bill, position=n, kind=charge.kind, purchase_line_id=charge.purchase_line_id,
        return_line_id=charge.return_line_id, claim_id=charge.claim_id, source_id=charge.source_id,
        text=charge.text[:120], quantity_milli=charge.quantity_milli, net_minor=charge.net_minor,
        unit_price_cm=rdiv(charge.net_minor * 100_000, charge.quantity_milli),
    )  # fmt: skip


def _check_theirs(bill: SupplierBill, lines: Sequence[BillLine]) -> None:
    theirs: set[UUID | None] = {None}
    ids = {line.purchase_line_id for line in lines if line.purchase_line_id}
    theirs |= set(
        PurchaseLine.objects.filter(pk__in=ids, order__supplier=bill.supplier_id, order__site=bill.site_id).values_list(
            "pk", flat=True
        )
    )
    back = {line.return_line_id for line in lines if line.return_line_id}
    theirs |= set(
        ReturnLine.objects.filter(pk__in=back, back__supplier=bill.supplier_id, back__site=bill.site_id).values_list(
            "pk", flat=True
        )
    )
    claims = {line.claim_id for line in lines if line.claim_id}
    theirs |= set(Claim.objects.filter(
        pk__in=claims, supplier=bill.supplier_id, site=bill.site_id).values_list("pk", flat=True))  # fmt: skip
    for line in lines:
        if not {line.purchase_line_id, line.return_line_id, line.claim_id} <= theirs:
            raise NotTheirs(n=line.position)


def tolerance(site_id: UUID) -> rules.Tolerance:
    """How far a billed price may lie from the one received at the site."""
    held = preferences.values([PRICE_PPM.key, PRICE_MINOR.key], site_id)
    return rules.Tolerance(held[PRICE_PPM.key], held[PRICE_MINOR.key])


def compare(bill: SupplierBill, lines: Iterable[BillLine]) -> None:
    """Each line says how it agrees with order and receipt now; a decision on a line that changed is void."""
    goods = [line for line in lines if line.kind == "goods" and bill.kind == "bill"]
    open_now = matching.unbilled({line.purchase_line_id for line in goods if line.purchase_line_id})
    allowed = tolerance(bill.site_id)
    for line in goods:
        assert line.purchase_line_id
        taken = matching.take(open_now[line.purchase_line_id], line.quantity_milli)
        now = matching.agrees(
            taken, billed_milli=line.quantity_milli, billed_minor=line.net_minor, tolerance=allowed
        )  # fmt: skip
        if now != (line.agrees, line.difference_minor):
            line.agrees, line.difference_minor = now
            line.decision = line.decided_by = ""


@action("bills.compare")
def compare_again(bill: SupplierBill, *, by: Actor, at: datetime) -> SupplierBill:
    """Each line is compared with what has come by now (the rest of a delivery, a correction).

    Refuses with DecidedAlready.
    """
    fresh = lock(bill)
    lines = list(fresh.lines.all())
    compare(fresh, lines)
    BillLine.objects.bulk_update(lines, ["agrees", "difference_minor", "decision", "decided_by"])
    return fresh


@action("bills.decide", site=lambda line, **_: line.bill.site_id)
def decide(line: BillLine, *, decision: str, by: Actor, at: datetime) -> BillLine:
    """The line's difference is `accepted` (ours to bear) or `claimed` (the supplier's to credit) (K-70).

    Above the site's limit accepting needs the right bills.accept_any. Refuses with DecidedAlready, NothingToDecide,
    BadBill, Forbidden.
    """
    bill = lock(line.bill)
    fresh = BillLine.objects.select_for_update().get(pk=line.pk)
    if decision not in ("accepted", "claimed", ""):
        raise BadBill(n=fresh.position)
    if fresh.agrees == "match":
        raise NothingToDecide()
    limit = preferences.value(ALONE_MINOR.key, bill.site_id)
    above = rules.in_base(fresh.difference_minor, bill.rate_ppm) > limit
    if decision == "accepted" and above and not by.may(ANY, bill.site_id):
        raise Forbidden(permission=ANY)
    if decision == "claimed" and fresh.difference_minor <= 0:
        raise NothingToDecide()
    fresh.decision, fresh.decided_by = decision, by.name if decision else ""
    fresh.save(update_fields=["decision", "decided_by"])
    note(line=fresh.position, decision=decision, difference_minor=fresh.difference_minor)
    return fresh


@action("bills.withdraw")
def withdraw(bill: SupplierBill, *, reason: str = "", by: Actor, at: datetime) -> SupplierBill:
    """The bill was entered by mistake; its number is free again. Refuses with DecidedAlready."""
    fresh = lock(bill)
    fresh.state = BILL.check(fresh.state, "withdrawn")
    fresh.save(update_fields=["state"])
    note(reason=reason)
    return fresh


def lock(bill: SupplierBill) -> SupplierBill:
    """The bill while it is not posted, locked until the action ends; refuses with DecidedAlready."""
    found = SupplierBill.objects.select_for_update(of=("self",)).select_related("supplier__party", "site")
    fresh = found.get(pk=bill.pk)
    if fresh.state != "entered":
        raise DecidedAlready(state=word(BILL, fresh.state))
    return fresh


def unsettled(lines: Iterable[BillLine]) -> list[BillLine]:
    """The lines that stand in the way of posting: they differ and nobody has decided."""
    return [line for line in lines if line.agrees != "match" and not line.decision]

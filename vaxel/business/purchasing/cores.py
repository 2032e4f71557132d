"""Old units worth money: owed by customers, in the bank, sent back, credited (K-52 to K-59).

What suppliers charged for cores stands on its own account from the goods' receipt until the credit or the loss; the
bank is a place of the stock that counts pieces and holds no value of its own (P-11).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger as books
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.parties.models import Party
from vaxel.business.purchasing import offers, places, returns, rules
from vaxel.business.purchasing.models import Core, ReturnLine, Supplier, SupplierReturn
from vaxel.business.purchasing.states import CORE, word
from vaxel.business.stock import ledger
from vaxel.business.stock.ledger import Move
from vaxel.kernel import clock, numbering
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Refused

SOURCE = "core"
MOST = 200


class WholeCores(BadInput):
    """Cores are counted in whole pieces."""

    sentence = _("Cores are whole pieces: 1 to %(most)s at once.")


class NotTheirCores(Refused):
    """A run is of cores of one supplier that lie in the bank."""

    sentence = _("Core %(tag)s cannot go along: it is “%(state)s”, or belongs to another supplier or site.")


class CoreTooLate(Refused):
    """After the deadline somebody with the right decides (K-55)."""

    sentence = _("Core %(tag)s was due on %(day)s. Ask someone who may take it all the same.")


class WhyMissing(BadInput):
    """What is lost or thrown away says why."""

    sentence = _("Write why.")


@action("cores.owe")
def owe(
    site: Site, *, part: Part, pieces: int, customer: Party, source_kind: str, source_id: UUID, customer_minor: int,
    by: Actor, at: datetime,
) -> list[Core]:  # fmt: skip
    """The customer was charged so much each (without VAT) for cores that are to come back; each has its tag (K-53 a).

    Told again of the same source, nothing changes. Refuses with WholeCores.
    """
    held = list(Core.objects.filter(source_id=source_id, part=part).order_by("tag"))
    return held or _make(
        site, part, pieces, (source_kind, source_id), at, state="owed_by_customer", customer=customer,
        customer_minor=customer_minor,
    )  # fmt: skip


@action("cores.take_in")
def take_in(
    site: Site, *, part: Part, pieces: int = 1, source_kind: str, source_id: UUID, by: Actor, at: datetime
) -> list[Core]:
    """Old units that came out of a car in our bay lie in the bank, each with its tag (K-53 b).

    Refuses with WholeCores.
    """
    made = _make(site, part, pieces, (source_kind, source_id), at, state="in_bank", in_at=at)
    _bank(made, 1, at)
    return made


def _make(
    site: Site, part: Part, pieces: int, source: tuple[str, UUID], at: datetime, *, state: str,
    customer: Party | None = None, customer_minor: int = 0, in_at: datetime | None = None,
) -> list[Core]:  # fmt: skip
    if not 0 < pieces <= MOST:
        raise WholeCores(most=MOST)
    offer = next(iter(offers.standing([part.pk])[part.pk]), None)
    supplier = offer.supplier if offer else None
    worth = 0
    if offer:
        rate = offer.supplier.rate_ppm if offer.supplier.currency != site.currency else 1_000_000
        worth = rules.in_base(rules.amount_minor(1000, offer.core_cm), rate)
    due = _due(supplier, at) if state == "owed_by_customer" else None
    first = numbering.take("cores", pieces)
    return Core.objects.bulk_create(
        Core(tag=first + n, part=part, site=site, supplier=supplier, state=state, customer=customer,
             source_kind=source[0], source_id=source[1], customer_minor=customer_minor, supplier_minor=worth,
             due_on=due, made_at=at, in_at=in_at)
        for n in range(pieces)
    )  # fmt: skip


def _due(supplier: Supplier | None, at: datetime) -> date | None:
    return at.date() + timedelta(days=supplier.core_days) if supplier and supplier.core_days else None


def _bank(cores: Sequence[Core], sign: int, at: datetime) -> None:
    """So many pieces come into the bank (1) or leave it (-1), without value."""
    kind = "core_in" if sign > 0 else "core_out"
    ledger.move(
        [Move(new_id(), core.part_id, places.core_bank(core.site), sign * 1000, kind, SOURCE, core.pk, value_minor=0,
              sequence=ledger_steps(core)) for core in cores],
        at=at,
    )  # fmt: skip


def ledger_steps(core: Core) -> int:
    """How often the core has moved: tells its movements apart."""
    from vaxel.business.stock.models import Movement

    return Movement.objects.filter(source_id=core.pk).count()


@action("cores.hand_in")
def hand_in(core: Core, *, late: bool = False, by: Actor, at: datetime) -> Core:
    """The customer has brought the core; it lies in the bank. The money is given back by a credit note of the sale.

    `late`: after the deadline, too. Refuses with WrongState, CoreTooLate.
    """
    fresh = lock(core)
    CORE.check(fresh.state, "in_bank")
    if fresh.due_on and at.date() > fresh.due_on and not late:
        raise CoreTooLate(tag=fresh.tag, day=fresh.due_on.isoformat())
    if fresh.state == "expired":
        _write(fresh, _("Core came all the same"), -fresh.supplier_minor, at)
    fresh.state, fresh.in_at, fresh.ended_at = "in_bank", at, None
    fresh.save(update_fields=["state", "in_at", "ended_at"])
    _bank([fresh], 1, at)
    return fresh


@action("cores.waive")
def waive(core: Core, *, reason: str, by: Actor, at: datetime) -> Core:
    """Nothing is asked of the customer for the core any more. What the supplier charged is a cost.

    Refuses with WrongState, WhyMissing.
    """
    return _end(core, "waived", reason, _("Core waived"), at)


@action("cores.expire")
def expire(core: Core, *, by: Actor, at: datetime) -> Core:
    """The customer keeps the core, we keep the charge, and what the supplier charged is a cost.

    Refuses with WrongState.
    """
    return _end(core, "expired", "deadline", _("Core never came"), at)


@action("cores.lose")
def lose(core: Core, *, scrapped: bool, reason: str, by: Actor, at: datetime) -> Core:
    """The core in the bank is scrapped or gone; what the supplier charged is a cost.

    Refuses with WrongState, WhyMissing.
    """
    ended = _end(core, "scrapped" if scrapped else "lost", reason, _("Core lost"), at)
    _bank([ended], -1, at)
    return ended


def _end(core: Core, state: str, reason: str, text: books.Words, at: datetime) -> Core:
    fresh = lock(core)
    if not reason.strip():
        raise WhyMissing()
    fresh.state, fresh.reason, fresh.ended_at = CORE.check(fresh.state, state), reason.strip()[:200], at
    fresh.save(update_fields=["state", "reason", "ended_at"])
    _write(fresh, text, fresh.supplier_minor, at)
    note(tag=fresh.tag, reason=reason)
    return fresh


def _write(core: Core, text: books.Words, lost_minor: int, at: datetime) -> None:
    if not lost_minor:
        return
    site = core.site
    books.write(
        [books.Draft(
            site_id=site.pk, day=clock.local(at, site.time_zone).date(), text=books.worded(text, core.tag),
            source_kind=SOURCE, source_id=new_id(), currency=site.currency,
            postings=[("cogs", lost_minor), ("core_receivable", -lost_minor)],
        )],
        at=at,
    )  # fmt: skip


@action("cores.send_back")
def send_back(
    site: Site, *, supplier: Supplier, core_ids: Sequence[UUID], return_number: str, text: str = "", by: Actor,
    at: datetime,
) -> SupplierReturn:  # fmt: skip
    """The ticked cores have left for the supplier under its return number; the credit run is one return (K-58).

    Refuses with ReturnNumberMissing, NothingToReturn, NotTheirCores.
    """
    if not return_number.strip():
        raise returns.ReturnNumberMissing()
    cores = list(Core.objects.select_for_update(of=("self",)).filter(pk__in=core_ids).select_related("site", "part")
                 .order_by("pk"))  # fmt: skip
    if not cores or len(cores) != len(set(core_ids)):
        raise returns.NothingToReturn()
    for core in cores:
        if core.state != "in_bank" or core.supplier_id not in (None, supplier.pk) or core.site_id != site.pk:
            raise NotTheirCores(tag=core.tag, state=word(CORE, core.state))
    back = SupplierReturn.objects.create(
        number=numbering.take("supplier_returns"), supplier=supplier, site=site, reason="core", state="shipped",
        return_number=return_number.strip()[:60], text=text[:200], made_at=at, shipped_at=at,
    )  # fmt: skip
    for part_id in dict.fromkeys(core.part_id for core in cores):
        mine = [core for core in cores if core.part_id == part_id]
        line = ReturnLine.objects.create(
            back=back, part_id=part_id, quantity_milli=1000 * len(mine),
            expected_minor=sum(core.supplier_minor for core in mine),
        )  # fmt: skip
        Core.objects.filter(pk__in=[core.pk for core in mine]).update(
            state="collected", return_line=line, supplier=supplier
        )
    _bank(cores, -1, at)
    note(number=back.number, cores=len(cores))
    return back


def lock(core: Core) -> Core:
    """The core as it is, locked until the action ends."""
    return Core.objects.select_for_update(of=("self",)).select_related("site", "part").get(pk=core.pk)

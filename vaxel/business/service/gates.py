"""What must be in order before a ticket is posted: one pure function, all unmet gates at once (S-29 to S-33).

The ticket's page shows the list from the first day; posting checks it again inside its own transaction (S-31).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.kernel.money import MILLION

Level = Literal["off", "warn", "block"]
DEFAULTS: Mapping[str, Level] = {
    "G1": "block", "G2": "block", "G3": "block", "G4": "block", "G5": "block", "G6": "block", "G7": "warn",
    "G8": "block", "G9": "block", "G10": "block", "G11": "block", "G12": "warn", "G13": "warn", "G14": "block",
    "G15": "block",
}  # fmt: skip
COVERED = frozenset({"reserved", "issued", "not_counted", "customer_supplied"})


@dataclass(frozen=True, slots=True)
class GateJob:
    """A job that will be invoiced. `clocked_on`: names of those whose clock runs on it."""

    id: UUID
    title: str
    work: str = "completed"
    category: str = ""
    stale: bool = False
    clocked_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateLine:
    """A line of such a job. `shares_ppm`: the technicians' shares; `supply`: where a part comes from (K-44).

    `unnamed`: part numbers of which serial numbers or DOT codes are still to be named, each with how many; `torque`:
    whether the wheels' torque is missing; `core_open`: a core is owed and nobody has said what becomes of it (K-53).
    """

    id: UUID
    kind: str
    text: str
    priced: bool = True
    shares_ppm: tuple[int, ...] = ()
    supply: str = ""
    below_cost: bool = False
    unnamed: tuple[tuple[str, str], ...] = ()
    torque: bool = False
    core_open: bool = False


@dataclass(frozen=True, slots=True)
class GateFinding:
    """A red safety finding that nobody repairs and that the customer has not heard of."""

    inspection_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class GatePayer:
    """Who else than the customer is invoiced: net, tax and total of their share, and what they may still owe.

    `credit_left_minor` None: they have no limit.
    """

    name: str
    sums: tuple[int, int, int]
    credit_left_minor: int | None = None


@dataclass(frozen=True, slots=True)
class GateFacts:
    """Everything the gates look at. Amounts in minor units, `total_minor` and `limit_minor` incl. VAT.

    `limit_minor` None: no authorised maximum applies (counter, internal, running without maximum).
    `credit_left_minor` None: nothing is bought on account. `shared`: net, tax and total of the whole, and of all
    payers' shares together.
    """

    kind: str
    consumer: bool
    jobs: tuple[GateJob, ...] = ()
    lines: tuple[GateLine, ...] = ()
    total_minor: int = 0
    limit_minor: int | None = None
    odometer_in_km: int | None = None
    odometer_out_km: int | None = None
    on_account_minor: int = 0
    credit_left_minor: int | None = None
    po_required: bool = False
    po_number: str = ""
    unheard: tuple[GateFinding, ...] = ()
    unfinished_inspections: tuple[GateFinding, ...] = ()
    payers: tuple[GatePayer, ...] = ()
    shared: tuple[tuple[int, int, int], tuple[int, int, int]] = ((0, 0, 0), (0, 0, 0))


@dataclass(frozen=True, slots=True)
class Unmet:
    """One gate that is not met: its level here, what is wrong, the field to mend and what it belongs to."""

    gate: str
    sentence: str | Promise
    mend: str
    subject_id: UUID | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    level: Level = "block"

    def __str__(self) -> str:
        return str(self.sentence) % self.params


def unmet(facts: GateFacts, levels: Mapping[str, Level] = DEFAULTS) -> list[Unmet]:
    """Every gate of the ticket that is not met and not off, in the order of S-33."""
    found = []
    for gate, look in GATES:
        level = level_of(gate, levels, consumer=facts.consumer)
        if level != "off":
            found += [Unmet(one.gate, one.sentence, one.mend, one.subject_id, one.params, level) for one in look(facts)]
    return found


def level_of(gate: str, levels: Mapping[str, Level], *, consumer: bool) -> Level:
    """The gate's level by the site's setting; G14 and G15, and G5 towards consumers, are never off (S-30)."""
    level = levels.get(gate, DEFAULTS[gate])
    if level == "off" and (gate in ("G14", "G15") or (gate == "G5" and consumer)):
        return "warn"
    return level


def blocking(found: list[Unmet], overridden: Mapping[str, str]) -> list[Unmet]:
    """Those that stop the posting: at level block and without a reason given by someone who may override."""
    return [one for one in found if one.level == "block" and not overridden.get(one.gate, "").strip()]


def technicians_named(facts: GateFacts) -> Iterator[Unmet]:
    """G1: every labour line has its technicians, and their shares are the whole."""
    for line in facts.lines:
        if line.kind == "labour" and sum(line.shares_ppm) != MILLION:
            sentence = _("The shares of “%(text)s” are not 100 %%.") if line.shares_ppm else _(
                "“%(text)s” has no technician."
            )  # fmt: skip
            yield Unmet("G1", sentence, "technicians", line.id, {"text": line.text})


def work_ended(facts: GateFacts) -> Iterator[Unmet]:
    """G2: what was approved is completed or cancelled. Goods over the counter are no work."""
    for job in facts.jobs:
        if facts.kind != "counter" and job.work not in ("completed", "cancelled"):
            yield Unmet("G2", _("“%(job)s” is not completed."), "work", job.id, {"job": job.title})


def priced(facts: GateFacts) -> Iterator[Unmet]:
    """G3: nothing is left to be chosen, and every line has a price."""
    for line in facts.lines:
        if line.kind == "placeholder":
            yield Unmet("G3", _("“%(text)s” is still to be chosen."), "part", line.id, {"text": line.text})
        elif not line.priced:
            yield Unmet("G3", _("“%(text)s” has no price."), "unit_price", line.id, {"text": line.text})


def supplied(facts: GateFacts) -> Iterator[Unmet]:
    """G4: every part comes from somewhere. Over the counter the posting itself takes it from the shelf."""
    for line in facts.lines:
        if line.kind == "part" and facts.kind != "counter" and line.supply not in COVERED:
            yield Unmet("G4", _("“%(text)s” is neither reserved nor issued."), "supply", line.id, {"text": line.text})


def authorised(facts: GateFacts) -> Iterator[Unmet]:
    """G5: the total is within what the customer has approved, and no approved job has changed since (S-93, F-23)."""
    for job in facts.jobs:
        if job.stale:
            yield Unmet("G5", _("“%(job)s” was changed after it was approved. Ask the customer again."), "approval",
                        job.id, {"job": job.title})  # fmt: skip
    if facts.limit_minor is not None and facts.total_minor > facts.limit_minor:
        yield Unmet("G5", _("The total is above what the customer has approved. Ask the customer, or lower it."),
                    "approval")  # fmt: skip


def named(facts: GateFacts) -> Iterator[Unmet]:
    """G6: every piece with a serial number or DOT code is named, and wheels have their torque (K-21)."""
    for line in facts.lines:
        for number, left in line.unnamed:
            yield Unmet("G6", _("“%(text)s”: say which %(number)s it is, %(left)s to name."), "lots", line.id,
                        {"text": line.text, "number": number, "left": left})  # fmt: skip
        if line.torque:
            yield Unmet("G6", _("“%(text)s”: the torque of the wheels is missing."), "torque", line.id,
                        {"text": line.text})  # fmt: skip


def core_settled(facts: GateFacts) -> Iterator[Unmet]:
    """G10: it is said what becomes of every old unit that somebody wants back (K-53)."""
    for line in facts.lines:
        if line.core_open:
            yield Unmet("G10", _("“%(text)s” has a core charge: keep the old part, or charge for it."), "core", line.id,
                        {"text": line.text})  # fmt: skip


def categorised(facts: GateFacts) -> Iterator[Unmet]:
    """G7: jobs have a category, for the reports."""
    for job in facts.jobs:
        if facts.kind != "counter" and not job.category:
            yield Unmet("G7", _("“%(job)s” has no category."), "category", job.id, {"job": job.title})


def odometer_read(facts: GateFacts) -> Iterator[Unmet]:
    """G8: the odometer is read at check-out, and has not gone backwards."""
    if facts.kind == "counter":
        return
    if facts.odometer_out_km is None:
        yield Unmet("G8", _("The odometer reading at hand-over is missing."), "odometer_out")
    elif facts.odometer_in_km is not None and facts.odometer_out_km < facts.odometer_in_km:
        yield Unmet("G8", _("The odometer reads %(out)s km at hand-over, less than %(into)s km at check-in."),
                    "odometer_out", None, {"out": str(facts.odometer_out_km), "into": str(facts.odometer_in_km)}
                    )  # fmt: skip


def credit_kept(facts: GateFacts) -> Iterator[Unmet]:
    """G9: who buys on account keeps within the limit and has named the order number the terms ask for."""
    if facts.on_account_minor > 0 and facts.on_account_minor > (facts.credit_left_minor or 0):
        yield Unmet("G9", _("The customer's credit limit does not cover this."), "credit_limit")
    for one in facts.payers:
        if one.credit_left_minor is not None and one.sums[2] > max(one.credit_left_minor, 0):
            yield Unmet("G9", _("The credit limit of %(payer)s does not cover their share."), "credit_limit", None,
                        {"payer": one.name})  # fmt: skip
    if facts.po_required and not facts.po_number:
        yield Unmet("G9", _("The customer's order number is missing."), "po_number")


def above_cost(facts: GateFacts) -> Iterator[Unmet]:
    """G11: no line sells below cost unless somebody answers for it."""
    for line in facts.lines:
        if line.below_cost:
            yield Unmet("G11", _("“%(text)s” sells below cost."), "unit_price", line.id, {"text": line.text})


def dangers_told(facts: GateFacts) -> Iterator[Unmet]:
    """G12: red safety findings that stay are read out, and the customer's name is noted (S-117)."""
    for one in facts.unheard:
        yield Unmet("G12", _("“%(item)s” is red and stays so. Read it out, and note who heard it."), "inspection",
                    one.inspection_id, {"item": one.name})  # fmt: skip


def inspected(facts: GateFacts) -> Iterator[Unmet]:
    """G13: an inspection that the job asks for is done."""
    for one in facts.unfinished_inspections:
        yield Unmet("G13", _("The inspection “%(name)s” is not done."), "inspection", one.inspection_id,
                    {"name": one.name})  # fmt: skip


def clocks_stopped(facts: GateFacts) -> Iterator[Unmet]:
    """G14: nobody's clock runs on the jobs."""
    for job in facts.jobs:
        for name in job.clocked_on:
            yield Unmet("G14", _("%(name)s is still clocked on “%(job)s”."), "clock", job.id,
                        {"name": name, "job": job.title})  # fmt: skip


def shares_whole(facts: GateFacts) -> Iterator[Unmet]:
    """G15: what the payers are invoiced is the ticket's net, tax and total, no more and no less (S-162)."""
    whole, shared = facts.shared
    if whole != shared:
        yield Unmet(
            "G15", _("What the payers pay does not sum to the total. Say again who pays for each job."), "payer"
        )


GATES: tuple[tuple[str, Callable[[GateFacts], Iterator[Unmet]]], ...] = (
    ("G1", technicians_named), ("G2", work_ended), ("G3", priced), ("G4", supplied), ("G5", authorised),
    ("G6", named), ("G7", categorised), ("G8", odometer_read), ("G9", credit_kept), ("G10", core_settled),
    ("G11", above_cost), ("G12", dangers_told),
    ("G13", inspected), ("G14", clocks_stopped), ("G15", shares_whole),
)  # fmt: skip

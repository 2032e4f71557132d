"""What the gates look at, gathered from a ticket in a fixed number of queries, and the levels at its site (S-30)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from vaxel.business.billing import posting, shares
from vaxel.business.billing.models import OWED, Document
from vaxel.business.catalog.models import Operation
from vaxel.business.inspections import dangers
from vaxel.business.locations import preferences
from vaxel.business.locations.preferences import Preference
from vaxel.business.parties import queries
from vaxel.business.parties.models import Party
from vaxel.business.service import policies, supply, time_entries
from vaxel.business.service.gates import (
    DEFAULTS,
    GateFacts,
    GateFinding,
    GateJob,
    GateLine,
    GatePayer,
    Level,
    Unmet,
    unmet,
)
from vaxel.business.service.limits import Agreed, max_billable
from vaxel.business.service.models import ApprovalItem
from vaxel.business.tickets import costing, fees, holding, serials
from vaxel.business.tickets.models import Job, Line, Ticket, WorkShare
from vaxel.business.tickets.totals import Totals
from vaxel.kernel.money import rdiv
from vaxel.kernel.quantity import format_quantity

for _gate, _level in DEFAULTS.items():
    preferences.declare(
        Preference(f"gates.{_gate}", _level, _("What an unmet gate does."), choices=("off", "warn", "block"))
    )


def levels(site_id: UUID) -> Mapping[str, Level]:
    """Gate → its level at the site. One query."""
    held = preferences.values([f"gates.{gate}" for gate in DEFAULTS], site_id)
    return {gate: held[f"gates.{gate}"] for gate in DEFAULTS}


def check(ticket: Ticket, at: datetime) -> list[Unmet]:
    """Every unmet gate of the ticket as it stands now; the checklist on its page. A fixed number of queries."""
    return unmet(gather(costing.load(ticket), at), levels(ticket.site_id))


def gather(contents: costing.Contents, at: datetime) -> GateFacts:
    """The facts of a ticket."""
    ticket = contents.ticket
    jobs = posting.billable(contents)
    lines = [line for job in jobs for line in contents.lines[job.pk]]
    rates = costing.rates_for(ticket.site, costing.business_day(ticket.site, at))
    sums = costing.sum_of(contents, jobs, rates)
    clocked = time_entries.on_now([job.pk for job in jobs], at)
    limit = authorised_minor(ticket, jobs, costing.business_day(ticket.site, at))
    parts = shares.cut(contents, jobs, sums)
    own = sum(one.gross for one in parts if one.payer == ticket.customer)
    on_account, credit_left = _credit(ticket.customer, own)
    return GateFacts(
        kind=ticket.kind,
        consumer=ticket.customer.kind == Party.PRIVATE,
        jobs=tuple(
            GateJob(job.pk, job.title, job.work, job.category, job.decision == "stale", clocked.get(job.pk, ()))
            for job in jobs
        ),
        lines=tuple(_lines(lines, sums, costing.business_day(ticket.site, at), counter=ticket.kind == "counter")),
        total_minor=sums.gross,
        limit_minor=None if limit is None else limit + _rounding_slack(ticket, jobs),
        odometer_in_km=ticket.odometer_in_km,
        odometer_out_km=ticket.odometer_out_km,
        po_required=ticket.customer.po_number_required,
        po_number=ticket.po_number,
        on_account_minor=on_account,
        credit_left_minor=credit_left,
        unheard=tuple(GateFinding(one.inspection_id, one.name) for one in dangers.unheard(ticket)),
        unfinished_inspections=tuple(GateFinding(one.pk, one.name_sv) for one in dangers.unfinished(ticket)),
        payers=tuple(
            GatePayer(one.payer.name, one.sums, _credit(one.payer, one.gross)[1])
            for one in parts
            if one.payer != ticket.customer
        ),
        shared=((sums.net, sums.tax, sums.gross), shares.together(parts)),
    )


def authorised_minor(ticket: Ticket, jobs: list[Job], day: date) -> int | None:
    """The authorised maximum of these jobs (S-93) by the ticket's policy, from the newest item of each.

    None where none applies. Three queries.
    """
    if ticket.kind != "service":
        return None
    newest: dict[UUID, ApprovalItem] = {}
    for item in ApprovalItem.objects.filter(job__in=jobs).select_related("approval").order_by("pk"):
        newest[item.job_id] = item
    agreed = [
        Agreed(item.approval_id, item.price_kind, item.gross_minor, item.max_minor,
               item.fingerprint.get("net_minor"))
        for item in newest.values() if item.decision == "approve"
    ]  # fmt: skip
    return max_billable(agreed, policies.tolerance(policies.of(ticket, day)))


def _rounding_slack(ticket: Ticket, jobs: list[Job]) -> int:
    """Jobs priced without VAT are shown with their VAT rounded one by one, an invoice rounds it once (M-20)."""
    return len(jobs) if ticket.price_basis == "excl" else 0


def _lines(lines: list[Line], sums: Totals, day: date, *, counter: bool) -> list[GateLine]:
    shares: dict[UUID, list[int]] = defaultdict(list)
    for line_id, ppm in WorkShare.objects.filter(line__in=lines).values_list("line_id", "share_ppm"):
        shares[line_id].append(ppm)
    covered = supply.states(lines)
    unnamed, cores = _unnamed(lines), frozenset[UUID]() if counter else _cores_open(lines, day)
    torque = _torque_missing(lines)
    return [
        GateLine(
            line.pk, line.kind, line.text or line.number, line.priced or line.kind == "note", tuple(shares[line.pk]),
            covered.get(line.pk, ""), _below_cost(line, sums), tuple(unnamed.get(line.pk, ())), line.pk in torque,
            line.pk in cores,
        )
        for line in lines
    ]  # fmt: skip


def _unnamed(lines: list[Line]) -> dict[UUID, list[tuple[str, str]]]:
    """Line → (part number, how many) of pieces and tyres that are not named; what is out was named when it left.

    Other lots may be picked by the shelf, first expiring first (K-22). One query without tracked parts, else four.
    """
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    wanted = [one for one in serials.to_name(lines) if one.part.tracking in ("serial", "dot")]
    out = holding.issued({one.line_id for one in wanted}) if wanted else {}
    for one in wanted:
        left = one.wanted_milli - max(one.named_milli, out.get((one.line_id, one.part.pk), 0))
        if left > 0:
            found[one.line_id].append((one.part.number, format_quantity(left)))
    return found


def _torque_missing(lines: list[Line]) -> frozenset[UUID]:
    """Labour on wheels whose torque is not noted. One query, none without operations."""
    asked = {line.operation_id for line in lines if line.operation_id and line.torque_nm is None}
    asks = set(Operation.objects.filter(pk__in=asked, asks_torque=True).values_list("pk", flat=True)) if asked else ()
    return frozenset(line.pk for line in lines if line.torque_nm is None and line.operation_id in asks)


def _cores_open(lines: list[Line], day: date) -> frozenset[UUID]:
    """Part lines with a core charge that is neither charged nor waived because the old unit is ours. One query."""
    mine = [line for line in lines if line.kind == "part" and line.part_id and not line.customer_supplied]
    cores = fees.cores_of({line.part_id for line in mine if line.part_id}, day) if mine else {}
    charged = {line.parent_id for line in lines if line.kind == "core"}
    return frozenset(
        line.pk for line in mine if line.part_id in cores and not line.core_case and line.pk not in charged
        and line.quantity_milli > 0
    )  # fmt: skip


def _below_cost(line: Line, sums: Totals) -> bool:
    """A part that sells below what it costs, with nobody who answers for it on its price trail (G11)."""
    total = sums.lines.get(line.pk)
    if (
        line.kind != "part"
        or not line.cost_minor
        or line.customer_supplied
        or total is None
        or line.quantity_milli <= 0
    ):
        return False
    answered = line.price_trail.get("second") or line.price_trail.get("by")
    return not answered and total.net < rdiv(line.cost_minor * line.quantity_milli, 1000)


def _credit(customer: Party, gross_minor: int) -> tuple[int, int | None]:
    """What is bought on account, and what is left of the limit, if there is one (G9). At most one query."""
    if customer.terms_days is None or customer.is_walk_in or not customer.credit_limit_minor:
        return 0, None
    theirs = Document.objects.filter(OWED, customer__in=queries.selves(customer.pk))
    owed = theirs.aggregate(owed=Sum("open_minor"))["owed"] or 0
    return gross_minor, customer.credit_limit_minor - owed

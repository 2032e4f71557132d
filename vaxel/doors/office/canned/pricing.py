"""What a canned job would cost on a car, without a ticket: nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vaxel.business.accounting.tax import Basis
from vaxel.business.catalog import canned
from vaxel.business.catalog.models import CannedJob
from vaxel.business.locations.models import Site
from vaxel.business.parties import queries as parties
from vaxel.business.parties.models import Party
from vaxel.business.tickets import canned as tickets_canned
from vaxel.business.tickets import costing, fees, lines, pricing
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tickets.permits import NOBODY, Permit
from vaxel.business.tickets.tickets import basis_for
from vaxel.business.tickets.totals import Totals, total
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.actions import rehearsal
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Tried:
    """The lines as they would stand, and their sum; `customer` is whose prices they are."""

    customer: Party
    vehicle: Vehicle | None
    lines: Sequence[tuple[Line, int]]
    totals: Totals
    basis: str


def tried(
    entries: Sequence[canned.Entry], *, pricing_kind: str, fixed_price_cm: int, site: Site, vehicle: Vehicle | None,
    language: str, by: Actor, at: datetime,
) -> Tried:  # fmt: skip
    """What the template's lines cost today at the site, to the vehicle's owner or anyone. Refuses as `lines.add`."""
    customer = _owner(vehicle) or parties.walk_in()
    ticket = Ticket(
        id=new_id(), ref=0, site=site, kind="service", customer=customer, vehicle=vehicle, currency=site.currency,
        price_basis=basis_for(customer), made_at=at,
    )  # fmt: skip
    job = Job(id=new_id(), ticket=ticket)
    template = CannedJob(pricing=pricing_kind, fixed_price_cm=fixed_price_cm)
    tickets_canned.price(job, template, at)
    wishes = [
        lines.Wish(
            kind=one.kind, part=one.part, operation=one.operation, quantity_milli=one.quantity_milli,
            text=one.text_en if language == "en" else one.text_sv,
        )
        for one in entries
    ]  # fmt: skip
    with rehearsal(by, at):
        terms = pricing.terms(ticket, at, language)
        drafted = lines.draft(terms, job, wishes, Permit(by, NOBODY, site.pk))
        drafted = [*drafted, *fees.hung(terms, drafted)]
    basis: Basis = "incl" if ticket.price_basis == "incl" else "excl"
    totals = total([costing.costed_job(job, drafted)], basis=basis, rates=terms.tax)
    amounts = {key: one.amount for key, one in totals.lines.items()}
    return Tried(customer, vehicle, [(line, amounts.get(line.pk, 0)) for line in drafted], totals, basis)


def _owner(vehicle: Vehicle | None) -> Party | None:
    held = vehicle.ownerships.filter(valid_to=None).select_related("party").first() if vehicle else None
    return held.party if held else None

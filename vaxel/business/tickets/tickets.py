"""The ticket itself: opened for a customer and a car, changed field by field, voided with a reason."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Register, Site
from vaxel.business.parties import queries as parties
from vaxel.business.parties.models import Party
from vaxel.business.tickets import upkeep
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tickets.refusals import ReasonMissing
from vaxel.business.tickets.states import TICKET
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel import numbering
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import line_amount, rdiv
from vaxel.kernel.refusals import BadInput, Conflict

CHANGEABLE = frozenset({"concern", "promise_at", "po_number", "odometer_in_km", "odometer_out_km"})


class NoSuchKind(BadInput):
    """A kind of ticket that does not exist."""

    sentence = _("A ticket is a service, a counter sale or internal work.")


class StillHeld(Conflict):
    """A ticket that holds something cannot be voided (S-7)."""

    sentence = _("Ticket %(ref)s cannot be voided: it still holds %(what)s. Deal with that first.")


class BasisFixed(Conflict):
    """The price basis is fixed once a document has been sent (S-14)."""

    sentence = _("A quote has been sent already, so prices stay %(basis)s VAT.")


@action("tickets.open_ticket")
def open_ticket(
    site: Site,
    *,
    customer: Party | None = None,
    vehicle: Vehicle | None = None,
    kind: str = "service",
    register: Register | None = None,
    concern: str = "",
    promise_at: datetime | None = None,
    id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Ticket:
    """A draft ticket exists with the next handle of the site; without a customer it is the walk-in customer's (S-8).

    Prices are with VAT for private customers, without for companies (S-14). Refuses with NoSuchKind.
    """
    if kind not in ("service", "counter", "internal"):
        raise NoSuchKind()
    buyer = parties.standing(customer) if customer else parties.walk_in()
    return Ticket.objects.create(
        id=id or new_id(), ref=numbering.take(f"ticket:{site.pk}"), site=site, register=register, kind=kind,
        customer=buyer, vehicle=vehicle, currency=site.currency, concern=concern.strip(), promise_at=promise_at,
        first_promise_at=promise_at,
        price_basis=basis_for(buyer), made_by_id=by.id if by.kind == "staff" else None, made_at=at,
    )  # fmt: skip


def basis_for(customer: Party) -> str:
    """With VAT for people, without for companies (S-14, M-24)."""
    return "excl" if customer.kind == Party.COMPANY else "incl"


@action("tickets.change")
def change(ticket: Ticket, *, by: Actor, at: datetime, **fields: Any) -> Ticket:
    """The named fields (concern, promise_at, po_number, odometer_in_km, odometer_out_km) have these values (S-13)."""
    unknown = fields.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"a ticket has no field {sorted(unknown)} that is changed this way")
    fresh = upkeep.require_open(ticket)
    note(
        before={name: str(getattr(fresh, name) or "") for name in fields}, after={k: str(v) for k, v in fields.items()}
    )
    for name, value in fields.items():
        setattr(fresh, name, value)
    fresh.first_promise_at = fresh.first_promise_at or fresh.promise_at
    fresh.version += 1
    fresh.save(update_fields=[*fields, "first_promise_at", "version"])
    return fresh


@action("tickets.set_customer")
def set_customer(ticket: Ticket, *, customer: Party, by: Actor, at: datetime) -> Ticket:
    """The ticket is this customer's; prices follow their basis and lists as long as nothing was sent (S-8, S-14).

    Refuses with BasisFixed when a quote was sent in the other basis.
    """
    fresh, customer = upkeep.require_open(ticket), parties.standing(customer)
    basis = basis_for(customer)
    if basis != fresh.price_basis:
        if hasattr(fresh, "quote"):
            raise BasisFixed(basis=_("with") if fresh.price_basis == "incl" else _("without"))
        _turn(fresh, basis, at)
    note(before=str(fresh.customer_id), after=str(customer.pk))
    fresh.customer, fresh.price_basis = customer, basis
    fresh.save(update_fields=["customer", "price_basis", "discount_minor"])
    upkeep.refresh(fresh, at)
    return fresh


def _turn(ticket: Ticket, basis: str, at: datetime) -> None:
    """Every unit price, menu price and fixed discount is said in the other basis: same price, other presentation."""
    from vaxel.business.catalog.prices import convert
    from vaxel.business.tickets import costing

    rates = costing.rates_for(ticket.site, costing.business_day(ticket.site, at))
    contents = costing.load(ticket)
    standard = rates("standard")[1]

    def turned(minor: int, ppm: int = standard) -> int:
        return rdiv(convert(minor * 100, ticket.price_basis, basis, ppm), 100)

    lines = [line for job in contents.jobs for line in contents.lines[job.pk]]
    for line in lines:
        ppm = rates(line.tax_code)[1]
        line.unit_price_cm = convert(line.unit_price_cm, ticket.price_basis, basis, ppm)
        most = line_amount(line.quantity_milli, line.unit_price_cm, line.discount_ppm).amount
        line.discount_minor = min(turned(line.discount_minor, ppm), most)
    for job in contents.jobs:
        job.fixed_price_minor, job.discount_minor = turned(job.fixed_price_minor), turned(job.discount_minor)
    Line.objects.bulk_update(lines, ["unit_price_cm", "discount_minor"])
    Job.objects.bulk_update(contents.jobs, ["fixed_price_minor", "discount_minor"])
    ticket.discount_minor = turned(ticket.discount_minor)


@action("tickets.set_vehicle")
def set_vehicle(ticket: Ticket, *, vehicle: Vehicle | None, by: Actor, at: datetime) -> Ticket:
    """The ticket is about this vehicle, or about none."""
    fresh = upkeep.require_open(ticket)
    fresh.vehicle = vehicle
    fresh.version += 1
    fresh.save(update_fields=["vehicle", "version"])
    return fresh


def end_void(fresh: Ticket, *, reason: str, at: datetime) -> Ticket:
    """The ticket, open and locked, has ended without a sale; part of `service.voiding.void`, which lets go of what it
    holds (S-7). Refuses with ReasonMissing, WrongState.
    """
    if not reason.strip():
        raise ReasonMissing()
    fresh.state = TICKET.check(fresh.state, "void")
    fresh.void_reason = reason.strip()
    fresh.save(update_fields=["state", "void_reason"])
    upkeep.refresh(fresh, at)
    note(reason=reason.strip())
    return fresh


def bump(ticket_id: UUID) -> None:
    """Screens that look at the ticket will see that it changed."""
    Ticket.objects.filter(pk=ticket_id).update(version=F("version") + 1)

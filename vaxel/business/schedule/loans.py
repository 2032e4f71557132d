"""Loan cars: kept for a visit, handed out, and taken back (S-166 to S-168)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from vaxel.business.schedule.models import Loan, Resource
from vaxel.business.schedule.refusals import NotHere, Taken
from vaxel.business.tickets.models import Ticket
from vaxel.business.vehicles import odometer
from vaxel.kernel import clock
from vaxel.kernel.actions import action, touch
from vaxel.kernel.actions import note as remember
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Conflict


class NotALoanCar(BadInput):
    """Only loan cars are lent."""

    sentence = _("%(name)s is no loan car.")


class BorrowerMissing(BadInput):
    """Who drives, and has shown a licence."""

    sentence = _("Write who drives the loan car, and say that you have seen the licence.")


class WrongLoanState(Conflict):
    """A loan is booked, then out, then back."""

    sentence = _("This loan has begun, ended or been cancelled already. Look at it again.")


class LowerThanOut(BadInput):
    """A car does not drive backwards."""

    sentence = _("The car left at %(out)s km. The reading when it came back cannot be lower.")


class EndsBefore(BadInput):
    """A loan has length."""

    sentence = _("The car must be back after it leaves.")


def _at_site(loan: Loan, *_args: Any, **_kwargs: Any) -> UUID:
    return loan.resource.site_id


@action("loans.reserve")
def reserve(
    resource: Resource, *, ticket: Ticket, starts_at: datetime, ends_at: datetime, id: UUID | None = None, by: Actor,
    at: datetime,
) -> Loan:  # fmt: skip
    """The car is kept for the ticket's customer; no other loan of it has time in common (S-166).

    Refuses with NotALoanCar, NotHere, EndsBefore, Taken.
    """
    held = Resource.objects.select_for_update(of=("self",)).select_related("site").get(pk=resource.pk)
    if held.kind != "loan_car":
        raise NotALoanCar(name=held.name)
    if held.retired_at is not None or held.site_id != ticket.site_id:
        raise NotHere(who=held.name, site=ticket.site.name)
    if starts_at >= ends_at:
        raise EndsBefore()
    other = holding(held, starts_at, ends_at, at).select_related("ticket__vehicle").first()
    if other is not None:
        begins, ends = (clock.local(one, held.site.time_zone).strftime("%d/%m %H:%M")
                        for one in (other.starts_at, other.ends_at))  # fmt: skip
        car = other.ticket.vehicle.plate if other.ticket.vehicle else f"#{other.ticket.ref}"
        raise Taken(**{"where": held.name, "car": car, "from": begins, "until": ends})
    touch(ticket)
    return Loan.objects.create(id=id or new_id(), resource=held, ticket=ticket, starts_at=starts_at, ends_at=ends_at)


def holding(resource: Resource, starts_at: datetime, ends_at: datetime, now: datetime) -> "QuerySet[Loan]":
    """Loans of the car with time in common; one that is out and late holds it until it is back (S-168)."""
    alive = Q(state="booked", starts_at__lt=ends_at, ends_at__gt=starts_at) & ~Q(ticket__state="void")
    out = Q(state="out", starts_at__lt=ends_at, ends_at__gt=starts_at)
    if starts_at <= now:
        out = Q(state="out")
    return Loan.objects.filter(alive | out, resource=resource).order_by("starts_at")


@action("loans.hand_over", site=_at_site)
def hand_over(
    loan: Loan, *, borrower: str, licence_seen: bool, km: int | None = None, by: Actor, at: datetime
) -> Loan:  # fmt: skip
    """The customer drives off in it. Refuses with BorrowerMissing, WrongLoanState, Taken (another has it still)."""
    if not borrower.strip() or not licence_seen:
        raise BorrowerMissing()
    Resource.objects.select_for_update(of=("self",)).get(pk=loan.resource_id)
    fresh = Loan.objects.select_related("resource__vehicle", "ticket").get(pk=loan.pk)
    if fresh.state != "booked":
        raise WrongLoanState()
    other = Loan.objects.filter(resource_id=fresh.resource_id, state="out").select_related("ticket__vehicle").first()
    if other is not None:
        car = other.ticket.vehicle.plate if other.ticket.vehicle else f"#{other.ticket.ref}"
        raise Taken(**{"where": fresh.resource.name, "car": car, "from": "", "until": ""})
    fresh.state, fresh.borrower, fresh.licence_seen, fresh.out_at, fresh.out_km = "out", borrower.strip(), True, at, km
    fresh.save(update_fields=["state", "borrower", "licence_seen", "out_at", "out_km"])
    _read(fresh, km, "check_out", by, at)
    touch(fresh.ticket)
    return fresh


@action("loans.take_back", site=_at_site)
def take_back(loan: Loan, *, km: int | None = None, note: str = "", by: Actor, at: datetime) -> Loan:
    """The car stands here again. Refuses with WrongLoanState, LowerThanOut."""
    fresh = Loan.objects.select_related("resource__vehicle", "ticket").get(pk=loan.pk)
    if fresh.state != "out":
        raise WrongLoanState()
    if km is not None and fresh.out_km is not None and km < fresh.out_km:
        raise LowerThanOut(out=fresh.out_km)
    fresh.state, fresh.back_at, fresh.back_km, fresh.note = "back", at, km, note.strip()
    fresh.save(update_fields=["state", "back_at", "back_km", "note"])
    _read(fresh, km, "check_in", by, at)
    touch(fresh.ticket)
    return fresh


@action("loans.cancel", site=_at_site)
def cancel(loan: Loan, *, reason: str = "", by: Actor, at: datetime) -> Loan:
    """The car is free again. Refuses with WrongLoanState."""
    fresh = Loan.objects.select_related("resource", "ticket").get(pk=loan.pk)
    if fresh.state != "booked":
        raise WrongLoanState()
    remember(reason=reason)
    fresh.state = "cancelled"
    fresh.save(update_fields=["state"])
    touch(fresh.ticket)
    return fresh


def _read(loan: Loan, km: int | None, source: Any, by: Actor, at: datetime) -> None:
    if km is not None and loan.resource.vehicle is not None:
        odometer.record(loan.resource.vehicle, value=km, source=source, reason="loan", by=by, at=at)

"""Customers and vehicles for tills: those of the last two years, then what changed since, by version."""

import time
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from vaxel.business.billing.models import Document
from vaxel.business.parties.models import Party
from vaxel.business.tickets.models import Ticket
from vaxel.business.tickets.tickets import basis_for
from vaxel.business.vehicles.models import Ownership, Vehicle
from vaxel.kernel.db import changes

TWO_YEARS = timedelta(days=731)
MOST_ROWS = 2_000
KEPT_S = 2.0
KINDS = ("party", "vehicle")
_kept: list[tuple[float, str]] = []


def forget() -> None:
    """What was looked up is looked up anew."""
    _kept.clear()


def version() -> str:
    """The newest version; looked up at most every two seconds."""
    if not _kept or _kept[0][0] < time.monotonic():
        _kept[:] = [(time.monotonic() + KEPT_S, f"p-{changes.last(*KINDS)}")]
    return _kept[0][1]


def since(known: str, at: datetime) -> dict[str, Any] | None:
    """What a till that knows this version must be told: None (nothing), everybody, or who has changed."""
    newest = changes.last(*KINDS)
    if known == f"p-{newest}":
        return None
    start, _dash, seq = known.rpartition("-")
    if start == "p" and seq.isdecimal() and len(seq) < 19 and int(seq) <= newest:
        parties, vehicles = (changes.since(int(seq), kind, MOST_ROWS) for kind in KINDS)
        if len(parties) + len(vehicles) <= MOST_ROWS:
            return _delta(newest, {UUID(one) for one in parties}, {UUID(one) for one in vehicles})
    customers = Party.objects.filter(_lately(at)).filter(is_customer=True)
    return {"full": True, "version": f"p-{newest}", "customers": _customers(customers), "vehicles": _vehicles(at)}


def _delta(newest: int, parties: Collection[UUID], vehicles: Collection[UUID]) -> dict[str, Any]:
    customers = _customers(Party.objects.filter(pk__in=parties, is_customer=True))
    cars = _told(Vehicle.objects.filter(pk__in=vehicles))
    here = {one["id"] for one in (*customers, *cars)}
    gone = sorted(str(pk) for pk in (*parties, *vehicles) if str(pk) not in here)
    return {"full": False, "version": f"p-{newest}", "customers": customers, "vehicles": cars, "gone": gone}


def _lately(at: datetime) -> Q:
    asked = Ticket.objects.filter(customer=OuterRef("pk"), made_at__gt=at - TWO_YEARS)
    return Q(made_at__gt=at - TWO_YEARS) | Q(terms_days__isnull=False) | Q(Exists(asked))


def _customers(rows: "QuerySet[Party]") -> list[dict[str, Any]]:
    held = list(rows.filter(merged_into=None, is_walk_in=False).order_by("pk"))
    with_limit = [one.pk for one in held if one.credit_limit_minor]
    whose = Coalesce("customer__merged_into", "customer")  # what a merged card owes counts too
    open_ = Document.objects.exclude(open_minor=0).annotate(whose=whose).filter(whose__in=with_limit)
    owed = dict(open_.order_by().values_list("whose").annotate(Sum("open_minor")))
    return [
        {
            "id": str(one.pk), "number": "", "name": one.name, "kind": one.kind, "phone": one.phone,
            "email": one.email, "group": str(one.group_id) if one.group_id else None, "basis": basis_for(one),
            "on_account": one.terms_days is not None, "limit_minor": one.credit_limit_minor,
            "owed_minor": owed.get(one.pk, 0), "language": one.language,
        }
        for one in held
    ]  # fmt: skip


def _vehicles(at: datetime) -> list[dict[str, Any]]:
    seen = Ticket.objects.filter(vehicle=OuterRef("pk"), made_at__gt=at - TWO_YEARS)
    return _told(Vehicle.objects.filter(Q(made_at__gt=at - TWO_YEARS) | Q(Exists(seen))))


def _told(rows: "QuerySet[Vehicle]") -> list[dict[str, Any]]:
    held = list(rows.order_by("pk"))
    owners = dict(
        Ownership.objects.filter(vehicle__in=rows.order_by().values("pk"), valid_to=None).values_list(
            "vehicle", "party"
        )
    )
    return [
        {
            "id": str(one.pk), "plate": one.plate, "vin": one.vin, "make": one.make, "model": one.model,
            "year": one.model_year, "owner": str(owners[one.pk]) if one.pk in owners else None,
        }
        for one in held
    ]  # fmt: skip

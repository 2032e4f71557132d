"""A small demo: sound by every check, in every state, and the same each time it is made."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F

from vaxel.business.accounting import charts
from vaxel.business.billing.models import Document, DocumentLine
from vaxel.business.catalog.models import CannedJob, Operation, Part
from vaxel.business.locations import passwords
from vaxel.business.locations.models import Role, Site, Staff
from vaxel.business.parties.models import Party
from vaxel.business.payments.models import Payment, ZReport
from vaxel.business.schedule.models import Booking, PlannedTime, Resource
from vaxel.business.stock import queries
from vaxel.business.tickets.models import Ticket
from vaxel.business.vehicles import vin
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.console.demo import house, shop
from vaxel.doors.console.demo.calendar import ZONE, moment
from vaxel.doors.console.demo.stage import Size
from vaxel.kernel import checks, clock
from vaxel.kernel.models import Event, History

TODAY = date(2026, 11, 24)
SMALL = Size(parts=300, people=12, firms=3, private_cars=14, fleet_cars=3, sales=60, visits=14, days=14)


def content() -> list[Any]:
    """What a person would see, without ids."""
    return [
        sorted(Document.objects.values_list("posted_at", "kind", "number", "gross_minor", "customer__name")),
        list(Vehicle.objects.order_by("plate").values_list("plate", "vin", "odometer_km")),
        list(Part.objects.order_by("brand__name", "number").values_list("number", "name_sv", "cost_minor")),
        sorted(Payment.objects.values_list("tender", "amount_minor", "made_at")),
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_demo_is_sound_and_shows_everything() -> None:
    charts.accounts.cache_clear()
    shop.make(size=SMALL, today=TODAY)
    with clock.fixed(moment(TODAY, 8)):
        assert {name: wrong for name, wrong in checks.run_all().items() if wrong} == {}
    assert Part.objects.count() == 300
    assert Vehicle.objects.count() == 22  # two of them ours, to lend
    assert Vehicle.objects.exclude(plate="").exclude(vin="").count() == 20
    assert all(vin.read(one).vin == one for one in Vehicle.objects.exclude(vin="").values_list("vin", flat=True))
    assert {"bay", "loan_car"} == set(Resource.objects.values_list("kind", flat=True))
    planned = PlannedTime.objects.filter(starts_at__gte=moment(TODAY, 7))
    assert planned.filter(staff__isnull=False).exists()
    assert planned.filter(resource__isnull=False).exists()
    assert {"drop_off", "waits", "loan_car"} == set(Booking.objects.values_list("how", flat=True))
    statuses = set(Ticket.objects.values_list("order_status", flat=True))
    assert {"draft", "awaiting_approval", "scheduled", "waiting_parts", "in_progress", "ready", "invoiced"} <= statuses
    promises = Ticket.objects.exclude(state__in=["posted", "void"]).values_list("promise_at", flat=True)
    assert TODAY in [one.astimezone(ZONE).date() for one in promises if one]
    kinds = set(Document.objects.values_list("kind", flat=True))
    assert {"receipt", "invoice"} <= kinds
    tenders = Counter(Payment.objects.values_list("tender", flat=True))
    assert {"cash", "card", "swish"} <= set(tenders)
    assert ZReport.objects.filter(body__control=0).count() == ZReport.objects.count() == 33
    assert Document.objects.filter(kind="invoice", open_minor=0).exists()
    assert Document.objects.filter(kind="invoice", open_minor=F("gross_minor")).exists()
    sold = DocumentLine.objects.filter(kind="part", document__kind__in=["receipt", "invoice"])
    assert not sold.filter(net_minor__lt=F("cost_minor")).exists()
    assert DocumentLine.objects.filter(kind="fee", text="Däckåtervinningsavgift").exists()
    assert any(queries.to_reorder(site) for site in Site.objects.values_list("pk", flat=True))
    assert not Event.objects.filter(told_at=None).exists()
    assert not History.objects.exclude(outcome="done").exists()


@pytest.mark.django_db
def test_every_ready_made_role_but_the_machines_can_log_in() -> None:
    shop.make(scale=0, today=TODAY)
    held = set(Staff.objects.values_list("assignments__role__key", flat=True))
    assert held == set(Role.objects.exclude(key="api_full").values_list("key", flat=True))
    for one in shop.LOG_INS:
        assert passwords.vouch(one.email, one.password, clock.now(), address="192.0.2.1").name == one.name
    assert Ticket.objects.count() == 0
    assert (CannedJob.objects.count(), Operation.objects.count()) == (18, 40)
    assert Party.objects.filter(group__name="Flotta").count() == 1
    assert len(house.STAFF) == len(shop.log_in_lines())


@pytest.mark.django_db
def test_the_same_dice_make_the_same_demo() -> None:
    tiny = Size(parts=120, people=4, firms=1, private_cars=4, fleet_cars=1, sales=12, visits=3, days=5)
    made = []
    for seed in (1, 1, 2):
        charts.accounts.cache_clear()
        with transaction.atomic():
            shop.make(size=tiny, today=TODAY, seed=seed)
            made.append(content())
            transaction.set_rollback(True)
    assert made[0] == made[1]
    assert made[0] != made[2]

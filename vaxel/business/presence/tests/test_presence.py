"""Who is here, from when to when; corrected by additions; shown to an inspector; numbers sealed (S-183 to S-189)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction

from vaxel.business.presence import arrivals, checks, inspection, rules
from vaxel.business.presence.models import GuestEntry, PersonNumber
from vaxel.business.presence.rules import Fact
from vaxel.business.service import clocks, time_entries
from vaxel.business.service.approvals import Answer
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.kernel import clock
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import History

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
NUMBER = "19811218-9876"


@pytest.fixture
def floor() -> Floor:
    return workshop()


def said(floor: Floor, at: datetime = AT) -> dict[str, Any]:
    return {"by": floor.shop.mo, "at": at}


def ledger(floor: Floor, first: date = TODAY, last: date = TODAY) -> inspection.Ledger:
    return inspection.read(floor.shop.workshop, first, last)


def test_one_tap_comes_and_goes_and_stops_the_job_clock(floor: Floor) -> None:
    site, tess = floor.shop.workshop, floor.tess
    floor.phone(Answer(floor.brakes, "approve"))
    with clock.fixed(AT):
        arrivals.arrive(site, staff=tess, **said(floor))
    with pytest.raises(arrivals.HereAlready, match="Tess Ek"):
        arrivals.arrive(site, staff=tess, **said(floor))
    clocks.on(floor.brakes, by=floor.shop.tess, at=AT)
    with clock.fixed(later(hours=7)):
        arrivals.leave(site, staff=tess, **said(floor, later(hours=7)))
    assert time_entries.state_of(tess) == time_entries.State(False, None)
    with pytest.raises(arrivals.NotHere):
        arrivals.leave(site, staff=tess, **said(floor, later(hours=7)))
    (line,) = ledger(floor).lines
    assert line.came
    assert line.went
    assert (line.name, rules.written_day(line.came), rules.written_time(line.came), rules.written_time(line.went)) == (
        "Tess Ek", "2026:11:24", "10:00:00", "17:00:00",
    )  # fmt: skip
    assert (line.came_told, line.went_told) == (None, None)


def test_guests_are_listed_with_their_firm_and_number(floor: Floor) -> None:
    with pytest.raises(arrivals.BadNumber):
        arrivals.add_guest(floor.shop.workshop, name="Hugo", number="19811218-9875", **said(floor))
    with pytest.raises(arrivals.NameMissing):
        arrivals.add_guest(floor.shop.workshop, name=" ", **said(floor))
    hugo = arrivals.add_guest(floor.shop.workshop, name="Hugo Hyr", firm="Hyr AB", number=NUMBER, **said(floor))
    arrivals.guest_arrives(hugo, **said(floor))
    with pytest.raises(arrivals.HereAlready):
        arrivals.guest_arrives(hugo, **said(floor))
    with pytest.raises(arrivals.HereAlready):
        arrivals.end_guest(hugo, **said(floor))
    arrivals.guest_leaves(hugo, **said(floor, later(hours=2)))
    with pytest.raises(arrivals.NotHere):
        arrivals.guest_leaves(hugo, **said(floor, later(hours=2)))
    (line,) = ledger(floor).lines
    assert (line.name, line.firm, line.number) == ("Hugo Hyr", "Hyr AB", NUMBER)
    arrivals.end_guest(hugo, **said(floor, later(hours=3)))
    with pytest.raises(arrivals.WorksElsewhere):
        arrivals.guest_arrives(hugo, **said(floor, later(hours=4)))


def test_numbers_are_sealed_and_in_no_history(floor: Floor) -> None:
    arrivals.set_number(floor.tess, number=NUMBER, **said(floor))
    arrivals.set_number(floor.tess, number="811218-9876", **said(floor))
    with pytest.raises(arrivals.BadNumber):
        arrivals.set_number(floor.tess, number="559999-0008", **said(floor))
    stored = PersonNumber.objects.get().sealed
    assert "9876" not in stored
    assert not any("9876" in str(line.note) for line in History.objects.all())
    arrivals.arrive(floor.shop.workshop, staff=floor.tess, **said(floor))
    assert ledger(floor).lines[0].number == "811218-9876"
    assert list(checks.numbers()) == []


def test_a_correction_is_an_addition_readable_backwards(floor: Floor) -> None:
    hugo = arrivals.add_guest(floor.shop.workshop, name="Hugo", **said(floor))
    entry = arrivals.guest_arrives(hugo, **said(floor))
    with pytest.raises(arrivals.WhyMissing):
        arrivals.correct_guest(entry, happened_at=AT, reason="", **said(floor))
    with pytest.raises(arrivals.NotYet):
        arrivals.correct_guest(entry, happened_at=later(hours=1), reason="x", **said(floor))
    second = arrivals.correct_guest(entry, happened_at=AT - timedelta(hours=1), reason="Came earlier", **said(floor))
    with pytest.raises(arrivals.CorrectedAlready):
        arrivals.correct_guest(entry, happened_at=AT, reason="Again", **said(floor))
    found = ledger(floor)
    assert found.lines[0].came == AT - timedelta(hours=1)
    (change,) = found.changes
    assert (change.old, change.new, change.reason, change.who) == (
        AT,
        AT - timedelta(hours=1),
        "Came earlier",
        "Mo Ström",
    )
    arrivals.correct_guest(second, happened_at=None, reason="Was not here", **said(floor))
    found = ledger(floor)
    assert (found.lines, [one.new for one in found.changes]) == ((), [None, AT - timedelta(hours=1)])
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        GuestEntry.objects.filter(pk=entry.pk).update(happened_at=AT)
    assert list(checks.entries()) == []


def test_a_corrected_shift_names_who_corrected_it(floor: Floor) -> None:
    on = clocks.shift_on(floor.shop.workshop, by=floor.shop.tess, at=AT)
    clocks.correct(on, happened_at=AT - timedelta(minutes=30), reason="Forgot", by=floor.shop.mo, at=later(hours=1))
    (change,) = ledger(floor).changes
    assert (change.name, change.who, change.reason) == ("Tess Ek", "Mo Ström", "Forgot")


def test_who_came_yesterday_and_stayed_is_on_today_s_page(floor: Floor) -> None:
    clocks.shift_on(floor.shop.workshop, by=floor.shop.tess, at=AT - timedelta(hours=14))
    assert len(ledger(floor).lines) == 1
    assert len(ledger(floor, date(2026, 11, 22), date(2026, 11, 22)).lines) == 0
    assert ledger(floor).missing_numbers == ("Tess Ek",)


def test_a_look_is_journalled_and_long_ones_are_refused(floor: Floor) -> None:
    inspection.show(floor.shop.workshop, first=TODAY, last=TODAY, why="Inspection", **said(floor))
    line = History.objects.get(action="presence.show")
    assert (line.actor_name, line.note["why"]) == ("Mo Ström", "Inspection")
    for first, last in ((TODAY, TODAY - timedelta(days=1)), (TODAY - timedelta(days=401), TODAY)):
        with pytest.raises(inspection.TooLong):
            inspection.show(floor.shop.workshop, first=first, last=last, **said(floor))


def test_numbers_are_purged_after_their_time_and_no_sooner(floor: Floor) -> None:
    hugo = arrivals.add_guest(floor.shop.workshop, name="Hugo", number=NUMBER, **said(floor))
    arrivals.end_guest(hugo, **said(floor))
    inspection.purge(floor.shop.workshop, **said(floor, datetime(2028, 12, 31, tzinfo=UTC)))
    assert PersonNumber.objects.count() == 1
    inspection.purge(floor.shop.workshop, **said(floor, datetime(2030, 1, 2, tzinfo=UTC)))
    assert PersonNumber.objects.count() == 0
    assert rules.kept_until(date(2026, 12, 31)) == date(2028, 12, 31)
    assert rules.kept_until(date(2027, 4, 30)) == date(2029, 12, 31)


def test_everyone_at_home_here_and_the_guests_are_to_be_tapped(floor: Floor) -> None:
    arrivals.add_guest(floor.shop.workshop, name="Anna", **said(floor))
    arrivals.arrive(floor.shop.workshop, staff=floor.tess, **said(floor))
    found = inspection.people(floor.shop.workshop)
    assert [(one.name, one.here_since is not None) for one in found] == [
        ("Anna", False), ("Kim Lund", False), ("Mo Ström", False), ("Sam Berg", False), ("Tess Ek", True),
    ]  # fmt: skip


def test_stays_are_shown_as_they_were_said() -> None:
    """Came twice, went once; went without coming: each is a line, nothing is made up."""
    person = new_id()

    def fact(direction: str, hour: int) -> Fact:
        return Fact(new_id(), person, direction, later(hours=hour), later(hours=hour))

    made = rules.stays([fact("off", 0), fact("on", 1), fact("on", 2), fact("off", 3)])
    shown = [(bool(one.came), bool(one.went)) for one in made]
    assert shown == [(False, True), (True, False), (True, True)]

"""From the ledger to units: once each, closed by their Z report, summed by day, with or without stock."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from vaxel.business.accounting.models import LedgerEntry, Posting
from vaxel.business.exports import batches, collecting, reconciling, targets
from vaxel.business.exports.models import Batch, Target, Unit, UnitEntry
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import drawers, sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter as Till
from vaxel.business.payments.tests.counter import counter
from vaxel.business.tickets.lines import Wish
from vaxel.kernel.checks import run_all
from vaxel.kernel.states import WrongState

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
FIRST = date(2026, 11, 1)


@pytest.fixture
def here() -> Till:
    return counter()


def target(here: Till, key: str = "sie", **change: Any) -> Target:
    fields: dict[str, Any] = {"starts_on": FIRST} | change
    return targets.set_target(key, **fields, by=here.shop.mo, at=AT)


def sell(here: Till, tender: str = "card", **change: Any) -> None:
    cast = here.shop
    sales.ring_up(cast.k1, [Wish(part=here.pads)], [Tender(tender, 89_900)], by=cast.mo, at=AT, **change)


def close(here: Till) -> None:
    """The day at K1 is closed, an hour later."""
    drawers.close(here.shop.k1, counted_minor=100_000, by=here.shop.mo, at=AT + timedelta(hours=1))


def collect(here: Till, on: Target, days: int = 0) -> list[Unit]:
    day = TODAY + timedelta(days=days)
    at = AT + timedelta(days=days, hours=2)
    return collecting.collect(on, until=day, today=day, by=here.shop.mo, at=at)


def test_receipts_wait_for_their_z_report_and_are_one_voucher_with_it(here: Till) -> None:
    """M-66, I-9: two sales of 899.00 by card, 719.20 and 179.80 each."""
    on = target(here, leaves_out=["STOCK"])
    for _n in range(2):
        sell(here)
    assert collect(here, on) == []
    assert collecting.plan(on, until=TODAY, today=TODAY).waiting == 2
    close(here)
    [unit] = collect(here, on)
    assert (unit.kind, unit.source_ref, unit.text) == ("Z_DAY", "STH-K1/Z/1", "Z 1 kassa K1 STH")
    assert [(row[0], row[3]) for row in unit.rows] == [("1686", 179_800), ("2611", -35_960), ("3051", -143_840)]
    assert unit.entries.count() == 2


def test_what_was_collected_is_not_collected_again(here: Till) -> None:
    on = target(here)
    sell(here)
    close(here)
    assert len(collect(here, on)) >= 1
    assert collect(here, on) == []
    held = UnitEntry.objects.values_list("entry_id", flat=True)
    assert sorted(held) == sorted(LedgerEntry.objects.values_list("pk", flat=True))


def test_units_sum_to_the_ledger_and_the_checks_are_silent(here: Till) -> None:
    """I-11: Σ units per account = Σ postings per account."""
    on = target(here)
    sell(here)
    sell(here, "on_account", customer=here.shop.ada)
    close(here)
    collect(here, on)
    ours: Counter[str] = Counter()
    for unit in Unit.objects.all():
        for row in unit.rows:
            ours[row[0]] += row[3]
    books: Counter[str] = Counter()
    for account, minor in Posting.objects.values_list("account", "base_minor"):
        books[account] += minor
    assert +ours == +books
    assert {a: m for a, m in ours.items() if m} == reconciling.owned(on, FIRST, TODAY)
    assert run_all()["exports.units"] == []


def test_an_invoice_is_its_own_voucher_or_one_a_day_and_what_comes_late_is_a_revision(here: Till) -> None:
    cast = here.shop
    on = target(here, leaves_out=["STOCK"])
    sell(here, "on_account", customer=cast.ada)
    [unit] = collect(here, on)
    assert (unit.kind, [(row[0], row[3]) for row in unit.rows]) == (
        "INVOICE", [("1510", 89_900), ("2611", -17_980), ("3051", -71_920)],
    )  # fmt: skip
    daily = target(here, "fortnox", leaves_out=["STOCK"], summary=True)
    Target.objects.filter(pk=daily.pk).update(state="on")
    sell(here, "on_account", customer=cast.ada)
    assert collect(here, daily) == []
    [day] = collect(here, daily, days=1)
    assert (day.source_ref, day.rows[0][3]) == ("STH/2026-11-24", 179_800)
    sell(here, "on_account", customer=cast.ada)
    [late] = collect(here, daily, days=1)
    assert (late.source_ref, late.revision, late.rows[0][3]) == ("STH/2026-11-24", 2, 89_900)


def test_a_system_that_is_off_gets_nothing(here: Till) -> None:
    off = target(here, "xero")
    with pytest.raises(collecting.TargetOff):
        collect(here, off)
    assert Unit.objects.count() == 0


def store(here: Till, on: Target) -> Batch:
    ready = list(Unit.objects.filter(target=on, state="ready"))
    return batches.store(on, ready, name="vaxel.si", content=b"#FLAGGA 0", by=here.shop.mo, at=AT)


def test_a_file_is_imported_or_made_anew_with_a_reason(here: Till) -> None:
    said: dict[str, Any] = {"by": here.shop.mo, "at": AT}
    on = target(here)
    sell(here)
    close(here)
    collect(here, on)
    first = store(here, on)
    with pytest.raises(batches.NothingReady):
        store(here, on)
    with pytest.raises(batches.WhyUnread):
        batches.unread(first, reason=" ", **said)
    batches.unread(first, reason="Programmet kraschade", **said)
    second = store(here, on)
    batches.imported(second, **said)
    assert (first.number, second.number) == (1, 2)
    assert set(Unit.objects.values_list("state", flat=True)) == {"confirmed"}
    with pytest.raises(WrongState):
        batches.unread(second, reason="Ångrar mig", **said)
    told = reconciling.compare(on, FIRST, TODAY, TODAY)
    assert (told.unexported, [one.difference for one in told.accounts if one.difference]) == (0, [])


def test_a_unit_is_left_out_with_a_reason_and_goes_after_all(here: Till) -> None:
    said: dict[str, Any] = {"by": here.shop.mo, "at": AT}
    on = target(here, leaves_out=["STOCK"])
    sell(here, "on_account", customer=here.shop.ada)
    [unit] = collect(here, on)
    with pytest.raises(targets.WhyLeftOut):
        targets.leave_out(unit, reason="", **said)
    targets.leave_out(unit, reason="Bokförd för hand", **said)
    assert collect(here, on) == []
    assert targets.put_back(unit, **said).state == "ready"
    Unit.objects.update(state="unknown")
    with pytest.raises(targets.LookFirst):
        targets.put_back(unit, **said)


@pytest.mark.parametrize(("change", "refusal"), [
    ({"series": {"Z_DAY": "Z-1"}}, targets.BadSeries),
    ({"starts_on": TODAY + timedelta(days=9)}, targets.BeginsEarlier),
])  # fmt: skip
def test_a_system_is_set_up_so_that_nothing_is_lost(
    here: Till, change: dict[str, Any], refusal: type[Exception]
) -> None:
    on = target(here)
    sell(here, "on_account", customer=here.shop.ada)
    collect(here, on)
    with pytest.raises(refusal):
        target(here, **change)
    assert Target.objects.get().starts_on == FIRST

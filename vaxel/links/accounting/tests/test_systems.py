"""Fortnox, QuickBooks and Xero over HTTP, behaving and misbehaving: one voucher there for each of ours, or a person is
asked (A-70 … A-73)."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from vaxel.business.exports import connections, connectors, reconciling, sending, targets
from vaxel.business.exports.connectors import Case, Company, DataError, LoginLost, Tokens
from vaxel.business.exports.models import Target, Unit
from vaxel.business.locations.tests.cast import shop
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.links.accounting.tests import contracts
from vaxel.links.accounting.tests.fake import CLIENT, World, serving

EXAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "export_examples.json").read_text(), parse_float=Decimal)
QBO = {"1686": "35", "1930": "36", "1910": "37", "2421": "61", "3051": "79", "3041": "80", "2611": "90", "3740": "95"}
NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
MO = Actor.system("Mo")
SAID: dict[str, Any] = {"by": MO, "at": NOW}
SYSTEMS = ("fortnox", "quickbooks", "xero")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=SYSTEMS)
def world(request: Any, settings: Any) -> Iterator[World]:
    """The system, served; a company that is connected to it, and one Z report that is ready."""
    shop()
    made = World(request.param)
    with serving(made) as address:
        settings.ACCOUNTING_PAUSE_MS = {}
        settings.ACCOUNTING_URLS = {
            f"{made.system}{what}": address for what in ("", "-login", "-authorize")
        }  # fmt: skip
        connect(made.system)
        yield made


def connect(system: str) -> Target:
    """Logged in, with the tokens that the world knows."""
    target = targets.set_target(system, starts_on=date(2026, 1, 1), **SAID)
    targets.map_ids(target, accounts=QBO if system == "quickbooks" else {}, centres={"OSD": "2"}
                    if system == "quickbooks" else {}, **SAID)  # fmt: skip
    state = connections.begin_login(target, client_id=CLIENT[0], secret=CLIENT[1], **SAID)
    target = connections.claim_login(target, state=state, **SAID)
    return connections.keep_tokens(
        target, Tokens("access.0", "refresh.0", 3600), company=Company("123", "Prov", True), **SAID
    )


def unit(n: int = 512, **change: Any) -> Unit:
    """The golden day, or another like it."""
    told = EXAMPLES["unit"]
    rows = [[one["account"], one["role"], one["cost_centre"] or "", one["amount"], one["text"]]
            for one in told["lines"]]  # fmt: skip
    fields: dict[str, Any] = {
        "target": Target.objects.get(), "kind": "Z_DAY", "source_ref": f"K1/Z/{n}", "text": f"Z {n} kassa K1",
        "business_date": date(2026, 11, 20), "currency": "SEK", "rows": rows, "content_hash": "", "map_version": 1,
        "made_at": NOW, "due_at": NOW,
    }  # fmt: skip
    return Unit.objects.create(**fields | change)


def rounds(n: int = 8) -> list[dict[str, int]]:
    """The worker's rounds, two hours apart."""
    done = []
    for k in range(n):
        with clock.fixed(NOW + timedelta(hours=2 * k)):
            target = Target.objects.get()
            if target.state == "on":
                done.append(dict(sending.work(target, by=MO)))
    return done


@pytest.mark.parametrize(
    "script",
    [[], ["429"], ["429 silent"], ["500"], ["500 after"], ["lost"], ["expired"], ["lost", "500 after", "429"],
     ["500", "500", "lost"]],
    ids=lambda script: "+".join(script) or "well",
)  # fmt: skip
def test_whatever_happens_there_is_exactly_one_voucher(world: World, script: list[str]) -> None:
    world.script = list(script)
    made = unit()
    rounds()
    made.refresh_from_db()
    assert (made.state, len(world.vouchers)) == ("confirmed", 1)
    told = reconciling.compare(made.target, date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 21))
    assert [one.difference for one in told.accounts if one.difference] == []
    assert told.changed == []


def test_of_several_the_one_in_trouble_waits_and_the_others_go(world: World) -> None:
    """A batch that breaks off in the middle: nothing twice, nothing missing."""
    world.script = ["", "lost", "", "500"]
    for n in (1, 2, 3, 4):
        unit(n)
    rounds()
    assert set(Unit.objects.values_list("state", flat=True)) == {"confirmed"}
    assert len(world.vouchers) == 4


def test_a_closed_period_asks_a_person_in_their_words_and_goes_when_it_is_opened(world: World) -> None:
    world.script = ["closed"]
    made = unit()
    rounds(3)
    made.refresh_from_db()
    assert (made.state, len(world.vouchers)) == ("data_error", 0)
    assert any(word in made.error for word in ("låst", "closed", "locked"))
    targets.put_back(made, **SAID)
    rounds(1)
    made.refresh_from_db()
    assert (made.state, len(world.vouchers)) == ("confirmed", 1)


def test_an_account_that_they_lack_is_named(world: World) -> None:
    world.accounts = {"1930", "36"}
    made = unit()
    rounds(1)
    made.refresh_from_db()
    assert (made.state, len(world.vouchers)) == ("data_error", 0)
    assert made.error
    with clock.fixed(NOW):
        holder = sending.Holder(made.target, connectors.of(made.target), MO)
        wanted = ["36" if world.system == "quickbooks" else "1930", "9876"]
        lacking = holder.connector.missing(holder, wanted, ["Z"])
    assert len(lacking) == 1
    assert "9876" in lacking[0]


def test_a_token_is_renewed_once_and_kept_before_it_is_used(world: World) -> None:
    world.access = set()
    unit()
    rounds(1)
    assert (world.refreshes, len(world.vouchers)) == (1, 1)
    kept = Target.objects.get()
    assert "access.1" not in kept.sealed_access + kept.sealed_refresh
    with clock.fixed(NOW):
        assert sending.Holder(kept, connectors.of(kept), MO).access() == "access.1"


def test_a_login_that_is_lost_waits_for_a_person_and_loses_nothing(world: World) -> None:
    world.access, world.refresh = set(), "someone else's"
    made = unit()
    rounds(3)
    target = Target.objects.get()
    assert (target.state, target.sealed_refresh) == ("needs_login", "")
    assert "invalid_grant" in target.fault
    with pytest.raises(sending.NotConnected):
        sending.work(target, by=MO)
    world.access, world.refresh = {"access.0"}, "refresh.0"
    connect(world.system)
    rounds(2)
    made.refresh_from_db()
    assert (made.state, len(world.vouchers)) == ("confirmed", 1)


def test_two_workers_never_send_or_renew_at_once(world: World) -> None:
    target = Target.objects.get()
    unit()
    with clock.fixed(NOW):
        held = connections.hold(target, **SAID)
        with pytest.raises(connections.BusyNow):
            sending.work(target, by=MO)
        assert world.seen == []
        connections.let_go(held, **SAID)
        sending.work(target, by=MO)
    assert len(world.vouchers) == 1


@pytest.mark.parametrize("arrived", [True, False])
def test_a_sender_that_died_leaves_what_is_looked_for_first(world: World, arrived: bool) -> None:
    """A-4, A-73: the request is stored; whether it arrived, nobody knows."""
    made = unit()
    target = Target.objects.get()
    case = sending.case_of(target, made)
    connector = connectors.of(target)
    body = connector.body(case)
    sending.begin(made, body=body, **SAID)
    if arrived:
        with clock.fixed(NOW):
            connector.send(sending.Holder(target, connector, MO), case, body)
    with clock.fixed(NOW + timedelta(seconds=30)):
        assert dict(sending.work(target, by=MO)) == {}
    rounds(3)
    made.refresh_from_db()
    assert (made.state, made.request, len(world.vouchers)) == ("confirmed", body, 1)


def test_what_was_changed_there_is_told_and_not_overwritten(world: World) -> None:
    made = unit()
    rounds(1)
    made.refresh_from_db()
    rows = world.vouchers[0].get("VoucherRows") or world.vouchers[0].get("Line") or world.vouchers[0]["JournalLines"]
    for name in ("Debit", "Amount", "LineAmount"):
        if name in rows[0]:
            rows[0][name] += 1
    with clock.fixed(NOW):
        sending.read_back(made.target, [made], by=MO)
    told = reconciling.compare(made.target, date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 21))
    assert [one.pk for one in told.changed] == [made.pk]
    assert len(world.vouchers) == 1


def golden(system: str) -> Case:
    target = Target(key=system, starts_on=date(2026, 1, 1), series={"Z_DAY": "Z"}, accounts={}, centres={})
    if system == "quickbooks":
        target.accounts, target.centres = QBO, {"OSD": "2"}
    told = EXAMPLES["unit"]
    rows = [[one["account"], one["role"], one["cost_centre"] or "", one["amount"], one["text"]]
            for one in told["lines"]]  # fmt: skip
    made = Unit(id=told["id"], kind="Z_DAY", source_ref="K1/Z/512", text=told["text"], rows=rows, currency="SEK",
                business_date=date(2026, 11, 20))  # fmt: skip
    return sending.case_of(target, made)


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_golden_day_is_said_as_in_the_examples(system: str) -> None:
    target = Target(key=system, starts_on=date(2026, 1, 1))
    said = json.loads(connectors.of(target).body(golden(system)), parse_float=Decimal)
    assert said == EXAMPLES["qbo" if system == "quickbooks" else system]["body"]


def test_amounts_are_written_as_they_are_never_through_a_float() -> None:
    case = golden("xero")
    huge = 9_007_199_254_740_993
    rows = [("1910", "cash", "", huge, "x"), ("3051", "sales_parts_25", "", -huge, "y")]
    changed = Case(**{name: getattr(case, name) for name in case.__slots__} | {"rows": rows})
    assert "90071992547409.93" in connectors.of(Target(key="xero")).body(changed)


def test_an_account_without_its_counterpart_is_said_before_anything_is_sent() -> None:
    case = golden("quickbooks")
    case.accounts.pop("3740")
    with pytest.raises(DataError, match="3740"):
        connectors.of(Target(key="quickbooks")).body(case)
    case.accounts["3740"] = "95"


@pytest.mark.skipif(not contracts.place("qbo_fields.json"), reason="their documents are not here")
def test_the_published_documents_are_judges() -> None:
    """A member they do not have is found, so that silence means something."""
    assert contracts.wrong_in_quickbooks({"DocNo": "1"}) == "JournalEntry.DocNo"
    line = {"DetailType": "JournalEntryLineDetail", "JournalEntryLineDetail": {"PostingType": "debit"}}
    assert contracts.wrong_in_quickbooks({"Line": [line]}) == "JournalEntryLineDetail.PostingType=debit"
    assert contracts.wrong_in_xero({"Narration": "x", "JournalLines": [{"Amount": 1}]}) == "ManualJournalLine.Amount"
    assert contracts.wrong_in_xero({"Narration": "x", "HasAttachments": True}) == "ManualJournal.HasAttachments"
    assert contracts.wrong_in_xero({"Narration": "x", "Status": "DONE"}) == "ManualJournal.Status=DONE"


def test_a_login_is_good_once_and_not_for_a_real_company_in_a_trial() -> None:
    shop()
    target = targets.set_target("xero", starts_on=date(2026, 1, 1), **SAID)
    with pytest.raises(connections.NoClient):
        connections.begin_login(target, client_id="x", secret=" ", **SAID)
    state = connections.begin_login(target, client_id="x", secret="y", **SAID)
    with pytest.raises(connections.StaleLogin):
        connections.claim_login(target, state="other", **SAID)
    late: dict[str, Any] = {"by": MO, "at": NOW + timedelta(minutes=11)}
    with pytest.raises(connections.StaleLogin):
        connections.claim_login(target, state=state, **late)
    connections.claim_login(target, state=state, **SAID)
    with pytest.raises(connections.StaleLogin):
        connections.claim_login(target, state=state, **SAID)
    with pytest.raises(connections.LiveCompany, match="Riktiga"):
        connections.keep_tokens(target, Tokens("a", "r", 60), company=Company("1", "Riktiga AB", False), **SAID)
    assert Target.objects.get().state == "off"


def test_who_renews_an_old_login_leaves_the_newer_one_alone(world: World) -> None:
    """A worker asks for new tokens while a person logs in anew, or disconnects."""
    with clock.fixed(NOW):
        stale = sending.Holder(Target.objects.get(), connectors.of(Target.objects.get()), MO)
        connections.keep_tokens(
            stale.target, Tokens("access.new", "refresh.new", 3600), company=Company("456", "Ny", True), **SAID
        )
        before = Target.objects.values().get()
        with pytest.raises(LoginLost):
            stale.renew("access.0")
        connections.lose_login(stale.target, why="invalid_grant", **SAID)
        assert Target.objects.values().get() == before
        stale = sending.Holder(Target.objects.get(), connectors.of(Target.objects.get()), MO)
        off = connections.disconnect(stale.target, **SAID)
        connections.lose_login(stale.target, why="invalid_grant", **SAID)
        assert (off.state, Target.objects.get().state, Target.objects.get().sealed_refresh) == ("off", "off", "")


def test_who_was_slow_frees_nobody_elses_hold(world: World) -> None:
    target = Target.objects.get()
    slow = connections.hold(target, **SAID)
    later: dict[str, Any] = {"by": MO, "at": NOW + connections.HELD_FOR}
    connections.hold(target, **later)
    connections.let_go(slow, **later)
    with pytest.raises(connections.BusyNow):
        connections.hold(target, **later)


def test_a_slow_sender_stops_before_its_hold_is_over(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes four minutes: a third would still be on its way when someone else looks for it."""
    for n in (1, 2, 3):
        unit(n)
    now = [NOW]

    def slow(*_args: Any) -> tuple[str, int]:
        now[0] += timedelta(minutes=4)
        return "confirmed", 0

    monkeypatch.setattr(clock, "now", lambda: now[0])
    monkeypatch.setattr(sending, "_one", slow)
    assert sending.work(Target.objects.get(), by=MO) == {"confirmed": 2}


def test_nothing_is_begun_once_it_is_disconnected(world: World) -> None:
    made = unit()
    connections.disconnect(made.target, **SAID)
    assert sending.begin(made, body="{}", **SAID) is None


def test_a_connection_for_real_is_not_one_for_a_trial(world: World) -> None:
    """Whoever says so later logs in again, and is asked which company it is."""
    for is_test, state in ((True, "on"), (False, "needs_login")):
        held = targets.set_target(world.system, starts_on=date(2026, 1, 1), is_test=is_test, **SAID)
        assert (held.state, bool(held.sealed_refresh)) == (state, is_test)

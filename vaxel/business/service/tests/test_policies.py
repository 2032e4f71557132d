"""Approval policies: versions from a day, bound to tickets, and what they do when a price rises (S-99 to S-102)."""

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from vaxel.business.locations.models import Setting
from vaxel.business.service import attempts, gate_facts, handover, policies
from vaxel.business.service.answers import EstimateFirst, RecordMissing
from vaxel.business.service.approvals import Answer
from vaxel.business.service.limits import Tolerance
from vaxel.business.service.models import Approval, ApprovalPolicy, ContactAttempt, TicketPolicy
from vaxel.business.service.policies import Terms
from vaxel.business.service.tests.cast import AT, SAID, Floor, later, workshop
from vaxel.business.tickets import jobs, lines
from vaxel.business.tickets.models import Job

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def floor() -> Floor:
    return workshop()


def terms(**said: Any) -> Terms:
    every: dict[str, Any] = {"source": "36 §", "checked_on": DAY, "ppm": 100_000} | said
    return Terms(**every)


def rule(floor: Floor, *, since: date = DAY, kind: str = "private", site: bool = True, **said: Any) -> ApprovalPolicy:
    where = floor.shop.workshop if site else None
    return policies.set_terms("SE", kind, terms=terms(**said), valid_from=since, site=where, **SAID)


def rough(floor: Floor) -> None:
    jobs.change(floor.brakes, price_kind="rough", by=floor.shop.kim, at=AT)


def test_versions_follow_each_other_and_the_former_one_ends(floor: Floor) -> None:
    first, second = rule(floor), rule(floor, since=TOMORROW, ppm=50_000)
    first.refresh_from_db()
    assert (first.version, first.valid_to, second.version, second.valid_to) == (1, TOMORROW, 2, None)
    assert policies.in_force(floor.shop.workshop, "private", DAY) == first
    assert policies.in_force(floor.shop.workshop, "private", TOMORROW) == second
    with pytest.raises(policies.BeforeTheLast):
        rule(floor, since=TOMORROW)


def test_a_sites_own_rule_goes_before_the_companys(floor: Floor) -> None:
    rule(floor, since=date(2026, 2, 1), site=False, ppm=20_000)
    own = rule(floor)
    assert policies.in_force(floor.shop.workshop, "private", DAY) == own
    elsewhere = policies.in_force(floor.shop.tyres, "private", DAY)
    assert elsewhere is not None
    assert elsewhere.ppm == 20_000


@pytest.mark.parametrize(
    ("said", "why"),
    [({"source": " "}, policies.SourceMissing), ({"checked_on": None}, policies.SourceMissing),
     ({"ppm": 1_000_001}, policies.BadPolicy), ({"abs_minor": -1}, policies.BadPolicy),
     ({"combine": "both"}, policies.BadPolicy), ({"must_record": ["blood"]}, policies.BadPolicy)],
)  # fmt: skip
def test_what_does_not_hang_together_is_refused(floor: Floor, said: dict[str, Any], why: type[Exception]) -> None:
    before = ApprovalPolicy.objects.count()
    with pytest.raises(why):
        rule(floor, **said)
    assert ApprovalPolicy.objects.count() == before


def test_a_ticket_keeps_the_version_it_opened_with(floor: Floor) -> None:
    rough(floor)
    held = rule(floor)
    floor.phone(Answer(floor.brakes, "approve"))
    rule(floor, since=TOMORROW, ppm=0)
    bound = TicketPolicy.objects.get(ticket=floor.ticket)
    assert (bound.policy, bound.version) == (held, 1)
    assert policies.of(floor.ticket, TOMORROW + timedelta(days=9)) == held
    assert gate_facts.authorised_minor(floor.now(), [floor.now(floor.brakes)], TOMORROW) == 316_250  # 2 875.00 + 10 %


def dearer(floor: Floor, unit_price_cm: int) -> None:
    labour = floor.line(floor.brakes, "labour")
    lines.change(labour, unit_price_cm=unit_price_cm, version=labour.version, by=floor.shop.mo, at=AT)


def test_a_price_above_the_rule_makes_the_yes_stale_and_one_within_it_does_not(floor: Floor) -> None:
    rough(floor)
    rule(floor)
    floor.phone(Answer(floor.brakes, "approve"))
    dearer(floor, 13_500_000)
    assert floor.now(floor.brakes).decision == "approved"
    dearer(floor, 15_000_000)
    assert floor.now(floor.brakes).decision == "stale"


def test_the_share_without_vat_brings_its_vat_along() -> None:
    assert Tolerance(100_000, 2_500, without_tax=True).of(50_000, 40_000) == 3_125  # 25.00 and its VAT
    assert Tolerance(100_000, combine="pct_only", without_tax=True).of(50_000, 40_000) == 5_000
    assert Tolerance(100_000, 2_500).of(50_000, 40_000) == 2_500


def test_where_the_rule_wants_it_in_writing_a_quote_comes_first(floor: Floor) -> None:
    rule(floor, written_required=True)
    with pytest.raises(EstimateFirst):
        floor.phone(Answer(floor.brakes, "approve"))
    assert not Approval.objects.exists()
    floor.phone(Answer(floor.wipers, "decline"))
    floor.ask()
    assert floor.phone(Answer(floor.brakes, "approve")).method == "phone"


def test_what_the_rule_wants_on_file_is_demanded_above_its_threshold(floor: Floor) -> None:
    held = rule(floor, must_record=["odometer"])
    with pytest.raises(RecordMissing):
        floor.phone(Answer(floor.brakes, "approve"))
    ApprovalPolicy.objects.filter(pk=held.pk).update(threshold_minor=10_000_000)
    assert floor.phone(Answer(floor.brakes, "approve")).gross_minor == 287_500


def tried(floor: Floor, **said: Any) -> ContactAttempt:
    about = {"channel": "phone", "number": "070-123 45 67", "result": "no_answer"} | said
    return attempts.note_attempt(floor.ticket, by=floor.shop.kim, at=about.pop("at", later(minutes=5)), **about)


def test_attempts_are_rows_and_printed_with_the_approval_they_led_to(floor: Floor) -> None:
    tried(floor)
    tried(floor, channel="sms", result="left_message", at=later(minutes=7))
    floor.phone(Answer(floor.brakes, "approve"), at=later(minutes=9))
    tried(floor, at=later(minutes=30))
    [printed] = handover.printed(floor.now())
    assert [(one["channel"], one["result"]) for one in printed["attempts"]] == [
        ("phone", "no_answer"), ("sms", "left_message"),
    ]  # fmt: skip
    assert [one.happened_at for one in attempts.since_last(floor.ticket)] == [later(minutes=30)]


@pytest.mark.parametrize("said", [{"channel": "owl"}, {"result": ""}, {"number": " "}])
def test_an_attempt_says_how_where_and_with_what_result(floor: Floor, said: dict[str, str]) -> None:
    with pytest.raises(attempts.BadAttempt):
        tried(floor, **said)
    assert not ContactAttempt.objects.exists()


def unasked(floor: Floor, job: Job, reason: str = "small", text: str = "Bladet har lossnat") -> Approval:
    return attempts.do_unasked(floor.ticket, jobs=[job], reason=reason, text=text, by=floor.shop.kim,
                               at=later(minutes=20))  # fmt: skip


def test_small_work_is_done_unasked_after_an_attempt_and_within_the_rule(floor: Floor) -> None:
    rule(floor, unasked_ppm=150_000, unasked_minor=300_000)
    floor.phone(Answer(floor.brakes, "approve"))
    with pytest.raises(attempts.NoAttempt):
        unasked(floor, floor.wipers)
    tried(floor)
    with pytest.raises(attempts.NotSmall):  # 500.00 is more than 15 % of 2 875.00
        unasked(floor, floor.wipers)
    with pytest.raises(attempts.WhyUnasked):
        unasked(floor, floor.wipers, "danger", " ")
    assert floor.now(floor.wipers).decision == "undecided"
    made = unasked(floor, floor.wipers, "danger")
    assert (made.method, made.said_by, made.gross_minor) == ("unreached", "", 50_000)
    assert floor.now(floor.wipers).decision == "approved"
    assert handover.printed(floor.now())[1]["note"] == "Bladet har lossnat"


def test_what_is_within_the_share_is_small(floor: Floor) -> None:
    rule(floor, unasked_ppm=200_000, unasked_minor=300_000)
    floor.phone(Answer(floor.brakes, "approve"))
    tried(floor)
    assert unasked(floor, floor.wipers).gross_minor == 50_000


def test_the_settings_of_before_become_the_first_version(floor: Floor) -> None:
    ApprovalPolicy.objects.all().delete()
    Setting.objects.create(site=None, key="approvals.rough_over_ppm", value=120_000)
    Setting.objects.create(site=floor.shop.tyres, key="approvals.rough_over_minor", value=50_000)
    import_module("vaxel.business.service.migrations.0004_first_policies").lay(apps, None)
    rows = ApprovalPolicy.objects.filter(party_kind="private").values_list("site__code", "ppm", "abs_minor")
    assert set(rows) == {(None, 120_000, None), (floor.shop.tyres.code, 120_000, 50_000)}
    assert not Setting.objects.filter(key__startswith="approvals.rough").exists()

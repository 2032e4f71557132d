"""The gates: each by itself, all together, their levels and what an override does (S-29 to S-33)."""

from dataclasses import replace
from uuid import UUID

import pytest

from vaxel.business.service.gates import (
    DEFAULTS,
    GATES,
    GateFacts,
    GateFinding,
    GateJob,
    GateLine,
    blocking,
    level_of,
    unmet,
)

JOB, LABOUR, PADS = UUID(int=1), UUID(int=2), UUID(int=3)
SOUND = GateFacts(
    kind="service", consumer=True,
    jobs=(GateJob(JOB, "Brakes", category="brakes"),),
    lines=(
        GateLine(LABOUR, "labour", "Change pads", shares_ppm=(600_000, 400_000)),
        GateLine(PADS, "part", "Pads", supply="reserved"),
        GateLine(UUID(int=4), "note", "Drive carefully"),
    ),
    total_minor=250_000, limit_minor=250_000, odometer_in_km=120_000, odometer_out_km=120_004,
)  # fmt: skip


def with_line(**change: object) -> GateFacts:
    """The sound ticket with its parts line changed."""
    labour, pads, note = SOUND.lines
    return replace(SOUND, lines=(labour, replace(pads, **change), note))  # type: ignore[arg-type]


def with_labour(*shares_ppm: int) -> GateFacts:
    """The sound ticket with other shares."""
    labour, pads, note = SOUND.lines
    return replace(SOUND, lines=(replace(labour, shares_ppm=shares_ppm), pads, note))


def with_job(**change: object) -> GateFacts:
    """The sound ticket with its job changed."""
    return replace(SOUND, jobs=(replace(SOUND.jobs[0], **change),))  # type: ignore[arg-type]


def test_a_sound_ticket_has_no_unmet_gate() -> None:
    assert unmet(SOUND) == []


@pytest.mark.parametrize(
    ("facts", "gate", "mend", "subject", "says"),
    [
        (with_labour(), "G1", "technicians", LABOUR, "“Change pads” has no technician."),
        (with_labour(600_000), "G1", "technicians", LABOUR, "The shares of “Change pads” are not 100 %."),
        (with_labour(600_000, 500_000), "G1", "technicians", LABOUR, "The shares of “Change pads” are not 100 %."),
        (with_job(work="in_progress"), "G2", "work", JOB, "“Brakes” is not completed."),
        (with_job(work="on_hold"), "G2", "work", JOB, "“Brakes” is not completed."),
        (with_line(kind="placeholder"), "G3", "part", PADS, "“Pads” is still to be chosen."),
        (with_line(priced=False), "G3", "unit_price", PADS, "“Pads” has no price."),
        (with_line(supply=""), "G4", "supply", PADS, "“Pads” is neither reserved nor issued."),
        (replace(SOUND, total_minor=250_001), "G5", "approval", None,
         "The total is above what the customer has approved. Ask the customer, or lower it."),
        (with_job(stale=True), "G5", "approval", JOB,
         "“Brakes” was changed after it was approved. Ask the customer again."),
        (with_line(unnamed=(("E44", "2"),)), "G6", "lots", PADS, "“Pads”: say which E44 it is, 2 to name."),
        (with_line(torque=True), "G6", "torque", PADS, "“Pads”: the torque of the wheels is missing."),
        (with_line(core_open=True), "G10", "core", PADS,
         "“Pads” has a core charge: keep the old part, or charge for it."),
        (with_job(category=""), "G7", "category", JOB, "“Brakes” has no category."),
        (replace(SOUND, odometer_out_km=None), "G8", "odometer_out", None,
         "The odometer reading at hand-over is missing."),
        (replace(SOUND, odometer_out_km=119_999), "G8", "odometer_out", None,
         "The odometer reads 119999 km at hand-over, less than 120000 km at check-in."),
        (replace(SOUND, on_account_minor=250_000, credit_left_minor=249_999), "G9", "credit_limit", None,
         "The customer's credit limit does not cover this."),
        (replace(SOUND, on_account_minor=1), "G9", "credit_limit", None,
         "The customer's credit limit does not cover this."),
        (replace(SOUND, po_required=True), "G9", "po_number", None, "The customer's order number is missing."),
        (with_line(below_cost=True), "G11", "unit_price", PADS, "“Pads” sells below cost."),
        (replace(SOUND, unheard=(GateFinding(JOB, "Lights"),)), "G12", "inspection", JOB,
         "“Lights” is red and stays so. Read it out, and note who heard it."),
        (replace(SOUND, unfinished_inspections=(GateFinding(JOB, "Car check"),)), "G13", "inspection", JOB,
         "The inspection “Car check” is not done."),
        (with_job(clocked_on=("Tess",)), "G14", "clock", JOB, "Tess is still clocked on “Brakes”."),
    ],
)  # fmt: skip
def test_each_gate(facts: GateFacts, gate: str, mend: str, subject: UUID | None, says: str) -> None:
    [one] = unmet(facts)
    assert (one.gate, one.mend, one.subject_id, str(one), one.level) == (gate, mend, subject, says, DEFAULTS[gate])


def test_all_are_shown_together_in_the_order_of_the_list() -> None:
    nothing_right = GateFacts(
        "service", True, jobs=(GateJob(JOB, "Brakes", work="pending", stale=True, clocked_on=("Tess", "Kim")),),
        lines=(GateLine(LABOUR, "labour", "Work"), GateLine(PADS, "part", "Pads", priced=False, below_cost=True)),
        total_minor=2, limit_minor=1, on_account_minor=2, credit_left_minor=1, po_required=True,
    )  # fmt: skip
    assert [one.gate for one in unmet(nothing_right)] == [
        "G1", "G2", "G3", "G4", "G5", "G5", "G7", "G8", "G9", "G9", "G11", "G14", "G14",
    ]  # fmt: skip


@pytest.mark.parametrize("supply", ["reserved", "issued", "not_counted", "customer_supplied"])
def test_a_part_may_come_from_the_shelf_or_the_customer(supply: str) -> None:
    assert unmet(with_line(supply=supply)) == []


def test_goods_over_the_counter_need_no_work_no_reading_and_no_reservation() -> None:
    facts = GateFacts("counter", True, jobs=(GateJob(JOB, "", work="pending"),),
                      lines=(GateLine(PADS, "part", "Pads"),), total_minor=10_000)  # fmt: skip
    assert unmet(facts) == []


def test_running_work_without_a_maximum_is_not_stopped_by_g5() -> None:
    assert unmet(replace(SOUND, total_minor=9_999_999, limit_minor=None)) == []


def test_a_gate_that_is_off_is_not_looked_at_and_one_that_warns_does_not_block() -> None:
    assert unmet(with_line(supply=""), {"G4": "off"}) == []
    [one] = unmet(with_line(supply=""), {"G4": "warn"})
    assert (one.level, blocking([one], {})) == ("warn", [])


def test_the_customers_yes_and_running_clocks_are_never_off() -> None:
    for gate, consumer, level in (("G5", True, "warn"), ("G5", False, "off"), ("G14", False, "warn"),
                                  ("G14", True, "warn"), ("G8", True, "off")):  # fmt: skip
        assert level_of(gate, {gate: "off"}, consumer=consumer) == level


def test_an_override_needs_a_reason_and_helps_only_its_own_gate() -> None:
    found = unmet(replace(with_line(supply=""), odometer_out_km=None))
    assert [one.gate for one in blocking(found, {})] == ["G4", "G8"]
    assert [one.gate for one in blocking(found, {"G4": "  "})] == ["G4", "G8"]
    assert [one.gate for one in blocking(found, {"G4": "Bought across the street"})] == ["G8"]


def test_every_gate_has_its_default() -> None:
    assert [gate for gate, _look in GATES] == list(DEFAULTS)

"""Approval rules on screen: read, changed from a day, refused without a source."""

from typing import Any

import pytest

from vaxel.business.service.models import ApprovalPolicy
from vaxel.business.service.tests.cast import Floor, workshop
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def fields(**more: str) -> dict[str, Any]:
    return {
        "ppm": "10 %", "combine": "min", "basis": "incl", "unasked_ppm": "15", "unasked_minor": "3 000",
        "parts_return": "always", "retention_years": "7", "source": "36 §", "checked_on": "2026-11-01",
        "valid_from": "2027-01-01", "abs_minor": "1 000", "rights_sv": "Du får pröva saken i ARN.",
    } | more  # fmt: skip


def test_the_owner_reads_and_changes_the_rule(floor: Floor) -> None:
    mo = Desk("mo")
    assert "15 %" in mo.get("/policies").text
    assert mo.form("/policies/private", **fields(must_record="number")).leads_to == "/policies"
    made = ApprovalPolicy.objects.get(version=2)
    assert (made.ppm, made.abs_minor, made.parts_return, made.must_record, made.site) == (
        100_000, 100_000, "always", ["number"], None,
    )  # fmt: skip
    assert made.rights_text == {"sv": "Du får pröva saken i ARN."}
    text = mo.get("/policies").text
    assert "version 2" in text
    assert 'value="10 %"' not in mo.get("/policies/company").text


def test_what_lacks_a_source_is_refused_and_what_was_typed_stays(floor: Floor) -> None:
    page = Desk("mo").form("/policies/private", **fields(source="", ppm="12,5 %"))
    assert page.status == 422
    assert 'value="12,5 %"' in page.text
    assert not ApprovalPolicy.objects.filter(version=2).exists()


def test_an_advisor_may_not(floor: Floor) -> None:
    kim = Desk("kim")
    assert kim.get("/policies").status == 403
    assert kim.form("/policies/private", **fields()).status == 403
    assert not ApprovalPolicy.objects.filter(version=2).exists()

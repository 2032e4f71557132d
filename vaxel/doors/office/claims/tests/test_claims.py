"""Claims to suppliers at the screen: drafted, sent and answered."""

from collections.abc import Iterator

import pytest

from vaxel.business.purchasing.models import Claim
from vaxel.business.service.tests.cast import Floor
from vaxel.doors.office.purchases.tests.cast import brembo, buying, key
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Iterator[Floor]:
    yield from buying()


def test_a_claim_drafted_by_a_form_sent_twice_is_one_claim(floor: Floor) -> None:
    mo = Desk("mo")
    form = {"supplier": brembo().pk, "text": "The pads cracked", "parts_minor": "350", **key()}
    drafted = [mo.post("/claims/new", **form).leads_to for _time in range(2)]
    claim = Claim.objects.get()
    assert drafted == [f"/claims/{claim.pk}"] * 2
    assert (claim.parts_minor, claim.text) == (35_000, "The pads cracked")


def test_a_claim_is_sent_and_answered(floor: Floor) -> None:
    mo = Desk("mo")
    mo.post("/claims/new", supplier=brembo().pk, text="The pads cracked", parts_minor="350")
    claim = Claim.objects.get()
    mo.post(f"/claims/{claim.pk}/do/send", their_number="R-12")
    mo.post(f"/claims/{claim.pk}/do/answer", granted="200")
    said = Claim.objects.get()
    assert (said.state, said.their_number, said.granted_minor) == ("part_approved", "R-12", 20_000)

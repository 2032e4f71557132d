"""Who pays is said in the dialog of the job, seen on its card and beside the sum; a wrong name changes nothing."""

import pytest

from vaxel.business.parties import parties
from vaxel.business.service.tests.cast import SAID, Floor, workshop
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def test_a_payer_is_set_by_name_and_taken_away_again(floor: Floor) -> None:
    kim, where = Desk("kim"), f"/tickets/{floor.ticket.pk}"
    parties.add(kind="company", name="Trygg Försäkring AB", **SAID)
    parties.add(kind="company", name="Trygg Försäkring AB Skåne", **SAID)
    assert "Who pays for the job" in kim.part(f"{where}/jobs/{floor.wipers.pk}/sheets/job").text
    page = kim.post(f"{where}/jobs/{floor.wipers.pk}/payer", q="trygg försäkring ab")
    assert page.text.count("Trygg Försäkring AB") == 2  # on the job and beside the sum
    assert floor.now(floor.wipers).payer.name == "Trygg Försäkring AB"
    refused = kim.post(f"{where}/jobs/{floor.wipers.pk}/payer", q="Trygg")
    assert (refused.status, "is nobody, or several" in refused.text) == (422, True)
    assert floor.now(floor.wipers).payer is not None
    kim.post(f"{where}/jobs/{floor.wipers.pk}/payer", q="")
    assert floor.now(floor.wipers).payer is None

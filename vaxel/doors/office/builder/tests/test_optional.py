"""A line that the customer may take or leave, from the job's dialog to the customer's page (S-89)."""

import pytest

from vaxel.business.service.tests.cast import workshop
from vaxel.business.tickets.models import Job
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


def test_a_line_is_made_optional_from_the_jobs_dialog_and_the_customer_is_told_so() -> None:
    floor = workshop()
    kim, line = Desk("kim"), floor.line(floor.brakes, "part")
    address = f"/tickets/{floor.ticket.pk}"
    dialog = kim.get(f"{address}/jobs/{floor.brakes.pk}/sheets/job")
    assert f"{address}/lines/{line.pk}/optional" in dialog.text
    drawn = kim.post(f"{address}/lines/{line.pk}/optional")
    assert f"take or leave “{line.text}”" in drawn.text
    extra = Job.objects.get(adds_to=floor.brakes)
    again = kim.post(f"{address}/lines/{line.pk}/optional")
    assert "cannot be optional by itself" in again.text
    assert Job.objects.filter(adds_to__isnull=False).get() == extra
    page = kim.get(f"/q/{floor.ask().token}")
    assert f"Tillval till ”{floor.brakes.title}”" in page.text

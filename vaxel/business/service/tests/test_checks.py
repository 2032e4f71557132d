"""`vaxel check` finds nothing after a visit, and says what was tampered with."""

import pytest

from vaxel.business.service import handover
from vaxel.business.service.models import DeferredWork
from vaxel.business.service.tests.cast import Floor, later
from vaxel.business.service.tests.test_handover import floor  # noqa: F401 - the fixture
from vaxel.business.tickets.models import Job, Ticket
from vaxel.kernel import checks, clock

pytestmark = pytest.mark.django_db
NAMES = ("service.decisions", "service.statuses", "service.deferred", "service.time")


def found() -> list[str]:
    """Every sentence of this rung's checks."""
    with clock.fixed(later(hours=3)):
        return [sentence for name in NAMES for sentence in checks.run(name)]


def test_a_sound_visit_is_sound_before_and_after_posting(floor: Floor) -> None:  # noqa: F811
    assert found() == []
    handover.post_ticket(floor.ticket, odometer_out_km=120_003, by=floor.shop.kim, at=later(hours=2))
    assert found() == []


def test_a_decision_set_by_hand_a_wrong_status_and_closed_work_without_a_job_are_found(floor: Floor) -> None:  # noqa: F811
    Job.objects.filter(pk=floor.wipers.pk).update(decision="approved", said="approve")
    Ticket.objects.filter(pk=floor.ticket.pk).update(order_status="open")
    DeferredWork.objects.update(state="done")
    said = " | ".join(found())
    assert "“Wipers” of ticket 1 shows approve, its approvals say decline" in said
    assert "ticket 1 is stored as open" in said
    assert "“Wipers” is done, but no completed job did it" in said

"""Optional lines: the customer takes or leaves them by themselves, but not without what they add to (S-89)."""

from typing import Any

import pytest

from vaxel.business.service import approvals, links
from vaxel.business.service.answers import GoesWith
from vaxel.business.service.approvals import Answer
from vaxel.business.service.checks import decisions, statuses
from vaxel.business.service.models import ApprovalItem, DeferredWork
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets import additions, jobs, lines, quotes
from vaxel.business.tickets.models import Job, Line

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def kim(floor: Floor) -> dict[str, Any]:
    return {"by": floor.shop.kim, "at": AT}


def with_extra(floor: Floor) -> Job:
    """The pads of the brakes are an extra."""
    return additions.make_optional(floor.line(floor.brakes, "part"), **kim(floor))


def asked(floor: Floor) -> approvals.Asked:
    return approvals.ask(floor.now(), **kim(floor))


def said(floor: Floor, shown: approvals.Asked, *answers: Answer) -> None:
    """The customer has answered the link."""
    link = links.find(shown.token, AT)
    approvals.answer_link(
        link, version=shown.version, answers=list(answers), name="Bo Öberg", by=links.customer(link), at=AT
    )


def test_an_optional_line_is_a_job_of_its_own_after_the_one_it_adds_to(floor: Floor) -> None:
    before, line = floor.now().gross_minor, floor.line(floor.brakes, "part")
    Job.objects.filter(pk=floor.brakes.pk).update(payer=floor.shop.ada)
    made = additions.make_optional(line, **kim(floor))
    assert (made.adds_to_id, made.title, made.payer_id) == (floor.brakes.pk, line.text, floor.shop.ada.pk)
    assert [job.title for job in Job.objects.filter(ticket=floor.ticket)] == ["Brakes", line.text, "Wipers"]
    assert Line.objects.get(pk=line.pk).job_id == made.pk
    assert floor.now().gross_minor == before
    version = quotes.newest(floor.now()) or asked(floor).version
    assert [job["adds_to"] for job in version.body["jobs"]] == ["", str(floor.brakes.pk), ""]


def test_an_extra_is_approved_with_its_job_or_later_and_never_without(floor: Floor) -> None:
    extra, shown = with_extra(floor), asked(floor)
    for answers in ([Answer(extra, "approve")], [Answer(extra, "approve"), Answer(floor.brakes, "decline")]):
        with pytest.raises(GoesWith, match="Brakes"):
            said(floor, shown, *answers)
    assert not ApprovalItem.objects.exists()
    said(floor, shown, Answer(floor.brakes, "approve"))
    assert floor.now(extra).decision == "undecided"
    said(floor, shown, Answer(extra, "approve"))
    assert (floor.now(floor.brakes).decision, floor.now(extra).decision) == ("approved", "approved")
    assert [*decisions(), *statuses()] == []


def test_an_extra_that_is_left_waits_on_the_car_by_itself(floor: Floor) -> None:
    extra, shown = with_extra(floor), asked(floor)
    said(floor, shown, Answer(floor.brakes, "approve"), Answer(extra, "later", "Nästa gång"))
    assert [one.title for one in DeferredWork.objects.all()] == [extra.title]


def test_what_cannot_be_optional(floor: Floor) -> None:
    extra = with_extra(floor)
    with pytest.raises(additions.NotOptional):
        additions.make_optional(floor.line(extra, "part"), **kim(floor))
    [note] = lines.add(floor.wipers, [lines.Wish(kind="note", text="Obs")], **kim(floor))
    with pytest.raises(additions.NotOptional):
        additions.make_optional(note, **kim(floor))
    jobs.set_menu_price(floor.now(floor.wipers), price_minor=50_000, **kim(floor))
    [blade] = lines.add(floor.wipers, [lines.Wish(part=floor.pads)], **kim(floor))
    with pytest.raises(additions.FixedPrice, match="Wipers"):
        additions.make_optional(blade, **kim(floor))


def test_what_was_answered_stays_together(floor: Floor) -> None:
    shown = asked(floor)
    said(floor, shown, Answer(floor.brakes, "decline"))
    with pytest.raises(additions.AnsweredAlready):
        additions.make_optional(floor.line(floor.brakes, "part"), **kim(floor))

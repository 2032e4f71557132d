"""Who approves for a fleet and up to what (S-153, S-154)."""

import pytest

from vaxel.business.service import approvers
from vaxel.business.service.approvals import Answer
from vaxel.business.service.approvers import AboveTheirLimit, BadApprover, NotTheirs
from vaxel.business.service.models import Approval, Approver
from vaxel.business.service.tests.cast import AT, Floor, later, workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def add(floor: Floor, name: str, limit: int | None, *, contact: str = "", without_tax: bool = False) -> Approver:
    return approvers.add(floor.shop.bo, name=name, limit_minor=limit, contact=contact, without_tax=without_tax,
                         by=floor.shop.kim, at=AT)  # fmt: skip


def test_anybody_approves_where_there_is_no_list(floor: Floor) -> None:
    assert floor.phone(Answer(floor.brakes, "approve"), said_by="Grannen").gross_minor == 287_500


def test_only_those_on_the_list_and_up_to_their_limit(floor: Floor) -> None:
    add(floor, "Eva Ros", 100_000)
    add(floor, "Jan Ek", None, contact="070-9")
    with pytest.raises(NotTheirs):
        floor.phone(Answer(floor.wipers, "approve"), said_by="Grannen")
    with pytest.raises(AboveTheirLimit) as refused:
        floor.phone(Answer(floor.brakes, "approve"), said_by="eva  ros")
    assert "Jan Ek (070-9)" in str(refused.value)
    assert not Approval.objects.exists()
    floor.phone(Answer(floor.wipers, "approve"), said_by="eva  ros")
    floor.phone(Answer(floor.brakes, "approve"), said_by="Jan Ek", at=later(minutes=2))
    assert Approval.objects.count() == 2


def test_the_limit_is_per_approval_and_may_be_without_vat(floor: Floor) -> None:
    add(floor, "Eva Ros", 230_000, without_tax=True)  # brakes are 2 300.00 without VAT
    assert floor.phone(Answer(floor.brakes, "approve"), said_by="Eva Ros").gross_minor == 287_500
    floor.phone(Answer(floor.wipers, "approve"), said_by="Eva Ros", at=later(minutes=2))
    assert Approval.objects.count() == 2


def test_a_no_needs_no_right(floor: Floor) -> None:
    add(floor, "Eva Ros", 0)
    floor.phone(Answer(floor.brakes, "decline"), said_by="Chauffören")
    assert floor.now(floor.brakes).decision == "declined"


def test_through_the_link_it_is_the_same(floor: Floor) -> None:
    add(floor, "Eva Ros", None)
    with pytest.raises(NotTheirs):
        floor.answer(floor.ask(), floor.brakes)
    assert floor.now(floor.brakes).decision == "undecided"


def test_who_is_removed_approves_no_more(floor: Floor) -> None:
    gone = add(floor, "Eva Ros", None)
    add(floor, "Jan Ek", None)
    approvers.remove(gone, by=floor.shop.kim, at=AT)
    with pytest.raises(NotTheirs):
        floor.phone(Answer(floor.brakes, "approve"), said_by="Eva Ros")
    assert [one.name for one in approvers.of(floor.shop.bo)] == ["Jan Ek"]


@pytest.mark.parametrize(("name", "limit"), [(" ", None), ("Eva", -1)])
def test_nobody_and_less_than_nothing_are_refused(floor: Floor, name: str, limit: int | None) -> None:
    with pytest.raises(BadApprover):
        add(floor, name, limit)
    assert not Approver.objects.exists()

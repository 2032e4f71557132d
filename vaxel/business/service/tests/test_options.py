"""Good, better or best: the customer picks one of several jobs (S-49)."""

from datetime import date
from typing import Any

import pytest

from vaxel.business.catalog import fees
from vaxel.business.service import approvals, deferred, links, work
from vaxel.business.service.approvals import Answer
from vaxel.business.service.checks import decisions, statuses
from vaxel.business.service.models import ApprovalItem, DeferredWork
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets import jobs, lines, options, quotes
from vaxel.business.tickets.models import Job
from vaxel.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def kim(floor: Floor) -> dict[str, Any]:
    return {"by": floor.shop.kim, "at": AT}


def better(floor: Floor) -> Job:
    """Brakes have a better way: two sets of pads, 3 875.00 with VAT, against 2 875.00."""
    made = options.add(floor.now(floor.brakes), title="Brakes, better", **kim(floor))
    lines.change(floor.line(made, "part"), version=1, quantity_milli=2000, **kim(floor))
    return made


def sound() -> list[str]:
    return [*decisions(), *statuses()]


def test_a_second_option_copies_the_lines_and_the_first_stands_for_both_in_the_sum(floor: Floor) -> None:
    Job.objects.filter(pk=floor.brakes.pk).update(payer=floor.shop.ada)
    made = better(floor)
    brakes = floor.now(floor.brakes)
    assert (made.option_group, floor.now(made).payer_id) == (brakes.option_group, floor.shop.ada.pk)
    assert (brakes.recommended, made.recommended) == (True, False)
    assert [line.kind for line in made.lines.all()] == ["labour", "part"]
    assert [job.title for job in Job.objects.filter(ticket=floor.ticket)] == ["Brakes", "Brakes, better", "Wipers"]
    assert floor.now().gross_minor == 287_500 + 50_000
    options.recommend(made, **kim(floor))
    assert floor.now().gross_minor == 387_500 + 50_000


def test_a_choice_needs_two_jobs_and_stands_until_it_has_one(floor: Floor) -> None:
    with pytest.raises(options.TooFewOptions):
        options.make(floor.ticket, jobs=[floor.brakes], **kim(floor))
    assert floor.now(floor.brakes).option_group is None
    with pytest.raises(options.TooFewOptions):
        options.recommend(floor.brakes, **kim(floor))
    options.make(floor.ticket, jobs=[floor.brakes, floor.wipers], recommended=floor.wipers, **kim(floor))
    assert floor.now().gross_minor == 50_000
    options.set_apart(floor.now(floor.wipers), **kim(floor))
    assert [floor.now(job).option_group for job in (floor.brakes, floor.wipers)] == [None, None]
    assert floor.now().gross_minor == 337_500


@pytest.mark.parametrize("way", ["remove", "split"])
def test_a_job_that_leaves_takes_the_choice_with_it(floor: Floor, way: str) -> None:
    made = better(floor)
    if way == "remove":
        jobs.remove(made, **kim(floor))
    else:
        other = jobs.split(floor.ticket, jobs=[made], **kim(floor))
        assert Job.objects.get(pk=made.pk).option_group is None
        assert other.gross_minor or other.jobs.count() == 1
    assert floor.now(floor.brakes).option_group is None


def test_there_are_no_more_options_than_one_compares(floor: Floor) -> None:
    for n in range(options.MOST - 1):
        options.add(floor.now(floor.brakes), title=f"Way {n}", **kim(floor))
    with pytest.raises(options.TooManyOptions):
        options.add(floor.now(floor.brakes), title="One more", **kim(floor))
    assert not Job.objects.filter(title="One more").exists()


def test_the_quote_shows_every_option_at_its_full_price_and_counts_one(floor: Floor) -> None:
    better(floor)
    floor.ask()
    version = quotes.newest(floor.ticket)
    assert version is not None
    assert [(job["title"], job["gross_minor"], job["counted"], job["recommended"]) for job in version.body["jobs"]] == [
        ("Brakes", 287_500, True, True),
        ("Brakes, better", 387_500, False, False),
        ("Wipers", 50_000, True, False),
    ]
    first, second, wipers = version.body["jobs"]
    assert first["option_group"] == second["option_group"] != ""
    assert wipers["option_group"] == ""
    assert [line["amount_minor"] for line in second["lines"]] == [187_500, 200_000]
    assert version.gross_minor == 337_500


def test_the_one_that_is_chosen_counts_and_the_others_are_neither_declined_nor_deferred(floor: Floor) -> None:
    made = better(floor)
    floor.answer(floor.ask(), made, floor.wipers)
    assert floor.now(made).decision == "approved"
    assert floor.now(floor.brakes).decision == "not_chosen"
    assert floor.now().gross_minor == 387_500 + 50_000
    assert not DeferredWork.objects.exists()
    assert ApprovalItem.objects.count() == 2
    assert sound() == []
    for change in (options.set_apart, options.add):
        with pytest.raises(options.ChosenAlready):
            change(floor.now(floor.brakes), **kim(floor))


def test_two_options_cannot_both_be_chosen(floor: Floor) -> None:
    made = better(floor)
    asked = floor.ask()
    with pytest.raises(approvals.OneOption, match="“Brakes” and “Brakes, better”"):
        floor.answer(asked, floor.brakes, made)
    assert not ApprovalItem.objects.exists()
    floor.answer(asked, made)
    with pytest.raises(approvals.DecidedAlready, match="“Brakes, better” is approved already"):
        floor.answer(asked, floor.brakes)
    assert ApprovalItem.objects.count() == 1
    assert sound() == []


def test_staff_may_write_down_that_the_customer_took_another_one(floor: Floor) -> None:
    made = better(floor)
    floor.answer(floor.ask(), made)
    floor.phone(Answer(floor.now(floor.brakes), "approve"))
    assert (floor.now(floor.brakes).decision, floor.now(made).decision) == ("approved", "not_chosen")
    assert not DeferredWork.objects.exists()
    assert sound() == []
    work.begin(floor.now(floor.brakes), by=floor.shop.kim, at=AT)
    with pytest.raises(approvals.WorkBegun, match="“Brakes” has begun"):
        floor.phone(Answer(floor.now(made), "approve"))
    assert floor.now(made).decision == "not_chosen"


def test_a_no_to_the_whole_choice_waits_on_the_car_once(floor: Floor) -> None:
    made = better(floor)
    asked = floor.ask()
    floor.answer(asked, floor.wipers, no=[floor.now(floor.brakes), floor.now(made)])
    assert [work.title for work in deferred.waiting(floor.car.pk)] == ["Brakes"]
    assert floor.now().gross_minor == 50_000
    floor.answer(asked, floor.now(made))
    assert deferred.waiting(floor.car.pk) == []
    assert floor.now().gross_minor == 387_500 + 50_000
    assert sound() == []


def test_when_the_chosen_one_is_cancelled_the_others_can_be_chosen_again(floor: Floor) -> None:
    made = better(floor)
    floor.answer(floor.ask(), made)
    work.cancel(floor.now(made), reason="Sold out", by=floor.shop.kim, at=AT)
    assert floor.now(floor.brakes).decision == "undecided"
    assert floor.now().gross_minor == 287_500 + 50_000
    assert sound() == []


def test_the_holder_of_a_link_may_not_make_options(floor: Floor) -> None:
    link = links.find(floor.ask().token, AT)
    with pytest.raises(Refused):
        options.make(floor.ticket, jobs=[floor.brakes, floor.wipers], by=links.customer(link), at=AT)
    assert floor.now(floor.brakes).option_group is None


def test_a_menu_price_takes_the_supplies_fee_in_and_gives_it_back(floor: Floor) -> None:
    fees.define(key="supplies", name_sv="Förbrukning", name_en="Supplies", kind="supplies", parts_ppm=100_000,
                valid_from=date(2026, 1, 1), by=floor.shop.mo, at=AT)  # fmt: skip
    lines.change(floor.line(floor.brakes, "part"), version=1, text="Pads", **kim(floor))
    assert floor.now(floor.brakes).lines.filter(kind="fee").count() == 1
    assert floor.now().gross_minor == 287_500 + 10_000 + 50_000
    jobs.set_menu_price(floor.now(floor.brakes), price_minor=250_000, **kim(floor))
    assert floor.now(floor.brakes).lines.filter(kind="fee").count() == 0
    assert floor.now().gross_minor == 250_000 + 50_000
    jobs.set_menu_price(floor.now(floor.brakes), price_minor=None, **kim(floor))
    assert floor.now(floor.brakes).lines.filter(kind="fee").count() == 1
    assert floor.now().gross_minor == 287_500 + 10_000 + 50_000

"""Several at once: the last parts are promised once, one answer is one approval, a person is on one job."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from vaxel.business.service import approvals, clocks, links, time_entries
from vaxel.business.service.approvals import Answer
from vaxel.business.service.models import Approval
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.business.stock.models import Balance
from vaxel.business.tickets import jobs, lines, tickets
from vaxel.business.tickets.models import Job, Ticket
from vaxel.kernel import checks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def at_once(*asks: Callable[[], Any]) -> list[Any]:
    """What each of the calls answered, or the class of what it raised, all made at the same time."""
    found: list[Any] = [None] * len(asks)
    gate = threading.Barrier(len(asks))

    def run(n: int, ask: Callable[[], Any]) -> None:
        try:
            with translation.override("en"):
                gate.wait()
                found[n] = ask()
        except Exception as error:
            found[n] = type(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, ask)) for n, ask in enumerate(asks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def order(floor: Floor, n: int) -> tuple[Ticket, Job]:
    """A ticket that needs one set of pads and one set of blades, in either order."""
    ticket = tickets.open_ticket(floor.shop.workshop, vehicle=floor.car, by=floor.shop.kim, at=AT)
    job = jobs.add(ticket, title=f"Job {n}", by=floor.shop.kim, at=AT)
    parts = [floor.pads, floor.blades] if n % 2 else [floor.blades, floor.pads]
    lines.add(job, [lines.Wish(part=part) for part in parts], by=floor.shop.kim, at=AT)
    return ticket, job


def test_eight_say_yes_and_three_get_the_last_parts() -> None:
    floor = workshop(pads=3, blades=5)
    orders = [order(floor, n) for n in range(8)]
    answered = at_once(*(
        lambda ticket=ticket, job=job: approvals.record(
            ticket, answers=[Answer(job, "approve")], said_by="Bo", method="in_person", by=floor.shop.kim, at=AT
        )
        for ticket, job in orders
    ))  # fmt: skip
    assert all(isinstance(one, Approval) for one in answered), answered
    held = dict(Balance.objects.values_list("part_id", "reserved_milli"))
    assert (held[floor.pads.pk], held[floor.blades.pk]) == (3000, 5000)
    states = sorted(Job.objects.filter(title__startswith="Job").values_list("work", flat=True))
    assert states == ["on_hold"] * 5 + ["pending"] * 3
    numbers = Ticket.objects.filter(state="open").values_list("work_order_number", flat=True)
    assert sorted(number for number in numbers if number) == list(range(1, 9))
    assert [checks.run(name) for name in ("service.decisions", "service.statuses")] == [[], []]


def test_the_same_answer_eight_times_at_once_is_one_approval() -> None:
    floor = workshop()
    asked = floor.ask()
    link = links.find(asked.token, AT)

    def say(key: str) -> Any:
        return approvals.answer_link.once(
            key, link, version=asked.version, answers=[Answer(floor.brakes, "approve")], name="Bo",
            by=links.customer(link), at=AT, kept_as=lambda made: str(made.pk) if made else None,
        )  # fmt: skip

    same = at_once(*(lambda: say("one") for _click in range(8)))
    assert set(same) == {str(Approval.objects.get().pk)}
    tabs = at_once(*(lambda n=n: say(f"tab {n}") for n in range(4)))
    assert tabs == [None] * 4
    assert Balance.objects.get(part=floor.pads).reserved_milli == 1000


def test_a_person_pressed_on_two_jobs_at_once_is_on_one() -> None:
    floor = workshop()
    floor.phone(Answer(floor.brakes, "approve"), Answer(floor.wipers, "approve"))
    at_once(
        lambda: clocks.on(floor.brakes, by=floor.shop.tess, at=later(minutes=1)),
        lambda: clocks.on(floor.wipers, by=floor.shop.tess, at=later(minutes=1)),
    )
    on = time_entries.on_now([floor.brakes.pk, floor.wipers.pk], later(minutes=2))
    assert list(on.values()) == [("Tess Ek",)]

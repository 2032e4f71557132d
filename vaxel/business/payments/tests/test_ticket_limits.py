"""The edges of a ticket's amounts: discounts larger than what is left, quantities and sums beyond reason."""

from typing import Any

import pytest

from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.tickets import jobs, lines, tickets
from vaxel.business.tickets.lines import Wish
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tickets.refusals import (
    BadDiscount,
    BadPrice,
    DiscountAboveLimit,
    SumTooLarge,
    TooMany,
)
from vaxel.kernel import checks

pytestmark = pytest.mark.django_db


def begun(here: Counter, *wishes: Wish) -> Job:
    """Bo's ticket with one job of these lines."""
    said: dict[str, Any] = {"by": here.shop.mo, "at": AT}
    job: Job = jobs.add(tickets.open_ticket(here.shop.workshop, customer=here.shop.bo, **said), **said)
    lines.add(job, wishes, **said)
    return job


def gross(job: Job) -> int:
    assert checks.run("tickets.caches") == []
    return Ticket.objects.get(pk=job.ticket_id).gross_minor


def change(here: Counter, line: Line, **fields: Any) -> Line:
    line.refresh_from_db()
    done: Line = lines.change(line, version=line.version, **{"by": here.shop.mo, "at": AT, **fields})
    return done


def test_a_fixed_discount_is_never_more_than_its_line() -> None:
    here = counter()
    job = begun(here, Wish(kind="part", text="Skruv", unit_price_cm=10_000_00, quantity_milli=5000))
    line = Line.objects.get(job=job)
    change(here, line, discount_minor=15_000)
    with pytest.raises(BadDiscount):
        change(here, line, quantity_milli=1000)
    with pytest.raises(BadDiscount):
        change(here, line, discount_ppm=800_000)
    with pytest.raises(BadDiscount):
        change(here, line, discount_ppm=1_000_001, discount_minor=0)
    assert gross(job) == 35_000


def test_a_fixed_discount_weighs_more_on_fewer_pieces_and_is_asked_about_again() -> None:
    here = counter()
    job = begun(here, Wish(kind="part", text="Skruv", unit_price_cm=10_000_00, quantity_milli=5000))
    line = Line.objects.get(job=job)
    change(here, line, discount_minor=2_500, by=here.shop.kim)
    with pytest.raises(DiscountAboveLimit):
        change(here, line, quantity_milli=1000, by=here.shop.kim)
    assert gross(job) == 47_500


def test_a_ticket_discount_is_capped_by_what_is_left_of_the_ticket() -> None:
    here = counter()
    job = begun(here, Wish(part=here.pads), Wish(part=here.filter))
    jobs.discount_ticket(job.ticket, minor=100_000, by=here.shop.mo, at=AT)
    assert gross(job) == 4_800
    lines.remove(Line.objects.get(job=job, part=here.pads), by=here.shop.mo, at=AT)
    assert gross(job) == 0
    lines.add(job, [Wish(part=here.pads)], by=here.shop.mo, at=AT)
    assert gross(job) == 4_800


def test_a_discount_is_taken_from_what_may_be_discounted() -> None:
    here = counter()
    job = begun(here, Wish(part=here.pads), Wish(part=here.filter))
    Line.objects.filter(job=job, part=here.pads).update(discountable=False)
    with pytest.raises(BadDiscount):
        jobs.discount_ticket(job.ticket, minor=14_901, by=here.shop.mo, at=AT)
    with pytest.raises(BadDiscount):
        jobs.discount(job, minor=14_901, by=here.shop.mo, at=AT)
    jobs.discount_ticket(job.ticket, minor=14_900, by=here.shop.mo, at=AT)
    assert gross(job) == 89_900


def test_ten_percent_is_ten_percent_also_where_it_is_rounded_up() -> None:
    here = counter()
    job = begun(here, Wish(kind="part", text="Skruv", unit_price_cm=899_500))
    line = Line.objects.get(job=job)
    change(here, line, discount_ppm=100_000, by=here.shop.kim)
    assert gross(job) == 8_096
    with pytest.raises(DiscountAboveLimit):
        change(here, line, discount_ppm=101_000, by=here.shop.kim)


def test_quantities_costs_and_sums_beyond_reason_are_refused() -> None:
    here = counter()
    job = begun(here, Wish(part=here.pads))
    said: dict[str, Any] = {"by": here.shop.mo, "at": AT}
    dear: dict[str, Any] = {"kind": "part", "text": "Guld", "unit_price_cm": lines.HIGHEST_CM}
    with pytest.raises(TooMany):
        lines.add(job, [Wish(kind="part", text="Sand", quantity_milli=lines.MOST_MILLI + 1000)], **said)
    with pytest.raises(TooMany):
        change(here, Line.objects.get(job=job), quantity_milli=10**24)
    with pytest.raises(BadPrice):
        lines.add(job, [Wish(kind="part", text="Sand", unit_price_cm=100, cost_minor=10**20)], **said)
    with pytest.raises(BadPrice):
        lines.add(job, [Wish(kind="part", text="Sand", unit_price_cm=100, cost_minor=-1)], **said)
    with pytest.raises(SumTooLarge):
        lines.add(job, [Wish(**dear, quantity_milli=lines.MOST_MILLI) for _ in range(10)], **said)
    assert gross(job) == 89_900


def test_another_basis_keeps_every_discount() -> None:
    here = counter()
    job = begun(here, Wish(part=here.pads), Wish(part=here.filter))
    change(here, Line.objects.get(job=job, part=here.pads), discount_minor=10_000)
    jobs.discount(job, minor=5_000, by=here.shop.mo, at=AT)
    jobs.discount_ticket(job.ticket, minor=2_500, by=here.shop.mo, at=AT)
    assert gross(job) == 104_800 - 17_500
    tickets.set_customer(job.ticket, customer=here.shop.ada, by=here.shop.mo, at=AT)
    assert gross(job) == 104_800 - 17_500
    tickets.set_customer(job.ticket, customer=here.shop.bo, by=here.shop.mo, at=AT)
    assert gross(job) == 104_800 - 17_500

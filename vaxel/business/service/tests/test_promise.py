"""What was approved is what is invoiced: the same lines, the same amount, whatever the fees, basis and discounts."""

from datetime import date

import pytest

from vaxel.business.billing.models import DocumentLine
from vaxel.business.catalog import fees
from vaxel.business.parties.models import Party
from vaxel.business.service import approvals, handover, links, work
from vaxel.business.service.approvals import Answer
from vaxel.business.service.models import Approval
from vaxel.business.service.tests.cast import AT, SAID, Floor, later, workshop
from vaxel.business.tickets import jobs, lines, tickets
from vaxel.business.tickets.models import Job, Line, Ticket

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 1)
SUPPLIES = {"key": "supplies", "name_sv": "Verkstadsmaterial", "name_en": "Supplies", "kind": "supplies"}
FEE_SETUPS = {
    "none": None,
    "percent": {"parts_ppm": 30_000, "labour_ppm": 51_700},
    "floor": {"parts_ppm": 1_000, "floor_minor": 3_333},
    "ceiling": {"parts_ppm": 100_000, "labour_ppm": 100_000, "ceiling_minor": 12_505},
}


def order(floor: Floor, customer: Party) -> tuple[Ticket, list[Job]]:
    """A ticket with three jobs of odd amounts, one at a menu price."""
    by = floor.shop.kim
    ticket = tickets.open_ticket(floor.shop.workshop, customer=customer, vehicle=floor.car, by=by, at=AT)
    tickets.change(ticket, odometer_in_km=100, by=by, at=AT)
    made = []
    for n, milli in enumerate((1_333, 2_777, 500)):
        job = jobs.add(ticket, title=f"Job {n}", category="odd", by=by, at=AT)
        if n == 2:
            jobs.set_menu_price(job, price_minor=99_999, by=floor.shop.mo, at=AT)
        wishes = [lines.Wish("labour", text="Work", quantity_milli=milli), lines.Wish(part=floor.pads)]
        [labour, _part] = lines.add(job, wishes, by=by, at=AT)
        work.assign(labour, shares=[(floor.tess, 1_000_000)], by=by, at=AT)
        made.append(job)
    return ticket, made


@pytest.mark.parametrize("setup", FEE_SETUPS)
@pytest.mark.parametrize("who", ["ada", "bo"])
def test_all_approved_and_posted_at_once_is_the_approved_total_on_the_approved_lines(setup: str, who: str) -> None:
    """F-59, F-60, U-26."""
    floor = workshop(pads=9)
    if FEE_SETUPS[setup] is not None:
        fees.define(**SUPPLIES, **FEE_SETUPS[setup], valid_from=JANUARY, **SAID)  # type: ignore[arg-type]
        tyre = fees.define(key="scrap", name_sv="Skrotning", name_en="Scrapping", kind="hung", unit_price_cm=123_400,
                           valid_from=JANUARY, **SAID)  # fmt: skip
        fees.hang(tyre, part=floor.pads, **SAID)
    ticket, made = order(floor, getattr(floor.shop, who))
    asked = approvals.ask(ticket, by=floor.shop.kim, at=AT)
    quoted_lines = set(Line.objects.filter(ticket=ticket).values_list("pk", flat=True))
    link = links.find(asked.token, AT)
    approvals.answer_link(link, version=asked.version, answers=[Answer(job, "approve") for job in made], name="Someone",
                          by=links.customer(link), at=AT)  # fmt: skip
    for job in made:
        work.begin(job, by=floor.shop.kim, at=AT)
        work.complete(job, by=floor.shop.kim, at=AT)
    invoice = handover.post_ticket(ticket, odometer_out_km=101, by=floor.shop.kim, at=later(hours=1))
    assert invoice.gross_minor == asked.version.gross_minor
    assert set(DocumentLine.objects.filter(document=invoice).values_list("source_line", flat=True)) == quoted_lines
    assert abs(Approval.objects.get().gross_minor - invoice.gross_minor) <= len(made)


def test_a_discount_after_the_yes_needs_no_new_one() -> None:
    """S-86."""
    floor = workshop()
    floor.phone(Answer(floor.brakes, "approve"))
    jobs.discount(floor.brakes, minor=10_000, by=floor.shop.mo, at=AT)
    assert floor.now(floor.brakes).decision == "approved"
    assert floor.now().gross_minor == 277_500 + 50_000

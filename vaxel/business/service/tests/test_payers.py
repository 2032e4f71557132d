"""Several payers on a ticket: one invoice each or none, sums that are the ticket's, all corrected at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Sum

from vaxel.business.billing import posting
from vaxel.business.billing.models import Document, DocumentLine, DocumentTax
from vaxel.business.parties import parties, queries
from vaxel.business.parties.models import Party
from vaxel.business.payments import corrections, tenders
from vaxel.business.payments.tenders import Tender
from vaxel.business.service import clocks, gate_facts, handover, payers, work
from vaxel.business.service.gates import GateFacts, GatePayer, level_of, unmet
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.business.stock.models import Balance
from vaxel.business.tickets import jobs, tickets
from vaxel.kernel.checks import run_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    """Bo has approved both jobs, Tess has done them; the discount makes the sums uneven."""
    made = workshop()
    tickets.change(made.ticket, odometer_in_km=120_000, by=made.shop.kim, at=AT)
    jobs.discount_ticket(made.ticket, minor=3_333, by=made.shop.mo, at=AT)
    made.answer(made.ask(), made.brakes, made.wipers)
    for job in (made.brakes, made.wipers):
        work.assign(made.line(job, "labour"), shares=[(made.tess, 1_000_000)], by=made.shop.kim, at=AT)
        clocks.on(job, by=made.shop.tess, at=AT)
        work.complete(job, correction="Done", by=made.shop.tess, at=later(hours=1))
    return made


@pytest.fixture
def insurer(floor: Floor) -> Party:
    """Pays for the wipers."""
    made = parties.add(kind="company", name="Trygg Försäkring AB", organisation_number="556677-8899", terms_days=20,
                       by=floor.shop.mo, at=AT)  # fmt: skip
    payers.set_payer(floor.wipers, payer=made, by=floor.shop.kim, at=AT)
    return made


def broken() -> list[str]:
    """What the checks of business find; the events of the test still wait to be told."""
    return [one for name, found in run_all().items() if not name.startswith("kernel.") for one in found]


def post(floor: Floor) -> list[Document]:
    """Kim posts the ticket; every invoice of it, by number."""
    first = handover.post_ticket(floor.ticket, odometer_out_km=120_003, by=floor.shop.kim, at=later(hours=2))
    return posting.invoices_beside(first)


def test_each_payer_has_an_invoice_and_they_sum_to_the_ticket_per_rate(floor: Floor, insurer: Party) -> None:
    whole = floor.now()
    mine, theirs = post(floor)
    assert (mine.customer, theirs.customer, theirs.number) == (floor.ticket.customer, insurer, mine.number + 1)
    assert theirs.head["buyer"]["name"] == "Trygg Försäkring AB"
    assert (len(mine.head["approvals"]), theirs.head["approvals"]) == (1, [])
    assert (mine.open_minor, theirs.open_minor) == (mine.gross_minor, theirs.gross_minor)
    assert theirs.due_on == theirs.business_date + timedelta(days=20)
    sums = Document.objects.aggregate(Sum("net_minor"), Sum("tax_minor"), Sum("gross_minor"))
    assert list(sums.values()) == [whole.net_minor, whole.tax_minor, whole.gross_minor]
    [rate] = DocumentTax.objects.values("ppm").annotate(Sum("net_minor"), Sum("tax_minor"))
    assert (rate["net_minor__sum"], rate["tax_minor__sum"]) == (whole.net_minor, whole.tax_minor)
    assert {one.job_title for one in DocumentLine.objects.filter(document=theirs)} == {"Wipers"}
    assert {one.on_hand_milli for one in Balance.objects.filter(part__in=[floor.pads, floor.blades])} == {3000}
    assert broken() == []


def test_a_ticket_that_is_all_another_payers_has_one_invoice(floor: Floor, insurer: Party) -> None:
    payers.set_payer(floor.brakes, payer=insurer, by=floor.shop.kim, at=AT)
    [only] = post(floor)
    assert only.customer == insurer


def test_all_or_none_is_posted(floor: Floor, insurer: Party) -> None:
    clocks.on(floor.wipers, by=floor.shop.tess, at=later(hours=1))
    with pytest.raises(handover.GatesUnmet):
        post(floor)
    assert not Document.objects.exists()


def test_correcting_one_invoice_credits_all_and_each_payers_money_stays_theirs(floor: Floor, insurer: Party) -> None:
    mine, theirs = post(floor)
    tenders.take(theirs, [Tender("bank", theirs.gross_minor)], by=floor.shop.mo, at=later(hours=3))
    corrections.correct(mine, reason="Wrong plate", by=floor.shop.mo, at=later(hours=4))
    assert Document.objects.filter(kind=Document.CREDIT_NOTE).count() == 2
    assert {one.customer for one in Document.objects.filter(kind=Document.CREDIT_NOTE)} == {mine.customer, insurer}
    with pytest.raises(payers.PayerHasPaid, match="Trygg Försäkring AB has paid"):
        payers.set_payer(floor.wipers, payer=None, by=floor.shop.kim, at=later(hours=5))
    again = handover.post_ticket(floor.ticket, odometer_out_km=120_003, by=floor.shop.kim, at=later(hours=6))
    anew, paid = posting.invoices_beside(again)
    assert (anew.open_minor, paid.open_minor) == (anew.gross_minor, 0)
    assert broken() == []


def test_a_payer_needs_a_name_and_a_job_in_the_workshop(floor: Floor, insurer: Party) -> None:
    with pytest.raises(payers.NoNameOnAnInvoice):
        payers.set_payer(floor.brakes, payer=queries.walk_in(), by=floor.shop.kim, at=AT)
    assert payers.set_payer(floor.brakes, payer=floor.ticket.customer, by=floor.shop.kim, at=AT).payer is None
    assert payers.set_payer(floor.wipers, payer=None, by=floor.shop.kim, at=AT).payer is None
    over = tickets.open_ticket(floor.shop.workshop, customer=floor.shop.bo, kind="counter", by=floor.shop.kim, at=AT)
    job = jobs.add(over, title="Goods", by=floor.shop.kim, at=AT)
    with pytest.raises(payers.PaidAtTheCounter):
        payers.set_payer(job, payer=insurer, by=floor.shop.kim, at=AT)


def test_the_gate_of_the_shares_is_never_off_and_says_when_they_do_not_sum(floor: Floor) -> None:
    assert [one.gate for one in gate_facts.check(floor.now(), later(hours=2))] == ["G8"]
    facts = GateFacts("counter", consumer=False, shared=((80, 20, 100), (80, 19, 99)))
    assert [one.gate for one in unmet(facts)] == ["G15"]
    assert level_of("G15", {"G15": "off"}, consumer=False) == "warn"
    limited = replace(facts, shared=((0, 0, 0),) * 2, payers=(GatePayer("Trygg", (80, 20, 100), 99),))
    assert [str(one) for one in unmet(limited)] == ["The credit limit of Trygg does not cover their share."]

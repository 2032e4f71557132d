"""The customer's other pages: how it goes, questions, options, invoice, and the public request for a time."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from vaxel.business.billing.models import Document
from vaxel.business.locations import preferences
from vaxel.business.parties import parties
from vaxel.business.payments import drawers, tenders
from vaxel.business.service import handover, links, work
from vaxel.business.service.models import Approval, DeferredWork
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.business.tickets import options, questions, tickets
from vaxel.business.tickets.models import Job, Question, VisitRequest
from vaxel.doors.portal import progress
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    """Bo reads English here, so that sentences are those of the source."""
    made = workshop()
    parties.change(made.shop.bo, language="en", by=made.shop.kim, at=AT)
    drawers.open(made.shop.k1, float_minor=0, by=made.shop.sam, at=AT)
    return made


def token_of(floor: Floor) -> str:
    return links.make(floor.ticket, by=floor.shop.kim, at=AT)[1]


def page(path: str, client: Client | None = None, **query: str) -> str:
    with clock.fixed(later(minutes=5)):
        answer: Any = (client or Client()).get(path, query)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode()).replace("\u00a0", " ")


def send(path: str, **fields: str) -> Any:
    with clock.fixed(later(minutes=6)):
        return Client().post(path, fields)


@pytest.mark.parametrize("status", list(progress.WORDS))
def test_every_status_has_words_and_a_place_on_the_way(status: str) -> None:
    said = progress.of(status, kind="service", owed_minor=0)
    assert str(said.headline)
    assert [step.state for step in said.steps].count("now") == (0 if status in ("lost", "void") else 1)


def test_what_is_left_to_pay_decides_the_last_words() -> None:
    assert progress.of("invoiced", kind="service", owed_minor=1).headline == progress.OWED.headline
    assert progress.of("invoiced", kind="service", owed_minor=0).headline == progress.PAID.headline
    assert progress.of("invoiced", kind="counter", owed_minor=0).steps == ()


def test_the_page_follows_the_car_from_question_to_paid_invoice(floor: Floor) -> None:
    token = token_of(floor)
    path = f"/q/{token}/status"
    assert "We are looking at your car" in page(path)
    asked = floor.ask()
    waiting = page(path)
    assert "We are waiting for your answer" in waiting
    assert f'href="/q/{token}"' in waiting
    floor.answer(asked, floor.brakes, no=[floor.wipers])
    tickets.change(floor.ticket, promise_at=later(hours=6), odometer_out_km=88_000, by=floor.shop.kim, at=AT)
    ordered = page(path)
    assert "Your car waits for its turn" in ordered
    assert "We have promised it 2026-11-24 16:00." in ordered
    assert "Brakes" in ordered
    assert "Wipers" not in ordered
    work.assign(floor.line(floor.brakes, "labour"), shares=[(floor.tess, 1_000_000)], by=floor.shop.kim, at=AT)
    work.begin(floor.now(floor.brakes), by=floor.shop.kim, at=AT)
    assert "We are working on your car" in page(path)
    work.complete(floor.now(floor.brakes), by=floor.shop.kim, at=AT)
    assert "Your car is ready" in page(path)
    handover.post_ticket(floor.now(), by=floor.shop.kim, at=AT)
    document = Document.objects.get(kind="invoice")
    owed = page(path)
    assert "2 875,00 kr left to pay" in owed
    assert f'href="/q/{token}/documents/{document.pk}"' in owed
    shown = page(f"/q/{token}/documents/{document.pk}")
    for words in (f"Invoice {document.number}", "To pay", "2 875,00 kr", "Payment reference (OCR)", "Brakes"):
        assert words in shown, words
    tenders.take(document, [tenders.Tender("cash", 287_500)], register=floor.shop.k1, by=floor.shop.sam, at=AT)
    assert "All is done and paid" in page(path)
    paid = page(f"/q/{token}/documents/{document.pk}")
    assert "Paid" in paid
    assert "Payment reference (OCR)" not in paid
    with clock.fixed(later(minutes=5)):
        pdf: Any = Client().get(f"/q/{token}/documents/{document.pk}.pdf")
    assert pdf.content.startswith(b"%PDF")


def test_a_document_of_another_ticket_is_not_shown(floor: Floor) -> None:
    other = tickets.open_ticket(floor.shop.workshop, kind="counter", by=floor.shop.sam, at=AT)
    token = links.make(other, by=floor.shop.kim, at=AT)[1]
    floor.answer(floor.ask(), floor.brakes, floor.wipers)
    document = Document.objects.create(
        kind="invoice", series="x", number=1, ticket=floor.ticket, site=floor.shop.workshop, customer=floor.shop.bo,
        currency="SEK", basis="incl", net_minor=0, tax_minor=0, gross_minor=0, business_date=AT.date(), posted_at=AT,
        happened_at=AT, head={},
    )  # fmt: skip
    for suffix in ("", ".pdf"):
        with clock.fixed(later(minutes=5)):
            assert Client().get(f"/q/{token}/documents/{document.pk}{suffix}").status_code == 404


def test_wrong_links_lead_nowhere(floor: Floor) -> None:
    for path in ("status", f"documents/{floor.ticket.pk}"):
        assert Client().get(f"/q/nobody-made-this/{path}").status_code == 404
    assert Client().post("/q/nobody-made-this/ask", {"text": "Hello?"}).status_code == 404
    assert not Question.objects.exists()


def test_a_question_is_asked_once_and_its_answer_read_on_the_page(floor: Floor) -> None:
    token = token_of(floor)
    for _time in range(2):
        sent = send(f"/q/{token}/ask", text="May I wait?", once="one")
        assert sent.headers["Location"] == f"/q/{token}/status?asked#questions"
    question = Question.objects.get()
    assert (question.text, question.ticket) == ("May I wait?", floor.ticket)
    assert "We will answer here." in page(f"/q/{token}/status")
    questions.answer(question, text="Of course", by=floor.shop.kim, at=AT)
    assert "Of course" in page(f"/q/{token}/status")
    empty = send(f"/q/{token}/ask", text=" ", once="two")
    assert empty.status_code == 400
    assert "Write your question first." in empty.content.decode()
    assert Question.objects.count() == 1


def hidden(token: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(once|version)" value="([^"]+)"', page(f"/q/{token}")))


def two_ways(floor: Floor) -> Job:
    return options.add(floor.now(floor.brakes), title="Better brakes", by=floor.shop.kim, at=AT)


def test_of_options_one_is_chosen_by_one_press(floor: Floor) -> None:
    better = two_ways(floor)
    token = floor.ask().token
    text = page(f"/q/{token}")
    assert text.count(f'name="option-{better.option_group}"') == 4
    assert "we recommend it" in text
    assert f'name="job-{floor.brakes.pk}"' not in text
    group = f"option-{better.option_group}"
    shown = send(f"/q/{token}", **hidden(token), show="1", **{group: str(better.pk)}).content.decode()
    assert '<output id="sum" for="answers">2\u00a0875,00\u00a0kr</output>' in shown
    assert not Approval.objects.exists()
    sent = send(f"/q/{token}", **hidden(token), name="Bo", **{group: str(better.pk), f"job-{floor.wipers.pk}": "later"})
    assert sent.status_code == 302, sent.content.decode()
    assert (floor.now(better).decision, floor.now(floor.brakes).decision) == ("approved", "not_chosen")
    assert [work.title for work in DeferredWork.objects.all()] == ["Wipers"]
    assert "Not chosen" in page(f"/q/{token}")


def test_none_of_the_options_is_one_no_with_its_reason(floor: Floor) -> None:
    better = two_ways(floor)
    token = floor.ask().token
    group = str(better.option_group)
    said = {f"option-{group}": "decline", f"reason-{group}": "Too dear"}
    assert send(f"/q/{token}", **hidden(token), name="Bo", **said).status_code == 302
    assert {floor.now(one).decision for one in (better, floor.brakes)} == {"declined"}
    assert [(work.title, work.reason) for work in DeferredWork.objects.all()] == [("Brakes", "Too dear")]


def test_anybody_may_ask_for_a_time_and_nothing_is_booked(floor: Floor) -> None:
    site = floor.shop.workshop
    form = page(f"/book/{site.pk}", HTTP_ACCEPT_LANGUAGE="sv")
    assert 'name="wish"' in form
    wish = {"wish": "Winter tyres", "name": "Eva Ros", "phone": "070-1", "plate": "xyz 98a", "wanted_on": "2026-12-01",
            "part_of_day": "morning", "waits_here": "1", "once": "a"}  # fmt: skip
    for _time in range(2):
        assert send(f"/book/{site.pk}?lang=en", **wish).headers["Location"] == f"/book/{site.pk}?done&lang=en"
    made = VisitRequest.objects.get()
    assert (made.name, made.wanted_on, made.part_of_day, made.waits_here, made.language, made.state) == (
        "Eva Ros", date(2026, 12, 1), "morning", True, "en", "new",
    )  # fmt: skip
    assert "Nothing is booked yet" in page(f"/book/{site.pk}", done="", lang="en")


def test_what_is_missing_is_said_above_what_was_typed(floor: Floor) -> None:
    where = f"/book/{floor.shop.workshop.pk}?lang=en"
    refused = send(where, wish="Winter tyres", name="Eva Ros")
    text = refused.content.decode()
    assert refused.status_code == 400
    assert "Give a phone number or an e-mail address" in text
    assert "Winter tyres</textarea>" in text
    assert not VisitRequest.objects.exists()


def test_machines_are_thanked_and_slowed_down(floor: Floor) -> None:
    where = f"/book/{floor.shop.workshop.pk}?lang=en"
    assert "We have your request" in send(where, wish="x", name="x", phone="1", website="spam").content.decode()
    assert not VisitRequest.objects.exists()
    for _time in range(6):
        assert send(where, wish="Tyres", name="Eva", phone="1").status_code == 302
    assert send(where, wish="Tyres", name="Eva", phone="1").status_code == 429
    assert VisitRequest.objects.count() == 6


def test_a_shop_may_close_the_page_and_one_with_several_places_asks_which(floor: Floor) -> None:
    assert page("/book").count('class="cover grow"') == 2
    preferences.change("visits.public_page", value=False, site=floor.shop.tyres, by=floor.shop.mo, at=AT)
    assert Client().get("/book").headers["Location"] == f"/book/{floor.shop.workshop.pk}"
    assert Client().get(f"/book/{floor.shop.tyres.pk}").status_code == 404
    assert send(f"/book/{floor.shop.tyres.pk}", wish="x", name="x", phone="1").status_code == 404
    assert not VisitRequest.objects.exists()

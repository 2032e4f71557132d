"""The customer's page: seen, answered, refused in plain words, in both languages, without logging in."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from vaxel.business.locations import preferences
from vaxel.business.parties import parties
from vaxel.business.service import links, policies
from vaxel.business.service.models import Approval, ApprovalLink
from vaxel.business.service.policies import Terms
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.business.tickets import jobs, lines
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    """Bo reads English here, so that sentences are those of the source."""
    made = workshop()
    parties.change(made.shop.bo, language="en", by=made.shop.kim, at=AT)
    return made


def get(token: str, client: Client | None = None, **query: str) -> Any:
    """The page, a little after nine."""
    with clock.fixed(later(minutes=5)):
        return (client or Client()).get(f"/q/{token}", query)


def post(
    token: str,
    page: Any,
    said: dict[str, str] | None = None,
    *,
    client: Client | None = None,
    at: Any = None,
    **fields: str,
) -> Any:
    """The page's form, sent with these fields."""
    hidden = dict(re.findall(r'<input type="hidden" name="(once|version)" value="([^"]+)"', page.content.decode()))
    with clock.fixed(at or later(minutes=6)):
        return (client or Client()).post(f"/q/{token}", hidden | {"name": "Bo Öberg"} | (said or {}) | fields)


def test_the_page_shows_company_car_jobs_and_prices_without_a_log_in(floor: Floor) -> None:
    page = get(floor.ask().token)
    text = page.content.decode()
    assert page.status_code == 200
    for shown in ("Mos Bil AB", "ABC\u00a0123", "Volvo V70", "Brakes", "2\u00a0875,00\u00a0kr", "Wipers",
                  "Bromsbelägg", "Valid until 2026-12-24", "<span>Yes</span>"):  # fmt: skip
        assert shown in text, shown
    assert ApprovalLink.objects.get().opened_at == later(minutes=5)


def test_one_yes_and_one_no(floor: Floor) -> None:
    token = floor.ask().token
    answered = post(token, get(token), {
        f"job-{floor.brakes.pk}": "approve", f"job-{floor.wipers.pk}": "decline",
        f"reason-{floor.wipers.pk}": "Too dear", "note": "Call before noon",
    })  # fmt: skip
    assert (answered.status_code, answered["Location"]) == (302, f"/q/{token}?done")
    approval = Approval.objects.get()
    assert (approval.said_by, approval.note, approval.address, approval.gross_minor) == (
        "Bo Öberg", "Call before noon", "127.0.0.1", 287_500,
    )  # fmt: skip
    assert list(approval.items.order_by("pk").values_list("decision", "reason")) == [
        ("approve", ""),
        ("decline", "Too dear"),
    ]
    text = get(token, done="").content.decode()
    assert "Thank you. We have your answer." in text
    assert "Last answered by Bo Öberg, 2026-11-24 10:06." in text
    assert f'name="job-{floor.brakes.pk}"' not in text
    assert f'name="job-{floor.wipers.pk}"' in text
    again = post(token, get(token), {f"job-{floor.wipers.pk}": "approve"})
    assert again.status_code == 302
    assert (floor.now(floor.wipers).decision, floor.now().gross_minor) == ("approved", 337_500)


def test_the_sum_is_worked_out_without_javascript_and_nothing_is_stored(floor: Floor) -> None:
    token = floor.ask().token
    shown = post(token, get(token), {f"job-{floor.brakes.pk}": "approve"}, show="1", name="Bo").content.decode()
    assert '<output id="sum" for="answers">2\u00a0875,00\u00a0kr</output>' in shown
    assert 'value="approve" checked' in shown
    assert 'value="Bo"' in shown
    assert Approval.objects.count() == 0


def test_a_missing_name_or_answer_is_said_and_what_was_typed_is_kept(floor: Floor) -> None:
    token = floor.ask().token
    page = get(token)
    nameless = post(token, page, {f"job-{floor.brakes.pk}": "approve"}, name=" ", note="Hello")
    assert nameless.status_code == 400
    assert "Write the name of the person who said it." in nameless.content.decode()
    assert ">Hello</textarea>" in nameless.content.decode()
    assert "for at least one job" in post(token, page).content.decode()
    assert (
        "Answer each job of the ticket once"
        in post(token, page, {f"job-{floor.ticket.pk}": "approve"}).content.decode()
    )
    assert (
        "Answer each job of the ticket once" in post(token, page, {f"job-{floor.brakes.pk}": "maybe"}).content.decode()
    )
    assert (Approval.objects.count(), floor.now().state) == (0, "quoted")


def test_an_answer_to_an_older_version_is_refused_and_the_newest_is_shown(floor: Floor) -> None:
    token = floor.ask().token
    old = get(token)
    pads = floor.line(floor.brakes, "part")
    lines.change(pads, version=pads.version, quantity_milli=2000, by=floor.shop.kim, at=AT)
    floor.ask(at=later(minutes=1))
    answered = post(token, old, {f"job-{floor.brakes.pk}": "approve"})
    text = answered.content.decode()
    assert answered.status_code == 409
    assert "There is a newer version of this quote" in text
    assert "3\u00a0875,00\u00a0kr" in text
    assert "checked" not in text
    assert Approval.objects.count() == 0
    for broken in ("", "x", str(floor.ticket.pk)):
        assert post(token, old, {f"job-{floor.brakes.pk}": "approve"}, version=broken).status_code == 409


def test_a_double_click_is_one_approval_and_another_answer_from_the_same_page_is_explained(floor: Floor) -> None:
    token = floor.ask().token
    page = get(token)
    for _click in range(2):
        assert post(token, page, {f"job-{floor.brakes.pk}": "approve"}).status_code == 302
    other = post(token, page, {f"job-{floor.wipers.pk}": "approve"})
    assert (other.status_code, "answered from this page already" in other.content.decode()) == (409, True)
    assert Approval.objects.count() == 1


def test_links_that_do_not_work_say_why_and_whom_to_call(floor: Floor) -> None:
    asked = floor.ask()
    with clock.fixed(AT + timedelta(days=31)):
        expired = Client().get(f"/q/{asked.token}", {"lang": "en"})
    assert (expired.status_code, "This link has expired" in expired.content.decode()) == (410, True)
    assert "Mos Bil AB" in expired.content.decode()
    links.revoke(asked.link, by=floor.shop.kim, at=AT)
    for page in (get(asked.token, lang="en"), post(asked.token, expired), get(asked.token + "/quote.pdf", lang="en")):
        assert page.status_code == 410
    unknown = get("A" * 32, lang="en")
    assert (unknown.status_code, "Check that you have the whole address" in unknown.content.decode()) == (404, True)
    assert (Approval.objects.count(), floor.now(floor.brakes).decision) == (0, "undecided")


def test_an_expired_quote_can_be_declined_but_not_approved(floor: Floor) -> None:
    from vaxel.business.service import approvals

    token = approvals.ask(floor.ticket, valid_until=AT.date(), by=floor.shop.kim, at=AT).token
    with clock.fixed(later(days=1)):
        text = Client().get(f"/q/{token}").content.decode()
    assert "The quote was valid until 2026-11-24" in text
    assert 'value="approve"' not in text
    refused = post(token, get(token), {f"job-{floor.brakes.pk}": "approve"}, at=later(days=1))
    assert (refused.status_code, Approval.objects.count()) == (409, 0)


def test_who_tries_wrong_links_is_stopped_for_a_while(floor: Floor) -> None:
    answers = [get("B" * 32).status_code for _try in range(21)]
    assert answers == [404] * 20 + [429]
    assert get(floor.ask().token).status_code == 200


def test_a_link_that_is_answered_by_a_machine_is_stopped(floor: Floor) -> None:
    token = floor.ask().token
    page = get(token)
    for _try in range(30):
        assert post(token, page).status_code == 400
    assert post(token, page, {f"job-{floor.brakes.pk}": "approve"}).status_code == 429
    assert Approval.objects.count() == 0


def test_a_fixed_price_lists_its_parts_without_prices(floor: Floor) -> None:
    jobs.set_menu_price(floor.brakes, price_minor=250_000, by=floor.shop.mo, at=AT)
    text = get(floor.ask().token).content.decode()
    card = text[text.index("Brakes</h2>") : text.index("Wipers</h2>")]
    assert "2\u00a0500,00\u00a0kr" in card
    assert "Bromsbelägg" in card
    assert card.count("kr</") == 1


def test_the_quote_is_a_pdf_in_the_customers_language(floor: Floor) -> None:
    token = floor.ask().token
    with clock.fixed(AT):
        answer = Client().get(f"/q/{token}/quote.pdf")
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")


def test_nothing_is_indexed_cached_or_told_to_other_sites_and_a_forged_form_is_refused(floor: Floor) -> None:
    token = floor.ask().token
    page = get(token)
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert "csrfmiddlewaretoken" in page.content.decode()
    forged = post(token, page, {f"job-{floor.brakes.pk}": "approve"}, client=Client(enforce_csrf_checks=True))
    assert (forged.status_code, Approval.objects.count()) == (403, 0)


def test_the_page_speaks_the_customers_language_or_the_one_asked_for(floor: Floor) -> None:
    token = floor.ask().token
    assert '<html lang="en"' in get(token).content.decode()
    assert '<html lang="sv"' in get(token, lang="sv").content.decode()
    assert '<html lang="en"' in get(token, lang="xx").content.decode()


def test_a_link_without_a_sent_quote_says_so(floor: Floor) -> None:
    _link, token = links.make(floor.ticket, by=floor.shop.kim, at=AT)
    assert "We have not sent a quote for your car yet" in get(token).content.decode()
    assert get(f"{token}/quote.pdf").status_code == 404


def test_a_job_changed_after_the_yes_waits_for_the_new_quote(floor: Floor) -> None:
    asked = floor.ask()
    floor.answer(asked, floor.brakes)
    pads = floor.line(floor.brakes, "part")
    lines.change(pads, version=pads.version, quantity_milli=2000, by=floor.shop.kim, at=AT)
    assert "You will get a new quote" in get(asked.token).content.decode()
    floor.ask(at=later(minutes=1))
    text = get(asked.token).content.decode()
    assert "Please answer again" in text
    assert f'name="job-{floor.brakes.pk}"' in text


def test_one_job_or_three_take_the_same_number_of_queries(floor: Floor) -> None:
    token = floor.ask(jobs=[floor.brakes]).token
    get(token)
    with CaptureQueriesContext(connection) as one:
        get(token)
    more = jobs.add(floor.ticket, title="Rust", by=floor.shop.kim, at=AT)
    lines.add(more, [lines.Wish("labour", text="Grind", quantity_milli=500)], by=floor.shop.kim, at=AT)
    floor.ask(at=later(minutes=1))
    with CaptureQueriesContext(connection) as three:
        get(token)
    assert (len(one), len(three)) == (9, 9)


def test_what_is_not_ticked_is_put_off_or_declined_as_the_customer_says(floor: Floor) -> None:
    token = floor.ask().token
    post(token, get(token), {f"job-{floor.brakes.pk}": "approve", "rest": "decline"})
    assert (floor.now(floor.brakes).decision, floor.now(floor.wipers).decision) == ("approved", "declined")
    page = get(token)
    assert f'name="job-{floor.wipers.pk}"' in page.content.decode()  # the page goes on: a no may become a yes
    post(token, page, {f"job-{floor.wipers.pk}": "approve"})
    assert floor.now(floor.wipers).decision == "approved"


def test_without_a_word_of_the_rest_it_stays_open(floor: Floor) -> None:
    token = floor.ask().token
    post(token, get(token), {f"job-{floor.brakes.pk}": "approve", "rest": ""})
    assert floor.now(floor.wipers).decision == "undecided"


def test_a_yes_is_signed_where_the_shop_asks_for_it(floor: Floor) -> None:
    preferences.change("approvals.sign", value=True, by=floor.shop.mo, at=AT)
    token = floor.ask().token
    page = get(token)
    assert "<sign-pad" in page.content.decode()
    refused = post(token, page, {f"job-{floor.brakes.pk}": "approve", "signature": "<svg onload=1>"})
    assert "Sign with your finger" in refused.content.decode()
    assert not Approval.objects.exists()
    post(token, refused, {f"job-{floor.brakes.pk}": "approve", "signature": "10,10 200,90;5,5 9,9"})
    assert Approval.objects.get().signature.lines == ["10,10 200,90", "5,5 9,9"]


def test_a_no_needs_no_signature(floor: Floor) -> None:
    preferences.change("approvals.sign", value=True, by=floor.shop.mo, at=AT)
    token = floor.ask().token
    post(token, get(token), {f"job-{floor.brakes.pk}": "decline"})
    assert floor.now(floor.brakes).decision == "declined"


def test_the_rule_tells_customers_of_their_rights(floor: Floor) -> None:
    terms = Terms(
        150_000, rights_text={"sv": "ARN", "en": "You may ask the board."}, source="36 §", checked_on=AT.date()
    )
    policies.set_terms("SE", "private", terms=terms, valid_from=AT.date(), by=floor.shop.mo, at=AT)
    assert "You may ask the board." in get(floor.ask().token).content.decode()

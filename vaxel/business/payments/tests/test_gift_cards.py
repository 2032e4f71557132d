"""Gift cards: sold as a debt, spent in parts by whoever has the code, given back, never below zero (M-36, P-5)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from vaxel.business.accounting.models import Posting
from vaxel.business.billing.models import Document
from vaxel.business.locations import company
from vaxel.business.locations.models import Company
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import drawers, gift_cards, gift_codes, refunds, sales
from vaxel.business.payments.models import GiftCard, GiftCardEntry, Payment, ZReport
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.tickets import intake, jobs, lines
from vaxel.business.tickets.lines import Wish
from vaxel.kernel.checks import run_all

pytestmark = pytest.mark.django_db


def sell(here: Counter, wishes: Sequence[Wish], paid: Sequence[Tender], at: Any = AT) -> Document:
    answer = sales.ring_up(here.shop.k1, wishes, paid, by=here.shop.sam, at=at)
    return Document.objects.get(pk=answer["document"])


def card_of(here: Counter, minor: int = 50_000) -> tuple[GiftCard, str]:
    """A sold card and its code."""
    sold = sell(here, [Wish(kind="gift_card", unit_price_cm=minor * 100)], [Tender("cash", minor)])
    card = GiftCard.objects.get(document=sold)
    return card, gift_codes.of(card.pk)


def sound() -> bool:
    """Whether every check finds nothing wrong; what waits to be told is no wrong here."""
    return not {name: found for name, found in run_all().items() if found and name != "kernel.events"}


def roles(source: UUID) -> dict[str, int]:
    return dict(Posting.objects.filter(entry__source_id=source).values_list("role", "amount_minor"))


def test_a_sold_card_is_a_debt_without_vat_and_no_sale_in_the_z() -> None:
    here = counter()
    card, code = card_of(here)
    assert roles(card.document_id) == {"cash": 50_000, "gift_card_liability": -50_000}
    assert (card.balance_minor, card.last_four) == (50_000, code[-4:].replace("-", ""))
    assert code.replace("-", "") not in str(list(GiftCard.objects.values()))
    assert card.document.tax_minor == 0
    drawers.close(here.shop.k1, counted_minor=150_000, by=here.shop.sam, at=AT)
    body = ZReport.objects.get().body
    assert (body["sales"], body["liability_in"], body["control"]) == (0, 50_000, 0)


def test_it_pays_in_parts_and_the_books_say_so() -> None:
    here = counter()
    card, code = card_of(here)
    sold = sell(here, [Wish(part=here.filter)], [Tender("gift_card", 14_900, code=code.lower().replace("-", " "))])
    assert roles(sold.pk)["gift_card_liability"] == 14_900
    payment = Payment.objects.get(tender="gift_card")
    assert payment.reference == f"••••{card.last_four}"
    split = sell(here, [Wish(part=here.pads)], [Tender("gift_card", 35_100, code=code), Tender("card", 54_800)])
    assert split.gross_minor == 89_900
    card.refresh_from_db()
    assert card.balance_minor == 0
    assert list(GiftCardEntry.objects.order_by("at", "id").values_list("kind", "amount_minor")) == [
        ("sold", 50_000), ("used", -14_900), ("used", -35_100),
    ]  # fmt: skip
    assert sound()


def test_case_94_more_than_it_holds_and_unknown_codes_are_refused_whole() -> None:
    here = counter()
    card, code = card_of(here, 10_000)
    filter_ = [Wish(part=here.filter)]
    with pytest.raises(gift_cards.GiftCardTooLow, match="100"):
        sell(here, filter_, [Tender("gift_card", 14_900, code=code)])
    other = code[:-1] + ("0" if code[-1] != "0" else "1")
    for wrong in (other, "", "hej", gift_codes.of(UUID(int=1))):
        with pytest.raises(gift_cards.UnknownGiftCard):
            sell(here, filter_, [Tender("gift_card", 14_900, code=wrong)])
    with pytest.raises(gift_cards.GiftCardTooLow):
        sell(here, filter_, [Tender("gift_card", 8_000, code=code), Tender("gift_card", 6_900, code=code)])
    card.refresh_from_db()
    assert card.balance_minor == 10_000
    assert Document.objects.count() == 1


def test_one_wrong_letter_or_two_that_changed_places_is_never_another_code() -> None:
    code = gift_codes.read(gift_codes.of(UUID(int=7)))
    assert len(code) == gift_codes.LENGTH
    for n in range(len(code)):
        for letter in gift_codes.LETTERS:
            other = code[:n] + letter + code[n + 1 :]
            assert gift_codes.read(other) in ("", code), other
    swapped = [code[:n] + code[n + 1] + code[n] + code[n + 2 :] for n in range(len(code) - 1)]
    found = [one for one in swapped if gift_codes.read(one) not in ("", code)]
    assert all({"0", "Z"} >= set(a) for a in found)


def test_case_96_what_a_card_paid_goes_back_to_the_card() -> None:
    here = counter()
    card, code = card_of(here)
    sold = sell(here, [Wish(part=here.filter)], [Tender("gift_card", 14_900, code=code)])
    refunds.take_back(sold, register=here.shop.k1, reason="Fel filter", by=here.shop.sam, at=AT)
    card.refresh_from_db()
    assert card.balance_minor == 50_000
    assert roles(Document.objects.get(kind="return_receipt").pk)["gift_card_liability"] == -14_900
    assert sound()


def test_an_unused_card_is_taken_back_and_dead_and_a_used_one_stands() -> None:
    here = counter()
    card, code = card_of(here)
    refunds.take_back(card.document, register=here.shop.k1, reason="Ångrat", by=here.shop.sam, at=AT)
    card.refresh_from_db()
    assert (card.balance_minor, card.closed_at) == (0, AT)
    with pytest.raises(gift_cards.UnknownGiftCard):
        gift_cards.find(code, AT)
    used, code = card_of(here)
    sell(here, [Wish(part=here.filter)], [Tender("gift_card", 14_900, code=code)])
    with pytest.raises(gift_cards.GiftCardUsed):
        refunds.take_back(used.document, register=here.shop.k1, reason="Ångrat", by=here.shop.sam, at=AT)
    drawers.close(here.shop.k1, counted_minor=150_000, by=here.shop.sam, at=AT)
    body = ZReport.objects.get().body
    assert (body["sales"], body["returns"], body["liability_in"], body["control"]) == (14_900, 0, 50_000, 0)
    assert sound()


def test_value_does_not_go_in_circles() -> None:
    here = counter()
    _card, code = card_of(here)
    with pytest.raises(gift_cards.PaidByGiftCard):
        sell(here, [Wish(kind="gift_card", unit_price_cm=1_000_000)], [Tender("gift_card", 10_000, code=code)])


def test_a_card_stands_alone_on_its_line_at_its_own_worth() -> None:
    here = counter()
    for wish, refusal in (
        (Wish(kind="gift_card", unit_price_cm=5_000_000, quantity_milli=2000), lines.OneCardALine),
        (Wish(kind="gift_card", unit_price_cm=5_000_000, discount_ppm=100_000), lines.NoDiscountOnCards),
        (Wish(kind="gift_card"), sales.NoPrice),
    ):
        with pytest.raises(refusal):
            sell(here, [wish], [Tender("cash", 50_000)])
    assert GiftCard.objects.count() == 0


def test_no_card_on_a_ticket_with_work() -> None:
    here = counter()
    said: dict[str, Any] = {"by": here.shop.sam, "at": AT}
    line = intake.start_sale(here.shop.workshop, Wish(kind="gift_card", unit_price_cm=5_000_000), **said)
    with pytest.raises(lines.CardsAtTheCounter):
        lines.add(line.job, [Wish(kind="labour", text="Byta")], **said)
    service = intake.take_in(here.shop.workshop, **said)
    job = jobs.add(service, title="Byta", **said)
    with pytest.raises(lines.CardsAtTheCounter):
        lines.add(job, [Wish(kind="gift_card", unit_price_cm=5_000_000)], **said)


def test_it_ends_when_the_company_says_and_a_manager_may_prolong_or_stop_it() -> None:
    here = counter()
    said: dict[str, Any] = {"by": here.shop.mo, "at": AT}
    company.change(Company.objects.get(), gift_card_years=2, **said)
    card, code = card_of(here)
    day = AT.date()
    last = card.expires_on
    assert last is not None
    assert last == gift_cards.lives_until(day, 2, "SE")
    assert (last.year, last.month) == (day.year + 2, day.month)
    after = AT + timedelta(days=(last - day).days + 1)
    assert gift_cards.find(code, after - timedelta(days=1)).spendable_minor == 50_000
    with pytest.raises(gift_cards.GiftCardOver):
        gift_cards.find(code, after)
    with pytest.raises(gift_cards.ReasonMissing):
        gift_cards.prolong(card, until=None, reason=" ", **said)
    gift_cards.prolong(card, until=None, reason="Kunden var sjuk", **said)
    assert gift_cards.find(code, after).card == card
    gift_cards.stop(card, stopped=True, reason="Borttappat", **said)
    with pytest.raises(gift_cards.GiftCardStopped):
        gift_cards.find(code, AT)


def test_the_law_sets_the_shortest_life() -> None:
    assert gift_cards.lives_until(date(2026, 12, 5), 1, "SE") == date(2027, 12, 31)
    assert gift_cards.lives_until(date(2026, 11, 5), 1, "US") == date(2031, 11, 30)
    assert gift_cards.lives_until(date(2026, 11, 5), 0, "US") is None

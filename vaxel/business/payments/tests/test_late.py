"""Late payment: interest day by day, fees, reminders that are booked, statements, and what is not charged twice."""

from datetime import date, timedelta
from typing import Any

import pytest

from vaxel.business.accounting.models import LedgerEntry
from vaxel.business.billing import late_rules, reminders, statements
from vaxel.business.billing.late_rules import Rate
from vaxel.business.billing.models import Document, LateTerms, Reminder
from vaxel.business.locations.tests.cast import AT, Shop
from vaxel.business.messaging.models import Message
from vaxel.business.parties import parties
from vaxel.business.payments import sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.business.tickets.lines import Wish
from vaxel.kernel.checks import run_all

pytestmark = pytest.mark.django_db
JULY, JANUARY = date(2026, 7, 1), date(2027, 1, 1)


@pytest.mark.parametrize(("since", "until", "minor"), [
    (date(2026, 11, 1), date(2026, 11, 11), 274),   # ten days of 10 %
    (date(2026, 12, 27), date(2027, 1, 6), 290),    # four days of 10 %, six of 11 %: 1.06 % of a 365th each
    (date(2026, 6, 21), date(2026, 7, 1), 27),      # before any rate nothing runs: one day
    (date(2026, 11, 11), date(2026, 11, 11), 0),
    (date(2026, 11, 12), date(2026, 11, 11), 0),
])  # fmt: skip
def test_interest_runs_day_by_day_at_the_rate_of_each(since: date, until: date, minor: int) -> None:
    rates = [Rate(JANUARY, 110_000), Rate(JULY, 100_000)]
    assert late_rules.interest(100_000, since, until, rates) == minor
    assert late_rules.interest(-100_000, since, until, rates) == 0


@pytest.fixture
def here(settings: Any) -> Counter:
    settings.FAKE_MESSAGES = True
    return counter()


def owes(here: Counter, **change: Any) -> Document:
    """Ada has bought pads on account: 899.00, due in 30 days."""
    cast = here.shop
    sales.ring_up(cast.k1, [Wish(part=here.pads)], [Tender("on_account", 89_900)], customer=cast.ada, by=cast.mo, at=AT)
    return Document.objects.filter(kind="invoice").order_by("-number")[0]


def terms(cast: Shop, **change: Any) -> LateTerms:
    fields: dict[str, Any] = {
        "valid_from": JULY, "reference_ppm": 20_000, "added_ppm": 80_000, "fee_minor": 6_000, "first_after_days": 5,
        "again_after_days": 10, "source": "riksbank.se 2026-07-01",
    }  # fmt: skip
    return reminders.set_terms(**fields | change, by=cast.mo, at=AT)


def after(days: int) -> dict[str, Any]:
    return {"at": AT + timedelta(days=days)}


def test_nobody_is_reminded_before_it_is_late_and_the_terms_are_there(here: Counter) -> None:
    cast = here.shop
    owes(here)
    with pytest.raises(reminders.NoTerms):
        reminders.send(cast.workshop, cast.ada, by=cast.mo, **after(60))
    terms(cast)
    with pytest.raises(reminders.NothingOverdue, match="Adas Åkeri"):
        reminders.send(cast.workshop, cast.ada, by=cast.mo, **after(35))
    assert (Reminder.objects.count(), Message.objects.count()) == (0, 0)


def test_a_reminder_is_sent_charged_on_an_invoice_and_booked_without_vat(here: Counter) -> None:
    """Forty days after the sale it is ten days late: 899.00 × 10 % × 10 / 365 = 2.46, and 60.00."""
    cast, invoice = here.shop, owes(here)
    terms(cast)
    made = reminders.send(cast.workshop, cast.ada, by=cast.mo, **after(40))
    charged = made.charged
    assert charged is not None
    assert (charged.kind, charged.gross_minor, charged.tax_minor, charged.open_minor) == ("invoice", 6_246, 0, 6_246)
    entry = LedgerEntry.objects.get(source_id=charged.pk)
    assert dict(entry.postings.values_list("role", "amount_minor")) == {
        "receivables": 6_246, "late_interest": -246, "reminder_fee": -6_000,
    }  # fmt: skip
    message = Message.objects.get()
    assert (message.to, message.channel) == ("ada@akeri.example", "mail")
    for part in (str(invoice.number), "899,00", "62,46", "961,46", "123-4567"):
        assert part in message.text.replace("\u00a0", " ")
    of_money = ("accounting", "billing", "payments")
    assert not [one for name, found in run_all().items() if name.startswith(of_money) for one in found]


def test_what_was_charged_is_not_charged_again_and_fees_bear_no_interest(here: Counter) -> None:
    cast = here.shop
    owes(here)
    terms(cast)
    reminders.send(cast.workshop, cast.ada, by=cast.mo, **after(40))
    with pytest.raises(reminders.NothingOverdue):
        reminders.send(cast.workshop, cast.ada, by=cast.mo, **after(49))
    again = reminders.send(cast.workshop, cast.ada, by_post=True, by=cast.mo, **after(50))
    assert (again.message_id, again.charged and again.charged.gross_minor) == (None, 6_246)
    assert [line.document.gross_minor for line in again.lines.all()] == [89_900]


def test_without_an_agreed_fee_only_interest_is_charged(here: Counter) -> None:
    cast = here.shop
    owes(here)
    terms(cast, fee_minor=0)
    made = reminders.send(cast.workshop, cast.ada, by=cast.mo, **after(40))
    assert made.charged
    assert made.charged.gross_minor == 246


def test_who_has_no_address_is_reminded_by_post(here: Counter) -> None:
    cast = here.shop
    owes(here)
    terms(cast)
    parties.change(cast.ada, email="", phone="", **SETUP)
    cast.ada.refresh_from_db()
    with pytest.raises(reminders.NoWay, match="Print the statement"):
        reminders.send(cast.workshop, cast.ada, by=cast.mo, **after(40))
    assert Reminder.objects.count() == 0
    assert Document.objects.filter(kind="invoice").count() == 1
    reminders.send(cast.workshop, cast.ada, by_post=True, by=cast.mo, **after(40))
    assert Reminder.objects.count() == 1


@pytest.mark.parametrize(("change", "refusal"), [
    ({"source": " "}, reminders.BadTerms), ({"reference_ppm": -1}, reminders.BadTerms),
    ({"added_ppm": 2_000_000}, reminders.BadTerms), ({}, reminders.TermsThere),
])  # fmt: skip
def test_terms_have_a_source_and_their_own_day(here: Counter, change: dict[str, Any], refusal: type[Exception]) -> None:
    terms(here.shop)
    with pytest.raises(refusal):
        terms(here.shop, **change)
    assert LateTerms.objects.count() == 1


def test_a_statement_lists_what_is_open_once_a_day(here: Counter) -> None:
    cast, invoice = here.shop, owes(here)
    for _time in range(2):
        message = statements.send(cast.workshop, cast.ada, by=cast.mo, at=AT)
    assert Message.objects.count() == 1
    assert str(invoice.number) in message.text
    with pytest.raises(statements.NothingOwed, match="Bo"):
        statements.send(cast.workshop, cast.bo, by=cast.mo, at=AT)

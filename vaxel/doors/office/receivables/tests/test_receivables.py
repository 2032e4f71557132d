"""What customers owe on screen: by age, an account from day to day, reminders for several, money from the bank."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.billing.models import Document, LateTerms, Reminder
from vaxel.business.locations.tests.cast import AT
from vaxel.business.messaging.models import Message
from vaxel.business.parties import parties
from vaxel.business.parties.models import Party
from vaxel.business.payments import sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.business.service import merging
from vaxel.business.stock import receipts
from vaxel.business.tickets.lines import Wish
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import clock
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db
TERMS = {"valid_from": "2026-07-01", "reference_ppm": "2", "added_ppm": "8", "fee_minor": "60", "first_after_days": "5",
         "again_after_days": "10", "source": "riksbank.se"}  # fmt: skip


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Counter:
    """Ada owes 899.00 since forty days."""
    settings.FAKE_MESSAGES = True
    made = counter()
    sell(made, made.shop.ada)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=40))
    return made


def sell(here: Counter, customer: Party, at_the_other: bool = False) -> None:
    cast = here.shop
    sales.ring_up(
        cast.k2 if at_the_other else cast.k1,
        [Wish(part=here.pads)],
        [Tender("on_account", 89_900)],
        customer=customer,
        by=cast.mo,
        at=AT,
    )


def test_from_late_to_reminded_to_paid(here: Counter) -> None:
    mo, ada = Desk("mo"), here.shop.ada
    assert "Nobody can be reminded yet" in mo.get("/receivables").text
    assert mo.post("/receivables/terms", **TERMS | {"source": ""}).status == 422
    mo.post("/receivables/terms", **TERMS)
    assert LateTerms.objects.get().fee_minor == 6_000
    assert "Adas Åkeri" in mo.get("/receivables", view="overdue").text
    page = mo.get(f"/receivables/{ada.pk}").text
    assert "62,46" in page
    mo.post("/receivables/remind", pick=str(ada.pk), next="/receivables")
    assert (Reminder.objects.count(), Message.objects.count()) == (1, 1)
    assert "961,46" in mo.get(f"/receivables/{ada.pk}").text
    invoice = Document.objects.filter(kind="invoice").order_by("number")[0]
    form = {"amount": "899", "reference": "BG 4711", "once": str(new_id())}
    for _time in range(2):
        mo.post(f"/receivables/{ada.pk}/paid/{invoice.pk}", **form)
    assert Document.objects.get(pk=invoice.pk).open_minor == 0
    told = mo.get(f"/receivables/{ada.pk}").text
    assert "-899,00" in told
    assert "62,46" in told


def test_of_several_who_can_is_reminded_and_who_cannot_is_said(here: Counter) -> None:
    """Karin has neither e-mail nor phone."""
    karin = parties.add(kind="private", name="Karin", terms_days=30, credit_limit_minor=1_000_000, **SETUP)
    sell(here, karin)
    mo = Desk("mo")
    mo.post("/receivables/terms", **TERMS)
    mo.post("/receivables/remind", pick=[str(karin.pk), str(here.shop.ada.pk)], next="/receivables")
    said = mo.get("/receivables").text
    assert "1 customer is reminded." in said
    assert "Karin has neither e-mail nor phone" in said
    assert [one.customer_id for one in Reminder.objects.all()] == [here.shop.ada.pk]
    mo.post(f"/receivables/{karin.pk}/remind", by_post="1")
    assert Reminder.objects.get(customer=karin).message_id is None


def test_from_the_list_of_all_sites_each_sites_papers_are_told_of_at_that_site(here: Counter) -> None:
    """Ada owes the same at both sites, Karin only at the other one, and has to be found there."""
    cast, mo = here.shop, Desk("mo")
    karin = parties.add(kind="private", name="Karin", email="karin@example.se", terms_days=30,
                        credit_limit_minor=1_000_000, **SETUP)  # fmt: skip
    receipts.receive(cast.tyres, lines=[(here.pads, 10_000, 50_000)], **SETUP)
    for customer in (karin, cast.ada):
        sell(here, customer, at_the_other=True)
    mo.post("/receivables/terms", **TERMS)
    picked = [str(karin.pk), str(cast.ada.pk)]
    mo.post("/receivables/statements", pick=picked, next="/receivables?site=all")
    wanted = [(cast.ada.name, "GBG"), (cast.ada.name, "STH"), ("Karin", "GBG")]
    assert sorted(Message.objects.values_list("party__name", "site__code")) == wanted
    mo.post("/receivables/remind", pick=picked, next="/receivables?site=all")
    assert "2 customers are reminded." in mo.get("/receivables").text
    assert sorted(Reminder.objects.values_list("customer__name", "site__code")) == wanted


def test_what_a_merged_card_owes_is_reminded_of_with_the_kept_one(here: Counter) -> None:
    cast, mo = here.shop, Desk("mo")
    kept = parties.add(name="Åkeri Nya AB", kind="company", email="nya@example.se", **SETUP)
    merging.merge(kept, cast.ada, chosen={}, **SETUP)
    mo.post("/receivables/terms", **TERMS)
    assert mo.get(f"/receivables/{kept.pk}").text.count("899,00") > 1
    assert "Åkeri Nya AB" in mo.get(f"/receivables/{cast.ada.pk}").text
    picked = [str(cast.ada.pk), str(kept.pk)]
    mo.post("/receivables/statements", pick=picked, next="/receivables")
    mo.post("/receivables/remind", pick=picked, next="/receivables")
    assert "1 customer is reminded." in mo.get("/receivables").text
    assert [one.customer for one in Reminder.objects.all()] == [kept]
    assert set(Message.objects.values_list("to", "party__name")) == {("nya@example.se", "Åkeri Nya AB")}
    assert Message.objects.count() == 2
    invoice = Document.objects.filter(customer=cast.ada).get()
    mo.post(f"/receivables/{kept.pk}/paid/{invoice.pk}", amount="899", reference="BG", once=str(new_id()))
    assert Document.objects.get(pk=invoice.pk).open_minor == 0


def test_the_list_asks_as_often_for_three_as_for_one(here: Counter) -> None:
    mo, asked = Desk("mo"), []
    for n in range(3):
        mo.get("/receivables")
        with CaptureQueriesContext(connection) as queries:
            assert mo.get("/receivables").status == 200
        asked.append(len(queries))
        more = parties.add(kind="company", name=f"Bolag {n}", terms_days=30, credit_limit_minor=1_000_000, **SETUP)
        sell(here, more)
    assert asked[0] == asked[2]


def test_who_may_not_sees_nothing(here: Counter) -> None:
    sam, ada = Desk("sam"), here.shop.ada
    assert [sam.get(path).status for path in ("/receivables", f"/receivables/{ada.pk}", "/receivables/terms")] == [
        403
    ] * 3
    assert sam.post("/receivables/remind", pick=str(ada.pk), next="/").status in {204, 403}
    assert Reminder.objects.count() == 0


def test_what_a_merged_customer_owed_is_reminded_of_at_the_card_that_stands(here: Counter) -> None:
    double = parties.add(kind="company", name="Adas Akeri", terms_days=30, email="fel@x.example", **SETUP)
    sell(here, double)
    merging.merge(here.shop.ada, double, chosen={}, by=here.shop.mo, at=AT)
    mo = Desk("mo")
    mo.post("/receivables/terms", **TERMS)
    mo.post(f"/receivables/{double.pk}/remind")
    made = Reminder.objects.get()
    assert (made.customer_id, made.lines.count()) == (here.shop.ada.pk, 2)
    assert Message.objects.get().to != "fel@x.example"
    mo.post("/receivables/statements", pick=str(here.shop.ada.pk), next="/receivables")
    assert Message.objects.latest("made_at", "id").text.count("899,00") == 2
    page = mo.get(f"/receivables/{double.pk}").text
    assert "Adas Åkeri" in page
    invoice = Document.objects.filter(customer=double).get()
    mo.post(f"/receivables/{here.shop.ada.pk}/paid/{invoice.pk}", amount="899", once=str(new_id()))
    invoice.refresh_from_db()
    assert invoice.open_minor == 0

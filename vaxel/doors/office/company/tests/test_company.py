"""The company's card and printed texts: changed by the owner, previewed, and on the papers from then on."""

from typing import Any

import pytest

from vaxel.business.billing.models import Document
from vaxel.business.locations import company
from vaxel.business.locations.models import Company
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.business.payments import sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import counter
from vaxel.business.tickets import papers
from vaxel.business.tickets.lines import Wish
from vaxel.doors.office.company.forms import CompanyForm, start
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.papers import documents, plain, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Shop:
    return shop()


def filled(**other: str) -> dict[str, Any]:
    """The form as it stands, with some fields otherwise."""
    return start(Company.objects.get()) | other


def test_an_owner_changes_the_card_and_texts(cast: Shop) -> None:
    page = Desk("mo").form("/company", **filled(
        phone="08-1", f_tax="Godkänd för F-skatt", footer_sv="Tack!", terms_en="30 days"))  # fmt: skip
    assert page.leads_to == "/company"
    held = Company.objects.get()
    assert held.phone == "08-1"
    assert held.texts == {
        "f_tax": "Godkänd för F-skatt", "terms": {"sv": "", "en": "30 days"}, "footer": {"sv": "Tack!", "en": ""},
    }  # fmt: skip
    assert start(held)["footer_sv"] == "Tack!"


def test_a_wrong_number_stays_beside_its_field_and_changes_nothing(cast: Shop) -> None:
    page = Desk("mo").form("/company", **filled(organisation_number="559999-0009", phone="08-2"))
    assert page.status == 422
    assert "is not a Swedish organisation number" in page.text
    assert 'value="08-2"' in page.text
    assert Company.objects.get().phone == ""


@pytest.mark.parametrize("who", ["kim", "sam", "tess"])
def test_others_neither_see_nor_change_it(cast: Shop, who: str) -> None:
    desk = Desk(who)
    assert desk.get("/company").status == 403
    assert desk.form("/company", **filled(name="Annat")).status == 403
    assert desk.post("/company/preview", **filled()).status == 403
    assert Company.objects.get().name == "Mos Bil AB"


def test_the_preview_shows_what_is_typed_and_stores_nothing(cast: Shop) -> None:
    page = Desk("mo").post("/company/preview", **filled(name="Nya Bil AB", footer_en="Welcome back"))
    assert page.status == 200
    assert "Nya Bil AB" in page.text
    assert "Welcome back" in page.text
    assert "Oil filter" in page.text
    assert "Attest" not in page.text
    assert Company.objects.get().name == "Mos Bil AB"


def test_the_texts_are_printed_in_the_customer_s_language(cast: Shop) -> None:
    texts = {"footer": {"sv": "Tack!", "en": "Thanks!"}, "terms": {"sv": "30 dagar", "en": ""}, "returns": {}}
    held = Company(texts=texts)
    assert papers.texts(held, papers.INVOICE_TEXTS, "sv") == {"terms": "30 dagar", "footer": "Tack!"}
    assert papers.texts(held, papers.INVOICE_TEXTS, "en") == {"terms": "30 dagar", "footer": "Thanks!"}
    assert papers.texts(held, papers.RECEIPT_TEXTS, "en") == {"footer": "Thanks!"}
    assert papers.texts(Company(), papers.RECEIPT_TEXTS, "en") == {}


def test_a_receipt_that_is_rung_up_carries_them() -> None:
    here = counter()
    company.change(here.shop.company, texts={"returns": {"sv": "Öppet köp 14 dagar", "en": ""}}, by=here.shop.mo, at=AT)
    sale = sales.ring_up(
        here.shop.k1, [Wish(part=here.filter)], [Tender("card", 14_900)], by=here.shop.sam, at=AT
    )  # fmt: skip
    receipt = Document.objects.get(pk=sale["document"])
    assert receipt.head["texts"] == {"returns": "Öppet köp 14 dagar"}
    assert "Öppet köp 14 dagar" in plain.render(documents.paper(reading.document(receipt)))


def test_swedish(cast: Shop) -> None:
    assert "Tryckta texter" in Desk("mo", language="sv").get("/company").text


def test_every_text_has_a_field_in_both_languages() -> None:
    names = set(CompanyForm().fields)
    assert {f"{key}_{code}" for key in ("returns", "terms", "complaint", "footer") for code in ("sv", "en")} <= names

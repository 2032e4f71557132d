"""Receipts that a till numbered by itself: the office calls them what the paper calls them, and finds them by it."""

from urllib.parse import urlencode

import pytest

from vaxel.business.billing.finding import by_number
from vaxel.business.billing.models import Document
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments.tests.a_till import a_till
from vaxel.business.payments.tests.counter import counter
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


def test_a_receipt_of_a_till_is_called_and_found_by_what_its_paper_says() -> None:
    here = counter()
    till = a_till(here.shop.k1, here.shop.sam)
    till.sale((here.pads, 1000), at=AT)
    till.send()
    document = Document.objects.get()
    assert document.printed == "K1A-1"
    sam = Desk("sam")
    assert "Receipt K1A-1" in sam.get(f"/documents/{document.pk}").text
    for written in ("K1A-1", "k1a-1", " #1 ", "1"):
        assert list(Document.objects.filter(by_number(written))) == [document], written
        assert f"/documents/{document.pk}" in sam.get(f"/documents?{urlencode({'q': written})}").text
    for written in ("K1B-1", "K2A-1", "K1A-2", "K1A-", "²", "1" * 40, "K1A--1", ""):
        assert not Document.objects.filter(by_number(written)).exists(), written
    opened = sam.get("/counter/returns?q=K1A-1")
    assert opened.leads_to == f"/documents/{document.pk}/take-back"

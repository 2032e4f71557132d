"""Books speak the company's language, whoever is at the screen."""

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger
from vaxel.business.accounting.models import LedgerEntry
from vaxel.business.locations import company
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def written(here: Shop, text: ledger.Words) -> str:
    draft = ledger.Draft(
        site_id=here.workshop.pk, day=AT.date(), text=text, source_kind="manual", source_id=new_id(), currency="SEK",
        postings=[("cash", 100), ("bank", -100)],
    )  # fmt: skip
    [made] = ledger.write([draft], at=AT)
    return LedgerEntry.objects.get(pk=made).text


@pytest.mark.parametrize(("books", "screen", "said"), [("sv", "en", "Betalning 7"), ("en", "sv", "Payment 7")])
def test_an_entry_is_worded_in_the_companys_language(books: str, screen: str, said: str) -> None:
    here = shop()
    company.change(here.company, language=books, by=here.mo, at=AT)
    with translation.override(screen):
        assert written(here, ledger.worded(_("Payment"), 7)) == said


def test_a_long_text_is_cut_and_an_empty_end_is_no_space() -> None:
    here = shop()
    assert len(written(here, ledger.worded(_("Payment"), "x" * 400))) == ledger.LONGEST_TEXT
    assert written(here, ledger.worded(_("Payment"), "")) == "Betalning"

"""A supplier's price list taken in: new parts, dearer and cheaper, refused alone, the same again."""

import pytest

from vaxel.business.catalog import search
from vaxel.business.catalog.models import Part, PartCode
from vaxel.business.purchasing import price_lists_in
from vaxel.business.purchasing.models import Offer
from vaxel.business.purchasing.price_list_rules import Listed, Outcome, Standing, change, terms
from vaxel.business.purchasing.tests.buying import SAID, Buying, buying
from vaxel.business.stock.tests.shelves import part
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import History
from vaxel.kernel.portions import Portion

FILTER = Listed(2, "LF-100", 4_950_00, brand="Mann-Filter", part_number="W 712/95", name="Oljefilter", lead_days=2)


@pytest.fixture
def house(db: None) -> Buying:
    return buying()


def took(house: Buying, *rows: Listed) -> list[Outcome]:
    return price_lists_in.take_list(house.brembo, Portion(rows), **SAID)


def test_a_new_part_exists_is_offered_and_found_by_all_its_numbers(house: Buying) -> None:
    assert took(house, FILTER._replace(barcode="4011558729103")) == [Outcome(2, "LF-100", "new", None, 495_000)]
    made = Part.objects.get(norm="W71295")
    assert (made.brand.name, made.name_sv, made.cost_minor) == ("Mann-Filter", "Oljefilter", 4_950)
    offer = Offer.objects.get(part=made)
    assert (offer.number, offer.unit_price_cm, offer.pack_milli, offer.lead_days, offer.preferred) == (
        "LF-100", 495_000, 1_000, 2, True,
    )  # fmt: skip
    for text in ("LF100", "w712/95", "4011558729103", "oljefilter"):
        assert [hit.part_id for hit in search.parts(text)] == [made.pk]


def test_the_same_list_again_changes_nothing(house: Buying) -> None:
    took(house, FILTER)
    before = (Part.objects.count(), list(Offer.objects.order_by("pk").values()), PartCode.objects.count())
    assert took(house, FILTER) == [Outcome(2, "LF-100", "unchanged", 495_000, 495_000)]
    assert (Part.objects.count(), list(Offer.objects.order_by("pk").values()), PartCode.objects.count()) == before


def test_dearer_cheaper_and_other_terms_and_what_is_not_said_stays(house: Buying) -> None:
    said = [Listed(2, "g p85020", 1_100_000), Listed(3, "G-D09200", 3_000_000, pack_milli=2_000)]
    assert [one.what for one in price_lists_in.weigh(house.brembo, said)] == ["up", "changed"]
    assert Offer.objects.get(supplier=house.brembo, part=house.pads).unit_price_cm == 1_000_000
    assert took(house, *said)[0] == Outcome(2, "g p85020", "up", 1_000_000, 1_100_000)
    assert took(house, Listed(2, "G-P85020", 900_000, core_cm=5_000))[0].what == "down"
    pads = Offer.objects.get(supplier=house.brembo, part=house.pads)
    assert (pads.unit_price_cm, pads.core_cm, pads.pack_milli, pads.number) == (900_000, 5_000, 1_000, "G-P85020")
    discs = Offer.objects.get(supplier=house.brembo, part=house.discs)
    assert (discs.unit_price_cm, discs.pack_milli) == (3_000_000, 2_000)


def test_a_part_that_is_there_gets_an_offer_and_is_found_by_the_suppliers_number(house: Buying) -> None:
    clips = part("P99")
    assert took(house, Listed(2, "BR-77", 100_00, brand="BREMBO", part_number="P-99"))[0].what == "new"
    offer = Offer.objects.get(part=clips)
    assert (offer.number, offer.preferred) == ("BR-77", True)
    assert [hit.part_id for hit in search.parts("BR77")] == [clips.pk]


def test_another_suppliers_preferred_offer_stays_preferred(house: Buying) -> None:
    [came] = price_lists_in.take_list(house.tyska, Portion([Listed(2, "T-9", 100_00, "Brembo", "D09200")]), **SAID)
    assert came.what == "new"
    preferred = Offer.objects.get(part=house.discs, preferred=True)
    assert preferred.supplier == house.brembo


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (Listed(2, "X-1", 100), "does not say its brand and its name"),
        (Listed(2, "–", 100), "cannot be a number"),
        (Listed(2, "G-P85020", -1), "a price of at least zero"),
        (Listed(2, "G-P85020", 100, pack_milli=0), "a pack above zero"),
        (Listed(2, "G-P85020", 100, lead_days=99_999), "a pack above zero"),
        (Listed(2, "G-ANOTHER", 100, "Brembo", "P85020"), "under the number G-P85020 already"),
        (Listed(2, "KIT-1", 100, "Brembo", "KIT1"), "is a kit"),
        (Listed(2, "N-1", 100, "Brembo", "N1", "Ny", barcode="4011558729103"), "already on P77"),
        (Listed(2, "N-1", 100, "Brembo", "N1", "4242 4242 4242 4242"), "looks like a card number"),
        (Listed(2, "N-1", 100, "B" * 81, "N1", "Ny"), "longer than 80"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_alone(house: Buying, row: Listed, why: str) -> None:
    part("KIT1", stocking="kit")
    PartCode.objects.create(part=part("P77"), kind="barcode", text="4011558729103", norm="04011558729103", loose="4")
    before = Part.objects.count(), list(Offer.objects.order_by("pk").values())
    refused, taken = took(house, row, FILTER._replace(row=3))
    assert (refused.what, taken.what) == ("refused", "new")
    assert why in refused.why
    made = Offer.objects.get(number="LF-100")
    assert (Part.objects.count() - 1, list(Offer.objects.exclude(pk=made.pk).order_by("pk").values())) == before


def test_a_number_or_a_barcode_twice_is_taken_once(house: Buying) -> None:
    one = FILTER._replace(barcode="4011558729103")
    other = one._replace(row=4, number="LF-2", part_number="W2")
    came = took(house, one, one._replace(row=3, unit_price_cm=1), other)
    assert [(one.row, one.what) for one in came] == [(2, "new"), (3, "refused"), (4, "refused")]
    assert "further up" in came[1].why
    assert "given to two parts" in came[2].why
    assert Offer.objects.get(number="LF-100").unit_price_cm == 495_000
    assert not Part.objects.filter(norm="W2").exists()


def test_a_portion_taken_twice_under_one_key_is_taken_once(house: Buying) -> None:
    def again() -> object:
        return price_lists_in.take_list.once(key, house.brembo, Portion([FILTER]), asked=["list"], kept_as=len, **SAID)

    key = str(new_id())
    assert (again(), again()) == (1, 1)
    assert History.objects.filter(action="offers.take_list").count() == 1


def test_too_many_rows_at_once_are_refused(house: Buying, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(price_lists_in, "MOST_AT_ONCE", 1)
    with pytest.raises(price_lists_in.TooManyRows):
        took(house, FILTER, FILTER._replace(row=3, number="LF-2"))
    assert not Part.objects.filter(norm="W71295").exists()


def test_terms_are_those_said_over_those_that_hold() -> None:
    held = Standing(100, 2_000, 4_000, 50, 3)
    assert terms(Listed(1, "A", 120), held) == Standing(120, 2_000, 4_000, 50, 3)
    assert terms(Listed(1, "A", 100, pack_milli=1_000, lead_days=0), held) == Standing(100, 1_000, 4_000, 50, 0)
    assert change(held._replace(retired=True), held) == "changed"
    assert change(None, held) == "new"

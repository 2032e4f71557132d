"""Parts: added, changed, retired; what may not be twice; kinds that are guarded."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.catalog import codes, parts
from vaxel.business.catalog.codes import BarcodeTaken, BarcodeTwice, CodeThere
from vaxel.business.catalog.models import Brand, Part, PartCode, PartSearch, Spelling
from vaxel.business.catalog.parts import NewCode, NewPart, NumberTaken, NumberTwice, StockingLocked, TooManyAtOnce
from vaxel.business.catalog.tests.cast import AT, MO, SAM, discs, pads
from vaxel.business.catalog.wishes import BadName, BadNumber, NotAmong, OutOfRange
from vaxel.kernel.models import History
from vaxel.kernel.refusals import Forbidden, Refused

pytestmark = pytest.mark.django_db


def test_a_part_is_stored_with_its_number_twice_and_what_it_is_found_by() -> None:
    part = pads(barcodes=["4006633374668"], codes=[NewCode("original", "5N0 698 151 A")])
    assert (part.number, part.norm, part.loose, part.brand.name) == (
        "0 986 494 104",
        "0986494104",
        "986494104",
        "Bosch",
    )
    assert PartSearch.objects.get(part=part).text == (
        " 0986494104 04006633374668 5n0698151a bromsbelagg fram brake pads front bosch"
    )
    assert [(code.kind, code.text, code.norm) for code in part.codes.order_by("kind")] == [
        ("barcode", "4006633374668", "04006633374668"),
        ("original", "5N0 698 151 A", "5N0698151A"),
    ]


def test_the_same_number_of_the_same_brand_is_refused_and_names_the_part() -> None:
    pads()
    with pytest.raises(NumberTaken, match=r"0 986 494 104.*Bromsbelägg fram"):
        pads("0986-494.104", brand="BOSCH")
    assert (Part.objects.count(), Brand.objects.count()) == (1, 1)
    pads(brand="Brembo")
    assert Part.objects.filter(norm="0986494104").count() == 2


def test_a_barcode_leads_to_one_part() -> None:
    pads(barcodes=["036000291452"])
    with pytest.raises(BarcodeTaken, match="0 986 494 104"):
        discs(barcodes=["0036000291452"])
    assert Part.objects.count() == 1
    disc = discs()
    with pytest.raises(BarcodeTaken):
        codes.add(disc, kind="barcode", text="036000291452", by=MO, at=AT)
    assert not disc.codes.exists()


def test_a_code_is_found_until_it_is_removed() -> None:
    part = pads()
    code = codes.add(part, kind="old", text="0 986 424 100", by=MO, at=AT)
    assert "0986424100" in PartSearch.objects.get(part=part).text
    with pytest.raises(CodeThere):
        codes.add(part, kind="old", text="0986424100", by=MO, at=AT)
    codes.remove(code, by=MO, at=AT)
    assert "0986424100" not in PartSearch.objects.get(part=part).text
    assert not PartCode.objects.exists()


def test_a_barcode_with_a_wrong_check_digit_is_kept_and_the_warning_is_in_history() -> None:
    codes.add(pads(), kind="barcode", text="4006633374667", by=MO, at=AT)
    assert len(History.objects.get(action="codes.add").note["warnings"]) == 1


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"number": "---"}, BadNumber),
        ({"number": "A" * 61}, BadNumber),
        ({"name_sv": "  "}, BadName),
        ({"name_sv": "x" * 161}, BadName),
        ({"brand": ""}, BadName),
        ({"unit": "dozen"}, NotAmong),
        ({"stocking": "someday"}, NotAmong),
        ({"quality": "best"}, NotAmong),
        ({"tax_code": "tobacco"}, NotAmong),
        ({"category": "brakes"}, NotAmong),
        ({"cost_minor": -1}, OutOfRange),
        ({"codes": [NewCode("nickname", "A1")]}, NotAmong),
        ({"codes": [NewCode("old", "!")]}, BadNumber),
        ({"codes": [NewCode("barcode", "123", quantity_milli=0)]}, OutOfRange),
    ],
)
def test_what_cannot_be_understood_is_said_and_nothing_is_stored(
    fields: dict[str, object], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        pads(**fields)  # type: ignore[arg-type]
    assert (Part.objects.count(), Brand.objects.count(), PartCode.objects.count(), Spelling.objects.count()) == (0,) * 4


def test_one_without_the_permission_adds_nothing() -> None:
    with pytest.raises(Forbidden):
        parts.add(brand="Bosch", number="1", name_sv="En", by=SAM, at=AT)
    assert not Part.objects.exists()


def _many(count: int, first: int = 0) -> list[NewPart]:
    return [
        NewPart(brand="Mann", number=f"W {n}", name_sv=f"Oljefilter typ {n % 7}", codes=(NewCode("old", f"OLD{n}"),))
        for n in range(first, first + count)
    ]


def test_many_parts_are_added_in_as_many_statements_as_one() -> None:
    counts = []
    for first, count in ((0, 1), (10, 3), (20, 300)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            parts.add_many(_many(count, first), by=MO, at=AT)
        counts.append(len(queries))
    assert counts[0] >= counts[1] == counts[2]
    assert (Part.objects.count(), PartCode.objects.count(), PartSearch.objects.count()) == (304, 304, 304)


def test_many_are_all_or_none() -> None:
    pads()
    with pytest.raises(NumberTaken):
        parts.add_many([*_many(3), NewPart(brand="bosch", number="0986494104", name_sv="x")], by=MO, at=AT)
    with pytest.raises(NumberTwice):
        parts.add_many([*_many(1), *_many(1)], by=MO, at=AT)
    twice = [NewPart(brand="A", number=n, name_sv="x", codes=(NewCode("barcode", "77"),)) for n in ("1", "2")]
    with pytest.raises(BarcodeTwice):
        parts.add_many(twice, by=MO, at=AT)
    with pytest.raises(TooManyAtOnce):
        parts.add_many(_many(1) * 5_001, by=MO, at=AT)
    assert Part.objects.count() == 1


def test_a_change_is_stored_with_before_and_is_found_by_the_new_name() -> None:
    part = parts.change(pads(), name_sv="Bromsklossar", cost_minor=40_000, by=MO, at=AT)
    assert (part.name_sv, part.cost_minor, part.number) == ("Bromsklossar", 40_000, "0 986 494 104")
    assert "bromsklossar" in PartSearch.objects.get(part=part).text
    assert History.objects.get(action="parts.change").note == {
        "before": {"name_sv": "Bromsbelägg fram", "cost_minor": 41_200},
        "after": {"name_sv": "Bromsklossar", "cost_minor": 40_000},
    }


def test_a_number_cannot_be_changed_to_one_that_is_taken() -> None:
    pads()
    other = pads("0 986 494 105")
    with pytest.raises(NumberTaken):
        parts.change(other, number="0986494104", by=MO, at=AT)
    assert Part.objects.get(pk=other.pk).number == "0 986 494 105"


def test_the_stocking_kind_stands_while_a_rung_above_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    part = pads()
    monkeypatch.setattr(parts, "_stocking_guards", [])
    parts.guard_stocking(lambda one: "4 are on the shelf." if one.pk == part.pk else "")
    with pytest.raises(StockingLocked, match="4 are on the shelf"):
        parts.change(part, stocking="on_demand", by=MO, at=AT)
    assert Part.objects.get().stocking == "stocked"
    assert parts.change(part, stocking="stocked", by=MO, at=AT).stocking == "stocked"


def test_a_retired_part_keeps_its_number_and_can_come_back() -> None:
    part = parts.retire(pads(), by=MO, at=AT)
    assert part.retired_at == AT
    with pytest.raises(NumberTaken):
        pads()
    assert parts.restore(part, by=MO, at=AT).retired_at is None

"""The search: every way to name a part, in the order of K-3, in any spelling; nothing typed breaks it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.catalog import canned, codes, operations, parts, search
from vaxel.business.catalog.models import Part, PartSearch
from vaxel.business.catalog.parts import NewCode, NewPart
from vaxel.business.catalog.tests.cast import AT, MO, discs, pads

pytestmark = pytest.mark.django_db


def _found(text: str, most: int = 20) -> list[tuple[str, str]]:
    return [(hit.rank, hit.number) for hit in search.parts(text, most=most)]


@pytest.fixture
def shelf() -> None:
    parts.add_many(
        [
            NewPart(brand="Bosch", number="0 986 494 104", name_sv="Bromsbelägg fram", name_en="Brake pads, front",
                    codes=(NewCode("barcode", "4006633374668"), NewCode("original", "5N0 698 151 A"),
                           NewCode("supplier", "MEK-77120"), NewCode("old", "0 986 424 100"))),
            NewPart(brand="TRW", number="DF 6015", name_sv="Bromsskiva fram 312 mm", name_en="Brake disc, front"),
            NewPart(brand="TRW", number="DF 6016S", name_sv="Bromsskiva bak", name_en="Brake disc, rear"),
            NewPart(brand="Mann-Filter", number="W 712/95", name_sv="Oljefilter", name_en="Oil filter"),
            NewPart(brand="Castrol", number="15F7BB", name_sv="Motorolja 5W-30 Edge", name_en="Engine oil", unit="l",
                    codes=(NewCode("barcode", "036000291452", quantity_milli=4000),)),
            NewPart(brand="Nokian", number="T430123", name_sv="Vinterdäck 205/55R16 94T XL", name_en="Winter tyre"),
            NewPart(brand="Osram", number="64210", name_sv="Lampa H7 12V 55W", name_en="Bulb H7"),
            NewPart(brand="VAG", number="06A 115 561 B", name_sv="Oljefilter original", name_en="Oil filter, genuine"),
        ],
        by=MO, at=AT,
    )  # fmt: skip


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("4006633374668", [("barcode", "0 986 494 104")]),
        ("4006-6333 74668", [("barcode", "0 986 494 104")]),
        ("04006633374668", [("barcode", "0 986 494 104")]),
        ("0036000291452", [("barcode", "15F7BB")]),
        ("0986494104", [("number", "0 986 494 104")]),
        ("0 986-494.104", [("number", "0 986 494 104")]),
        ("06A-115 561.B", [("number", "06A 115 561 B")]),
        ("mek77120", [("supplier", "0 986 494 104")]),
        ("0986424100", [("old", "0 986 494 104")]),
        ("5n0698151a", [("original", "0 986 494 104")]),
        ("DF60", [("prefix", "DF 6015"), ("prefix", "DF 6016S")]),
        ("6015", [("words", "DF 6015")]),
        ("115561", [("words", "06A 115 561 B")]),
        ("494 104", [("words", "0 986 494 104")]),
        ("bromsbelägg", [("words", "0 986 494 104")]),
        ("BROMSBELAGG", [("words", "0 986 494 104")]),
        ("front brake", [("words", "DF 6015"), ("words", "0 986 494 104")]),
        ("trw fram skiva", [("words", "DF 6015")]),
        ("mann filter", [("words", "W 712/95")]),
        ("mannfilter", [("words", "W 712/95")]),
        ("5w-30", [("words", "15F7BB")]),
        ("5w30 olja", [("words", "15F7BB")]),
        ("h7", [("words", "64210")]),
        ("lampa h7", [("words", "64210")]),
        ("belägg x", []),
        ("O6A1I5561B", [("look_alike", "06A 115 561 B")]),
        ("986494104", [("words", "0 986 494 104")]),
        ("bromsbelögg", [("spelling", "0 986 494 104")]),
        ("brmosskiva bak", [("spelling", "DF 6016S")]),
        ("oljjefilter", [("spelling", "W 712/95"), ("spelling", "06A 115 561 B")]),
        ("castorl", [("spelling", "15F7BB")]),
        ("kamrem", []),
        ("2055516", [("words", "T430123")]),
        ("205/55R16", [("words", "T430123")]),
        ("205 55 16", [("words", "T430123")]),
    ],
)
def test_a_part_is_found_by_any_of_its_names(text: str, hits: list[tuple[str, str]]) -> None:
    assert _found(text) == hits


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    "text", ["", " ", "%", "_", "%%%", "___", "\\", "'", '"', "a\0b", "*", "AND", 'x" OR "y', "(", "--", "日本",
             "x" * 10_000, "a b c d e f g h i j k l", "😀", "3*", "%%% broms%", "NEAR(brake disc)"],
)  # fmt: skip
def test_nothing_typed_breaks_it_and_wildcards_are_letters(text: str) -> None:
    assert _found(text) in ([], _found("broms"))


@pytest.mark.usefixtures("shelf")
def test_ranks_stand_in_the_order_of_the_rule() -> None:
    pads("DF 60", brand="Ate", name_sv="Sats df60")
    pads("X1", brand="Ate", codes=[NewCode("old", "DF60")])
    pads("X2", brand="Ate", codes=[NewCode("original", "DF-60")])
    assert _found("df60") == [
        ("number", "DF 60"), ("old", "X1"), ("original", "X2"), ("prefix", "DF 6015"), ("prefix", "DF 6016S"),
    ]  # fmt: skip
    assert _found("df60", most=2) == [("number", "DF 60"), ("old", "X1")]


def test_two_makers_use_one_number_and_both_are_found() -> None:
    pads("100", brand="Zimmermann")
    pads("100", brand="Ate")
    hits = search.parts("100")
    assert [hit.brand for hit in hits] == ["Ate", "Zimmermann"]
    assert search.certain(hits) is None


@pytest.mark.usefixtures("shelf")
def test_a_number_and_a_star_in_front_multiply_what_a_scan_means() -> None:
    (hit,) = search.parts("3*036000291452")
    assert (hit.number, hit.quantity_milli, hit.unit) == ("15F7BB", 12_000, "l")
    assert search.certain([hit]) == hit
    assert search.parts("2*DF 6015")[0].quantity_milli == 2_000
    assert search.certain(search.parts("broms")) is None


@pytest.mark.usefixtures("shelf")
def test_a_hit_says_what_a_line_needs_and_what_matched() -> None:
    (hit,) = search.parts("5N0698151A")
    part = Part.objects.get(number="0 986 494 104")
    assert hit == search.Hit(
        part.id, "0 986 494 104", "Bromsbelägg fram", "Brake pads, front", "Bosch", "original", "pcs", "stocked",
        "aftermarket", "standard", matched="5N0 698 151 A",
    )  # fmt: skip
    assert (hit.name("en"), hit.name("sv")) == ("Brake pads, front", "Bromsbelägg fram")


@pytest.mark.usefixtures("shelf")
def test_a_retired_part_is_found_by_its_whole_number_alone_and_marked() -> None:
    part = parts.retire(Part.objects.get(number="DF 6015"), by=MO, at=AT)
    assert _found("bromsskiva") == [("words", "DF 6016S")]
    assert _found("DF60") == [("prefix", "DF 6016S")]
    (hit,) = search.parts("DF6015")
    assert (hit.rank, hit.retired, search.certain([hit])) == ("number", True, None)
    parts.restore(part, by=MO, at=AT)
    assert _found("312") == [("words", "DF 6015")]


def test_a_new_name_is_found_and_the_old_one_is_not() -> None:
    part = pads(name_sv="Klossar")
    parts.change(part, name_sv="Bromsbelägg bak", by=MO, at=AT)
    assert (_found("klossar"), _found("belägg bak")) == ([], [("words", part.number)])
    code = codes.add(part, kind="old", text="GAMMAL 77", by=MO, at=AT)
    assert _found("ammal7") == [("words", part.number)]
    codes.remove(code, by=MO, at=AT)
    assert _found("ammal7") == []


def test_as_many_queries_for_one_as_for_three() -> None:
    counts = []
    for first, count in ((0, 1), (1, 2)):
        parts.add_many(
            [NewPart(brand="Ate", number=f"Q{n}", name_sv="Slang") for n in range(first, first + count)], by=MO, at=AT
        )
        with CaptureQueriesContext(connection) as seen:
            assert len(search.parts("slang")) == first + count
        counts.append(len(seen))
    assert counts == [4, 4]


def test_a_price_change_does_not_touch_what_is_searched() -> None:
    part = pads()
    with CaptureQueriesContext(connection) as seen:
        parts.change(part, cost_minor=1, by=MO, at=AT)
    assert [query["sql"] for query in seen if "catalog_partsearch" in query["sql"] and "UPDATE" in query["sql"]] == []
    assert PartSearch.objects.count() == 1


def test_canned_jobs_and_operations_are_found_by_words_in_both_languages() -> None:
    oil = operations.define(code="SRV-10", name_sv="Byta motorolja", name_en="Change engine oil", hours_milli=500,
                            by=MO, at=AT)  # fmt: skip
    job = canned.define("oil", title_sv="Oljebyte", title_en="Oil change", lines=[canned.labour(oil)], by=MO, at=AT)
    assert (search.jobs("olje"), search.jobs("change oil"), search.jobs(""), search.jobs("brakes")) == (
        [job], [job], [], [],
    )  # fmt: skip
    assert (search.operations("srv10"), search.operations("engine"), search.operations("x")) == ([oil], [oil], [])


def test_what_was_refused_is_not_found() -> None:
    disc = discs()
    twice = NewPart(brand="TRW", number=disc.number, name_sv="x")
    with pytest.raises(parts.NumberTaken):
        parts.add_many([NewPart(brand="Ate", number="Q1", name_sv="Slang"), twice], by=MO, at=AT)
    assert (_found("slang"), _found("bromsskiva")) == ([], [("words", "DF 6015")])

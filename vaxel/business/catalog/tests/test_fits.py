"""Fitment: added, replaced, removed by source and in sets; learned from what was sold; found by what it fits."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.catalog import fits, fitting, memory, parts, search
from vaxel.business.catalog.fit_models import CarModel, Fit, FitCondition, LearnedFit, PartSales
from vaxel.business.catalog.fits import NewFit
from vaxel.business.catalog.models import Part
from vaxel.business.catalog.tests.cast import AT, MO, discs, pads
from vaxel.business.catalog.wishes import OutOfRange
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.refusals import BadInput, NotFound

pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = {"by": MO, "at": AT}
GOLF = NewFit("Volkswagen", "Golf", 2013, 2017, position="front")


def golf(**fields: object) -> Vehicle:
    """Ada's Golf."""
    wanted: dict[str, Any] = {
        "make": "VW",
        "model": "Golf 1.6 TDI",
        "model_year": 2015,
        "fuel": "diesel",
        "made_at": AT,
    }
    return Vehicle.objects.create(**(wanted | fields))


def level(vehicle: Vehicle, part: Part) -> str:
    return fitting.answers(vehicle, [part.id])[part.id].level


def test_a_part_fits_the_years_it_was_said_to_fit() -> None:
    part = pads()
    assert fits.add(part, fits=[GOLF], **SAID) == 5
    assert fits.add(part, fits=[GOLF], **SAID) == 5
    assert Fit.objects.count() == 5
    assert level(golf(), part) == "fits"
    assert level(golf(model_year=2012), part) == "does_not_fit"
    assert level(golf(model="Polo"), part) == "unknown"
    assert level(golf(model_year=None), part) == "maybe"
    assert fitting.answers(golf(), [part.id])[part.id].positions == ("front",)


def test_a_question_is_asked_once_and_kept_on_the_vehicle() -> None:
    part, car = pads(), golf()
    fits.add(part, fits=[NewFit("VW", "Golf", 2015, 2015, facts={"brake_disc": "300 mm"})], **SAID)
    found = fitting.answers(car, [part.id])[part.id]
    assert (found.level, [(one.key, one.wanted) for one in found.questions]) == ("maybe", [("brake_disc", "300 mm")])
    car = fits.answer_fit(car, key="brake_disc", value="300 mm", **SAID)
    assert level(car, part) == "fits"
    car = fits.answer_fit(car, key="brake_disc", value="312 mm", **SAID)
    assert level(car, part) == "does_not_fit"
    assert level(fits.answer_fit(car, key="brake_disc", value="", **SAID), part) == "maybe"


def test_one_source_replaces_only_what_it_said_itself() -> None:
    pad, disc = pads(), discs()
    fits.add(pad, fits=[GOLF], source="TRW 2026", **SAID)
    fits.add(pad, fits=[NewFit("Volvo", "V70", 2005, 2006)], **SAID)
    polo = NewFit("VW", "Polo", 2010, 2010)
    assert fits.replace_many([pad.id, disc.id], fits=[(disc.id, polo)], source="TRW 2026", **SAID) == 1
    assert sorted((row.year, source) for row, source in fitting.every_row(pad)) == [(2005, "typed"), (2006, "typed")]
    assert fits.remove(pad, fits=[NewFit("Volvo", "V70", 2006, 2006)], **SAID) == 1
    assert fits.replace(pad, fits=[], **SAID) == 0
    assert [row.year for row, _source in fitting.every_row(disc)] == [2010]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (NewFit("VW", "Golf", 2017, 2013), fits.YearsTurned),
        (NewFit("VW", "Golf", 1700, 2013), OutOfRange),
        (NewFit("", "Golf", 2013, 2013), fits.NoModel),
        (NewFit("VW", "--", 2013, 2013), fits.NoModel),
        (NewFit("VW", "Golf", 2013, 2013, quantity_milli=0), OutOfRange),
        (NewFit("VW", "Golf", 2013, 2013, facts={str(n): "x" for n in range(31)}), fits.TooManyFacts),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(wrong: NewFit, refusal: type[BadInput]) -> None:
    part = pads()
    fits.add(part, fits=[GOLF], **SAID)
    with pytest.raises(refusal):
        fits.replace(part, fits=[wrong], **SAID)
    assert Fit.objects.count() == 5
    with pytest.raises(NotFound):
        fits.replace_many([part.id], fits=[(uuid4(), GOLF)], source="typed", **SAID)
    assert Fit.objects.count() == 5


def test_too_much_at_once_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fits, "MOST_AT_ONCE", 4)
    with pytest.raises(fits.TooMuchFitment):
        fits.add(pads(), fits=[GOLF], **SAID)
    assert (Fit.objects.count(), CarModel.objects.count()) == (0, 0)


def test_ten_thousand_rows_of_one_part_take_few_statements_and_are_found() -> None:
    part = pads()
    many = [NewFit("Volvo", f"M{n}", 1980, 2029, facts={"note": f"rad {n % 3}"}) for n in range(200)]
    with CaptureQueriesContext(connection) as seen:
        assert fits.replace(part, fits=many, **SAID) == 10_000
    assert len(seen) < 60
    assert FitCondition.objects.count() == 3
    assert level(golf(make="Volvo", model="M77", model_year=1999), part) == "fits"
    (hit,) = search.parts("belägg", vehicle=golf(make="Volvo", model="M199", model_year=2029))
    assert hit.fit is not None
    assert (hit.fit.level, hit.fit.notes) == ("fits", ("rad 1",))


def test_what_fits_comes_first_and_what_does_not_is_marked() -> None:
    for n in range(3):
        pads(f"A{n}")
    fits.add(Part.objects.get(number="A2"), fits=[GOLF], **SAID)
    fits.add(Part.objects.get(number="A0"), fits=[NewFit("VW", "Golf", 2005, 2006)], **SAID)
    hits = search.parts("bromsbelägg", vehicle=golf())
    assert hits[0].number == "A2"
    assert {hit.number: hit.fit.level for hit in hits if hit.fit} == {
        "A2": "fits", "A0": "does_not_fit", "A1": "unknown",
    }  # fmt: skip


def test_a_car_among_the_words_or_chosen_finds_what_fits_it() -> None:
    pad, disc = pads(), discs()
    fits.add(pad, fits=[GOLF], **SAID)
    fits.add(disc, fits=[GOLF], **SAID)
    assert [(hit.rank, hit.number, hit.matched) for hit in search.parts("bromsbelägg golf")] == [
        ("fits", pad.number, "Volkswagen Golf")
    ]
    assert [hit.number for hit in search.parts("golf 2015 bromsbelägg")] == [pad.number]
    assert search.parts("golf 2003 bromsbelägg") == []
    assert [hit.number for hit in search.parts("bromsbelägg golf", vehicle=golf())] == [pad.number]
    assert {hit.number for hit in search.parts("", vehicle=golf())} == {pad.number, disc.number}
    assert [hit.number for hit in search.parts("bromsbelogg", vehicle=golf())] == [pad.number]
    assert search.parts("", vehicle=golf(model="Polo")) == []


def test_universal_parts_say_so() -> None:
    part = fits.set_universal(pads(), universal=True, **SAID)
    (hit,) = search.parts("belägg", vehicle=golf())
    assert (hit.universal, hit.fit.level if hit.fit else "") == (True, "universal")
    assert level(golf(), part) == "universal"


def _sold(part: Part, quantity_milli: int = 1000, misfit: bool = False, model: str = "Golf") -> memory.Sold:
    car = memory.CarType("VW", model, 2015, "CRBC")
    return memory.Sold(part.id, quantity_milli, date(2026, 11, 24), car, misfit)


def test_what_stayed_on_a_car_is_learned_and_counts_once() -> None:
    part, car = pads(), golf()
    assert memory.learn([_sold(part), _sold(part)], since=0, upto=7, **SAID)
    assert not memory.learn([_sold(part), _sold(part)], since=0, upto=7, **SAID)
    assert memory.upto() == 7
    found = fitting.answers(car, [part.id])[part.id]
    assert (found.level, found.fitted, found.sources) == ("fits", 2, ("learned",))
    assert [hit.number for hit in search.parts("", vehicle=car)] == [part.number]
    memory.learn([_sold(part, -1000), _sold(part, -1000, misfit=True)], since=7, upto=9, **SAID)
    found = fitting.answers(car, [part.id])[part.id]
    assert (found.level, found.fitted, found.returned) == ("does_not_fit", 0, 1)
    assert search.parts("", vehicle=car) == []


def test_an_import_erases_nothing_that_was_learned() -> None:
    part = pads()
    memory.learn([_sold(part)], since=0, upto=1, **SAID)
    fits.replace(part, fits=[], source="TRW", **SAID)
    assert (LearnedFit.objects.count(), level(golf(), part)) == (1, "fits")


def test_of_universal_parts_and_unknown_cars_nothing_is_learned_but_the_sale_counts() -> None:
    part = fits.set_universal(pads(), universal=True, **SAID)
    memory.learn([_sold(part), _sold(discs(), model="")], since=0, upto=2, **SAID)
    assert (LearnedFit.objects.count(), PartSales.objects.count()) == (0, 2)


def test_within_a_rank_what_sells_comes_first() -> None:
    old, often = pads("A1"), pads("A2")
    assert [hit.number for hit in search.parts("belägg")] == ["A1", "A2"]
    last_year = memory.Sold(old.id, 1000, date(2025, 11, 24))
    memory.learn([last_year, _sold(often)], since=0, upto=2, **SAID)
    assert [hit.number for hit in search.parts("belägg")] == ["A2", "A1"]
    memory.learn([last_year, last_year], since=2, upto=4, **SAID)
    assert [hit.number for hit in search.parts("belägg")] == ["A1", "A2"]
    assert [hit.number for hit in search.parts("A")] == ["A1", "A2"]


def test_as_many_queries_for_one_hit_as_for_three() -> None:
    car, counts = golf(), []
    for first, count in ((0, 1), (1, 2)):
        for n in range(first, first + count):
            fits.add(pads(f"Q{n}"), fits=[GOLF], **SAID)
        with CaptureQueriesContext(connection) as seen:
            assert len(search.parts("belägg", vehicle=car)) == first + count
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 9


def test_a_retired_part_keeps_its_fitment_for_when_it_comes_back() -> None:
    part = pads()
    fits.add(part, fits=[GOLF], **SAID)
    parts.retire(part, **SAID)
    assert search.parts("belägg", vehicle=golf()) == []
    parts.restore(part, **SAID)
    assert [hit.fit.level for hit in search.parts("belägg", vehicle=golf()) if hit.fit] == ["fits"]

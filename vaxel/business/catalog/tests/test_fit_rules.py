"""Whether a part fits a car: engines, qualifiers, years, what was learned, and models by any of their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxel.business.catalog import car_names, numbers
from vaxel.business.catalog.fit_rules import Car, FitRow, Question, answer, says_misfit

GOLF = Car(models={1: True}, year=2015, engines=frozenset({7}), fuel="diesel", facts={"brake_disc": "300 mm"})


@pytest.mark.parametrize(
    ("row", "level"),
    [
        (FitRow(1, 2015), "fits"),
        (FitRow(1, 2014), "does_not_fit"),
        (FitRow(1, 2015, 7, "CRBC"), "fits"),
        (FitRow(1, 2015, 8, "CHPA"), "does_not_fit"),
        (FitRow(1, 2015, facts={"brake_disc": "300  MM"}), "fits"),
        (FitRow(1, 2015, facts={"brake_disc": "312 mm"}), "does_not_fit"),
        (FitRow(1, 2015, facts={"axle": "rear multilink"}), "maybe"),
        (FitRow(1, 2015, facts={"note": "not with sports suspension"}), "fits"),
    ],
)
def test_one_row_decides(row: FitRow, level: str) -> None:
    assert answer([row], GOLF).level == level


def test_what_is_not_known_of_the_car_is_asked() -> None:
    bare = Car(models={1: False}, year=None)
    found = answer([FitRow(1, 2015, 7, "CRBC", facts={"axle": "multilink"})], bare)
    assert found.level == "maybe"
    assert found.questions == (
        Question("model", ""), Question("year", "2015"), Question("engine", "CRBC"), Question("axle", "multilink"),
    )  # fmt: skip
    by_fuel = Car(models={1: True}, year=2015, fuel="petrol")
    assert answer([FitRow(1, 2015, 7, "CRBC", "diesel")], by_fuel).level == "does_not_fit"


def test_rows_are_or_and_the_sure_one_is_told() -> None:
    rows = [
        FitRow(1, 2015, facts={"axle": "x"}, position="rear"),
        FitRow(1, 2015, position="front", source="TRW", quantity_milli=2_000),
    ]
    found = answer(rows, GOLF)
    assert (found.level, found.positions, found.quantity_milli, found.sources, found.questions) == (
        "fits", ("front",), 2_000, ("TRW",), (),
    )  # fmt: skip


def test_learned_and_catalogue_are_both_told_and_neither_erases_the_other() -> None:
    assert answer([], GOLF, fitted=2).level == "fits"
    assert answer([FitRow(1, 2015, source="TRW")], GOLF, returned=1).level == "does_not_fit"
    both = answer([FitRow(1, 2015, 8, "CHPA", source="TRW")], GOLF, fitted=3, returned=1)
    assert (both.level, both.fitted, both.returned, both.sources) == ("fits", 3, 1, ("learned",))
    assert (answer([], GOLF).level, answer([], GOLF, universal=True).level) == ("unknown", "universal")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Golf", {1: True, 2: True}),
        ("GOLF 1.6 TDI", {1: True}),
        ("Golf VII", {2: True, 1: True}),
        ("Golf Plus", {3: True}),
        ("Golf Sportsvan", {1: False}),
        ("9-3", {4: True, 5: False}),
        ("93 SportCombi", {4: False}),
        ("Polo", {}),
        ("", {}),
    ],
)
def test_models_are_known_by_any_of_their_names(said: str, meant: dict[int, bool]) -> None:
    known = {
        n: car_names.model(name) for n, name in enumerate(["Golf", "Golf VII", "Golf Plus", "9-3", "9-3 Kombi"], 1)
    }
    assert car_names.matches(car_names.model(said), known) == meant


def test_makes_have_many_names() -> None:
    assert {car_names.make(one) for one in ("VW", "Volkswagen", "volkswagen ag", "V W")} == {"volkswagen"}
    assert car_names.make("Mercedes-Benz") == car_names.make("mercedes")
    assert car_names.make("Škoda") == "skoda"


@pytest.mark.parametrize(
    ("reason", "says"),
    [("Passar inte", True), ("Delen passade ej på bilen", True), ("Did not fit", True), ("doesn't fit", True),
     ("Fel bil", True), ("Ångrat köp", False), ("", False)],
)  # fmt: skip
def test_a_return_says_whether_it_did_not_fit(reason: str, says: bool) -> None:
    assert says_misfit(reason) is says


@given(st.text(max_size=200))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert numbers.norm(numbers.norm(text)) == numbers.norm(text)
    assert car_names.model(car_names.model(text)) == car_names.model(text)
    assert car_names.make(car_names.make(text)) == car_names.make(text)

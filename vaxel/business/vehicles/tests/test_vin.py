"""VINs: reading what was typed or scanned, and what published ones say. Serials of private cars are made up."""

import contextlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import translation

from vaxel.business.vehicles import makes, model_years, vin, vpic
from vaxel.business.vehicles.tests.cast import TODAY
from vaxel.business.vehicles.vin import BadVin


@pytest.mark.parametrize(
    "text",
    ["1M8GDM9AXKP042788", " 1m8gdm9a xkp0 42788 ", "*1M8GDM9AXKP042788*", "I1M8GDM9AXKP042788", "1M8GDM9AXKP0427885",
     "https://vin.example/?v=1M8GDM9AXKP042788&paint=452", "1M8-GDM9AX-KP042788"],
)  # fmt: skip
def test_a_vin_is_read_however_it_was_scanned_or_typed(text: str) -> None:
    assert vin.read(text) == vin.VinReading("1M8GDM9AXKP042788")


def test_a_wrong_check_digit_warns_where_the_law_asks_for_one_and_never_blocks() -> None:
    reading = vin.read("1M8GDM9A1KP042788")
    assert (reading.vin, len(reading.warnings)) == ("1M8GDM9A1KP042788", 1)
    assert vin.read("WVWZZZ1JZXW000001").warnings == ()


@pytest.mark.parametrize(
    ("text", "why", "suggestion"),
    [
        ("1M8GDM9AXKPO42788", "O (12)", "1M8GDM9AXKP042788"),
        ("IM8GDM9AXKPQ42788", "I (1), Q (12)", "1M8GDM9AXKP042788"),
        ("1M8GDM9AXKPÅ42788", "Å (12) is never used", ""),
        ("1M8GDM9AXKP04278", "16 characters", ""),
        ("1M8GDM9AXKPO4278899", "19 characters", ""),
        ("", "0 characters", ""),
        ("A" * 5000, "", ""),
    ],
)
def test_what_cannot_be_a_vin_is_said_with_what_is_wrong(text: str, why: str, suggestion: str) -> None:
    if not why:
        assert vin.read(text).vin == "A" * 17
        return
    with pytest.raises(BadVin) as refused, translation.override("en"):
        vin.read(text)
    with translation.override("en"):
        assert why in str(refused.value)
    assert refused.value.params["suggestion"] == suggestion


def test_the_check_digit_of_published_vins() -> None:
    right = ["1M8GDM9AXKP042788", "1HGCM82633A004352", "11111111111111111", "5YJSA1DG9DFP14705", "JH4KA7561PC008269"]
    assert [vin.check_digit_right(one) for one in right] == [True] * 5
    assert not vin.check_digit_right("1HGCM82633A004353")


@pytest.mark.parametrize(
    ("number", "make", "model", "year", "plant"),
    [
        ("YV1MS382162123456", "Volvo", "S40", 2006, "Gent"),
        ("YV4902RC6K1234567", "Volvo", "XC60", 2019, "Torslanda"),
        ("YS3FB45F841001234", "Saab", "9-3", 2004, "Trollhattan"),
        ("WVWZZZ1JZXW000001", "Volkswagen", "", 1999, "Wolfsburg"),
        ("WAUZZZ8K9BA012345", "Audi", "", 2011, "Ingolstadt"),
        ("WF0AXXGCDA9M12345", "Ford", "", 2009, ""),
        ("TMBJE73T3E9012345", "Škoda", "", 2014, ""),
        ("VF7SC5FV8AW123456", "Citroën", "", 2010, ""),
        ("VF1CN040534567890", "Renault", "", 2003, ""),
        ("UU1HSDCV5E0123456", "Dacia", "", 2014, ""),
        ("YSMYKEAE4MB000123", "Polestar", "", 2021, ""),
        ("XP7YGCEL0PB012345", "Tesla", "Model Y", 2023, ""),
        ("WDD2120021A123456", "Mercedes-Benz", "", None, ""),
        ("SB1ZS3JE10E123456", "Toyota", "", None, ""),
        ("5YJSA1DG9DFP14705", "Tesla", "Model S", 2013, "Fremont"),
        ("5YJ3E1EA7HF000337", "Tesla", "Model 3", 2017, "Fremont"),
        ("4T1BE46K37U123456", "Toyota", "Camry", 2007, "Georgetown"),
        ("1HGCM82633A004352", "Honda", "Accord", 2003, "Marysville"),
        ("JH4KA7561PC008269", "Acura", "Legend", 1993, "Sayama"),
        ("5XYKT3A69DG353356", "Kia", "Sorento", 2013, ""),
        ("1C4RJFBG8FC123456", "Jeep", "Grand Cherokee", 2015, "Detroit"),
        ("1M8GDM9AXKP042788", "Motor Coach Industries", "102C3 Intercity", 1989, "Pembina"),
        ("WBA3A5C51CF256551", "BMW", "328i", 2012, "Munich"),
    ],
)
def test_published_vins_say_make_year_and_often_model_and_plant(
    number: str, make: str, model: str, year: int | None, plant: str
) -> None:
    decoded = vin.decode(number, TODAY)
    assert (decoded.make, decoded.model, decoded.model_year, decoded.plant) == (make, model, year, plant)


def test_what_was_decoded_names_its_source_engine_fuel_and_country() -> None:
    decoded = vin.decode("1C4RJFBG8FC123456", TODAY)
    assert decoded.source == "NHTSA vPIC, vininfo"
    assert (decoded.engine, decoded.fuel, decoded.body) == ("3.6 l 6 cyl", "petrol", "Sport Utility Vehicle")
    assert (decoded.country, decoded.year_candidates, decoded.warnings) == ("United States", (2015, 1985), ())
    assert vin.decode("XP7YGCEL0PB012345", TODAY).country == "Germany"
    assert vin.decode("11111111111111111", TODAY).make == ""


@pytest.mark.parametrize(
    ("number", "today", "years", "right"),
    [
        ("WP0ZZZ99ZTS392124", date(2026, 11, 24), (2026, 1996), False),
        ("WP0ZZZ99ZTS392124", date(2020, 1, 1), (1996,), False),
        ("TMBJE73T3E9012345", TODAY, (2014, 1984), False),
        ("WVWZZZ1JZYW000001", TODAY, (2000,), False),
        ("WVWZZZ1JZ1W000001", TODAY, (2001,), False),
        ("WVWZZZ1JZ0W000001", TODAY, (), False),
        ("WVWZZZ1JZUW000001", TODAY, (), False),
        ("WF0AXXGCDA9M12345", TODAY, (2009,), False),
        ("JTDKN3DU0A0123456", TODAY, (), False),
        ("JTDKN3DU0A0123456", TODAY, (2010, 1980), True),
    ],
)
def test_the_year_repeats_every_thirty_years_and_is_not_in_the_future(
    number: str, today: date, years: tuple[int, ...], right: bool
) -> None:
    assert model_years.candidates(number, today, check_digit_right=right) == years


def test_with_a_right_check_digit_place_seven_tells_the_century_half() -> None:
    both = (2013, 1983)
    assert model_years.likeliest("1FTFW1ET5DFC10312", both, check_digit_right=True) == 2013
    assert model_years.likeliest("1FTFW115XDFC10312", both, check_digit_right=True) == 1983
    assert model_years.likeliest("TMBJE73T3E9012345", (2014, 1984), check_digit_right=False) == 2014
    assert model_years.likeliest("TMBJE73T3E9012345", (), check_digit_right=False) is None


def test_a_doubtful_year_asks_for_the_first_registration_and_keeps_both() -> None:
    decoded = vin.decode("WP0ZZZ99ZTS392124", TODAY)
    assert (decoded.model, decoded.model_year, decoded.year_candidates) == ("911", 1996, (2026, 1996))
    with translation.override("en"):
        assert [str(warning) for warning in decoded.warnings] == [
            "The model year is 1996 or 2026. Ask for the first registration."
        ]
    assert len(vin.decode("WDD2120021A123456", TODAY).warnings) == 1


@pytest.mark.parametrize(
    ("wmi", "make"),
    [("TMB", "Škoda"), ("VSS", "SEAT"), ("VF7", "Citroën"), ("VR1", "DS"), ("VR3", "Peugeot"), ("VR7", "Citroën"),
     ("UU1", "Dacia"), ("TMA", "Hyundai"), ("KNE", "Kia"), ("JMZ", "Mazda"), ("SJN", "Nissan"), ("VNV", "Nissan"),
     ("VSK", "Nissan"), ("VF6", "Renault Trucks"), ("LFV", "Volkswagen"), ("LSJ", "MG"), ("YS2", "Scania"),
     ("WMA", "MAN"), ("W1V", "Mercedes-Benz"), ("YV1", "Volvo"), ("WF0", "Ford"), ("WV2", "Volkswagen"),
     ("7SA", "Tesla"), ("QQQ", ""), ("1A9", "")],
)  # fmt: skip
def test_makers_codes(wmi: str, make: str) -> None:
    assert makes.of(wmi + "ZZZ99ZTS392124") == make


def test_patterns_of_the_tables() -> None:
    assert vpic._pattern("*J[EF][A-C]*|*B").match("XJFBQ|4B9")
    assert not vpic._pattern("*J[EF][A-C]").match("XJGBQ|4B9")
    assert vpic._literals("*J[EF]X|*B") == 3
    assert vpic.look_up("XXXZZZ99ZTS392124", 2020) == vpic.Facts()
    assert vpic.look_up("YV1MS382162123456", None) == vpic.Facts(("Volvo",))


def test_the_tables_are_unpacked_whole_at_first_use_even_by_several_at_once(tmp_path: Path) -> None:
    vpic._unpacked.cache_clear()
    with override_settings(DATA=tmp_path), ThreadPoolExecutor(4) as pool:
        (path,) = {one.result() for one in [pool.submit(vpic._unpacked) for _ in range(4)]}
    vpic._unpacked.cache_clear()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    with contextlib.closing(sqlite3.connect(path)) as opened:
        assert opened.execute("SELECT make FROM wmi WHERE wmi = 'YV1'").fetchall() == [("Volvo",)]

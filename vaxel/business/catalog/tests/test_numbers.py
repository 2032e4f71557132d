"""Numbers, barcodes and words as they are compared."""

import pytest

from vaxel.business.catalog import barcodes, numbers
from vaxel.business.catalog.barcodes import Scan


@pytest.mark.parametrize(
    ("printed", "norm"),
    [
        ("06A-115 561.B", "06A115561B"),
        ("8E0 698 151 C", "8E0698151C"),
        ("DB-1001", "DB1001"),
        ("0 986 494 104", "0986494104"),
        ("ｗ７１２", "W712"),
        ("å-ä", ""),
        ("", ""),
    ],
)
def test_a_number_keeps_letters_and_digits_only(printed: str, norm: str) -> None:
    assert numbers.norm(printed) == norm


@pytest.mark.parametrize(
    ("one", "other"), [("O6A115561B", "06A1I5561B"), ("0986494104", "986494104"), ("WZ80", "WY80"), ("S08", "5OB")]
)
def test_look_alikes_swapped_keys_and_zeros_in_front_are_loosely_the_same(one: str, other: str) -> None:
    assert numbers.norm(one) != numbers.norm(other)
    assert numbers.loose(one) == numbers.loose(other)


def test_a_number_of_zeros_keeps_them() -> None:
    assert numbers.loose("000") == "000"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bromsbelägg, fram", ["bromsbelagg", "fram"]),
        ("ABS-sensor 5W-30", ["abssensor", "5w30"]),
        ("Smörjfett Ø10 ½", ["smorjfett", "o10", "12"]),
        (" - ", []),
    ],
)
def test_words_lose_accents_and_signs(text: str, words: list[str]) -> None:
    assert numbers.words(text) == words


@pytest.mark.parametrize("text", ["4006633374668", "73513537", "036000291452", "10012345678902"])
def test_right_check_digits_of_gs1(text: str) -> None:
    assert barcodes.is_gtin(text)
    assert barcodes.read(text).warnings == ()


def test_a_wrong_check_digit_warns_and_is_kept() -> None:
    barcode = barcodes.read("4006633374667")
    assert barcode.norm == "04006633374667"
    assert len(barcode.warnings) == 1


def test_upc_a_is_the_ean_13_with_a_zero_in_front_and_the_gtin_14_with_two() -> None:
    norms = {
        barcodes.read(text).norm for text in ("036000291452", "0036000291452", "00036000291452", "0 36000 29145 2")
    }
    assert norms == {"00036000291452"}


@pytest.mark.parametrize(
    ("upc_e", "upc_a"),
    [("04252614", "042100005264"), ("01234565", "012345000065"), ("00123457", "001234000057"), ("12345678", "")],
)
def test_upc_e_is_expanded_when_its_check_digit_fits(upc_e: str, upc_a: str) -> None:
    assert barcodes.expand_upc_e(upc_e) == upc_a


@pytest.mark.parametrize(
    ("read", "norm"),
    [
        ("]E04006633374668", "04006633374668"),
        ("]C10104006633374668", "04006633374668"),
        ("(01)04006633374668(10)L7", "04006633374668"),
        ("\x1d0104006633374668\x1d10L7", "04006633374668"),
        ("VX-000123", "VX000123"),
        ("12345", "12345"),
    ],
)
def test_what_a_scanner_puts_around_a_code_is_taken_off(read: str, norm: str) -> None:
    assert barcodes.read(read).norm == norm


@pytest.mark.parametrize(
    ("text", "scan"),
    [
        ("3*4006633374668", Scan("4006633374668", 3000)),
        ("0,5 * OLJA", Scan("OLJA", 500)),
        ("12×W 712", Scan("W 712", 12_000)),
        ("0*W712", Scan("0*W712", 1000)),
        ("W*712", Scan("W*712", 1000)),
        ("  W712 ", Scan("W712", 1000)),
        ("12345*W712", Scan("12345*W712", 1000)),
    ],
)
def test_a_number_and_a_star_in_front_is_how_many(text: str, scan: Scan) -> None:
    assert barcodes.read_scan(text) == scan

"""What scanners send of GS1: every identifier in its place, nothing believed that the standard does not say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxel.business.catalog import barcodes, gs1

RIGHT = "0739123456789"
CODE = RIGHT + gs1.check_digit(RIGHT)


@pytest.mark.parametrize(
    "text",
    [
        f"]C101{CODE}1726123110AB-12\x1d21S/N9",
        f"]d201{CODE}1726123110AB-12\x1d21S/N9",
        f"\x1d01{CODE}1726123110AB-12\x1d21S/N9",
        f"01{CODE}1726123110AB-12\x1d21S/N9",
        f"(01){CODE}(17)261231(10)AB-12(21)S/N9",
        f"https://id.gs1.org/01/{CODE}/10/AB-12/21/S%2FN9?17=261231",
    ],
)
def test_lot_serial_and_expiry_are_read_in_every_way_of_writing(text: str) -> None:
    found = gs1.parse(text)
    assert found is not None
    assert (found.gtin, found.lot, found.serial, found.expires_on) == (CODE, "AB-12", "S/N9", date(2026, 12, 31))


def test_counts_multiply_what_a_scan_means() -> None:
    assert barcodes.read_scan(f"2*(01){CODE}(30)12").times_milli == 24_000
    assert barcodes.read_scan(f"(02){CODE}(37)4").times_milli == 4_000
    assert barcodes.read_scan(f"01{CODE}").text == CODE


def test_day_nought_is_the_last_of_the_month() -> None:
    assert gs1.day("280200") == date(2028, 2, 29)
    assert [gs1.day(wrong) for wrong in ("261301", "260230", "26123", "2612AB")] == [None] * 4
    assert (gs1.day("770101"), gs1.day("750101")) == (date(1977, 1, 1), date(2075, 1, 1))


@pytest.mark.parametrize(
    "text",
    [
        "", CODE, "7391234567895", "10ABC", "(10)ABC", "01", f"01{CODE[:-1]}", f"01{CODE}99", f"01{CODE}17ABCDEF",
        f"01{CODE}zz", f"(01){CODE}(10)", f"(01){CODE}x(10", "(01)07391234567891", f"01{CODE}10{'A' * 21}", "https://[x/01/1",
        "https://vaxel.example/parts/12", "x" * 5_000, f"01{CODE}10å",
    ],
)  # fmt: skip
def test_what_is_no_element_string_is_none(text: str) -> None:
    assert gs1.parse(text) is None


@given(st.text(max_size=300))
def test_nothing_scanned_breaks_it(text: str) -> None:
    found = gs1.parse(text)
    assert found is None or gs1.is_gtin(found.gtin)
    barcodes.read_scan(text)


_ALPHABET = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabc0123456789-./", min_size=1, max_size=20)


@given(
    st.integers(0, 10**13 - 1),
    _ALPHABET,
    _ALPHABET,
    st.integers(1, 9_999),
    st.dates(date(1980, 1, 1), date(2070, 1, 1)),
)
def test_what_is_written_is_read(number: int, lot: str, serial: str, count: int, expires: date) -> None:
    digits = f"{number:013d}"
    gtin = digits + gs1.check_digit(digits)
    text = f"]C101{gtin}17{expires:%y%m%d}10{lot}\x1d30{count}\x1d21{serial}"
    found = gs1.parse(text)
    assert found is not None
    assert (found.gtin, found.lot, found.serial, found.count, found.expires_on) == (gtin, lot, serial, count, expires)

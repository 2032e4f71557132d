"""Numbers, quantities and rates as people write and read them, identity numbers, and the chain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxel.kernel import chain, identity_numbers, money, numerals, quantity
from vaxel.kernel.numerals import STYLES, NotANumber, TooManyDecimals
from vaxel.kernel.refusals import Refused

ANY_LOCALE = st.sampled_from(sorted(STYLES))
ANY_MINOR = st.integers(-money.LARGEST_MINOR, money.LARGEST_MINOR)


@given(ANY_MINOR, st.sampled_from(sorted(money.EXPONENTS)), ANY_LOCALE)
def test_what_is_shown_can_be_typed_back(minor: int, currency: str, locale: str) -> None:
    assert money.parse_amount(money.format_money(minor, currency, locale), currency, locale) == minor


@given(st.integers(-(10**9), 10**9), ANY_LOCALE)
def test_a_shown_quantity_can_be_typed_back(milli: int, locale: str) -> None:
    assert quantity.parse_quantity(quantity.format_quantity(milli, locale), "l", locale) == milli


@pytest.mark.parametrize(
    "text", ["", "-", "12,", ",5", "+5", "1,234", "٣", "1e3", "12 EUR", "--1", "1  234", "9" * 17, "9" * 60]
)
def test_an_unclear_amount_is_refused(text: str) -> None:
    with pytest.raises((NotANumber, TooManyDecimals)):
        money.parse_amount(text, "SEK")


def test_a_sentence_may_say_an_amount() -> None:
    class Short(Refused):
        sentence = "%(left)s is still to pay."

    assert str(Short(left=money.Money(1_234_50, "SEK"))) == "1\u00a0234,50\u00a0kr is still to pay."
    assert f"{money.Money(-5, 'EUR')}" == "-0,05\u00a0€"


def test_a_piece_is_not_halved() -> None:
    assert quantity.parse_quantity("2", "pcs") == 2000
    assert quantity.parse_quantity("4,3", "l") == 4300
    assert quantity.parse_quantity("4.3", "l", "en_US") == 4300
    with pytest.raises(TooManyDecimals) as refused:
        quantity.parse_quantity("2,5", "pcs")
    assert str(refused.value) == "“2,5” has too many decimals: 0 at most."


def test_a_point_that_may_be_a_group_is_no_decimal_sign() -> None:
    for text in ("1.249", "12.490", "-124.900"):
        with pytest.raises(NotANumber):
            numerals.read(text, "sv_SE", 4)
    read = [numerals.read(text, "sv_SE", 4) for text in ("1.24", "1.2490", "0.249", "1249.000", "1,249", "1 249")]
    assert read == [12_400, 12_490, 2_490, 12_490_000, 12_490, 12_490_000]
    assert numerals.read("1.249", "en_US", 4) == 12_490


def test_quantities_are_shown_without_needless_zeros() -> None:
    assert quantity.format_quantity(1500) == "1,5"
    assert quantity.format_quantity(4000, "en_US") == "4"
    assert quantity.format_quantity(-333, "en_US") == "-0.333"
    assert quantity.unit_name("h", "sv") == "tim"
    assert quantity.unit_name("pcs", "en") == "pcs"


def test_minutes_become_hours_once() -> None:
    assert [quantity.hours_milli(minutes) for minutes in (0, 20, 30, 95)] == [0, 333, 500, 1583]


def test_unit_prices_show_two_to_four_decimals() -> None:
    assert money.format_unit_price(899_500, "SEK") == "89,95"
    assert money.format_unit_price(892_857, "SEK") == "89,2857"
    assert money.format_unit_price(1_062_50_00, "USD", "en_US") == "1,062.50"
    assert money.format_unit_price(150_000, "JPY", "en_US") == "1,500"


def test_rates() -> None:
    assert money.format_percent(250_000) == "25\u00a0%"
    assert money.format_percent(88_750, "en_US") == "8.875%"
    assert money.rate_text(255_000) == "25.5"
    assert money.parse_percent("12,5 %") == 125_000
    with pytest.raises(TooManyDecimals):
        money.parse_percent("1,00001")


def test_a_number_carries_its_vat_number() -> None:
    number = identity_numbers.read("16555555-5555")
    assert number is not None
    assert (str(number), number.vat_number) == ("555555-5555", "SE555555555501")


@pytest.mark.parametrize("text", ["", "5555555", "19555555-5555", "20000230-0000", "16121212-1212", "abc"])
def test_what_is_no_identity_number(text: str) -> None:
    assert identity_numbers.read(text) is None


@pytest.mark.parametrize("event", [{"amount": 1.5}, {"Amount": 1}, {"amount": 2**53}, {"at": object()}, {1: 2}])
def test_what_has_no_single_form_is_not_chained(event: object) -> None:
    with pytest.raises(chain.NotCanonical):
        chain.canonical(event)


def test_letters_have_one_form_in_the_chain() -> None:
    assert chain.canonical({"b": "A\u030a", "a": [True, None]}) == '{"a":[true,null],"b":"Å"}'

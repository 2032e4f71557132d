"""What is a card number, and what only looks long (payments.md §28, 105)."""

import pytest

from vaxel.kernel.card_numbers import CardNumberTyped, holds_one, refuse

NUMBERS = ("4242424242424242", "4242 4242 4242 4242", "5555-5555-5555-4444", "378282246310005", "6011111111111117",
           "kortet är 4000 0000 0000 0002, giltigt 12/30")  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_a_card_number_is_seen(text: str) -> None:
    assert holds_one(text)
    with pytest.raises(CardNumberTyped):
        refuse({"note": text})
    with pytest.raises(CardNumberTyped):
        refuse({}, [[{"deep": ("x", text)}]])


@pytest.mark.parametrize("text", [
    "4242424242424241", "7350053850019", "YV1FS61S0C2345678", "0708-12 34 56", "5599990008", "1234567890123456789012",
])  # fmt: skip
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_one(text)


def test_fields_of_other_numbers_are_left_out_by_name() -> None:
    refuse({"ocr": "4242424242424242", "number": "4242424242424242"})

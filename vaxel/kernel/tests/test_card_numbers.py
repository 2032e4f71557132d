"""What is a card number, and what only looks long (payments.md §28, 105)."""

import pytest

from vaxel.kernel.card_numbers import CardNumberTyped, holds_one, refuse

NUMBERS = ("4242424242424242", "4242 4242 4242 4242", "5555-5555-5555-4444", "378282246310005", "6011111111111117",
           "kortet är 4000 0000 0000 0002, giltigt 12/30", "4242 4242 4242 4242 12/27", "4242424242424242 123",
           "12 4242424242424242", "4242.4242.4242.4242 12.27", "4242\u00a04242\u00a04242\u00a04242",
           "070 123 45 67 3782 822463 10005 12 30", "3056\u202f930902\u202f5904 123",
           "6205 5000 0000 0000 004 12-27")  # fmt: skip
OUR_ID = "01a2124e-4f40-7a5d-be36-230876878985"


@pytest.mark.parametrize("text", NUMBERS)
def test_a_card_number_is_seen(text: str) -> None:
    assert holds_one(text)
    with pytest.raises(CardNumberTyped):
        refuse({"note": text})
    with pytest.raises(CardNumberTyped):
        refuse({}, [[{"deep": ("x", text)}]])


@pytest.mark.parametrize("text", [
    "4242424242424241", "7350053850019", "YV1FS61S0C2345678", "0708-12 34 56", "5599990008", "1234567890123456789012",
    "7350053850019 7350053850026 7350053850033", "070 123 45 67 2026-11-25", "4242424242424242424242",
    "08-123 456 78, 114 55 Stockholm 2026-11-25 10.30", "2026.11.25 10.30 4.242.500,00 4 242 500", OUR_ID,
    "SE35 5000 0000 0549 1000 0003", "42424242424242424242424242424242", f"se https://shop.example/tickets/{OUR_ID}/",
])  # fmt: skip
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_one(text)


def test_fields_of_other_numbers_are_left_out_by_name() -> None:
    refuse({"ocr": "4242424242424242", "number": "4242424242424242"})
    refuse(dict.fromkeys(("our_id", "about", "provider_ref"), "4242424242424242"))

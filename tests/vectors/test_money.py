"""The golden vectors of amounts: rounding, spreading, lines, cash, typed and shown (M-5, M-9, M-12, M-13, M-30)."""

from typing import Any

import pytest

from tests.vectors.vectors import milli, of, ppm, scaled
from vaxel.kernel.money import (
    CurrencyMismatch,
    Money,
    NoWeights,
    allocate,
    cash_round,
    format_money,
    line_amount,
    parse_amount,
    rdiv,
)
from vaxel.kernel.refusals import BadInput


@pytest.mark.parametrize(("given", "expect"), of("round"))
def test_round(given: dict[str, str], expect: dict[str, Any]) -> None:
    assert str(rdiv(int(given["num"]), int(given["den"]))) == str(expect["value"])


@pytest.mark.parametrize(("given", "expect"), of("allocate"))
def test_allocate(given: dict[str, Any], expect: dict[str, Any]) -> None:
    if "error" in expect:
        with pytest.raises(NoWeights):
            allocate(given["total"], given["weights"])
    else:
        assert allocate(given["total"], given["weights"]) == expect["parts"]


@pytest.mark.parametrize(("given", "expect"), of("cash_round"))
def test_cash_round(given: dict[str, Any], expect: dict[str, Any]) -> None:
    assert cash_round(given["amount"], given["step"]) == (expect["payable"], expect["rounding"])


@pytest.mark.parametrize(("given", "expect"), of("line"))
def test_line(given: dict[str, Any], expect: dict[str, Any]) -> None:
    line = line_amount(
        milli(given["qty"]),
        scaled(given["unit_minor"], 100),
        ppm(given.get("discount_pct", "0")),
        given.get("discount_abs", 0),
    )
    assert {"before": line.before, "discount": line.discount, "amount": line.amount} == expect


@pytest.mark.parametrize(("given", "expect"), of("parse_amount"))
def test_parse_amount(given: dict[str, str], expect: dict[str, Any]) -> None:
    if "error" in expect:
        with pytest.raises(BadInput) as refused:
            parse_amount(given["text"], given["currency"], given["locale"])
        assert refused.value.code == expect["error"]
    else:
        assert parse_amount(given["text"], given["currency"], given["locale"]) == expect["minor"]


@pytest.mark.parametrize(("given", "expect"), of("format_money"))
def test_format_money(given: dict[str, Any], expect: dict[str, str]) -> None:
    assert format_money(given["minor"], given["currency"], given["locale"]) == expect["text"]
    assert parse_amount(expect["text"], given["currency"], given["locale"]) == given["minor"]


def test_two_currencies_never_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(100, "SEK") + Money(100, "EUR")
    assert -(Money(100, "SEK") - Money(250, "SEK")) == Money(150, "SEK")

"""The golden vectors of amounts: rounding, spreading, lines and cash (M-5, M-12, M-13, M-30)."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from vaxel.kernel.money import CurrencyMismatch, Money, NoWeights, allocate, cash_round, line_amount, rdiv

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text())["vectors"]


def of(kind: str) -> list[Any]:
    """The vectors of one kind, named by their id."""
    return [pytest.param(v["input"], v["expect"], id=v["id"]) for v in VECTORS if v["kind"] == kind]


def scaled(text: str, factor: int) -> int:
    """A decimal string as a whole number of 1/factor."""
    value = Decimal(text) * factor
    assert value == int(value)
    return int(value)


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
        scaled(given["qty"], 1000),
        scaled(given["unit_minor"], 100),
        scaled(given.get("discount_pct", "0"), 10_000),
        given.get("discount_abs", 0),
    )
    assert {"before": line.before, "discount": line.discount, "amount": line.amount} == expect


def test_two_currencies_never_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(100, "SEK") + Money(100, "EUR")
    assert -(Money(100, "SEK") - Money(250, "SEK")) == Money(150, "SEK")

"""The golden vectors by kind, and their notation as whole numbers."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

VECTORS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("vectors.json").read_text())["vectors"]


def of(kind: str) -> list[Any]:
    """The vectors of one kind, named by their id."""
    return [pytest.param(v["input"], v["expect"], id=v["id"]) for v in VECTORS if v["kind"] == kind]


def scaled(text: str, factor: int) -> int:
    """A decimal string as a whole number of 1/factor."""
    value = Decimal(text) * factor
    assert value == int(value)
    return int(value)


def ppm(percent: str) -> int:
    """A rate in percent as parts per million (M-7)."""
    return scaled(percent, 10_000)


def milli(quantity: str) -> int:
    """A quantity as thousandths (M-11)."""
    return scaled(quantity, 1000)

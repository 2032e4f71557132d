"""The words of the wire: how amounts, prices, quantities, moments and texts look in JSON (M-1, M-4, M-10, M-11)."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

import msgspec
from django.utils.translation import gettext as say
from msgspec import UNSET, Meta, Struct

from vaxel.kernel.money import LARGEST_MINOR

Minor = Annotated[int, Meta(ge=-LARGEST_MINOR, le=LARGEST_MINOR)]
MinorNotNegative = Annotated[int, Meta(ge=0, le=LARGEST_MINOR)]
Currency = Annotated[str, Meta(max_length=3, pattern="^[A-Z]{3}$", description="ISO 4217")]
Ppm = Annotated[int, Meta(ge=0, le=1_000_000, description="parts per million: 25 % is 250000 (M-7)")]
Language = Literal["sv", "en"]
T20 = Annotated[str, Meta(max_length=20)]
T40 = Annotated[str, Meta(max_length=40)]
T60 = Annotated[str, Meta(max_length=60)]
T80 = Annotated[str, Meta(max_length=80)]
T120 = Annotated[str, Meta(max_length=120)]
T160 = Annotated[str, Meta(max_length=160)]
T200 = Annotated[str, Meta(max_length=200)]
LongText = Annotated[str, Meta(max_length=4000)]
Name = Annotated[str, Meta(min_length=1, max_length=120)]
Reason = Annotated[str, Meta(min_length=1, max_length=200)]
Count = Annotated[int, Meta(ge=0, le=2**31 - 1)]

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)


class Shape(Struct, kw_only=True):
    """Something an answer holds."""


class Body(Struct, kw_only=True, forbid_unknown_fields=True):
    """What a request must look like; unknown fields are refused."""


class Empty(Body):
    """Nothing needs to be said: send {} or no body."""


class Money(Shape, forbid_unknown_fields=True):
    """An amount in minor units (M-1): 1 234.50 kr is 123450."""

    minor: Minor
    currency: Currency


class UnitPrice(Shape, forbid_unknown_fields=True):
    """A price per unit in hundredths of a minor unit (M-10): 89.95 kr is 899500."""

    cm: Minor
    currency: Currency


class Quantity:
    """Thousandths, on the wire as text with up to three decimals: "2", "0.5", "-1.125" (M-11)."""

    __slots__ = ("milli",)
    schema: dict[str, Any] = {
        "type": "string", "pattern": r"^-?[0-9]{1,9}(\.[0-9]{1,3})?$", "examples": ["1.5"],
        "description": "a decimal number with up to three decimals",
    }  # fmt: skip

    def __init__(self, milli: int) -> None:
        self.milli = milli

    @classmethod
    def read(cls, value: Any) -> "Quantity":
        """From the wire; raises ValueError with a sentence."""
        found = _QUANTITY.match(value) if isinstance(value, str) else None
        if not found:
            raise ValueError(say('must be a quantity in quotes with up to three decimals, such as "1.5"'))
        sign, whole, part = found.groups()
        milli = int(whole) * 1000 + int((part or "").ljust(3, "0"))
        return cls(-milli if sign else milli)

    def __str__(self) -> str:
        whole, part = divmod(abs(self.milli), 1000)
        decimals = f".{part:03}".rstrip("0") if part else ""
        return f"{'-' if self.milli < 0 else ''}{whole}{decimals}"


class QuantityAboveZero(Quantity):
    """A quantity that is something."""

    __slots__ = ()
    schema = {**Quantity.schema, "pattern": r"^(?=.*[1-9])[0-9]{1,9}(\.[0-9]{1,3})?$", "examples": ["2"]}

    @classmethod
    def read(cls, value: Any) -> "QuantityAboveZero":
        """From the wire; raises ValueError with a sentence."""
        milli = Quantity.read(value).milli
        if milli <= 0:
            raise ValueError(say("must be above zero"))
        return cls(milli)


_QUANTITY = re.compile(r"(-?)([0-9]{1,9})(?:\.([0-9]{1,3}))?\Z")


class Moment(datetime):
    """A moment with its offset; kept in UTC."""

    schema: dict[str, Any] = {"type": "string", "format": "date-time", "examples": ["2026-03-31T14:05:00+02:00"]}

    @classmethod
    def read(cls, value: Any) -> "Moment":
        """From the wire; raises ValueError with a sentence."""
        try:
            moment = msgspec.convert(value, datetime).astimezone(UTC) if isinstance(value, str) else None
        except (ValueError, OverflowError, msgspec.ValidationError):
            moment = None
        if moment is None or "T" not in value.upper() or not FIRST_DAY <= moment.date() <= LAST_DAY:
            raise ValueError(say("must be a moment with an offset, such as 2026-03-31T14:05:00+02:00"))
        return cls.combine(moment.date(), moment.time(), UTC)


class Day(date):
    """A day in the site's calendar."""

    schema: dict[str, Any] = {"type": "string", "format": "date", "examples": ["2026-03-31"]}

    @classmethod
    def read(cls, value: Any) -> "Day":
        """From the wire; raises ValueError with a sentence."""
        try:
            day = cls.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
        except ValueError:
            day = None
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            raise ValueError(say("must be a day between 1900 and 2999, such as 2026-03-31"))
        return day


def given(body: Body) -> dict[str, Any]:
    """The fields of the body that were sent, of those that may be left out."""
    values = ((field.name, getattr(body, field.name)) for field in msgspec.structs.fields(body))
    return {name: value for name, value in values if value is not UNSET}


def money(minor: int, currency: str) -> Money:
    """An amount as the wire has it."""
    return Money(minor=minor, currency=currency)


def dec_hook(kind: type[Any], value: Any) -> Any:
    """msgspec meets one of our own types while it reads."""
    return kind.read(value)


def enc_hook(value: Any) -> Any:
    """msgspec meets one of our own types while it writes."""
    if isinstance(value, Quantity):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an answer")


def schema_hook(kind: type[Any]) -> dict[str, Any]:
    """msgspec asks what one of our own types looks like."""
    schema: dict[str, Any] = kind.schema
    return schema

"""A paper's voice: its language, the locale of its numbers and its currency. Labels are translated while it speaks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import translation

from vaxel.kernel import money, quantity


@dataclass(frozen=True, slots=True)
class Voice:
    """How amounts, quantities, days and plates are written on one paper."""

    language: str
    locale: str
    currency: str

    @classmethod
    def of(cls, language: str, currency: str, locale: str = "") -> "Voice":
        """Swedish and English papers have Swedish numbers unless another locale is asked for (R-85)."""
        known = language if language in ("sv", "en") else "en"
        return cls(known, locale or f"{known}_SE", currency)

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Labels are in the paper's language, whatever the reader's is."""
        with translation.override(self.language):
            yield

    def money(self, minor: int) -> str:
        """The amount with its unit."""
        return money.format_money(minor, self.currency, self.locale)

    def amount(self, minor: int) -> str:
        """The amount alone, for columns."""
        return money.format_number(minor, self.currency, self.locale)

    def unit_price(self, unit_price_cm: int) -> str:
        """A unit price alone."""
        return money.format_unit_price(unit_price_cm, self.currency, self.locale)

    def quantity(self, milli: int, unit: str) -> str:
        """The quantity with its unit."""
        return f"{quantity.format_quantity(milli, self.locale)}\u00a0{quantity.unit_name(unit, self.language)}"

    def percent(self, ppm: int) -> str:
        """A rate."""
        return money.format_percent(ppm, self.locale)

    def day(self, iso: str) -> str:
        """A day as the locale writes it; empty for none."""
        if not iso:
            return ""
        day = date.fromisoformat(iso[:10])
        return f"{day.month:02}/{day.day:02}/{day.year}" if self.locale == "en_US" else day.isoformat()

    def moment(self, iso: str) -> str:
        """Day and time to the minute; empty for none."""
        if not iso:
            return ""
        at = datetime.fromisoformat(iso)
        if self.locale == "en_US":
            return f"{self.day(iso)} {at.hour % 12 or 12}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"
        return f"{self.day(iso)} {at.hour:02}:{at.minute:02}"

    def distance(self, km: int) -> str:
        """An odometer reading."""
        return f"{quantity.format_quantity(km * 1000, self.locale)}\u00a0km"

    def plate(self, plate: str) -> str:
        """A plate as it is written: ABC 123."""
        plain = plate.replace(" ", "").upper()
        return f"{plain[:3]}\u00a0{plain[3:]}" if len(plain) == 6 and plain[:3].isalpha() else plate

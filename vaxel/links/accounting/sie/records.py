"""What a SIE file of vouchers holds (type 4I), as plain values. Amounts in hundredths, debit positive (A-12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

type Objects = tuple[tuple[int, str], ...]  # (dimension, code): (1, "OSD") is the cost centre OSD
COST_CENTRE, PROJECT = 1, 6


@dataclass(frozen=True, slots=True)
class Row:
    """One posting. `quantity_milli` carries the sign of the amount."""

    account: str
    amount_minor: int
    objects: Objects = ()
    day: date | None = None
    text: str = ""
    quantity_milli: int | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Voucher:
    """One voucher; number "" lets the accounting program number it (A-15)."""

    series: str
    number: str
    day: date
    text: str = ""
    registered: date | None = None
    sign: str = ""
    rows: Sequence[Row] = ()

    @property
    def difference(self) -> int:
        """What its rows sum to; nought when it balances."""
        return sum(row.amount_minor for row in self.rows)

    @property
    def name(self) -> str:
        """Series and number, for a sentence."""
        return " ".join(part for part in (self.series, self.number) if part) or "–"


@dataclass(frozen=True, slots=True)
class File:
    """A whole file. `objects`: (dimension, code) → name; `year`: the first and last day of the fiscal year."""

    company: str
    organisation_number: str
    made_on: date
    year: tuple[date, date] | None = None
    made_by: str = ""
    program: tuple[str, str] = ("Växel", "")
    about: str = ""
    plan: str = ""
    currency: str = ""
    company_code: str = ""
    postal: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict)
    dimensions: Mapping[int, str] = field(default_factory=dict)
    objects: Mapping[tuple[int, str], str] = field(default_factory=dict)
    vouchers: Sequence[Voucher] = ()
    read_already: bool = False

"""The layout language: a paper is a head, and blocks of text that is already written in its language and locale.

Blocks say what something is, not where it stands; `sheet` puts them on A4, `slip` on 80 mm, `plain` in lines of text.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sells: name and place at the top, `notes` (numbers, phone, bank) as short lines at the foot of each page."""

    name: str
    place: tuple[str, ...]
    notes: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """Who buys."""

    label: str
    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Car:
    """The vehicle: its plate, what it is, and facts about it."""

    plate: str
    name: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a job. What is empty is not printed; a column that is empty in every line is left out."""

    text: str
    number: str = ""
    quantity: str = ""
    unit_price: str = ""
    discount: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work with its lines; without title its lines stand alone."""

    items: tuple[Item, ...] = ()
    title: str = ""
    note: str = ""
    text: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """The words over the columns of jobs."""

    text: str
    number: str = ""
    quantity: str = ""
    unit_price: str = ""
    discount: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Jobs:
    """The table of jobs and lines; its column heads are repeated on each page."""

    columns: Columns
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table: the first column is text, the others are figures."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """One row of sums; a strong one is what the reader looks for."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums, and beside them the VAT per rate."""

    sums: tuple[Sum, ...]
    taxes: Grid | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be paid, large, and how."""

    amount: Fact
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text under a small title."""

    paragraphs: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """Lines to write on by hand."""

    labels: tuple[str, ...]
    lines: int = 1


Block = Jobs | Grid | Totals | Due | Prose | Blank


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `mark` (KOPIA, ÖVNING …) is printed in type twice the size of the largest amount (R-14)."""

    language: str
    title: str
    number: str
    seller: Seller
    page_of: str
    facts: tuple[Fact, ...] = ()
    buyer: Party | None = None
    car: Car | None = None
    blocks: tuple[Block, ...] = ()
    mark: str = ""

    @property
    def name(self) -> str:
        """The title with its number."""
        return f"{self.title} {self.number}".strip()

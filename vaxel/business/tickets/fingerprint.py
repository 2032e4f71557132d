"""What the customer bought when they said yes, and whether that is still what the job holds (S-18, S-91). Pure."""

from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

BOUGHT = frozenset({"labour", "part", "sublet"})


class BoughtLine(Protocol):
    """What a fingerprint needs of a line."""

    @property
    def pk(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def quantity_milli(self) -> int: ...
    @property
    def unit_price_cm(self) -> int: ...
    @property
    def part_id(self) -> UUID | None: ...


def take(
    *, title: str, price_kind: str, gross_minor: int, limit_minor: int, lines: Iterable[BoughtLine]
) -> dict[str, Any]:
    """The terms of a yes, as JSON: text, price kind, sum with VAT, the most it may become, and every line."""
    return {
        "title": title,
        "price_kind": price_kind,
        "gross_minor": gross_minor,
        "limit_minor": limit_minor,
        "lines": [
            [str(line.pk), line.kind, str(line.part_id or ""), line.text, line.quantity_milli, line.unit_price_cm]
            for line in lines
        ],
    }


def decision(said: str, terms: dict[str, Any] | None, *, gross_minor: int, lines: Iterable[BoughtLine]) -> str:
    """What the newest answer means for the job as it stands now.

    A yes is `stale` when the sum has risen above what was allowed, or when a labour, part or sublet line was added,
    removed or replaced by another part; when it only became cheaper or worded otherwise it stays `approved`.
    """
    if said != "approve" or terms is None:
        return {"decline": "declined", "later": "later"}.get(said, "undecided")
    if gross_minor > terms["limit_minor"] or _bought(lines) != _bought_then(terms):
        return "stale"
    return "approved"


def difference(terms: dict[str, Any], gross_minor: int) -> int:
    """How much the job costs more (or less, negative) than what was approved, with VAT."""
    return gross_minor - int(terms["gross_minor"])


def _bought(lines: Iterable[BoughtLine]) -> set[tuple[str, str, str]]:
    return {(str(line.pk), line.kind, str(line.part_id or "")) for line in lines if line.kind in BOUGHT}


def _bought_then(terms: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(row[0], row[1], row[2]) for row in terms["lines"] if row[1] in BOUGHT}

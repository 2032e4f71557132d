"""What stays approved and what goes stale (S-91)."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from vaxel.business.tickets import fingerprint


@dataclass(frozen=True)
class Bought:
    pk: UUID
    kind: str
    text: str
    quantity_milli: int
    unit_price_cm: int
    part_id: UUID | None = None


LABOUR = Bought(uuid4(), "labour", "Byta belägg", 1200, 10_950_000)
PADS = Bought(uuid4(), "part", "Bromsbelägg", 1000, 8_990_000, uuid4())
TERMS = fingerprint.take(
    title="Bromsar", price_kind="fixed", gross_minor=221300, limit_minor=221300, lines=[LABOUR, PADS]
)


def said(*lines: Bought, gross: int = 221300, answer: str = "approve") -> str:
    return fingerprint.decision(answer, TERMS, gross_minor=gross, lines=lines)


def test_unchanged_cheaper_or_reworded_is_still_approved() -> None:
    assert said(LABOUR, PADS) == "approved"
    assert said(LABOUR, PADS, gross=200000) == "approved"
    assert said(replace(LABOUR, text="Byter belägg fram"), PADS) == "approved"
    assert fingerprint.difference(TERMS, 200000) == -21300


def test_dearer_or_other_parts_or_lines_are_stale() -> None:
    assert said(LABOUR, PADS, gross=221301) == "stale"
    assert said(LABOUR) == "stale"
    assert said(LABOUR, replace(PADS, part_id=uuid4())) == "stale"
    assert said(LABOUR, PADS, replace(PADS, pk=uuid4())) == "stale"


def test_a_no_and_silence_are_what_they_are() -> None:
    assert said(LABOUR, PADS, answer="decline") == "declined"
    assert said(LABOUR, PADS, answer="later") == "later"
    assert said(LABOUR, PADS, answer="") == "undecided"

"""Units as SIE files: the golden day to the byte, one file a year, read back before it is kept (A-17, A-70)."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from vaxel.business.exports.models import Target, Unit
from vaxel.business.locations.models import Company
from vaxel.links.accounting.sie import export, reader, writer
from vaxel.links.accounting.sie.writer import NotFitForSie

HERE = Path(__file__).parent
EXAMPLES: dict[str, Any] = json.loads((HERE / "export_examples.json").read_text())
AT = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


def golden() -> tuple[Target, Unit]:
    """The day of the examples."""
    told = EXAMPLES["unit"]
    rows = [
        [one["account"], one["role"], one["cost_centre"] or "", one["amount"], one["text"]] for one in told["lines"]
    ]
    target = Target(key="sie", starts_on=date(2026, 1, 1), series={"Z_DAY": "Z"})
    unit = Unit(
        id=told["id"], target=target, kind=told["kind"], source_ref="K1/Z/512", text=told["text"], rows=rows,
        business_date=date.fromisoformat(told["business_date"]), currency="SEK", map_version=1,
    )  # fmt: skip
    return target, unit


def test_the_golden_day_is_written_to_the_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    target, unit = golden()
    company = Company(name="Exempelverkstaden AB", organisation_number="555555-5555")
    names = {
        "1686": "Fordringar för kontokort och kuponger", "1910": "Kassa", "1930": "Företagskonto",
        "2421": "Ej inlösta presentkort", "2611": "Utgående moms på försäljning inom Sverige, 25 %",
        "3041": "Försäljning tjänster 25 %", "3051": "Försäljning varor 25 %", "3740": "Öres- och kronutjämning",
    }  # fmt: skip
    monkeypatch.setattr("vaxel.__version__", "0.1.0")
    made = export.file(target, [unit], company, (names, {"OSD": "Östersund"}), number=512, at=AT, by="K1")
    about = "Dagsavslut kassa K1, Z-rapport 512"
    told = writer.write(type(made)(**{name: getattr(made, name) for name in made.__slots__} | {"about": about}))
    assert told == (HERE / "sie" / "vaxel_zday_4I.si").read_bytes()


@pytest.mark.django_db
def test_a_file_has_one_year_and_is_compared_with_what_our_reader_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    target, unit = golden()
    Company.objects.create(name="Mos Bil AB", organisation_number="559999-0008")
    old = Unit(**{f.name: getattr(unit, f.name) for f in Unit._meta.fields if f.name not in ("id", "batch")})
    old.business_date = date(2025, 12, 31)
    assert {year: len(units) for year, units in export.by_year([unit, old]).items()} == {2025: 1, 2026: 1}
    content = export.content(target, [unit], number=7, at=AT, by="vaxel")
    assert [one.name for one in reader.read(content).file.vouchers] == ["Z"]
    assert export.name([unit], 7) == "vaxel_20261120_7.si"
    broken = SimpleNamespace(file=SimpleNamespace(vouchers=[]))
    monkeypatch.setattr(reader, "read", lambda _bytes: broken)
    with pytest.raises(export.NotReadBack):
        export.content(target, [unit], number=7, at=AT, by="vaxel")


@pytest.mark.django_db
def test_an_account_that_no_program_can_read_is_refused_with_its_number() -> None:
    target, unit = golden()
    Company.objects.create(name="Mos Bil AB", organisation_number="559999-0008")
    unit.rows[0][0] = "19A"
    with pytest.raises(NotFitForSie, match="19A"):
        export.content(target, [unit], number=7, at=AT, by="vaxel")

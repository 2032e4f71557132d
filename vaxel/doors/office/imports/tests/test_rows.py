"""Interchange and opening stock on screen: guessed, tried without a trace, taken, taken again, refused row by row."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from vaxel.business.accounting.models import LedgerEntry
from vaxel.business.catalog import interchange_in, links, parts
from vaxel.business.catalog.fit_models import InterchangeGroup, InterchangeMember, Supersession
from vaxel.business.catalog.models import Part
from vaxel.business.service.tests.cast import AT, SAID, Floor, workshop
from vaxel.business.stock.models import Balance, Movement, PartBin
from vaxel.doors.office.imports import taking_rows, uploads
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import checks, long_work, tasks
from vaxel.kernel.models import History, LongWork

pytestmark = pytest.mark.django_db
PAIRS = (
    "Varumärke;Artikelnummer;Annat varumärke;Ersatt av;Slag\n"
    "Bosch;A-1;TRW;B-1;utbytbar\n"
    "Bosch;A1;TRW;B 1;lika\n"
    "Bosch;A-1;Bosch;A-2;ersatt\n"
    "Bosch;A-2;Bosch;A-1;superseded\n"
    "Bosch;A-2;Bosch;A-2;\n"
    "Bosch;A-9;TRW;B-1;\n"
    "Bosch;A-1;TRW;B-1;kanske\n"
)
SHELF = (
    "Artikelnr;Varumärke;Anläggning;Hyllplats;Antal;Inköpspris\n"
    "A-1;;;A-03-2;4;125,50\n"
    "B-1;TRW;;;2,5;80\n"
    "C-1;;;;1;10\n"
    "a 1;;;;1;10\n"
    "X-1;;;;1;10\n"
    "A-2;;Ingenstans;;1;10\n"
    "A-2;;;;0;10\n"
    "A-2;;;;1;gratis\n"
    "S-1;;;;1;10\n"
)


@pytest.fixture
def floor(tmp_path: Path, settings: Any) -> Floor:
    settings.DATA = tmp_path
    made = workshop()
    for brand, number in (("Bosch", "A-1"), ("Bosch", "A-2"), ("TRW", "B-1"), ("Bosch", "C-1"), ("TRW", "C-1")):
        parts.add(brand=brand, number=number, name_sv="Bromsbelägg", **SAID)
    serial = parts.add(brand="Varta", number="S-1", name_sv="Batteri", **SAID)
    Part.objects.filter(pk=serial.pk).update(tracking="serial")
    return made


def do_it() -> None:
    while tasks.do_waiting(AT.replace(year=2099), long=True):
        pass


def took(mo: Desk, kind: str, data: str, do: str = "take") -> dict[str, int]:
    """The file uploaded, its columns as they were guessed, tried or taken: the counts."""
    where = mo.form("/imports", kind=kind, file=SimpleUploadedFile("fil.csv", data.encode())).leads_to
    page = mo.get(where).text
    chosen = {
        name: select.split('" selected')[0].rsplit('value="', 1)[1]
        for name, select in (
            (piece.split('"', 1)[0], piece.split("</select>")[0]) for piece in page.split('id="column-')[1:]
        )
        if '" selected' in select
    }
    assert mo.form(f"{where}/run", do=do, style="sv_SE", **chosen).leads_to == where
    do_it()
    outcome = uploads.recalled(where.rsplit("/", 1)[1], "outcome")
    return {} if outcome is None else dict(outcome["counts"])


def last() -> list[list[str]]:
    work = LongWork.objects.order_by("-asked_at").first()
    assert work
    return list(csv.reader(io.StringIO(long_work.file_of(work).read_text("utf-8-sig"))))[1:]


def test_pairs_are_tried_taken_and_again_unchanged(floor: Floor) -> None:
    mo = Desk("mo")
    assert took(mo, "interchange", PAIRS, "try") == {"new": 2, "unchanged": 1, "refused": 4}
    assert (InterchangeGroup.objects.count(), Supersession.objects.count()) == (0, 0)
    assert [row[5] for row in last()] == ["New", "New", "Refused", "Refused", "Refused", "Refused"]
    assert took(mo, "interchange", PAIRS) == {"new": 2, "unchanged": 1, "refused": 4}
    circle, alone, missing, odd = [row[6] for row in last()]
    assert "would be a circle" in circle
    assert "two different parts" in alone
    assert "A-9 of Bosch is not in the shop" in missing
    assert "neither equal" in odd
    one, two, other = (Part.objects.get(norm=norm) for norm in ("A1", "A2", "B1"))
    assert {(link.how, link.part_id) for link in links.around([one.pk], date(2099, 1, 1))[one.pk]} == {
        ("interchange", other.pk), ("replaced_by", two.pk),
    }  # fmt: skip
    assert took(mo, "interchange", PAIRS) == {"new": 0, "unchanged": 3, "refused": 4}
    assert (InterchangeMember.objects.count(), Supersession.objects.count()) == (2, 1)


def test_pairs_that_are_killed_on_the_way_go_on(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_rows, "PORTION", 1)
    known, calls = interchange_in._Known, []

    def killed(pairs: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise SystemExit
        return known(pairs)

    monkeypatch.setattr(interchange_in, "_Known", killed)
    with pytest.raises(SystemExit):
        took(Desk("mo"), "interchange", PAIRS)
    work = LongWork.objects.get()
    LongWork.objects.update(state="waiting")
    long_work.do.func(str(work.pk))
    outcome = uploads.recalled(work.question["upload"], "outcome")
    assert outcome
    assert outcome["counts"] == {"new": 2, "unchanged": 1, "refused": 4}
    assert (InterchangeMember.objects.count(), Supersession.objects.count()) == (2, 1)


def test_opening_stock_is_tried_booked_as_one_entry_and_never_twice(floor: Floor) -> None:
    mo, entries = Desk("mo"), LedgerEntry.objects.count()
    assert took(mo, "opening", SHELF, "try") == {"new": 2, "unchanged": 0, "refused": 7}
    assert (Movement.objects.filter(kind="opening").count(), LedgerEntry.objects.count()) == (0, entries)
    assert took(mo, "opening", SHELF) == {"new": 2, "unchanged": 0, "refused": 7}
    reasons = [row[7] for row in last()]
    for why, said in zip(reasons, (
        "Several brands have the number C-1: Bosch, TRW", "stands in the list already", "X-1 is not in the shop",
        "no site called Ingenstans", "above zero", "“gratis”", "followed piece by piece",
    ), strict=True):  # fmt: skip
        assert said in why
    first, second = Part.objects.get(norm="A1"), Part.objects.get(norm="B1")
    worth = Balance.objects.filter(part__in=[first, second]).order_by("-value_minor")
    assert list(worth.values_list("on_hand_milli", "value_minor")) == [(4_000, 50_200), (2_500, 20_000)]
    assert PartBin.objects.get(part=first).bin.code == "A-03-2"
    entry = LedgerEntry.objects.order_by("-number")[0]
    assert LedgerEntry.objects.count() == entries + 1
    assert sorted(entry.postings.values_list("amount_minor", flat=True)) == [-70_200, 70_200]
    assert took(mo, "opening", SHELF) == {"new": 0, "unchanged": 2, "refused": 7}
    assert took(mo, "opening", SHELF.replace(";4;", ";5;")) == {"new": 0, "unchanged": 0, "refused": 9}
    assert "has an opening balance" in last()[0][7]
    assert (Movement.objects.filter(kind="opening").count(), LedgerEntry.objects.count()) == (2, entries + 1)
    assert {name for name, wrong in checks.run_all().items() if wrong} <= {"kernel.events"}


def test_who_may_not_finds_nothing_and_too_much_is_refused(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("interchange", "opening"):
        assert Desk("tess").get(f"/imports?kind={kind}").status == 403
    monkeypatch.setattr(taking_rows, "MOST_OPENED", 3)
    assert took(Desk("mo"), "opening", SHELF) == {}
    assert "Divide it by site" in LongWork.objects.get().fault
    assert History.objects.filter(action="stock.open_balances").count() == 0

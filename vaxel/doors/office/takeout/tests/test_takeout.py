"""Everything taken along: each table in each form, with a manifest that is true, for who may and nobody else."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from vaxel.business.catalog import codes, fits, parts
from vaxel.business.catalog.models import Part
from vaxel.business.service.tests.cast import AT, SAID, Floor, workshop
from vaxel.doors.console import entry
from vaxel.doors.office.takeout import archive
from vaxel.doors.office.takeout.views import NAMES
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import live, long_work, tasks
from vaxel.kernel.models import History, LongWork
from vaxel.readers.takeout.tables import TABLES, described

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[5] / "docs" / "takeout.md"


@pytest.fixture
def floor(tmp_path: Path, settings: Any) -> Floor:
    settings.DATA = tmp_path
    made = workshop()
    pads = parts.add(brand="Ate", number="=1+1", name_sv="Bromsbelägg", cost_minor=12_550, **SAID)
    codes.add(pads, kind="barcode", text="73500538", **SAID)
    fits.add(pads, fits=[fits.NewFit("Volvo", "V70", 2014, 2015, facts={"disc": "300 mm"})], **SAID)
    return made


def do_it() -> None:
    while tasks.do_waiting(AT.replace(year=2099), long=True):
        pass


def made(kind: str) -> zipfile.ZipFile:
    file = io.BytesIO()
    archive.pack(file, TABLES, kind=kind, at=AT)
    return zipfile.ZipFile(file)


@pytest.mark.parametrize("kind", archive.FORMATS)
def test_the_manifest_is_true_in_each_form(floor: Floor, kind: str) -> None:
    with made(kind) as found:
        about = json.loads(found.read("manifest.json"))
        assert {one["file"] for one in about["files"]} | {"manifest.json"} == set(found.namelist())
        assert [one["table"] for one in about["files"]] == [table.name for table in TABLES]
        for one, table in zip(about["files"], TABLES, strict=True):
            data = found.read(one["file"])
            assert (one["bytes"], one["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
            assert one["rows"] == table.many()
            assert [column["name"] for column in one["columns"]] == [column.name for column in table.columns]


def test_rows_are_as_they_were_in_the_shop(floor: Floor) -> None:
    with made("csv") as found:
        read = {
            name: list(csv.DictReader(io.StringIO(found.read(f"{name}.csv").decode("utf-8-sig"))))
            for name in ("parts", "fitment", "part_codes")
        }
    part = next(row for row in read["parts"] if row["name_sv"] == "Bromsbelägg" and row["brand"] == "Ate")
    assert (part["number"], part["cost"], part["universal"], part["retired_at"]) == ("'=1+1", "125.50", "false", "")
    assert part["id"] == str(Part.objects.get(norm="11", brand__name="Ate").pk)
    assert [row["code"] for row in read["part_codes"] if row["part_id"] == part["id"]] == ["73500538"]
    assert [(row["make"], row["year"], json.loads(row["conditions"])) for row in read["fitment"]] == [
        ("Volvo", "2014", {"disc": "300 mm"}), ("Volvo", "2015", {"disc": "300 mm"}),
    ]  # fmt: skip


def test_more_rows_than_a_sheet_holds_are_several_workbooks(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "SHEET_ROWS", 2)
    with made("xlsx") as found:
        about = [one for one in json.loads(found.read("manifest.json"))["files"] if one["table"] == "parts"]
        assert sum(one["rows"] for one in about) == Part.objects.count() > 2
        assert [one["file"] for one in about][:2] == ["parts.xlsx", "parts-2.xlsx"]
        sheet = load_workbook(io.BytesIO(found.read("parts-2.xlsx"))).active
        assert sheet is not None
        assert sheet["A1"].value == "id"
        assert sheet.max_row == 1 + about[1]["rows"]


def test_the_owner_takes_everything_along_from_the_screen_and_history_knows(floor: Floor) -> None:
    mo = Desk("mo")
    assert "Stock movements" in mo.get("/takeout").text
    assert mo.form("/takeout", **{"as": "odd"}).status == 400
    mo.form("/takeout", **{"as": "parquet"})
    do_it()
    work = LongWork.objects.get()
    assert (work.state, work.fault, work.done) == ("done", "", work.total)
    with zipfile.ZipFile(long_work.file_of(work)) as found:
        assert "journal_postings.parquet" in found.namelist()
    assert History.objects.get(action="company.export").note["kind"] == "parquet"


def test_nobody_else_does(floor: Floor) -> None:
    for name in ("tess", "kim"):
        assert Desk(name).get("/takeout").status == 403
        assert Desk(name).form("/takeout", **{"as": "csv"}).status == 403
    assert LongWork.objects.count() == 0


def test_the_console_writes_it_and_never_half(floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "settle", lambda _options: None)
    monkeypatch.setattr(live, "_tell", [])
    target = tmp_path / "all.zip"
    assert entry.main(["export", str(target)]) == 0
    assert entry.main(["export", str(target)]) == 1
    with zipfile.ZipFile(target) as found:
        assert "parts.csv" in found.namelist()
    monkeypatch.setattr(archive, "_written", lambda *_a: (_ for _ in ()).throw(OSError(28, "No space left")))
    assert entry.main(["export", str(tmp_path / "full.zip")]) == 1
    assert sorted(path.name for path in tmp_path.glob("*.zip*")) == ["all.zip"]


def test_the_document_and_the_screen_name_every_table() -> None:
    assert described() in DOCS.read_text()
    assert set(NAMES) == {table.name for table in TABLES}

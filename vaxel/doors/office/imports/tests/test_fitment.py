"""An ACES file on screen: tables loaded, tried, taken in full and as changes, killed on the way, what it refuses."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from vaxel.business.catalog import fits, parts
from vaxel.business.catalog.fit_models import CarBase, CarTerm, Fit
from vaxel.business.catalog.models import Brand, Part
from vaxel.business.service.tests.cast import AT, SAID, workshop
from vaxel.doors.office.imports import taking_fits, uploads
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import long_work, tasks
from vaxel.kernel.models import History, LongWork

pytestmark = pytest.mark.django_db
TABLES = {
    "Make": "MakeID|MakeName\n75|Volvo\n", "Model": "ModelID|ModelName\n1234|V70\n1235|XC60\n",
    "BaseVehicle": "BaseVehicleID|YearID|MakeID|ModelID\n1|2014|75|1234\n2|2015|75|1234\n3|2015|75|1235\n",
    "Positions": "PositionID|Position\n22|Front\n30|Rear\n",
}  # fmt: skip
FRONT, REAR = '<Position id="22"/>', '<Position id="30"/>'


def app(base: int, number: str, inside: str = FRONT, action: str = "A", brand: str = "") -> str:
    said = f' BrandAAIAID="{brand}"' if brand else ""
    return (
        f'<App action="{action}" id="1"><BaseVehicle id="{base}"/><Qty>1</Qty><PartType id="1"/>{inside}'
        f"<Part{said}>{number}</Part></App>"
    )


def file(*apps: str, submission: str = "FULL") -> str:
    head = f"<Header><BrandAAIAID>BBCD</BrandAAIAID><SubmissionType>{submission}</SubmissionType></Header>"
    return f'<ACES version="4.2">{head}{"".join(apps)}<Footer/></ACES>'


@pytest.fixture
def mo(tmp_path: Path, settings: Any) -> Desk:
    settings.DATA = tmp_path
    workshop()
    for number in ("DB-1", "DB-2"):
        parts.add(brand="Demo Brakes", number=number, name_sv="Bromsbelägg", **SAID)
    desk = Desk("mo")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        for name, text in TABLES.items():
            made.writestr(f"{name}.txt", text)
    where = uploaded(desk, archive.getvalue(), "tables", "vcdb.zip")
    desk.form(f"{where}/run", do="take")
    do_it()
    LongWork.objects.all().delete()
    return desk


def uploaded(mo: Desk, data: str | bytes, kind: str = "fitment", name: str = "brakes.xml") -> str:
    body = data.encode() if isinstance(data, str) else data
    return mo.form("/imports", kind=kind, file=SimpleUploadedFile(name, body)).leads_to


def do_it() -> None:
    while tasks.do_waiting(AT.replace(year=2099), long=True):
        pass


def took(mo: Desk, data: str, do: str = "take") -> dict[str, int]:
    where = uploaded(mo, data)
    brand = str(Brand.objects.get(name="Demo Brakes").pk)
    assert mo.form(f"{where}/run", do=do, brand=brand).leads_to == where
    do_it()
    outcome = uploads.recalled(where.rsplit("/", 1)[1], "outcome")
    return {} if outcome is None else dict(outcome["counts"])


def rows() -> set[tuple[str, int, int]]:
    """(part, year, position) of everything that fits anything."""
    numbers = dict(Part.objects.filter(number__startswith="DB").values_list("found_by__id", "number"))
    held = Fit.objects.values_list("part", "year", "position")
    return {(numbers[part], year, position) for part, year, position in held}


def last() -> list[list[str]]:
    work = LongWork.objects.order_by("-asked_at").first()
    assert work
    return list(csv.reader(io.StringIO(long_work.file_of(work).read_text("utf-8-sig"))))[1:]


def test_tables_are_loaded_and_again_without_a_change(mo: Desk) -> None:
    assert (CarTerm.objects.count(), CarBase.objects.count()) == (5, 3)
    assert "No vehicle tables" not in mo.get("/imports?kind=fitment").text


def test_a_file_is_tried_without_a_trace_then_taken_once(mo: Desk) -> None:
    said = file(app(1, "DB-1"), app(2, "DB-1"), app(2, "db 2", REAR), app(9, "DB-2"), app(1, "XX-9"))
    assert took(mo, said, "try") == {"new": 3, "unchanged": 0, "gone": 0, "refused": 2}
    assert (rows(), History.objects.filter(action="fitment.take_many").count()) == (set(), 0)
    assert [row[1:4] for row in last() if not row[4]] == [["DB-1", "2", "0"], ["db 2", "1", "0"]]
    assert took(mo, said) == {"new": 3, "unchanged": 0, "gone": 0, "refused": 2}
    assert {(part, year) for part, year, _position in rows()} == {("DB-1", 2014), ("DB-1", 2015), ("DB-2", 2015)}
    missing, unknown = sorted(last(), key=lambda row: row[0], reverse=True)
    assert (missing[0], missing[1]) == ("5", "XX-9")
    assert "is not in the shop" in missing[4]
    assert (unknown[0], unknown[1]) == ("4", "DB-2")
    assert "BaseVehicle 9 is not in the vehicle tables" in unknown[4]
    assert took(mo, said) == {"new": 0, "unchanged": 3, "gone": 0, "refused": 2}


def test_a_full_file_replaces_what_its_brand_said_and_touches_nothing_else(mo: Desk) -> None:
    took(mo, file(app(1, "DB-1"), app(2, "DB-1"), app(2, "DB-2")))
    typed = Part.objects.get(number="DB-2")
    fits.add(typed, fits=[fits.NewFit("Saab", "9-3", 2005, 2005)], **SAID)
    said = file(app(2, "DB-1"), app(3, "DB-1", action="D"))
    assert took(mo, said, "try") == {"new": 0, "unchanged": 1, "gone": 2, "refused": 0}
    assert took(mo, said) == {"new": 0, "unchanged": 1, "gone": 2, "refused": 0}
    assert {(part, year) for part, year, _position in rows()} == {("DB-1", 2015), ("DB-2", 2005)}


def test_an_update_takes_away_what_it_names_and_adds_the_rest(mo: Desk) -> None:
    took(mo, file(app(1, "DB-1"), app(2, "DB-1"), app(2, "DB-2")))
    said = file(app(1, "DB-1", action="D"), app(1, "DB-1", REAR), app(3, "DB-2", action="D"), submission="UPDATE")
    assert took(mo, said) == {"new": 1, "unchanged": 0, "gone": 1, "refused": 0}
    assert {(part, year) for part, year, _position in rows()} == {("DB-1", 2014), ("DB-1", 2015), ("DB-2", 2015)}
    assert took(mo, said) == {"new": 0, "unchanged": 1, "gone": 0, "refused": 0}


def test_a_test_is_tried_only_and_other_brands_go_by_their_name(mo: Desk) -> None:
    said = file(app(1, "DB-1"), app(1, "DB-2", brand="Demo-Brakes"), submission="TEST")
    assert took(mo, said, "try")["new"] == 2
    assert took(mo, said) == {}
    assert "It can be tried only" in LongWork.objects.order_by("-asked_at")[0].fault
    assert rows() == set()


def test_work_that_is_killed_goes_on_and_no_part_is_half(mo: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_fits, "PORTION", 1)
    told = fits._told
    calls: list[int] = []

    def killed(*args: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        return told(*args)

    monkeypatch.setattr(fits, "_told", killed)
    with pytest.raises(SystemExit):
        took(mo, file(app(1, "DB-1"), app(2, "DB-2"), app(2, "DB-1")))
    assert {(part, year) for part, year, _position in rows()} == {("DB-1", 2014), ("DB-1", 2015)}
    work = LongWork.objects.get()
    LongWork.objects.update(state="waiting")
    long_work.do.func(str(work.pk))
    outcome = uploads.recalled(work.question["upload"], "outcome")
    assert outcome
    assert outcome["counts"] == {"new": 3, "unchanged": 0, "gone": 0, "refused": 0}
    assert History.objects.filter(action="fitment.take_many").count() == 2


def test_what_cannot_be_read_or_is_not_allowed_is_refused(mo: Desk) -> None:
    bomb = '<!DOCTYPE ACES [<!ENTITY a "aaaa">]><ACES><App>&a;</App></ACES>'
    for data in (bomb, "<ACES>", "no XML", "<PIES/>"):
        page = mo.form("/imports", kind="fitment", file=SimpleUploadedFile("x.xml", data.encode()))
        assert page.status == 400
    assert mo.form(f"{uploaded(mo, file(app(1, 'DB-1')))}/run", do="take").status == 400
    assert Desk("tess").get("/imports?kind=fitment").status == 403
    assert mo.get("/imports?kind=odd").status == 404
    assert LongWork.objects.count() == 0

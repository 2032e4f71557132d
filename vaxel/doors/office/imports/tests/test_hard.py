"""Files that are no files: each refused with a sentence that says what to do, and nothing of it kept or taken."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from vaxel.business.catalog.models import Part
from vaxel.business.parties import parties
from vaxel.business.purchasing import suppliers
from vaxel.business.purchasing.models import Offer, Supplier
from vaxel.business.service.tests.cast import AT, SAID, workshop
from vaxel.doors.office.imports import uploads
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import tasks
from vaxel.kernel.models import LongWork
from vaxel.links.price_files import tables

pytestmark = pytest.mark.django_db
HEAD = "Artikelnr;Varumärke;Benämning;Nettopris\n"
GOOD = "".join(f"L-{n};Ate;Belägg;10\n" for n in range(50))
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def workbook(sheet: str = "", plain: int = 0) -> bytes:
    """A workbook whose sheet is replaced by other XML, or swollen."""
    made, found = io.BytesIO(), io.BytesIO()
    book = Workbook()
    for row in (["Artikelnr", "Nettopris"], ["A", 1]):
        book.active.append(row)
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = sheet.encode() if sheet else data + b" " * plain
            new.writestr(name, data)
    return found.getvalue()


HARD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", ""),
    "NUL bytes": ((HEAD + "L-1;A\0te;Belägg;10\n").encode(), "letters cannot be read"),
    "another delimiter": ((HEAD + GOOD).replace(";", "^").encode(), "not a table"),
    "ten thousand columns": ((HEAD + ";".join(["x"] * 10_000) + "\n").encode(), "more than 200 columns"),
    "a row of ten megabytes": ((HEAD + f"L-1;Ate;{'x' * 10_000_000};10\n").encode(), "more than 200 columns"),
    "an encoding that is none": ((HEAD + "L-1;Ate;").encode() + b"\x81\x8d\x8f;10\n", "letters cannot be read"),
    "half a letter": (b"\xff\xfe" + HEAD.encode("utf-16-le") + b"L", "letters cannot be read"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "not a table"),
    "an entity bomb": (f"{BOMB}<PIES><Items><Item>&b;</Item></Items></PIES>".encode(), "document type"),
    "XML that ends": (b"<PIES><Items><Item><PartNumber>A</PartNumber></Item>", "damaged"),
    "another XML": (b"<html><body>Not found</body></html>", "damaged"),
    "a bomb of a workbook": (workbook(plain=60_000_000), "unpacks to far more"),
    "a workbook with entities": (workbook(f"{BOMB}<worksheet>&b;</worksheet>"), "unpacks to far more"),
    "half a workbook": (workbook()[:900], "unpacks to far more"),
    "another archive": (workbook().replace(b"xl/workbook.xml", b"xl/warkbook.xml"), ""),
}


@pytest.fixture
def mo(tmp_path: Path, settings: Any) -> Desk:
    settings.DATA = tmp_path
    workshop()
    party = parties.add(kind="company", name="Grossisten", is_customer=False, **SAID)
    suppliers.add(party, **SAID)
    return Desk("mo")


def chosen(kind: str) -> dict[str, str]:
    return {"kind": kind, "supplier": str(Supplier.objects.get(party__name="Grossisten").pk)}


@pytest.mark.parametrize("kind", ["prices", "interchange", "opening"])
@pytest.mark.parametrize("name", list(HARD))
def test_a_hard_file_is_refused_and_not_kept(mo: Desk, name: str, kind: str) -> None:
    data, sentence = HARD[name]
    page = mo.form("/imports", file=SimpleUploadedFile("fil", data), **chosen(kind))
    assert page.status == 400
    assert sentence in page.text
    assert list(uploads.folder().iterdir()) == []
    assert LongWork.objects.count() == 0


def test_a_file_larger_than_is_taken_is_refused(mo: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGEST_BYTES", 100)
    page = mo.form("/imports", file=SimpleUploadedFile("fil", (HEAD + GOOD).encode()), **chosen("prices"))
    assert page.status == 400
    assert "Divide it" in page.text


@pytest.mark.parametrize("last", [";".join(["x"] * 10_000), f"L-99;Ate;{'x' * 200_000};10"])
def test_a_fault_in_the_last_row_is_found_before_the_first_is_taken(mo: Desk, last: str) -> None:
    before = Part.objects.count()
    where = mo.form(
        "/imports", file=SimpleUploadedFile("fil", (HEAD + GOOD + last).encode()), **chosen("prices")
    ).leads_to
    mo.form(f"{where}/run", do="take", style="sv_SE", number="0", brand="1", name="2", price="3")
    while tasks.do_waiting(AT.replace(year=2099), long=True):
        pass
    work = LongWork.objects.get()
    assert (work.state, Part.objects.count(), Offer.objects.filter(number__startswith="L-").count()) == (
        "failed",
        before,
        0,
    )
    assert "more than 200 columns" in work.fault

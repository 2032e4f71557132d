"""A supplier's price list on screen: uploaded, tried, taken in, killed on the way, and its refused rows fetched."""

import csv
import io
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from vaxel.business.catalog.models import Part
from vaxel.business.locations import staff
from vaxel.business.parties import parties
from vaxel.business.purchasing import price_lists_in, suppliers
from vaxel.business.purchasing.models import Offer, Supplier
from vaxel.business.service.tests.cast import AT, SAID, Floor, workshop
from vaxel.doors.office.imports import taking, uploads
from vaxel.doors.office.tests.cast import Desk, Page
from vaxel.kernel import long_work, tasks
from vaxel.kernel.models import History, LongWork
from vaxel.links.price_files import tables

pytestmark = pytest.mark.django_db
LIST = (
    "Artikelnr;Varumärke;Benämning;Nettopris\n"
    "LF-100;Mann-Filter;Oljefilter;49,50\n"
    "LF-200;Mann-Filter;Luftfilter;gratis\n"
    "LF-300;;Kupéfilter;120\n"
    "LF-400;Mann-Filter;Bränslefilter;1 210,00\n"
)


@pytest.fixture
def floor(tmp_path: Path, settings: Any) -> Floor:
    settings.DATA = tmp_path
    return workshop()


@pytest.fixture
def grossist(floor: Floor) -> Supplier:
    party = parties.add(kind="company", name="Filtergrossisten", is_customer=False, **SAID)
    return suppliers.add(party, **SAID)


def uploaded(mo: Desk, supplier: Supplier, data: bytes | str = LIST, name: str = "priser.csv") -> Page:
    file = SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
    return mo.form("/imports", supplier=str(supplier.pk), file=file)


def sent(mo: Desk, where: str, do: str, **columns: int) -> Page:
    chosen = {"number": 0, "brand": 1, "name": 2, "price": 3} | columns
    return mo.form(f"{where}/run", do=do, style="sv_SE", **{key: str(place) for key, place in chosen.items()})


def do_it() -> None:
    while tasks.do_waiting(AT.replace(year=2099), long=True):
        pass


def file_of(work: LongWork) -> list[list[str]]:
    return list(csv.reader(io.StringIO(long_work.file_of(work).read_text("utf-8-sig"))))


def test_a_list_is_guessed_tried_and_taken_in_and_its_refused_rows_can_be_mended(grossist: Supplier) -> None:
    mo, before = Desk("mo"), Part.objects.count()
    where = uploaded(mo, grossist).leads_to
    page = mo.get(where).text
    assert page.count(" selected") == 5  # four columns, and how numbers are written
    assert "Kupéfilter" in page
    assert sent(mo, where, "try").leads_to == where
    assert "You can leave this page" in mo.get(where).text
    do_it()
    assert "What would change" in mo.get(where).text
    tried = LongWork.objects.get()
    assert [row[:3] for row in file_of(tried)[1:]] == [
        ["2", "LF-100", "New"], ["3", "", "Refused"], ["4", "LF-300", "Refused"], ["5", "LF-400", "New"],
    ]  # fmt: skip
    assert (Part.objects.count(), Offer.objects.filter(supplier=grossist).count()) == (before, 0)
    sent(mo, where, "take")
    do_it()
    assert sorted(Offer.objects.filter(supplier=grossist).values_list("number", "unit_price_cm")) == [
        ("LF-100", 495_000), ("LF-400", 12_100_000),
    ]  # fmt: skip
    work = LongWork.objects.exclude(pk=tried.pk).get()
    head, free, nameless = file_of(work)
    assert head == ["Artikelnr", "Varumärke", "Benämning", "Nettopris", "Why it was refused"]
    assert free[:4] == ["LF-200", "Mann-Filter", "Luftfilter", "gratis"]
    assert "Our price: “gratis” cannot be read as a number" in free[4]
    assert "does not say its brand" in nameless[4]
    fetched = mo.get(reverse("work:file", args=[work.pk])).response
    assert b"".join(fetched.streaming_content) == long_work.file_of(work).read_bytes()
    fetched.close()


def test_a_workbook_is_taken_in_as_a_list_is(grossist: Supplier) -> None:
    mo, book, file = Desk("mo"), Workbook(), io.BytesIO()
    for row in (["Artikelnr", "Varumärke", "Benämning", "Nettopris"], ["LF-100", "Mann-Filter", "Oljefilter", 49.5]):
        book.active.append(row)
    book.save(file)
    where = uploaded(mo, grossist, file.getvalue(), "priser.xlsx").leads_to
    assert "Oljefilter" in mo.get(where).text
    sent(mo, where, "take")
    do_it()
    assert list(Offer.objects.filter(supplier=grossist).values_list("number", "unit_price_cm")) == [("LF-100", 495_000)]


def test_the_columns_are_remembered_for_the_suppliers_next_list(grossist: Supplier) -> None:
    mo, odd = Desk("mo"), LIST.replace("Nettopris", "Kolumn D")
    sent(mo, uploaded(mo, grossist, odd).leads_to, "try")
    again = mo.get(uploaded(mo, grossist, odd).leads_to).text
    assert again.split('id="column-price"')[1].split("</select>")[0].count('value="3" selected') == 1


def test_the_file_is_looked_at_once_and_the_outcome_alone_opens_it_not_at_all(
    grossist: Supplier, monkeypatch: pytest.MonkeyPatch
) -> None:
    mo = Desk("mo")
    where = uploaded(mo, grossist).leads_to
    with monkeypatch.context() as once:
        once.setattr(tables, "look", lambda _path: pytest.fail("the file was read again"))
        assert "Kupéfilter" in mo.get(where).text
        assert sent(mo, where, "try").leads_to == where
    (uploads.folder() / where.rsplit("/", 1)[1] / "file").rename(uploads.folder() / "aside")
    waits = mo.part(where).text
    assert waits.startswith('<section id="import-outcome">')
    assert "You can leave this page" in waits
    assert "Kupéfilter" not in waits


def test_work_that_is_killed_goes_on_where_it_was(grossist: Supplier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "PORTION", 1)
    mo, plan = Desk("mo"), price_lists_in._plan
    where = uploaded(mo, grossist).leads_to
    sent(mo, where, "take")
    calls: list[int] = []

    def killed(supplier: Supplier, listed: Any) -> Any:
        calls.extend(one.row for one in listed)
        if 5 in calls and calls.count(5) == 1:
            raise SystemExit
        return plan(supplier, listed)

    monkeypatch.setattr(price_lists_in, "_plan", killed)
    with pytest.raises(SystemExit):
        do_it()
    assert Offer.objects.filter(supplier=grossist).count() == 1
    work = LongWork.objects.get()
    LongWork.objects.update(state="waiting")
    long_work.do.func(str(work.pk))
    assert calls == [2, 4, 5, 5]
    assert Offer.objects.filter(supplier=grossist).count() == 2
    assert len(file_of(work)) == 3
    counted = uploads.recalled(where.rsplit("/", 1)[1], "outcome")
    assert counted
    assert (counted["counts"]["new"], counted["counts"]["refused"]) == (2, 2)
    assert History.objects.filter(action="offers.take_list").count() == 4


@pytest.mark.parametrize("data", [b"\n", b"%PDF-1.4", b"PK\x03\x04broken", b"a;b\n\x00;1\n", b"a;b\n"])
def test_a_file_that_is_no_list_is_refused_and_not_kept(grossist: Supplier, data: bytes) -> None:
    mo = Desk("mo")
    assert uploaded(mo, grossist, data).status == 400
    assert list(uploads.folder().iterdir()) == []
    assert LongWork.objects.count() == 0


def test_what_cannot_be_asked_is_refused_and_nothing_waits(grossist: Supplier) -> None:
    mo = Desk("mo")
    page = mo.form("/imports", supplier=str(grossist.pk))
    assert page.status == 400
    assert "Choose a file first." in page.text
    where = uploaded(mo, grossist).leads_to
    assert sent(mo, where, "take", price=0).status == 400
    assert mo.form(f"{where}/run", do="take", style="sv_SE", number="0").status == 400
    assert mo.form(f"{where}/run", do="take", style="odd", number="0", price="3").status == 400
    assert LongWork.objects.count() == 0


def test_who_may_not_import_finds_nothing_and_anothers_upload_is_not_there(floor: Floor, grossist: Supplier) -> None:
    where = uploaded(Desk("mo"), grossist).leads_to
    assert Desk("tess").get("/imports").status == 403
    assert Desk("tess").get(where).status == 403
    mo = Desk("mo")
    assert mo.get(f"/imports/{UUID(int=1)}").status == 404
    staff.assign(floor.shop.staff["kim"], role="manager", site=floor.shop.workshop, **SAID)
    kim = Desk("kim")
    kims = uploaded(kim, grossist).leads_to
    assert kim.get(kims).status == 200
    assert mo.get(kims).status == 404
    assert sent(mo, kims, "take").status == 404
    assert LongWork.objects.count() == 0

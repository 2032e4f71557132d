"""Lists: what the address asks for is what the page, the files and the saved views show."""

import csv
import io
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook

from vaxel.business.locations.models import SavedView
from vaxel.business.parties import parties
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.doors.office.lists import exports
from vaxel.doors.office.tests.cast import Desk, Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def sent(page: Page) -> bytes:
    return b"".join(page.response.streaming_content)


def lines(page: Page, delimiter: str) -> list[list[str]]:
    text = sent(page).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def test_a_list_is_exported_as_it_is_asked_for(floor: Floor) -> None:
    kim: dict[str, Any] = {"by": floor.shop.kim, "at": AT}
    parties.add(name="Eva Ek", phone="070-111 22 33", **kim)
    rows = lines(Desk("kim").get("/customers?q=eva&as=csv"), ",")
    assert rows == [
        ["Name", "Phone", "E-mail", "Kind of customer", "Terms"],
        ["Eva Ek", "070-111 22 33", "", "Private customer", ""],
    ]


def test_swedish_files_have_semicolons_and_decimal_commas() -> None:
    text = "".join(exports.csv_text(["a", "b"], [[Decimal("12.50"), "x;y"]], "sv"))
    assert text == '\ufeffa;b\r\n12,50;"x;y"\r\n'


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-cmd|'/C'!A0", "'-cmd|'/C'!A0"),
        ("+46 70-1", "+46 70-1"),
        ("-5", "-5"),
    ],
)
def test_a_name_is_never_a_formula(typed: str, written: str) -> None:
    text = "".join(exports.csv_text(["a"], [[typed]], "sv"))
    assert next(csv.reader(io.StringIO(text.splitlines()[1]), delimiter=";")) == [written]


def test_a_workbook_holds_text_as_text_and_numbers_as_numbers(floor: Floor) -> None:
    kim: dict[str, Any] = {"by": floor.shop.kim, "at": AT}
    parties.add(name="=HYPERLINK(1)", kind="company", terms_days=30, **kim)
    page = Desk("kim").get("/customers?credit=1&as=xlsx")
    sheet = load_workbook(io.BytesIO(sent(page))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()][1] == [
        "=HYPERLINK(1)",
        None,
        None,
        "Company",
        30,
    ]
    assert sheet.cell(2, 1).data_type == "s"
    assert "customers-" in page.response["Content-Disposition"]


def test_a_view_is_saved_opened_and_removed(floor: Floor) -> None:
    kim = Desk("kim")
    answer = kim.form(
        "/lists/save", on="customers", name=" My  companies ", query="kind=company&after=x", next="/customers"
    )
    assert answer.leads_to == "/customers?kind=company"
    view = SavedView.objects.get()
    assert (view.name, view.query, view.shared) == ("My companies", "kind=company", False)
    assert "My companies" in kim.get("/customers?kind=company").text
    assert "My companies" not in Desk("sam").get("/customers").text
    kim.form(f"/lists/{view.pk}/forget", next="/customers")
    assert not SavedView.objects.exists()


def test_a_shared_view_is_everyones_but_only_its_maker_removes_it(floor: Floor) -> None:
    Desk("kim").form("/lists/save", on="customers", name="All", query="", shared="1", next="/customers")
    view, sam = SavedView.objects.get(), Desk("sam")
    assert "All" in sam.get("/customers").text
    assert sam.form(f"/lists/{view.pk}/forget", next="/customers").status == 403
    assert SavedView.objects.exists()


def test_a_view_without_a_name_is_refused(floor: Floor) -> None:
    answer = Desk("kim").form("/lists/save", on="customers", name="  ", query="", next="/customers")
    assert answer.status == 400
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("path", ["/customers?kind=nonsense&sort=nothing&after=x", "/tickets?from=2026-13-45&advisor=1",
                                  "/tickets?from=9999-12-31&to=0001-01-01", "/vehicles?make=%25&sort=-odometer",
                                  "/parts?category=1&sort=-brand&view=none", "/tickets?as=pdf"])  # fmt: skip
def test_an_address_full_of_nonsense_shows_a_list(floor: Floor, path: str) -> None:
    assert Desk("kim").get(path).status == 200


@pytest.mark.parametrize(
    "path",
    ["/tickets", "/quotes", "/orders", "/documents", "/prints", "/purchases", "/cores", "/supplier-returns",
     "/counts", "/transfers", "/payments", "/find", "/palette/find"],
)  # fmt: skip
@pytest.mark.parametrize("q", ["²", "#12", "9" * 14, "9" * 40])
def test_what_looks_like_a_number_is_looked_for(floor: Floor, path: str, q: str) -> None:
    assert Desk("mo").get(f"{path}?{urlencode({'q': q})}").status == 200


@pytest.mark.parametrize("path", ["/tickets", "/vehicles", "/customers", "/parts", "/parts?view=low"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_list_can_be_taken_along(floor: Floor, path: str, kind: str) -> None:
    mark = "&" if "?" in path else "?"
    page = Desk("kim").get(f"{path}{mark}as={kind}")
    assert page.status == 200
    assert len(sent(page)) > 20


@pytest.mark.parametrize("path", ["/tickets?sort=total", "/tickets?sort=-total", "/customers?sort=-name",
                                  "/vehicles?sort=vehicle", "/parts?sort=brand"])  # fmt: skip
def test_a_sorted_head_says_so_and_turns_when_pressed(floor: Floor, path: str) -> None:
    text = Desk("kim").get(path).text
    assert text.count("aria-sort=") == 1
    now = path.split("sort=")[1]
    turned = now[1:] if now.startswith("-") else f"-{now}"
    assert f"sort={turned}" in text

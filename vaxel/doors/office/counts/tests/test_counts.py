"""Counting on screen: by scan and by hand, several at once, once more where it is far off, and booked."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.catalog import categories, codes, parts
from vaxel.business.locations import roles, staff
from vaxel.business.service.tests.cast import SAID, Floor, workshop
from vaxel.business.stock import adjustments, bins, counts, places
from vaxel.business.stock.models import Balance, Count, CountLine, StockLocation
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import checks
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop(pads=7, blades=4)


def store(floor: Floor) -> StockLocation:
    return StockLocation.objects.get(pk=places.store(floor.shop.workshop.pk))


def begun(who: Desk, **fields: str) -> str:
    """The page of a count that began."""
    return who.post("/counts/new", **({"what": "all", "blind": "1"} | fields)).leads_to


def of(part: object) -> CountLine:
    return CountLine.objects.get(part=part)  # type: ignore[misc]


def test_a_shelf_is_counted_by_scans_and_booked(floor: Floor) -> None:
    bins.set_home(floor.pads, store(floor), code="A-01", **SAID)
    codes.add(floor.pads, kind="barcode", text="7310500144511", **SAID)
    mo = Desk("mo")
    where = begun(mo, what="bins", bin="A-01")
    page = mo.post(f"{where}/scan", q="a-01")
    assert "You count at A-01." in page.text
    for _n in range(6):
        page = mo.post(f"{where}/scan", q="7310500144511", bin="A-01")
    assert (of(floor.pads).counted_milli, of(floor.pads).expected_milli) == (6000, 7000)
    assert "should be" not in page.text, "blind"
    assert mo.post(f"{where}/finish").leads_to == where
    text = mo.get(where).text
    assert "-1 pcs" in text.replace("\u2212", "-")
    assert "400,00" in text, "one piece of 400.00"
    mo.post(f"{where}/post", why="Spring")
    assert Count.objects.get().state == "posted"
    assert Balance.objects.get(part=floor.pads).on_hand_milli == 6000
    assert checks.run("stock.balances") + checks.run("stock.books") == []


def test_what_is_far_off_is_counted_once_more_first(floor: Floor) -> None:
    mo = Desk("mo")
    where = begun(mo, what="all")
    mo.post(f"{where}/line", line=str(of(floor.pads).pk), quantity="2")
    assert mo.post(f"{where}/finish").leads_to == f"{where}?show=again"
    assert of(floor.pads).again
    assert "0986494104" in mo.get(where, show="again").text
    mo.post(f"{where}/line", line=str(of(floor.pads).pk), quantity="7", show="again")
    assert mo.post(f"{where}/finish").leads_to == where
    assert Count.objects.get().state == "counted"


def test_two_people_know_of_each_other(floor: Floor) -> None:
    mo, kim = Desk("mo"), Desk("kim")
    where = begun(mo)
    mo.post(f"{where}/scan", q="0986494104", quantity="3")
    page = kim.post(f"{where}/scan", q="0986494104", quantity="4")
    assert page.status == 422
    assert "Add mine to it" in page.text
    assert of(floor.pads).counted_milli == 3000
    [key] = re.findall(r'name="once" value="([^"]+)"', page.text)
    for _n in range(2):
        kim.post(f"{where}/scan", what=f"part:{floor.pads.pk}", quantity="4", together="1", add="1", once=key)
    assert of(floor.pads).counted_milli == 7000


def test_a_part_in_two_shelves_asks_which(floor: Floor) -> None:
    bins.set_home(floor.pads, store(floor), code="A-01", **SAID)
    bins.move(floor.pads, store(floor), to="B-02", quantity_milli=2000, **SAID)
    mo = Desk("mo")
    where = begun(mo)
    page = mo.post(f"{where}/scan", q="0986494104")
    assert page.status == 422
    assert 'value="B-02"' in page.text
    assert not CountLine.objects.exclude(counted_milli=None).exists()
    mo.post(f"{where}/scan", what=f"part:{floor.pads.pk}", quantity="2", bin="B-02")
    assert CountLine.objects.get(part=floor.pads, bin__code="B-02").counted_milli == 2000


def spread_out(floor: Floor) -> tuple[CountLine, CountLine]:
    """The lines of a count of seven pads: three lie at no shelf, four in the loft."""
    bins.move(floor.pads, store(floor), to="LOFT", quantity_milli=4000, **SAID)
    begun(Desk("mo"))
    return CountLine.objects.get(part=floor.pads, bin=None), CountLine.objects.get(part=floor.pads, bin__code="LOFT")


def test_what_lies_at_no_shelf_is_counted_on_its_line_and_not_lost(floor: Floor) -> None:
    loose, loft = spread_out(floor)
    mo, where = Desk("mo"), f"/counts/{loose.count_id}"
    assert mo.post(f"{where}/line", line=str(loose.pk), quantity="3").status == 200
    assert mo.post(f"{where}/line", line=str(loft.pk), quantity="4").status == 200
    mo.post(f"{where}/line", line=str(of(floor.blades).pk), quantity="4")
    mo.post(f"{where}/finish", rest="1")
    mo.post(f"{where}/post")
    assert Count.objects.get().state == "posted"
    assert Balance.objects.get(part=floor.pads).on_hand_milli == 7000
    assert [one.milli for one in bins.where([floor.pads.pk], store(floor).pk)[floor.pads.pk]] == [3000, 4000]


def test_the_line_counted_is_the_line_shown_also_when_the_goods_were_moved(floor: Floor) -> None:
    mo, where = Desk("mo"), begun(Desk("mo"))
    bins.move(floor.pads, store(floor), to="LOFT", quantity_milli=7000, **SAID)
    mo.post(f"{where}/line", line=str(of(floor.pads).pk), quantity="0")
    assert (of(floor.pads).bin, of(floor.pads).counted_milli, of(floor.pads).expected_milli) == (None, 0, 0)


def test_who_is_asked_which_shelf_may_say_none_and_counts_as_before_the_question(floor: Floor) -> None:
    loose, loft = spread_out(floor)
    mo, where = Desk("mo"), f"/counts/{loose.count_id}"
    chosen = {"what": f"part:{floor.pads.pk}", "quantity": "2"}
    page = mo.post(f"{where}/scan", **chosen)
    assert page.status == 422
    assert re.findall(r'name="bin" value="([^"]+)"', page.text) == ["–", "LOFT"]
    assert '<input type="hidden" name="add" value="1">' in page.text
    for many in (2000, 4000):
        page = mo.post(f"{where}/scan", **chosen, bin="–", add="1")
        loose.refresh_from_db()
        assert loose.counted_milli == many
    assert 'name="bin" value="–"' not in page.text, "the next part is looked for where it lies"
    page = Desk("kim").post(f"{where}/line", line=str(loose.pk), quantity="3")
    assert "Count in its place" in page.text
    assert '<input type="hidden" name="bin" value="–">' in page.text
    Desk("kim").post(f"{where}/scan", **chosen, bin="–", together="1", add="0")
    loose.refresh_from_db()
    loft.refresh_from_db()
    assert (loose.counted_milli, loft.counted_milli) == (2000, None)


def test_who_is_not_blind_sees_what_should_be_there(floor: Floor) -> None:
    mo = Desk("mo")
    assert "should be 7 pcs" in mo.get(begun(mo, blind="")).text


@pytest.mark.parametrize("text", ["", "no such thing"])
def test_an_unknown_scan_counts_nothing(floor: Floor, text: str) -> None:
    mo = Desk("mo")
    page = mo.post(f"{begun(mo)}/scan", q=text)
    assert page.status == 422
    assert "Nothing is certain" in page.text
    assert not CountLine.objects.exclude(counted_milli=None).exists()


@pytest.mark.parametrize("quantity", ["-1", "many"])
def test_no_number_counts_nothing(floor: Floor, quantity: str) -> None:
    mo = Desk("mo")
    where = begun(mo)
    assert mo.post(f"{where}/line", line=str(of(floor.pads).pk), quantity=quantity).status == 422
    assert of(floor.pads).counted_milli is None


def test_the_same_form_sent_twice_is_one_count_and_nothing_chosen_is_none(floor: Floor) -> None:
    mo, key = Desk("mo"), str(new_id())
    assert begun(mo, once=key) == begun(mo, once=key)
    assert Count.objects.count() == 1
    page = mo.post("/counts/new", what="nonsense")
    assert page.status == 400
    assert "Choose what to count." in page.text
    assert Count.objects.count() == 1


@pytest.mark.parametrize("what", ["due", "C", "all"])
def test_each_scope_begins(floor: Floor, what: str) -> None:
    mo = Desk("mo")
    assert "4" in mo.get(begun(mo, what=what)).text
    assert {one.part_id for one in Count.objects.get().lines.all()} == {floor.pads.pk, floor.blades.pk}


def test_a_count_is_called_after_what_was_chosen(floor: Floor) -> None:
    group = categories.define("brake_parts", name_sv="Bromsdelar", name_en="Brake parts", **SAID)
    parts.change(floor.pads, category="brake_parts", **SAID)
    chosen = {"due": "What was due", "brand": "Bosch", "category": "Brake parts"}
    for what, said in chosen.items():
        begun(Desk("mo"), what=what, brand=str(floor.pads.brand_id), category=str(group.pk))
        assert Count.objects.latest("number").about == said
    assert "Brake parts" in Desk("mo").get("/counts").text
    assert Desk("mo").post("/counts/new", what="brand", brand=str(new_id())).status == 404


def test_everything_is_what_lies_here_and_classes_are_reckoned_once(floor: Floor) -> None:
    other = places.open_place(floor.shop.workshop, kind="van", name="Bil 1", **SAID)
    adjustments.move(floor.pads, floor.shop.workshop, quantity_milli=7000, to=other, **SAID)
    mo = Desk("mo")
    with CaptureQueriesContext(connection) as seen:
        text = mo.get("/counts/new").text
    assert re.findall(r'Everything that lies here.*?<span class="number">(\d+)<', text, re.DOTALL) == ["1"]
    assert sum("value_minor" in one["sql"] and "stock_movement" in one["sql"] for one in seen) == 1
    text = mo.get("/counts/new", place=str(other.pk)).text
    assert re.findall(r'Everything that lies here.*?<span class="number">(\d+)<', text, re.DOTALL) == ["1"]
    assert "Bosch" in text, "though the store has no pads"


def test_a_brand_begins_and_a_count_can_be_thrown_away(floor: Floor) -> None:
    mo = Desk("mo")
    where = begun(mo, what="brand", brand=str(floor.pads.brand_id))
    assert mo.post(f"{where}/cancel").leads_to == "/counts"
    assert Count.objects.get().state == "cancelled"


def test_who_does_not_count_sees_no_counts(floor: Floor) -> None:
    where = begun(Desk("mo"))
    tess = Desk("tess")
    for path in ("/counts", "/counts/new", where):
        assert tess.get(path).status == 403
    assert tess.post("/counts/new", what="all").status == 403
    assert tess.post(f"{where}/scan", q="no such thing").status == 403
    assert Count.objects.count() == 1


def test_who_only_books_counts_sees_them_but_begins_none(floor: Floor) -> None:
    where = begun(Desk("mo"))
    roles.make(key="books", name_sv="Bokar", name_en="Books", actions=["counts.post"], **SAID)
    staff.assign(floor.tess, role="books", site=floor.shop.workshop, **SAID)
    tess = Desk("tess")
    assert (tess.get("/counts").status, tess.get(where).status, tess.get("/counts/new").status) == (200, 200, 403)


def test_the_pages_ask_as_much_of_three_as_of_one(floor: Floor) -> None:
    mo = Desk("mo")
    first = begun(mo, what="brand", brand=str(floor.pads.brand_id), blind="")
    few, page = asked(mo, "/counts"), asked(mo, first)
    for _n in range(2):
        counts.begin(floor.shop.workshop, scope="all", **SAID)
    assert asked(mo, "/counts") == few
    assert asked(mo, begun(mo, what="all", blind="")) == page


def test_a_scan_reckons_no_worth_while_one_counts(floor: Floor) -> None:
    mo = Desk("mo")
    where = begun(mo)
    mo.post(f"{where}/line", line=str(of(floor.pads).pk), quantity="2")
    with CaptureQueriesContext(connection) as seen:
        page = mo.get(where)
    assert "1 of 2 counted" in page.text
    assert [one["sql"] for one in seen if "stock_balance" in one["sql"]] == []
    mo.post(f"{where}/finish")
    assert '<span class="count red">1</span>' in mo.get(where).text


def test_shelves_are_found_where_one_scans_and_are_chosen_before_parts(floor: Floor) -> None:
    bins.set_home(floor.pads, store(floor), code="A-01", **SAID)
    mo = Desk("mo")
    assert 'value="bin:A-01"' in mo.part("/choose", kinds="bin part", q="a-0").text
    page = mo.post(f"{begun(mo)}/scan", what="bin:A-01", q="a-0")
    assert "You count at A-01." in page.text
    assert not CountLine.objects.exclude(counted_milli=None).exists()

"""The main errand on the office's screens: from the plate at the desk to the paid invoice."""

import pytest

from vaxel.business.billing.models import Document
from vaxel.business.catalog import canned
from vaxel.business.payments import drawers
from vaxel.business.payments.models import CashMovement
from vaxel.business.service.models import Approval
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import clock
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    made = workshop()
    drawers.open(made.shop.k1, float_minor=200_000, by=made.shop.sam, at=AT)
    return made


def test_a_car_comes_in_is_quoted_approved_worked_on_invoiced_and_paid(floor: Floor) -> None:
    brakes = canned.define(
        "brakes", title_sv="Bromsar fram", title_en="Front brakes", category="brakes",
        lines=[canned.labour(floor.change_pads), canned.part(floor.pads)], by=floor.shop.mo, at=AT,
    )  # fmt: skip
    kim = Desk("kim")
    assert "New: “XYZ 98A”" in kim.part("/tickets/new", q="XYZ 98A").text
    opened = kim.form(
        "/tickets/new", plate="XYZ 98A", make="Volvo", model="V60", kind="private", name="Eva Ros",
        phone="070-111 22 33", concern="Squeals when I brake", odometer="88 200",
    )  # fmt: skip
    ticket = Ticket.objects.get(vehicle__plate="XYZ98A")
    assert opened.leads_to == f"/tickets/{ticket.pk}"
    assert (ticket.customer.name, ticket.odometer_in_km) == ("Eva Ros", 88_200)
    where = f"/tickets/{ticket.pk}"

    assert "Front brakes" in kim.part(f"{where}/search", q="front").text
    added = kim.post(f"{where}/add", what=f"canned:{brakes.pk}")
    assert "2 875,00" in added.text
    job = Job.objects.get(ticket=ticket)
    assert "none here" not in added.text
    asked = kim.post(f"{where}/ask", jobs=str(job.pk), sent_to="070-111 22 33")
    assert "/q/" in asked.text
    assert "sms:070-1112233" in asked.text
    recorded = kim.post(
        f"{where}/answer", **{f"answer-{job.pk}": "approve"}, said_by="Eva Ros", method="phone",
        contact="070-111 22 33", note="Yes",
    )  # fmt: skip
    assert "Approved" in recorded.text
    line = Line.objects.get(job=job, kind="labour")
    kim.post(f"{where}/lines/{line.pk}/technicians", staff=str(floor.tess.pk))
    kim.post(f"{where}/jobs/{job.pk}/do/begin")
    done = kim.post(f"{where}/jobs/{job.pk}/do/complete")
    assert "Ready" in done.text
    posted = kim.post(f"{where}/post", odometer_out_km="88 210")
    assert posted.status == 200, posted.text
    document = Document.objects.get(ticket=ticket)
    assert document.open_minor == 287_500
    assert "Take payment" in posted.text

    counted = kim.post(f"/pay/tickets/{ticket.pk}/lay", add="cash", amount="3 000")
    assert "125,00" in counted.text
    laid = counted.text.split('name="laid" value="')[1].split('"')[0]
    paid = kim.post(f"/pay/tickets/{ticket.pk}/finish", laid=laid)
    assert paid.leads_to == f"/pay/done/{document.pk}"
    assert "125,00 kr" in kim.get(paid.leads_to).text
    document.refresh_from_db()
    assert document.open_minor == 0
    assert "88 210 km" in kim.get(f"/vehicles/{Vehicle.objects.get(plate='XYZ98A').pk}").text


def test_a_counter_sale_is_scanned_paid_and_printed(floor: Floor) -> None:
    sam = Desk("sam")
    assert "Next customer" in sam.get("/counter").text
    first = sam.post("/counter/add", q="2*0986494104", at="counter")
    ticket = Ticket.objects.get(kind="counter")
    assert f'data-address="/counter/{ticket.pk}"' in first.text
    assert "2 000,00" in first.text
    unknown = sam.post("/counter/add", q="999999", at="counter", cart=str(ticket.pk))
    assert unknown.status == 422
    assert "Nothing has the number or barcode “999999”" in unknown.text
    counted = sam.post(f"/pay/tickets/{ticket.pk}/lay", add="cash", amount="2 000")
    laid = counted.text.split('name="laid" value="')[1].split('"')[0]
    paid = sam.post(f"/pay/tickets/{ticket.pk}/finish", laid=laid)
    receipt = Document.objects.get(ticket=ticket)
    assert paid.leads_to == f"/pay/done/{receipt.pk}?change=0"
    assert sam.get(f"/documents/{receipt.pk}/pdf", shape="80mm").response.content.startswith(b"%PDF")


def test_a_line_that_was_removed_is_put_back_where_it_stood(floor: Floor) -> None:
    kim = Desk("kim")
    where = f"/tickets/{floor.ticket.pk}"
    before = [(one.kind, one.text, one.position) for one in floor.brakes.lines.all()]
    pads = floor.line(floor.brakes, "part")
    labour = floor.line(floor.brakes, "labour")
    removed = kim.post(f"{where}/lines/{labour.pk}/remove")
    assert "was removed" in removed.text
    assert not Line.objects.filter(pk=labour.pk).exists()
    fields = dict(
        part.split('" value="')
        for part in _hidden(removed.text.split(f'action="{where}/put-back"')[1].split("</form>")[0])
    )
    kim.post(f"{where}/put-back", **fields)
    assert [(one.kind, one.text, one.position) for one in floor.brakes.lines.all()] == before
    assert Line.objects.filter(pk=pads.pk).exists()


def _hidden(html: str) -> list[str]:
    return [piece.split('"', 1)[0] + '" value="' + piece.split('value="')[1].split('"')[0]
            for piece in html.split('type="hidden" name="')[1:]]  # fmt: skip


def test_two_people_who_change_one_line_both_see_both_values(floor: Floor) -> None:
    kim, mo = Desk("kim"), Desk("mo")
    pads = floor.line(floor.brakes, "part")
    where = f"/tickets/{floor.ticket.pk}/lines/{pads.pk}/change"
    assert kim.post(where, version=str(pads.version), quantity="2").status == 200
    clash = mo.post(where, version=str(pads.version), quantity="3")
    assert clash.status == 409
    assert "Someone else changed this line meanwhile: now 2, you wrote 3." in clash.text
    assert "Take mine" in clash.text
    pads.refresh_from_db()
    assert pads.quantity_milli == 2000
    assert mo.post(where, version=str(pads.version), quantity="3").status == 200


def test_a_discount_above_the_limit_asks_for_a_second_person_and_changes_nothing(floor: Floor) -> None:
    sam = Desk("sam")
    pads = floor.line(floor.brakes, "part")
    where = f"/tickets/{floor.ticket.pk}/lines/{pads.pk}/change"
    refused = sam.post(where, version=str(pads.version), discount="20 %")
    assert refused.status == 403
    assert "Someone else must vouch for this" in refused.text
    offered = refused.text.split('id="second"')[1].split("</select>")[0]
    assert [name for name in ("Kim Lund", "Mo Ström", "Sam Berg", "Tess Ek") if name in offered] == [
        "Kim Lund", "Mo Ström",
    ]  # fmt: skip
    pads.refresh_from_db()
    assert pads.discount_ppm == 0
    mo = floor.shop.staff["mo"]
    allowed = sam.post(
        where, version=str(pads.version), discount="20 %", second=str(mo.pk), pin="1001", reason="Good customer"
    )
    assert allowed.status == 200
    pads.refresh_from_db()
    assert pads.discount_ppm == 200_000
    wrong = sam.post(where, version=str(pads.version), discount="30 %", second=str(mo.pk), pin="9999", reason="x")
    assert "Wrong PIN" in wrong.text


def test_posting_says_everything_that_is_missing_at_once(floor: Floor) -> None:
    floor.answer(floor.ask(), floor.brakes)
    kim = Desk("kim")
    page = kim.get(f"/tickets/{floor.ticket.pk}").text
    for words in ("has no technician", "is not completed", "odometer reading at hand-over is missing"):
        assert words in page
    refused = kim.post(f"/tickets/{floor.ticket.pk}/post")
    assert refused.status == 409
    assert "cannot be posted yet" in refused.text
    assert Document.objects.filter(ticket=floor.ticket).count() == 0


def test_the_day_is_closed_blind_and_the_difference_shown_afterwards(floor: Floor) -> None:
    sam = Desk("sam")
    register = floor.shop.k1
    where = f"/drawers/{register.pk}/close"
    assert "2 000,00" not in sam.get(where).text
    again = sam.form(where, **{"coin-100000": "1"}, loose="12x").text
    assert "cannot be read as a number" in again
    assert all(kept in again for kept in ('data-worth="100000" value="1"', 'value="12x"'))
    closed = sam.form(f"/drawers/{register.pk}/close", **{"coin-100000": "1", "coin-50000": "1"}, loose="")
    report = sam.get(closed.leads_to).text
    assert "-500,00 kr against what was expected" in report
    assert sam.get(closed.leads_to + "/pdf").response.content.startswith(b"%PDF")


def test_a_ticket_of_another_site_does_not_exist_here(floor: Floor) -> None:
    elsewhere = Ticket.objects.create(
        ref=1, site=floor.shop.tyres, customer=floor.shop.bo, currency="SEK", price_basis="incl", made_at=AT
    )
    assert Desk("kim").get(f"/tickets/{elsewhere.pk}").status == 404
    assert Desk("mo").get(f"/tickets/{elsewhere.pk}").status == 200


def test_screens_stand_in_both_languages_and_every_list_opens(floor: Floor) -> None:
    with clock.fixed(AT):
        for language in ("sv", "en"):
            mo = Desk("mo", language=language)
            for path in (
                "/", "/tickets", "/tickets?view=work", "/tickets?q=ABC123", "/tickets?sort=promise", "/vehicles",
                "/vehicles?q=abc", "/customers", "/customers?q=bo", "/customers/new", "/parts", "/parts?view=low",
                "/parts?q=belägg", "/parts/new", "/drawers", "/tray", "/tray?done=1", "/counter", "/find?q=abc",
                f"/parts/{floor.pads.pk}", f"/vehicles/{floor.car.pk}", f"/customers/{floor.shop.bo.pk}",
                f"/customers/{floor.shop.bo.pk}/edit", f"/tickets/{floor.ticket.pk}/sheets/history",
                f"/tickets/{floor.ticket.pk}/sheets/ask", f"/tickets/{floor.ticket.pk}/sheets/record",
                f"/tickets/{floor.ticket.pk}/sheets/post", f"/tickets/{floor.ticket.pk}/sheets/free",
                f"/tickets/{floor.ticket.pk}/sheets/customer", f"/tickets/{floor.ticket.pk}/sheets/vehicle",
                f"/tickets/{floor.ticket.pk}/sheets/discount", f"/tickets/{floor.ticket.pk}/sheets/void",
                f"/tickets/{floor.ticket.pk}/jobs/{floor.brakes.pk}/sheets/job",
                f"/pay/tickets/{floor.ticket.pk}/deposit",
            ):  # fmt: skip
                assert mo.get(path).status == 200, path


def test_a_technician_sees_their_jobs_and_clocks_on_and_off(floor: Floor) -> None:
    floor.answer(floor.ask(), floor.brakes)
    kim = Desk("kim")
    where = f"/tickets/{floor.ticket.pk}"
    kim.post(f"{where}/lines/{floor.line(floor.brakes, 'labour').pk}/technicians", staff=str(floor.tess.pk))
    tess = Desk("tess")
    assert "My jobs" in tess.get("/").text
    on = tess.post(f"{where}/jobs/{floor.brakes.pk}/do/clock_on")
    assert "Clock off" in on.text
    assert "Clock off" in tess.get("/").text
    assert "Clock off" not in kim.get(where).text
    assert "Tess Ek" in kim.get(where).text
    assert "Clock on" in tess.post(f"{where}/jobs/{floor.brakes.pk}/do/clock_off").text


def test_a_wrong_invoice_is_credited_and_its_ticket_open_again(floor: Floor) -> None:
    floor.answer(floor.ask(), floor.brakes)
    kim, mo = Desk("kim"), Desk("mo")
    where = f"/tickets/{floor.ticket.pk}"
    kim.post(f"{where}/lines/{floor.line(floor.brakes, 'labour').pk}/technicians", staff=str(floor.tess.pk))
    for what in ("begin", "complete"):
        kim.post(f"{where}/jobs/{floor.brakes.pk}/do/{what}")
    kim.post(f"{where}/post", odometer_out_km="88 210")
    document = Document.objects.get(ticket=floor.ticket)
    refused = mo.form(f"/documents/{document.pk}/correct", reason=" ")
    assert (refused.status, Document.objects.count()) == (400, 1)
    corrected = mo.form(f"/documents/{document.pk}/correct", reason="Wrong hours")
    assert corrected.leads_to == where
    assert "Put the ticket right" in mo.get(where).text
    assert Ticket.objects.get(pk=floor.ticket.pk).state == "open"
    assert "Credit note" in mo.get(f"/documents/{document.pk}").text


def test_goods_are_taken_back_from_a_receipt(floor: Floor) -> None:
    sam = Desk("sam")
    sam.post("/counter/add", q="2*0986494104", at="counter")
    ticket = Ticket.objects.get(kind="counter")
    counted = sam.post(f"/pay/tickets/{ticket.pk}/lay", add="cash", amount="2 000")
    laid = counted.text.split('name="laid" value="')[1].split('"')[0]
    sam.post(f"/pay/tickets/{ticket.pk}/finish", laid=laid)
    receipt = Document.objects.get(ticket=ticket)
    line = receipt.lines.get()
    where = f"/documents/{receipt.pk}/take-back"
    too_many = sam.form(where, reason="Did not fit", to="cash", **{f"line-{line.pk}": "3"})
    assert too_many.status == 409
    assert "only 2 are left to take back" in too_many.text
    assert all(kept in too_many.text for kept in ('value="3"', 'value="Did not fit"', 'value="cash" selected'))
    assert not Document.objects.filter(credits=receipt).exists()
    back = sam.form(where, reason="Did not fit", **{f"line-{line.pk}": "1"})
    credit = Document.objects.get(credits=receipt)
    assert back.leads_to == f"/documents/{credit.pk}"
    assert credit.gross_minor == -100_000
    assert "Corrected by" in sam.get(f"/documents/{receipt.pk}").text
    assert "1 pcs left" in sam.get(where).text


def test_a_deposit_is_taken_and_deducted(floor: Floor) -> None:
    floor.answer(floor.ask(), floor.brakes)
    kim = Desk("kim")
    taken = kim.form(f"/pay/tickets/{floor.ticket.pk}/deposit", amount="500", tender="cash", handed="1 000")
    document = Document.objects.get(kind="deposit")
    assert taken.leads_to == f"/pay/done/{document.pk}"
    assert "500,00 kr" in kim.get(taken.leads_to).text
    nothing = kim.form(f"/pay/tickets/{floor.ticket.pk}/deposit", amount="x", tender="cash")
    assert (nothing.status, Document.objects.count()) == (400, 1)


def test_a_vin_that_cannot_be_is_refused_at_its_field_and_a_doubtful_one_is_stored_with_a_word(floor: Floor) -> None:
    kim = Desk("kim")
    typed = {"plate": "XYZ 98A", "name": "Eva Ros", "concern": "Squeals", "odometer": "88 200"}
    answer = kim.form("/tickets/new", vin="WVWZZZ1KZAW0O0001", **typed)
    assert answer.status == 422
    assert 'id="id_vin_error"' in answer.text
    assert "did you mean WVWZZZ1KZAW000001?" in answer.text
    assert all(f'value="{value}"' in answer.text for value in ("Eva Ros", "WVWZZZ1KZAW0O0001", "88 200"))
    assert not Vehicle.objects.filter(plate="XYZ98A").exists()

    opened = kim.form("/tickets/new", vin="1HGCM82643A004352", **typed)
    assert Vehicle.objects.get(plate="XYZ98A").vin == "1HGCM82643A004352"
    page = kim.get(opened.leads_to).text
    assert "The VIN's check digit is wrong" in page.replace("&#x27;", "'")


def test_typing_begins_in_the_first_field_that_is_not_known(floor: Floor) -> None:
    kim = Desk("kim")

    def begins(**query: str) -> list[str]:
        page = kim.get("/tickets/new", **query).text
        return [piece.split('"')[0] for piece in page.split('name="') if "autofocus" in piece.split(">")[0]]

    assert begins(new="1", q="XYZ 98A") == ["vin"]
    assert begins(new="1", q="Eva Ros") == ["plate"]
    assert begins(vehicle=str(floor.ticket.vehicle_id)) == ["name"]
    assert begins(vehicle=str(floor.ticket.vehicle_id), customer=str(floor.ticket.customer_id)) == ["concern"]


def test_what_cannot_be_stored_is_said_and_the_ticket_stays(floor: Floor) -> None:
    kim, where = Desk("kim"), f"/tickets/{floor.ticket.pk}"
    line = floor.line(floor.brakes, "part")
    for fields, said in (
        ({"text": "x" * 300}, "at most 200 characters"), ({"text": "Pads\x00"}, "cannot be stored"),
        ({"quantity": "9" * 7}, "at most 1 000 000"),
    ):  # fmt: skip
        page = kim.post(f"{where}/lines/{line.pk}/change", version=line.version, **fields)
        assert (page.status, said in page.text) == (400, True), fields
    assert (Line.objects.get(pk=line.pk).version, Line.objects.get(pk=line.pk).text) == (line.version, line.text)


def test_a_form_sent_twice_takes_one_deposit_moves_cash_once_and_is_one_answer(floor: Floor) -> None:
    kim, sam, where = Desk("kim"), Desk("sam"), f"/tickets/{floor.ticket.pk}"
    key = str(new_id())
    said = {f"answer-{floor.brakes.pk}": "approve", "said_by": "Bo Öberg", "method": "in_person", "once": key}
    assert [kim.post(f"{where}/answer", **said).status for _press in range(2)] == [200, 200]
    assert Approval.objects.count() == 1
    paid = [
        sam.form(f"/pay/tickets/{floor.ticket.pk}/deposit", amount="500", tender="card", once=str(floor.ticket.pk))
        for _press in range(2)
    ]
    assert {page.leads_to for page in paid} == {f"/pay/done/{Document.objects.get().pk}"}
    moved = {"kind": "pay_in", "amount": "100", "note": "Växel", "once": str(floor.brakes.pk)}
    assert [sam.form(f"/drawers/{floor.shop.k1.pk}/cash", **moved).status for _press in range(2)] == [303, 303]
    assert CashMovement.objects.count() == 1

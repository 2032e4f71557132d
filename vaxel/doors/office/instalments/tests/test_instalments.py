"""Paying in parts at the pay screen, and the list of who is late."""

from datetime import timedelta

import pytest

from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments.models import InstalmentPlan
from vaxel.business.payments.tests.test_instalments import eva, offered, sold
from vaxel.business.tickets import tickets
from vaxel.business.tickets.models import Ticket
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_cart_is_paid_in_parts_and_the_rest_taken_later() -> None:
    here = offered(3)
    with clock.fixed(AT):
        kim = Desk("kim")
        kim.post("/counter/add", what=f"part:{here.pads.pk}")
        ticket = Ticket.objects.get()
        where = f"/pay/tickets/{ticket.pk}"
        assert "In parts" not in kim.get(where).text
        tickets.set_customer(ticket, customer=eva(), by=here.shop.sam, at=AT)
        assert "In parts" in kim.get(where).text
        page = kim.post(f"{where}/lay", choose="instalments").text
        assert 'value="3" checked' in page
        assert 'value="4"' not in page
        wrong = kim.post(f"{where}/in-parts", count="3", first_due="nej")
        assert (wrong.status, InstalmentPlan.objects.count()) == (400, 0)
        done = kim.post(f"{where}/in-parts", count="3", first_due=(AT.date() + timedelta(days=30)).isoformat())
        plan = InstalmentPlan.objects.get()
        assert f"/pay/done/{plan.document_id}" in done.leads_to
        page = kim.get(f"/instalments/{plan.pk}").text
        assert page.count("299,66 kr") == 2
        assert "299,68 kr" in page
        assert "being paid in parts already" in kim.post(f"{where}/lay", choose="instalments").text


def test_who_is_late_is_listed_and_a_manager_ends_it() -> None:
    here = offered()
    with clock.fixed(AT):
        sold(here, eva())
        assert "Eva Ek" not in Desk("mo").get("/instalments", view="late").text
    plan = InstalmentPlan.objects.get()
    with clock.fixed(AT + timedelta(days=31)):
        kim, mo = Desk("kim"), Desk("mo")
        assert "Eva Ek" in mo.get("/instalments", view="late").text
        assert kim.post(f"/instalments/{plan.pk}/end", reason="x").status == 403
        assert mo.post(f"/instalments/{plan.pk}/end", reason="").status == 400
        mo.post(f"/instalments/{plan.pk}/end", reason="Does not pay")
        assert "Eva Ek" not in mo.get("/instalments", view="late").text
        assert "Eva Ek" in mo.get("/instalments", view="all").text


def test_it_asks_as_much_for_three_plans_as_for_one() -> None:
    here = offered()
    with clock.fixed(AT):
        buyer = eva()
        sold(here, buyer)
        kim = Desk("kim")
        kim.get("/instalments")
        one = asked(kim, "/instalments")
        sold(here, buyer)
        sold(here, buyer)
        assert asked(kim, "/instalments") == one

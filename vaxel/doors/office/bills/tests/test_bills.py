"""Suppliers' bills at the screen: entered once, decided before they are posted."""

from collections.abc import Iterator

import pytest

from vaxel.business.purchasing.models import Claim, SupplierBill
from vaxel.business.service.tests.cast import Floor
from vaxel.doors.office.purchases.tests.cast import brembo, buying, came, key, ordered
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Iterator[Floor]:
    yield from buying()


def test_a_bill_that_differs_is_decided_before_it_is_posted(floor: Floor) -> None:
    """K-68, K-70: 700.00 came, 900.00 is billed."""
    order, mo = ordered(), Desk("mo")
    [row] = order.lines.all()
    mo.post(f"/receiving/from/{brembo().pk}", **{f"came-{row.pk}": "2"})
    assert "700,00" in mo.get("/bills/new", supplier=brembo().pk).text
    goods = f"goods:{row.pk}"
    mo.post(
        "/bills/new", supplier=brembo().pk, number="L-1", pick=goods, tax="225", gross="1125",
        **{f"net-{goods}": "900", f"quantity-{goods}": "2"},
    )  # fmt: skip
    bill = SupplierBill.objects.get()
    assert "The price differs" in mo.get(f"/bills/{bill.pk}").text
    assert "L-1" in mo.get("/bills", view="differs").text
    refused = mo.post(f"/bills/{bill.pk}/do/post").status
    assert (refused, SupplierBill.objects.get().state) == (422, "entered")
    mo.post(f"/bills/lines/{bill.lines.get().pk}/decide", decision="claimed")
    mo.post(f"/bills/{bill.pk}/do/post")
    claim = Claim.objects.get()
    assert (SupplierBill.objects.get().state, claim.parts_minor) == ("posted", 20_000)
    assert "L-1" in mo.get(f"/claims/{claim.pk}").text


def test_a_bill_entered_by_a_form_sent_twice_is_one_bill(floor: Floor) -> None:
    mo, receipt = Desk("mo"), came()
    goods = f"goods:{receipt.lines.get().line_id}"
    assert 'name="once"' in mo.get("/bills/new", supplier=brembo().pk).text
    form = {"supplier": brembo().pk, "number": "L-1", "pick": goods, "tax": "175", "gross": "875",
            f"net-{goods}": "700", f"quantity-{goods}": "2", **key()}  # fmt: skip
    entered = [mo.post("/bills/new", **form).leads_to for _time in range(2)]
    assert entered == [f"/bills/{SupplierBill.objects.get().pk}"] * 2

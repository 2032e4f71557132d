"""Returns to suppliers at the screen, until they are credited."""

from collections.abc import Iterator

import pytest

from vaxel.business.purchasing.models import GoodsReceipt, SupplierBill, SupplierReturn
from vaxel.business.service.tests.cast import Floor
from vaxel.doors.office.purchases.tests.cast import brembo, buying, ordered
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Iterator[Floor]:
    yield from buying()


def test_goods_go_back_and_are_credited(floor: Floor) -> None:
    order, mo = ordered(), Desk("mo")
    [row] = order.lines.all()
    mo.post(f"/receiving/from/{brembo().pk}", **{f"came-{row.pk}": "2"})
    receipt = GoodsReceipt.objects.get()
    mo.post(f"/receiving/{receipt.pk}/return", reason="wrong", **{f"quantity-{receipt.lines.get().pk}": "1"})
    back = SupplierReturn.objects.get()
    mo.post(f"/supplier-returns/{back.pk}/do/ship", return_number="R-9")
    assert "Enter their credit note" in mo.get(f"/supplier-returns/{back.pk}").text
    line = f"return:{back.lines.get().pk}"
    mo.post(
        "/bills/new", supplier=brembo().pk, kind="credit", number="K-1", pick=line, tax="87.50", gross="437.50",
        **{f"net-{line}": "350", f"quantity-{line}": "1"},
    )  # fmt: skip
    mo.post(f"/bills/{SupplierBill.objects.get().pk}/do/post")
    assert SupplierReturn.objects.get().state == "credited"

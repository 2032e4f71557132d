"""Orders, receipts, bills and returns agree with each other and with the books."""

from collections.abc import Iterator

from django.db.models import F, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from vaxel.business.accounting.models import Posting
from vaxel.business.purchasing import payables, rules
from vaxel.business.purchasing.models import (
    BillLine,
    BillMatch,
    BillPayment,
    Claim,
    Core,
    GoodsReceipt,
    PurchaseLine,
    PurchaseOrder,
    ReceiptLine,
    ReturnLine,
    SupplierBill,
    SupplierReturn,
)
from vaxel.business.purchasing.states import OPEN_ORDER
from vaxel.kernel.checks import check, numbered


def _booked(role: str) -> dict[object, int]:
    """Site → what the role's account says."""
    return dict(Posting.objects.filter(role=role).values_list("entry__site_id").annotate(Sum("amount_minor")))


def _differ(role: str, expected: dict[object, int], what: str) -> Iterator[str]:
    booked = _booked(role)
    for site_id in sorted(booked.keys() | expected.keys(), key=str):
        if booked.get(site_id, 0) != expected.get(site_id, 0):
            yield (
                f"site {site_id}: {what} come to {expected.get(site_id, 0)} minor units, "
                f"the account {role} says {booked.get(site_id, 0)}"
            )


def _added(*sums: dict[object, int]) -> dict[object, int]:
    total: dict[object, int] = {}
    for one in sums:
        for key, value in one.items():
            total[key] = total.get(key, 0) + (value or 0)
    return total


@check("purchasing.goods_received")
def goods_received() -> Iterator[str]:
    """What came and is not billed is what the account of goods received says, at each site (K-49)."""
    lines = ReceiptLine.objects.filter(reverses=None).values_list("receipt__site")
    goods = lines.annotate(
        left=Sum(F("billed_minor") + F("back_minor") + F("core_billed_minor") + F("core_back_minor")
                 - F("goods_minor") - F("core_minor"))
    )  # fmt: skip
    receipts = GoodsReceipt.objects.filter(reverses=None).values_list("site")
    freight = receipts.annotate(left=Sum(F("freight_billed_minor") + F("freight_back_minor") - F("freight_minor")))
    yield from _differ("goods_received", _added(dict(goods), dict(freight)), "goods received and not billed")


@check("purchasing.credits_expected")
def credits_expected() -> Iterator[str]:
    """Credits that suppliers owe for returns and claims are what the books say (K-71)."""
    lines = ReturnLine.objects.filter(back__state__in=["shipped", "credited", "refused"]).exclude(back__reason="core")
    returned = lines.values_list("back__site").annotate(left=Sum(F("expected_minor") - F("credited_minor")))
    claimed = Claim.objects.values_list("site").annotate(left=Sum(F("accrued_minor") - F("settled_minor")))
    yield from _differ("supplier_receivable", _added(dict(returned), dict(claimed)), "credits expected")


@check("purchasing.cores")
def cores() -> Iterator[str]:
    """What suppliers charged for cores less what was credited and lost is what the books say (P-11)."""
    lines = ReceiptLine.objects.values_list("receipt__site").annotate(core=Sum("core_minor"))
    back = (
        ReturnLine.objects.filter(back__reason="core").values_list("back__site").annotate(core=-Sum("credited_minor"))
    )
    gone = Core.objects.filter(state__in=["waived", "expired", "scrapped", "lost"])
    lost = gone.values_list("site").annotate(core=-Sum("supplier_minor"))
    billed: dict[object, int] = {}
    for line in BillLine.objects.filter(kind="core", bill__state="posted").select_related("bill"):
        sign = 1 if line.bill.kind == "bill" else -1
        base = sign * rules.in_base(line.net_minor, line.bill.rate_ppm)
        billed[line.bill.site_id] = billed.get(line.bill.site_id, 0) + base
    taken = ReceiptLine.objects.values_list("receipt__site").annotate(core=-Sum("core_billed_minor"))
    yield from _differ(
        "core_receivable", _added(dict(lines), dict(back), dict(lost), billed, dict(taken)), "cores owed by suppliers"
    )


@check("purchasing.payables")
def owed_for_bills() -> Iterator[str]:
    """Posted bills less credit notes are what the books owe suppliers for them."""
    expected: dict[object, int] = {}
    site_id: object
    for site_id, kind, gross, rate in SupplierBill.objects.filter(state="posted").values_list(
        "site", "kind", "gross_minor", "rate_ppm"
    ):
        sign = -1 if kind == "bill" else 1
        expected[site_id] = expected.get(site_id, 0) + sign * rules.in_base(gross, rate)
    booked = Posting.objects.filter(role="payables", entry__source_kind="supplier_bill")
    said = dict(booked.values_list("entry__site_id").annotate(Sum("amount_minor")))
    for site_id in sorted(said.keys() | expected.keys(), key=str):
        if said.get(site_id, 0) != expected.get(site_id, 0):
            yield f"site {site_id}: bills come to {expected.get(site_id, 0)}, the books say {said.get(site_id, 0)}"


@check("purchasing.paid")
def paid() -> Iterator[str]:
    """What was paid on bills is what the books say, and no bill is paid beyond its sum."""
    booked = dict(Posting.objects.filter(role="payables", entry__source_kind="bill_payment").values_list(
        "entry__source_id", "amount_minor"))  # fmt: skip
    for one in BillPayment.objects.select_related("bill"):
        if booked.get(one.pk, 0) != (one.base_minor if one.bill.kind == "bill" else -one.base_minor):
            yield f"payment of bill {one.bill.number}: {one.base_minor}, the books say {booked.get(one.pk, 0)}"
    for bill in payables.with_open(SupplierBill.objects.all()).filter(left__lt=0):
        yield f"bill {bill.number} is paid by {-bill.left} too much"


@check("purchasing.lines")
def lines() -> Iterator[str]:
    """What a purchase line counts as received and billed is what its receipts and posted bills say."""
    came = ReceiptLine.objects.filter(line=OuterRef("pk")).order_by().values("line").annotate(s=Sum("quantity_milli"))
    billed = BillLine.objects.filter(
        purchase_line=OuterRef("pk"), bill__state="posted", bill__kind="bill", kind="goods"
    ).order_by().values("purchase_line").annotate(s=Sum("quantity_milli"))  # fmt: skip
    whole = IntegerField()
    wrong = PurchaseLine.objects.annotate(
        came=Coalesce(Subquery(came.values("s")), 0, output_field=whole),
        charged=Coalesce(Subquery(billed.values("s")), 0, output_field=whole),
    )  # fmt: skip
    wrong = wrong.exclude(received_milli=F("came")) | wrong.exclude(billed_milli=F("charged"))
    for line in wrong.select_related("part", "order"):
        yield (
            f"order {line.order.number}, {line.part.number}: received {line.received_milli} and billed "
            f"{line.billed_milli} thousandths, its receipts say {line.came}, its bills {line.charged}"
        )


@check("purchasing.receipts")
def receipts() -> Iterator[str]:
    """No more of a receipt is billed or taken back than came; its matches say what is billed."""
    over = ReceiptLine.objects.filter(reverses=None, quantity_milli__lt=F("billed_milli") + F("back_milli"))
    for line in over.select_related("part"):
        gone = f"{line.billed_milli} are billed, {line.back_milli} taken back"
        yield f"{line.part.number}: of {line.quantity_milli} {gone}"
    matched = dict(
        BillMatch.objects.exclude(receipt_line=None).values_list("receipt_line").annotate(Sum("accrued_minor"))
    )
    for pk, billed in ReceiptLine.objects.filter(pk__in=matched).values_list("pk", "billed_minor"):
        if billed < matched[pk]:
            yield f"receipt line {pk}: {billed} minor units billed, its bills took up {matched[pk]}"


@check("purchasing.order_states")
def order_states() -> Iterator[str]:
    """A sent order's state is what its lines say."""
    for order in PurchaseOrder.objects.filter(state__in=(*OPEN_ORDER, "received")).prefetch_related("lines"):
        rows = [(line.quantity_milli, line.cancelled_milli, line.received_milli) for line in order.lines.all()]
        said = rules.order_state(rows, "confirmed" if order.confirmed_at else "sent")
        if said != order.state:
            yield f"order {order.number} is {order.state}, its lines say {said}"


@check("purchasing.links")
def links() -> Iterator[str]:
    """No more of a line is bought for tickets than is on the line."""
    wrong = PurchaseLine.objects.annotate(linked=Sum("links__quantity_milli")).filter(linked__gt=F("quantity_milli"))
    for line in wrong.select_related("part"):
        yield f"{line.part.number}: {line.quantity_milli} ordered, {line.linked} of it for tickets"


@check("purchasing.numbers")
def numbers() -> Iterator[str]:
    """Orders, receipts, returns and cores are numbered 1, 2, 3 … without a gap."""
    yield from numbered("purchase_orders", PurchaseOrder.objects.exclude(number=None))
    yield from numbered("goods_receipts", GoodsReceipt.objects.all())
    yield from numbered("supplier_returns", SupplierReturn.objects.all())
    yield from numbered("cores", Core.objects.all(), "tag")

"""What suppliers charge and credit (leverantörsfaktura, kreditfaktura)."""

from django.db import models
from django.db.models import Q

from vaxel.business.locations.models import Site
from vaxel.business.purchasing.models.back import Claim, ReturnLine
from vaxel.business.purchasing.models.offers import Supplier
from vaxel.business.purchasing.models.orders import PurchaseLine
from vaxel.business.purchasing.models.receipts import GoodsReceipt, ReceiptLine
from vaxel.business.purchasing.states import BILL
from vaxel.kernel.things import Thing


class SupplierBill(Thing):
    """A bill, or a credit note when `kind` says so; amounts positive, in the bill's currency."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="bills")
    site = models.ForeignKey(Site, models.PROTECT, related_name="supplier_bills")
    kind = models.CharField(max_length=6, default="bill")
    number = models.CharField(max_length=40, help_text="theirs, once a supplier (K-69)")
    bill_date = models.DateField()
    due_date = models.DateField()
    currency = models.CharField(max_length=3)
    rate_ppm = models.BigIntegerField(default=1_000_000)
    tax_kind = models.CharField(max_length=10)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    rounding_minor = models.BigIntegerField(default=0)
    gross_minor = models.BigIntegerField(help_text="the total as typed; equals net, VAT and rounding")
    state = models.CharField(max_length=10, choices=BILL.choices, default="entered")
    made_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "number"], condition=~Q(state="withdrawn"), name="bill_number_once_a_supplier"
            ),
            models.CheckConstraint(condition=Q(kind__in=["bill", "credit"]), name="bill_kind"),
            models.CheckConstraint(
                condition=Q(gross_minor=models.F("net_minor") + models.F("tax_minor") + models.F("rounding_minor")),
                name="bill_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["site", "state"], name="bill_list")]


class BillLine(Thing):
    """A line of a bill and how it agrees with what was ordered and received (K-68)."""

    bill = models.ForeignKey(SupplierBill, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8, help_text="goods, freight, core, other; on a credit also return, claim")
    purchase_line = models.ForeignKey(PurchaseLine, models.PROTECT, null=True, related_name="bill_lines")
    return_line = models.ForeignKey(ReturnLine, models.PROTECT, null=True, related_name="bill_lines")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="bill_lines")
    source_id = models.UUIDField(null=True, help_text="other: the ticket's sublet line it is for (S-71)")
    text = models.CharField(max_length=120, default="")
    quantity_milli = models.BigIntegerField(default=1000)
    unit_price_cm = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    agrees = models.CharField(max_length=12, default="match", help_text="match, price, quantity, not_ordered")
    difference_minor = models.BigIntegerField(default=0, help_text="billed less what was to be billed")
    decision = models.CharField(max_length=8, default="", help_text="accepted or claimed")
    decided_by = models.CharField(max_length=200, default="")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["goods", "freight", "core", "other", "return", "claim"]), name="bill_line_kind"
            ),
            models.CheckConstraint(
                condition=Q(agrees__in=["match", "price", "quantity", "not_ordered"]), name="bill_line_agrees"
            ),
            models.CheckConstraint(condition=Q(decision__in=["", "accepted", "claimed"]), name="bill_line_decision"),
        ]


class BillMatch(models.Model):
    """What a posted bill's line took up of a receipt, in the site's currency. Only grows."""

    bill_line = models.ForeignKey(BillLine, models.PROTECT, related_name="matches", db_constraint=False)
    receipt_line = models.ForeignKey(
        ReceiptLine, models.PROTECT, null=True, related_name="matches", db_constraint=False
    )
    receipt = models.ForeignKey(GoodsReceipt, models.PROTECT, null=True, related_name="matches", db_constraint=False)
    quantity_milli = models.BigIntegerField(default=0)
    accrued_minor = models.BigIntegerField()


class BillPayment(Thing):
    """So much of a posted bill was paid from the bank, in the bill's currency; negative takes it back. Only grows."""

    bill = models.ForeignKey(SupplierBill, models.PROTECT, related_name="payments", db_constraint=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_constraint=False)
    amount_minor = models.BigIntegerField()
    base_minor = models.BigIntegerField(help_text="what the bank account lost, in our currency")
    day = models.DateField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

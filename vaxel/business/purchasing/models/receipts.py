"""What came, when, with which delivery note, and what it cost (inleverans). Only grows, but for what is billed."""

from django.db import models
from django.db.models import Q

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.purchasing.models.offers import Supplier
from vaxel.business.purchasing.models.orders import PurchaseLine
from vaxel.kernel.things import Thing


class GoodsReceipt(Thing):
    """One delivery of a supplier to a site. Amounts of its lines are in the site's currency."""

    number = models.PositiveBigIntegerField(unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="goods_receipts")
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="goods_receipts")
    delivery_note = models.CharField(max_length=60, default="")
    rate_ppm = models.BigIntegerField()
    freight_minor = models.BigIntegerField(default=0, help_text="spread over the lines, in the site's currency")
    freight_back_minor = models.BigIntegerField(default=0, help_text="how much of it reversing receipts took back")
    freight_billed_minor = models.BigIntegerField(default=0, help_text="how much of it a bill has taken up")
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="reversed_by")
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["supplier", "delivery_note"], name="receipt_delivery_note"),
            models.Index(fields=["site", "received_at"], name="receipt_list"),
        ]


class ReceiptLine(Thing):
    """So much of a part came for a purchase line; negative when a receipt is put right (K-66).

    What we owe for it until the bill is here: `goods_minor` + `core_minor` (and the receipt's freight).
    """

    receipt = models.ForeignKey(GoodsReceipt, models.PROTECT, related_name="lines")
    line = models.ForeignKey(PurchaseLine, models.PROTECT, related_name="receipts")
    part = models.ForeignKey(Part, models.PROTECT, related_name="receipt_lines", help_text="another: a substitute")
    quantity_milli = models.BigIntegerField()
    unit_price_cm = models.BigIntegerField(help_text="in the supplier's currency")
    goods_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField(default=0)
    core_minor = models.BigIntegerField(default=0)
    over_milli = models.BigIntegerField(default=0, help_text="more than was ordered, accepted all the same")
    condition = models.CharField(max_length=8, default="good", help_text="good, damaged, wrong")
    lot = models.CharField(max_length=40, default="")
    location_id = models.UUIDField(null=True, help_text="where it lies; None: used up at once")
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="reversed_by")
    back_milli = models.BigIntegerField(default=0, help_text="how much of it was taken back by reversing lines")
    back_minor = models.BigIntegerField(default=0, help_text="of goods_minor, taken back")
    core_back_minor = models.BigIntegerField(default=0)
    billed_milli = models.BigIntegerField(default=0)
    billed_minor = models.BigIntegerField(default=0, help_text="of goods_minor, taken up by bills")
    core_billed_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(condition__in=["good", "damaged", "wrong"]), name="receipt_line_condition"
            ),
            models.CheckConstraint(
                condition=Q(quantity_milli__lt=0, reverses__isnull=False)
                | Q(quantity_milli__gt=0, reverses__isnull=True),
                name="receipt_line_sign",
            ),
        ]
        indexes = [models.Index(fields=["part"], name="receipt_line_part")]

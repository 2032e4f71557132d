"""Purchase orders with their lines, what the lines are for, how they are sent, and what could not be sold."""

from django.db import models
from django.db.models import F, Q

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.parties.models import Party
from vaxel.business.purchasing.models.offers import Supplier
from vaxel.business.purchasing.states import DISPATCH, ORDER
from vaxel.kernel.things import Thing


class PurchaseOrder(Thing):
    """What we ask of one supplier for one site (inköpsorder), in the supplier's currency."""

    number = models.PositiveBigIntegerField(null=True, unique=True, help_text="given when it is sent (K-61)")
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="orders")
    site = models.ForeignKey(Site, models.PROTECT, related_name="purchase_orders")
    state = models.CharField(max_length=14, choices=ORDER.choices, default="draft")
    origin = models.CharField(max_length=10, default="typed", help_text="typed, tickets, reorder, receipt")
    currency = models.CharField(max_length=3)
    rate_ppm = models.BigIntegerField(default=1_000_000)
    supplier_ref = models.CharField(max_length=60, default="", help_text="their number of it")
    message = models.CharField(max_length=300, default="", blank=True, help_text="printed on the order")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(number__isnull=False), name="order_sent_has_number"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "state"], name="purchase_order_list"),
            models.Index(fields=["supplier", "state"], name="purchase_order_supplier"),
        ]


class PurchaseLine(Thing):
    """So much of a part, wanted, come, called off and billed; thousandths, prices per unit without VAT."""

    order = models.ForeignKey(PurchaseOrder, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    part = models.ForeignKey(Part, models.PROTECT, related_name="purchase_lines")
    number = models.CharField(max_length=60, default="", help_text="the supplier's number, as it was at sending")
    quantity_milli = models.BigIntegerField()
    unit_price_cm = models.BigIntegerField()
    core_cm = models.BigIntegerField(default=0)
    expected_on = models.DateField(null=True)
    back_ordered = models.BooleanField(default=False)
    why = models.CharField(max_length=120, default="", help_text="position 2 < min 4 (K-95)")
    received_milli = models.BigIntegerField(default=0)
    cancelled_milli = models.BigIntegerField(default=0)
    billed_milli = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity_milli__gt=0, unit_price_cm__gte=0, core_cm__gte=0), name="purchase_line_amounts"
            ),
            models.CheckConstraint(
                condition=Q(received_milli__gte=0, cancelled_milli__gte=0, billed_milli__gte=0)
                & Q(cancelled_milli__lte=F("quantity_milli")),
                name="purchase_line_progress",
            ),
        ]
        indexes = [models.Index(fields=["part"], name="purchase_line_part")]

    @property
    def open_milli(self) -> int:
        """What is still to come."""
        return max(0, self.quantity_milli - self.cancelled_milli - self.received_milli)


class PurchaseLink(models.Model):
    """So much of a purchase line is bought for someone: a ticket's line, by kind and id (K-60). The rest is stock."""

    line = models.ForeignKey(PurchaseLine, models.CASCADE, related_name="links")
    source_kind = models.CharField(max_length=40)
    source_id = models.UUIDField()
    quantity_milli = models.BigIntegerField()
    label = models.CharField(max_length=40, default="", help_text="how people call it: the ticket's number")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "source_id"], name="link_once_a_line"),
            models.CheckConstraint(condition=Q(quantity_milli__gt=0), name="link_quantity"),
        ]
        indexes = [models.Index(fields=["source_id"], name="purchase_link_source")]


class Amendment(models.Model):
    """What was changed on an order after it was sent: before, after, who (K-61). Only grows."""

    order = models.ForeignKey(PurchaseOrder, models.PROTECT, related_name="amendments", db_constraint=False)
    line_id = models.UUIDField(null=True)
    field = models.CharField(max_length=30)
    before = models.CharField(max_length=80)
    after = models.CharField(max_length=80)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()


class Dispatch(Thing):
    """One sending of an order, written before anyone is asked; its id is the key that keeps it single (F-45)."""

    order = models.ForeignKey(PurchaseOrder, models.PROTECT, related_name="dispatches")
    method = models.CharField(max_length=6)
    state = models.CharField(max_length=10, choices=DISPATCH.choices, default="waiting")
    to = models.CharField(max_length=200, default="")
    reference = models.CharField(max_length=60, default="")
    error = models.CharField(max_length=300, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["made_at"], condition=Q(state__in=["waiting", "sending", "unknown"]),
                         name="dispatch_undecided"),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(state__in=["waiting", "sending", "unknown", "sent"]),
                name="one_live_dispatch_an_order",
            ),
        ]  # fmt: skip


class LostSale(Thing):
    """Someone asked and did not buy (missad försäljning) (K-96). Only grows."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="lost_sales", db_constraint=False)
    part = models.ForeignKey(Part, models.PROTECT, null=True, related_name="lost_sales", db_constraint=False)
    text = models.CharField(max_length=120, default="")
    quantity_milli = models.BigIntegerField()
    value_minor = models.BigIntegerField(default=0, help_text="what it would have brought, without VAT")
    reason = models.CharField(max_length=10)
    customer = models.ForeignKey(Party, models.PROTECT, null=True, related_name="lost_sales", db_constraint=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=["no_stock", "too_late", "price", "brand", "asking"]), name="lost_sale_reason"
            ),
        ]
        indexes = [models.Index(fields=["part", "at"], name="lost_sale_part")]

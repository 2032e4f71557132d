"""What goes back to suppliers or is asked of them: returns, cores, claims."""

from django.db import models
from django.db.models import Q

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.parties.models import Party
from vaxel.business.purchasing.models.offers import Supplier
from vaxel.business.purchasing.models.receipts import ReceiptLine
from vaxel.business.purchasing.states import CLAIM, CORE, RETURN
from vaxel.kernel.things import Thing

REASONS = ["wrong", "defective", "not_used", "too_many", "core", "warranty"]


class SupplierReturn(Thing):
    """Goods or cores on their way back to a supplier (leverantörsretur) (K-71). Amounts in the site's currency."""

    number = models.PositiveBigIntegerField(unique=True)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="returns")
    site = models.ForeignKey(Site, models.PROTECT, related_name="supplier_returns")
    reason = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=RETURN.choices, default="draft")
    return_number = models.CharField(max_length=60, default="", help_text="their permission")
    text = models.CharField(max_length=200, default="", blank=True)
    made_at = models.DateTimeField()
    shipped_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(reason__in=REASONS), name="return_reason")]
        indexes = [models.Index(fields=["site", "state"], name="supplier_return_list")]


class ReturnLine(Thing):
    """So much of a part goes back, with the credit that is expected for it and what has come."""

    back = models.ForeignKey(SupplierReturn, models.CASCADE, related_name="lines")
    part = models.ForeignKey(Part, models.PROTECT, related_name="return_lines")
    receipt_line = models.ForeignKey(ReceiptLine, models.PROTECT, null=True, related_name="return_lines")
    location_id = models.UUIDField(null=True, help_text="where it is taken from; None for cores")
    quantity_milli = models.BigIntegerField()
    expected_minor = models.BigIntegerField(help_text="the credit we expect")
    cost_minor = models.BigIntegerField(default=0, help_text="what it was worth when it left")
    credited_milli = models.BigIntegerField(default=0)
    credited_minor = models.BigIntegerField(default=0, help_text="of expected_minor, settled by credits or given up")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity_milli__gt=0, expected_minor__gte=0), name="return_line_amounts"
            ),
            models.CheckConstraint(
                condition=Q(credited_milli__gte=0, credited_milli__lte=models.F("quantity_milli")),
                name="return_line_credited",
            ),
        ]


class Core(Thing):
    """One old unit with a tag (stomme): owed to us, in the bank, sent back, credited (K-56). Amounts without VAT."""

    tag = models.PositiveBigIntegerField(unique=True)
    part = models.ForeignKey(Part, models.PROTECT, related_name="cores")
    site = models.ForeignKey(Site, models.PROTECT, related_name="cores")
    supplier = models.ForeignKey(Supplier, models.PROTECT, null=True, related_name="cores")
    state = models.CharField(max_length=18, choices=CORE.choices)
    customer = models.ForeignKey(Party, models.PROTECT, null=True, related_name="cores")
    source_kind = models.CharField(max_length=40)
    source_id = models.UUIDField(help_text="the document's line it was charged with, or the job's line it came out of")
    customer_minor = models.BigIntegerField(default=0, help_text="what the customer was charged")
    supplier_minor = models.BigIntegerField(default=0, help_text="what we are charged and expect back")
    due_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, default="")
    return_line = models.ForeignKey(ReturnLine, models.PROTECT, null=True, related_name="cores")
    made_at = models.DateTimeField()
    in_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "state"], name="core_list"),
            models.Index(fields=["source_id"], name="core_source"),
        ]


class Claim(Thing):
    """What we ask of a supplier besides goods: a warranty, or the difference on a bill (K-70, S-151)."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="claims")
    site = models.ForeignKey(Site, models.PROTECT, related_name="supplier_claims")
    kind = models.CharField(max_length=10, help_text="warranty, price, quantity")
    state = models.CharField(max_length=14, choices=CLAIM.choices, default="draft")
    part = models.ForeignKey(Part, models.PROTECT, null=True, related_name="claims")
    source_kind = models.CharField(max_length=40, default="")
    source_id = models.UUIDField(null=True)
    text = models.CharField(max_length=300)
    their_number = models.CharField(max_length=60, default="")
    parts_minor = models.BigIntegerField(default=0, help_text="claimed for parts")
    labour_minor = models.BigIntegerField(default=0, help_text="claimed for labour")
    granted_minor = models.BigIntegerField(null=True)
    accrued_minor = models.BigIntegerField(default=0, help_text="stands in the books as expected credit")
    settled_minor = models.BigIntegerField(default=0, help_text="of accrued_minor, credited or given up")
    credited_minor = models.BigIntegerField(default=0, help_text="what their credit notes say")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["warranty", "price", "quantity"]), name="claim_kind"),
            models.CheckConstraint(
                condition=Q(parts_minor__gte=0, labour_minor__gte=0, accrued_minor__gte=0), name="claim_amounts"
            ),
        ]
        indexes = [models.Index(fields=["site", "state"], name="claim_list")]

"""Suppliers with their terms, and what they ask for a part."""

from django.db import models
from django.db.models import Q

from vaxel.business.catalog.models import Part
from vaxel.business.parties.models import Party
from vaxel.kernel.things import Thing

SEND_BY = [("hand", "hand"), ("mail", "mail"), ("link", "link")]
TAX_KINDS = [("domestic", "domestic"), ("eu", "eu"), ("none", "none")]


class Supplier(Thing):
    """A party in the role of one we buy from, with its terms (leverantör). Amounts are in its own currency."""

    party = models.OneToOneField(Party, models.PROTECT, related_name="supplier")
    customer_number = models.CharField(max_length=40, default="", help_text="what they call us")
    currency = models.CharField(max_length=3, default="SEK")
    rate_ppm = models.BigIntegerField(default=1_000_000, help_text="our currency for a million of theirs (M-67)")
    tax_kind = models.CharField(max_length=10, choices=TAX_KINDS, default="domestic")
    send_by = models.CharField(max_length=6, choices=SEND_BY, default="hand")
    order_email = models.EmailField(default="", blank=True)
    link = models.CharField(max_length=40, default="", help_text="its connection; address and secrets lie outside")
    lead_days = models.PositiveSmallIntegerField(default=1, help_text="working days from order to delivery")
    cutoff = models.CharField(max_length=5, default="", help_text="HH:MM on the site's clock: later is the next day")
    minimum_minor = models.BigIntegerField(default=0, help_text="smallest order they take")
    freight_minor = models.BigIntegerField(default=0, help_text="what a delivery costs")
    freight_free_minor = models.BigIntegerField(null=True, help_text="from this order sum on it costs nothing")
    terms_days = models.PositiveSmallIntegerField(default=30)
    return_days = models.PositiveSmallIntegerField(null=True)
    core_days = models.PositiveSmallIntegerField(null=True, help_text="days within which a core is credited (K-55)")
    auto_send = models.BooleanField(default=False, help_text="drafts of the schedule are sent without a person")
    retired_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rate_ppm__gt=0), name="supplier_rate"),
            models.CheckConstraint(condition=Q(send_by__in=["hand", "mail", "link"]), name="supplier_send_by"),
            models.CheckConstraint(condition=Q(tax_kind__in=["domestic", "eu", "none"]), name="supplier_tax_kind"),
            models.CheckConstraint(
                condition=Q(minimum_minor__gte=0, freight_minor__gte=0), name="supplier_amounts_not_negative"
            ),
        ]


class Offer(Thing):
    """A supplier's number, price and terms for a part (K-9); price per stock unit, without VAT."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="offers")
    part = models.ForeignKey(Part, models.PROTECT, related_name="offers")
    number = models.CharField(max_length=60, help_text="as the supplier writes it")
    norm = models.CharField(max_length=60, help_text="A-Z and 0-9 only")
    unit_price_cm = models.BigIntegerField(help_text="hundredths of a minor unit of the supplier's currency")
    core_cm = models.BigIntegerField(default=0, help_text="what they charge for the old unit until it is back (K-52)")
    pack_milli = models.BigIntegerField(default=1000, help_text="sold in whole packs of so much")
    minimum_milli = models.BigIntegerField(default=0, help_text="smallest quantity they take")
    lead_days = models.PositiveSmallIntegerField(null=True, help_text="None: the supplier's own")
    preferred = models.BooleanField(default=False)
    priced_at = models.DateTimeField(help_text="when the price was last heard of")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "part"], name="offer_once_a_part"),
            models.UniqueConstraint(fields=["supplier", "norm"], name="offer_number_once_a_supplier"),
            models.UniqueConstraint(fields=["part"], condition=Q(preferred=True), name="one_preferred_offer_a_part"),
            models.CheckConstraint(
                condition=Q(unit_price_cm__gte=0, core_cm__gte=0, pack_milli__gt=0, minimum_milli__gte=0),
                name="offer_amounts",
            ),
        ]


class PriceBreak(models.Model):
    """From so much on, each unit costs this (staffling)."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="breaks")
    from_milli = models.BigIntegerField()
    unit_price_cm = models.BigIntegerField()

    class Meta:
        ordering = ["from_milli"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "from_milli"], name="break_once"),
            models.CheckConstraint(condition=Q(from_milli__gt=0, unit_price_cm__gte=0), name="break_amounts"),
        ]


class CatalogAnswer(models.Model):
    """What a supplier's system said last of a part: kept so that a price on an order is the one that was shown."""

    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="answers")
    part = models.ForeignKey(Part, models.CASCADE, related_name="supplier_answers")
    available_milli = models.BigIntegerField(null=True, help_text="None: it did not say")
    unit_price_cm = models.BigIntegerField(null=True)
    expected_on = models.DateField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["supplier", "part"], name="answer_once")]

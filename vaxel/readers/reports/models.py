"""Sums of days that are over, kept so that a year is read as fast as a week.

What was sold stands in the documents alone: these rows may be thrown away and made anew at any time, and a day counts
only while its `KeptDay` says so.
"""

from django.db import models


class KeptDay(models.Model):
    """The site's day has its sums (`ready`), or is about to. The database itself takes the row away when a document is
    posted on the day after all."""

    site_id = models.UUIDField()
    day = models.DateField()
    ready = models.BooleanField(default=False)
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site_id", "day"], name="day_kept_once")]


class LineSum(models.Model):
    """What the lines of a site's day sum to, per kind of ticket and line, part group and person."""

    site_id = models.UUIDField()
    day = models.DateField()
    ticket_kind = models.CharField(max_length=10)
    kind = models.CharField(max_length=12)
    category_id = models.UUIDField(null=True)
    staff_id = models.UUIDField(null=True)
    lines = models.IntegerField()
    quantity_milli = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(help_text="line discounts and shares, in the documents' basis")
    cost_minor = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["day", "site_id"], name="line_sum_day")]


class DocumentSum(models.Model):
    """What the documents of a site's day sum to, per kind of document and ticket."""

    site_id = models.UUIDField()
    day = models.DateField()
    ticket_kind = models.CharField(max_length=10)
    kind = models.CharField(max_length=16)
    documents = models.IntegerField()
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    gross_minor = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["day", "site_id"], name="document_sum_day")]

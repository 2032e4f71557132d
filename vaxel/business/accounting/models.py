"""The ledger (double entry, only grows), the accounts roles lead to, periods, and dated tax rates."""

from django.db import models

from vaxel.kernel.ids import new_id


class Account(models.Model):
    """One account of the company's chart."""

    number = models.CharField(primary_key=True, max_length=20)
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, default="")
    kind = models.CharField(max_length=10, default="", help_text="asset, liability, equity, income or cost")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["", "asset", "liability", "equity", "income", "cost"]), name="account_kind"
            )
        ]


class RoleAccount(models.Model):
    """Where postings of a role go (M-61). The newest version counts; old ones stay for what was posted."""

    role = models.CharField(max_length=60)
    account = models.ForeignKey(Account, models.PROTECT)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "version"], name="role_once_a_version")]


class Period(models.Model):
    """A span of business dates that may be locked (M-64)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first_day = models.DateField(unique=True)
    last_day = models.DateField()
    state = models.CharField(max_length=12, default="open")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "soft_locked", "locked"]), name="period_state"
            ),
            models.CheckConstraint(condition=models.Q(last_day__gte=models.F("first_day")), name="period_runs_forward"),
        ]


class PeriodChange(models.Model):
    """The period was locked or opened, by whom and why (M-64: a lock is an event). Only grows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="changes", db_constraint=False)
    state = models.CharField(max_length=12)
    reason = models.CharField(max_length=200, default="")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class LedgerEntry(models.Model):
    """A balanced set of postings with one source (verifikation). Only grows; corrected by a reversing entry (M-63)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site_id = models.UUIDField()
    series = models.CharField(max_length=60)
    number = models.BigIntegerField()
    business_date = models.DateField()
    posted_at = models.DateTimeField()
    text = models.CharField(max_length=200)
    source_kind = models.CharField(max_length=40)
    source_id = models.UUIDField()
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="reversed_by", db_constraint=False)
    currency = models.CharField(max_length=3)
    map_version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_kind", "source_id"], name="entry_once_a_source"),
            models.UniqueConstraint(fields=["series", "number"], name="entry_number_once"),
        ]
        indexes = [models.Index(fields=["business_date"], name="entry_business_date")]


class Posting(models.Model):
    """One signed row of an entry (konteringsrad): debit positive, credit negative, minor units. Only grows."""

    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="postings", db_constraint=False)
    n = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=60)
    account = models.CharField(max_length=20)
    amount_minor = models.BigIntegerField()
    base_minor = models.BigIntegerField()
    tax_code = models.CharField(max_length=20, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "n"], name="posting_once")]
        indexes = [models.Index(fields=["role"], name="posting_role")]


class TaxRate(models.Model):
    """A rate as data (M-8): what a code means in a jurisdiction between two days, and where that was read."""

    jurisdiction = models.CharField(max_length=20)
    code = models.CharField(max_length=20)
    category = models.CharField(max_length=3)
    ppm = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="the first day on which it no longer holds")
    source = models.CharField(max_length=200)
    checked_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "code", "valid_from"], name="rate_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="rate_runs_forward",
            ),
        ]

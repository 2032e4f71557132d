"""What is handed over to accounting systems, and how far each part of it has come."""

from django.db import models
from django.db.models import Q

from vaxel.business.exports.states import BATCH, UNIT
from vaxel.kernel.things import Thing


class Target(Thing):
    """An accounting system. Tokens and secrets are sealed and stand in no log."""

    KEYS = ("sie", "fortnox", "quickbooks", "xero")

    key = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=12, default="off", help_text="off, on, needs_login, stopped")
    starts_on = models.DateField(help_text="what is booked before this day is not handed over")
    summary = models.BooleanField(default=False, help_text="one voucher a day and kind instead of one a document")
    leaves_out = models.JSONField(default=list, help_text="kinds that the accounting system books itself (A-1)")
    series = models.JSONField(default=dict, help_text="kind → voucher series")
    accounts = models.JSONField(default=dict, help_text="account → its id there")
    centres = models.JSONField(default=dict, help_text="site's code → its id there")
    is_test = models.BooleanField(default=True, help_text="a test company; never a live one (A-75)")
    tenant = models.CharField(max_length=80, default="", help_text="their id of the company")
    tenant_name = models.CharField(max_length=120, default="")
    client_id = models.CharField(max_length=120, default="")
    sealed_secret = models.TextField(default="")
    sealed_access = models.TextField(default="")
    sealed_refresh = models.TextField(default="")
    access_until = models.DateTimeField(null=True)
    refreshed_at = models.DateTimeField(null=True)
    login_digest = models.CharField(max_length=64, default="")
    login_until = models.DateTimeField(null=True)
    busy_until = models.DateTimeField(null=True, help_text="one sender, one refresher at a time (A-3)")
    wait_until = models.DateTimeField(null=True, help_text="throttled until then (A-6)")
    fault = models.CharField(max_length=300, default="")
    next_batch = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["off", "on", "needs_login", "stopped"]), name="target_state"),
            models.CheckConstraint(condition=Q(key__in=["sie", "fortnox", "quickbooks", "xero"]), name="target_key"),
        ]


class Batch(Thing):
    """A file of units, kept as it was made (A-18)."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=BATCH.choices, default="made")
    reason = models.CharField(max_length=200, default="")
    by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "number"], name="batch_number_once")]


class Unit(Thing):
    """One balanced voucher for one target (A-2). `rows` is frozen: [account, role, site's code, minor, text]."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="units")
    kind = models.CharField(max_length=12)
    source_ref = models.CharField(max_length=80)
    revision = models.PositiveSmallIntegerField(default=1)
    business_date = models.DateField()
    currency = models.CharField(max_length=3)
    text = models.CharField(max_length=200)
    rows = models.JSONField()
    content_hash = models.CharField(max_length=64)
    map_version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=UNIT.choices, default="ready")
    attempts = models.PositiveSmallIntegerField(default=0)
    request = models.TextField(default="", help_text="the bytes that were sent, stored before (A-4)")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="units")
    remote_id = models.CharField(max_length=80, default="")
    remote_number = models.CharField(max_length=40, default="")
    theirs = models.JSONField(null=True, help_text="[account there, minor] as they keep it")
    error = models.CharField(max_length=400, default="")
    reason = models.CharField(max_length=200, default="", help_text="why a person left it out, or sent it again")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="not tried before")
    tried_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "kind", "source_ref", "revision"], name="unit_once_a_source")
        ]
        indexes = [
            models.Index(fields=["target", "-business_date", "-id"], name="unit_list"),
            models.Index(fields=["target", "state", "due_at"], name="unit_undecided"),
        ]


class UnitEntry(models.Model):
    """The entry is handed over by the unit; by no other one of the target. Only grows."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="+", db_constraint=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="entries", db_constraint=False)
    entry_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "entry_id"], name="entry_once_a_target")]

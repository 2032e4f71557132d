"""What the workshop promises and does: approvals, contact attempts, technicians' time, deferred work."""

from django.db import models
from django.db.models import Q

from vaxel.business.locations.models import Site, Staff
from vaxel.business.parties.models import Party
from vaxel.business.tickets.models import Job, QuoteVersion, Ticket
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.things import Thing


class ApprovalLink(Thing):
    """The customer's way in: a token of which only the hash is kept; expires and may be revoked (S-89)."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)


class Approval(Thing):
    """One occasion on which somebody said yes or no, with what was shown (S-90). Only grows."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="approvals", db_constraint=False)
    version = models.ForeignKey(QuoteVersion, models.PROTECT, null=True, related_name="approvals", db_constraint=False)
    link = models.ForeignKey(ApprovalLink, models.PROTECT, null=True, related_name="approvals", db_constraint=False)
    said_by = models.CharField(max_length=160)
    method = models.CharField(max_length=16, help_text="S-92")
    contact = models.CharField(max_length=120, default="", help_text="number or address used")
    note = models.CharField(max_length=400, default="", help_text="the gist of the words")
    shown_sha256 = models.CharField(max_length=64)
    gross_minor = models.BigIntegerField(help_text="sum of what was approved, with tax and fees")
    taken_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_constraint=False)
    address = models.CharField(max_length=64, default="", help_text="network address of a link's answer")
    browser = models.CharField(max_length=200, default="")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()


class ApprovalItem(models.Model):
    """The decision on one job, bound to the fingerprint of what was bought (S-91). Only grows."""

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="items", db_constraint=False)
    job = models.ForeignKey(Job, models.PROTECT, related_name="approval_items", db_constraint=False)
    decision = models.CharField(max_length=8)
    price_kind = models.CharField(max_length=8)
    gross_minor = models.BigIntegerField()
    max_minor = models.BigIntegerField(null=True, help_text="running work: the agreed maximum with tax")
    fingerprint = models.JSONField(help_text="what the customer bought: texts, lines, quantities, amounts")
    reason = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["approval", "job"], name="approval_item_once"),
            models.CheckConstraint(condition=Q(decision__in=["approve", "decline", "later"]), name="item_decision"),
        ]
        indexes = [models.Index(fields=["job"], name="approval_item_job")]


class ApprovalSignature(models.Model):
    """What was drawn when the yes was sent, as strokes of points. Only grows."""

    approval = models.OneToOneField(Approval, models.PROTECT, related_name="signature", db_constraint=False)
    strokes = models.TextField()

    @property
    def lines(self) -> list[str]:
        """Each stroke as the points of a line."""
        return self.strokes.split(";")


class ContactAttempt(Thing):
    """A try to reach the customer: when, how, where, with what result (S-96). Only grows."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="contact_attempts", db_constraint=False)
    channel = models.CharField(max_length=10, help_text="phone, sms, email, in_person")
    number = models.CharField(max_length=120, default="", help_text="number or address used")
    result = models.CharField(max_length=14, help_text="no_answer, busy, left_message, wrong_number, waits, reached")
    text = models.CharField(max_length=400, default="")
    taken_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_constraint=False)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ticket", "happened_at"], name="attempt_ticket")]


class ApprovalPolicy(Thing):
    """How far a price may be exceeded unasked, and what must be kept: a version of a rule (S-99)."""

    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="approval_policies", help_text="its own")
    jurisdiction = models.CharField(max_length=20)
    party_kind = models.CharField(max_length=8, help_text="private or company")
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="the first day on which it is not in force")
    ppm = models.PositiveIntegerField(help_text="share by which a rough price may be exceeded")
    abs_minor = models.BigIntegerField(null=True)
    combine = models.CharField(max_length=8, default="min", help_text="min, max, pct_only")
    max_minor = models.BigIntegerField(null=True, help_text="the most that share and amount may come to (R-51)")
    basis = models.CharField(max_length=4, default="incl", help_text="the share is of the price incl or excl VAT")
    threshold_minor = models.BigIntegerField(default=0, help_text="from which amount an estimate is demanded")
    written_required = models.BooleanField(default=False)
    unasked_ppm = models.PositiveIntegerField(default=0, help_text="small extra work when nobody is reached (S-102)")
    unasked_minor = models.BigIntegerField(null=True)
    must_record = models.JSONField(default=list, help_text="number, gist, odometer")
    parts_return = models.CharField(max_length=10, default="on_request", help_text="on_request, always, no (S-107)")
    rights_text = models.JSONField(default=dict, help_text="language -> what customers read of their rights")
    retention_years = models.PositiveSmallIntegerField(default=7)
    source = models.CharField(max_length=200, default="")
    checked_on = models.DateField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "party_kind", "version"], name="policy_version_once",
                                    condition=Q(site=None)),
            models.UniqueConstraint(fields=["site", "jurisdiction", "party_kind", "version"],
                                    name="policy_site_version_once", condition=Q(site__isnull=False)),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")),
                                   name="policy_ends_after_it_began"),
            models.CheckConstraint(condition=Q(ppm__lte=1_000_000, unasked_ppm__lte=1_000_000), name="policy_shares"),
            models.CheckConstraint(condition=Q(combine__in=["min", "max", "pct_only"]), name="policy_combine"),
        ]  # fmt: skip


class Approver(Thing):
    """Somebody who may approve for a customer, up to a limit at a time (S-153, S-154); listed in order of `made_at`."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="approvers")
    name = models.CharField(max_length=160)
    contact = models.CharField(max_length=120, default="")
    limit_minor = models.BigIntegerField(null=True)
    without_tax = models.BooleanField(default=False, help_text="the limit is of the sum without VAT")
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(limit_minor=None) | Q(limit_minor__gte=0),
                                              name="approver_limit")]  # fmt: skip
        indexes = [models.Index(fields=["party", "made_at"], name="approver_party")]


class TicketPolicy(Thing):
    """The policy in force when the ticket opened, by id and version; it stays the ticket's (S-99)."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="approval_policy")
    policy = models.ForeignKey(ApprovalPolicy, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    bound_at = models.DateTimeField()


class TimeEntry(Thing):
    """A fact of a clock: on or off a job, or on or off shift (S-121, S-122). Only grows."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="time_entries", db_constraint=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="time_entries", db_constraint=False)
    kind = models.CharField(max_length=8, help_text="shift or job")
    direction = models.CharField(max_length=3, help_text="on or off")
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="time_entries", db_constraint=False)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrected_by", db_constraint=False)
    reason = models.CharField(max_length=200, default="")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["staff", "happened_at"], name="time_staff"),
            models.Index(fields=["job"], name="time_job"),
        ]


class DeferredWork(Thing):
    """Work the customer declined or postponed, kept on the vehicle (S-108 to S-111)."""

    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="deferred_work")
    customer = models.ForeignKey(Party, models.PROTECT, related_name="deferred_work")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="deferred_work")
    job = models.ForeignKey(Job, models.PROTECT, related_name="deferrals", help_text="where it was said no to")
    title = models.CharField(max_length=160)
    decision = models.CharField(max_length=8, help_text="declined or later")
    reason = models.CharField(max_length=200, default="")
    gross_minor = models.BigIntegerField()
    body = models.JSONField(help_text="the frozen job with its lines")
    state = models.CharField(max_length=12, default="open", help_text="open, done, dropped, superseded")
    on_job = models.ForeignKey(
        Job,
        models.SET_NULL,
        null=True,
        related_name="takes_up",
        help_text="open: the job that takes it up; done: the job that did it",
    )
    offers = models.JSONField(default=list, help_text="each time it was offered and said no to: ticket, day, decision")
    ask_again_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [models.Index(fields=["vehicle", "state"], name="deferred_vehicle")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "done", "dropped", "superseded"]), name="deferred_state"
            ),
        ]

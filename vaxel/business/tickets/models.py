"""The one record from question to invoice: tickets, their jobs and lines, and the quotes that were sent."""

from django.db import models
from django.db.models import Q

from vaxel.business.catalog.models import Fee, Operation, Part
from vaxel.business.locations.models import Register, Site, Staff
from vaxel.business.parties.models import Party
from vaxel.business.tickets.states import DECISIONS, TICKET, WORK
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.things import Thing

LINE_KINDS = ("labour", "part", "sublet", "fee", "core", "gift_card", "discount", "note", "placeholder")


class Ticket(Thing):
    """Quote, work order and counter sale are one record with a state (S-1)."""

    ref = models.PositiveBigIntegerField(help_text="the working handle, per site, gaps allowed (S-3)")
    site = models.ForeignKey(Site, models.PROTECT, related_name="tickets")
    register = models.ForeignKey(Register, models.PROTECT, null=True, related_name="tickets")
    kind = models.CharField(max_length=10, default="service", help_text="service, counter, internal (S-5)")
    state = models.CharField(max_length=8, choices=TICKET.choices, default="draft")
    order_status = models.CharField(max_length=20, default="draft", help_text="cache of S-22")
    customer = models.ForeignKey(Party, models.PROTECT, related_name="tickets")
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, null=True, related_name="tickets")
    currency = models.CharField(max_length=3)
    price_basis = models.CharField(max_length=4, help_text="incl or excl VAT (S-14)")
    concern = models.TextField(default="", blank=True)
    promise_at = models.DateTimeField(null=True)
    first_promise_at = models.DateTimeField(null=True, help_text="what was said first: promises kept count by it")
    booked_at = models.DateTimeField(null=True, help_text="the earliest booked or planned time, kept by the schedule")
    odometer_in_km = models.PositiveIntegerField(null=True)
    odometer_out_km = models.PositiveIntegerField(null=True)
    po_number = models.CharField(max_length=40, default="", blank=True)
    work_order_number = models.PositiveBigIntegerField(null=True, help_text="given when the ticket first opens (S-3)")
    revision = models.PositiveSmallIntegerField(default=1)
    discount_ppm = models.PositiveIntegerField(default=0, help_text="off the whole ticket (S-80)")
    discount_minor = models.BigIntegerField(default=0, help_text="off the whole ticket, in the price basis")
    discount_reason = models.CharField(max_length=200, default="", blank=True)
    net_minor = models.BigIntegerField(default=0, help_text="cache of the totals of the lines that count")
    tax_minor = models.BigIntegerField(default=0)
    gross_minor = models.BigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, help_text="grows with every change: the pull cursor of screens")
    void_reason = models.CharField(max_length=200, default="")
    made_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "ref"], name="ticket_ref_once_a_site"),
            models.CheckConstraint(condition=Q(kind__in=["service", "counter", "internal"]), name="ticket_kind"),
            models.CheckConstraint(condition=Q(price_basis__in=["incl", "excl"]), name="ticket_basis"),
            models.CheckConstraint(condition=Q(discount_ppm__lte=1_000_000, discount_minor__gte=0),
                                   name="ticket_discount"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["site", "state", "made_at"], name="ticket_list"),
            models.Index(fields=["vehicle", "made_at"], name="ticket_vehicle"),
            models.Index(fields=["customer", "made_at"], name="ticket_customer"),
        ]


class Job(Thing):
    """One piece of work the customer can say yes to (jobb)."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="jobs")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=160, default="", blank=True)
    payer = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        related_name="jobs_paid",
        help_text="who buys it; the customer if empty (S-160)",
    )
    concern = models.TextField(default="", blank=True)
    cause = models.TextField(default="", blank=True)
    correction = models.TextField(default="", blank=True)
    internal_note = models.TextField(default="", blank=True)
    category = models.CharField(max_length=40, default="", blank=True)
    pricing = models.CharField(max_length=6, default="lines", help_text="lines or fixed (S-45)")
    fixed_price_minor = models.BigIntegerField(default=0, help_text="fixed: the menu price in the ticket's basis")
    price_kind = models.CharField(max_length=8, default="fixed", help_text="fixed, rough, max, running (S-88)")
    discount_ppm = models.PositiveIntegerField(default=0)
    discount_minor = models.BigIntegerField(default=0)
    decision = models.CharField(max_length=10, choices=DECISIONS, default="undecided", help_text="cache of S-18")
    said = models.CharField(max_length=10, default="", help_text="the newest approval item: approve, decline, later")
    terms = models.JSONField(null=True, help_text="the fingerprint that was approved (S-91), kept by the approvals")
    work = models.CharField(max_length=12, choices=WORK.choices, default="pending")
    clocked = models.BooleanField(default=False, help_text="somebody has worked on it")
    hold_reason = models.CharField(max_length=12, default="", blank=True)
    template_key = models.CharField(max_length=30, default="", help_text="which canned job it came from (S-42)")
    template_version = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=20, default="typed")
    option_group = models.UUIDField(null=True, help_text="jobs with the same one are options of one choice (S-49)")
    recommended = models.BooleanField(
        default=False, db_default=False, help_text="the option that stands for its choice until one is chosen"
    )
    adds_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="additions", help_text="the job this is an optional extra of"
    )
    warranty_months = models.PositiveSmallIntegerField(default=0)
    warranty_km = models.PositiveIntegerField(default=0)
    sent = models.BooleanField(default=False, help_text="some sent quote version shows it")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(pricing__in=["lines", "fixed"]), name="job_pricing"),
            models.CheckConstraint(condition=Q(discount_ppm__lte=1_000_000, discount_minor__gte=0,
                                               fixed_price_minor__gte=0), name="job_amounts"),
        ]  # fmt: skip


class Line(Thing):
    """Labour, part, sublet, fee, core, discount, note or placeholder in a job (S-16)."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="lines")
    job = models.ForeignKey(Job, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12)
    text = models.CharField(max_length=200, default="", blank=True)
    number = models.CharField(max_length=60, default="", blank=True, help_text="part number or operation code, printed")
    part = models.ForeignKey(Part, models.PROTECT, null=True, related_name="ticket_lines")
    operation = models.ForeignKey(Operation, models.PROTECT, null=True, related_name="ticket_lines")
    fee = models.ForeignKey(Fee, models.PROTECT, null=True, related_name="ticket_lines")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    quantity_milli = models.BigIntegerField(default=1000, help_text="pieces, litres … or quoted hours")
    unit = models.CharField(max_length=6, default="pcs")
    unit_price_cm = models.BigIntegerField(default=0, help_text="hundredths of a minor unit, in the ticket's basis")
    priced = models.BooleanField(default=True, help_text="no: it still needs a price (G3)")
    discount_ppm = models.PositiveIntegerField(default=0)
    discount_minor = models.BigIntegerField(default=0)
    discountable = models.BooleanField(default=True)
    tax_code = models.CharField(max_length=20, default="standard")
    cost_minor = models.BigIntegerField(default=0, help_text="expected cost per unit, without VAT")
    price_source = models.CharField(max_length=12, default="list", help_text="override, list, rate, none (S-59)")
    price_trail = models.JSONField(default=dict, help_text="base, list, computed price, who overrode it and why (S-64)")
    book_hours_milli = models.BigIntegerField(default=0)
    customer_supplied = models.BooleanField(default=False)
    no_original = models.BooleanField(default=False, help_text="a return without a known sale (M-29)")
    core_case = models.CharField(
        max_length=8, default="", db_default="", blank=True,
        help_text="what becomes of the old unit: empty (not chosen, or charged beside the line) or ours (K-53)",
    )  # fmt: skip
    torque_nm = models.PositiveSmallIntegerField(null=True, help_text="what the wheels were tightened to")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=LINE_KINDS),
                name="line_kind",
            ),
            models.CheckConstraint(condition=Q(core_case__in=["", "ours"]), name="line_core_case"),
            models.CheckConstraint(condition=Q(discount_ppm__lte=1_000_000, discount_minor__gte=0),
                                   name="line_discount"),
        ]  # fmt: skip


class WorkShare(models.Model):
    """A technician's share of a labour line; the shares of a line sum to a million (S-70)."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="shares")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="shares")
    share_ppm = models.PositiveIntegerField(default=1_000_000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "staff"], name="share_once")]


class Quote(Thing):
    """The number a ticket's sendings share (offert)."""

    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="quote")
    number = models.PositiveBigIntegerField(unique=True)


class QuoteVersion(Thing):
    """One frozen sending (offertversion): what was shown, to whom, valid until when (S-87). Only grows."""

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="versions", db_constraint=False)
    n = models.PositiveSmallIntegerField()
    body = models.JSONField(help_text="company, customer, vehicle, jobs with lines and sums, as shown")
    sha256 = models.CharField(max_length=64, help_text="of the canonical body")
    gross_minor = models.BigIntegerField()
    valid_until = models.DateField()
    sent_to = models.CharField(max_length=200, default="")
    method = models.CharField(max_length=10, default="link")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quote", "n"], name="version_once_a_quote")]


class Question(Thing):
    """What the customer asks on their page, and what the shop answers (S-89)."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="questions")
    name = models.CharField(max_length=160, default="", blank=True)
    text = models.CharField(max_length=1000)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, default="", blank=True)
    answered_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]


class VisitRequest(Thing):
    """Somebody asks for a time on the public page; nothing is booked until a person has read it (S-138, C-48)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="visit_requests")
    name = models.CharField(max_length=160)
    phone = models.CharField(max_length=40, default="", blank=True)
    email = models.CharField(max_length=200, default="", blank=True)
    plate = models.CharField(max_length=20, default="", blank=True)
    wish = models.CharField(max_length=1000)
    wanted_on = models.DateField(null=True)
    part_of_day = models.CharField(max_length=10, default="", blank=True, help_text="morning, afternoon, whenever")
    waits_here = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="sv")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="new", help_text="new, offered, taken, declined")
    offered_for = models.DateTimeField(null=True, help_text="the other time that was proposed to them")
    ticket = models.ForeignKey(Ticket, models.SET_NULL, null=True, related_name="visit_requests")
    handled_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["new", "offered", "taken", "declined"]), name="visit_request_state"
            )
        ]
        indexes = [models.Index(fields=["site", "state", "made_at"], name="visit_request_list")]


class QuickKey(Thing):
    """A tile of the counter: one press puts this part or labour in the cart (W1). Each site has its own."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="quick_keys")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=24)
    part = models.ForeignKey(Part, models.CASCADE, null=True, related_name="quick_keys")
    operation = models.ForeignKey(Operation, models.CASCADE, null=True, related_name="quick_keys")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part__isnull=False, operation__isnull=True) | Q(part__isnull=True, operation__isnull=False),
                name="quick_key_one_thing",
            )
        ]

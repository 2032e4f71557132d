"""Money in and out: payments and their events, allocations, store credit, drawers, and the registers' journals."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from vaxel.business.billing.models import Document
from vaxel.business.locations.models import Device, Register, Site, Staff
from vaxel.business.parties.models import Party
from vaxel.business.payments import payout_models  # noqa: F401 - tables of this rung, too
from vaxel.business.payments.states import PAYMENT
from vaxel.business.tickets.models import Ticket
from vaxel.kernel.things import Thing


class DrawerSession(Thing):
    """From float to count of one register's drawer (kassapass)."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="sessions")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    float_minor = models.BigIntegerField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    counted_minor = models.BigIntegerField(null=True)
    expected_minor = models.BigIntegerField(null=True)
    denominations = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register"], condition=Q(closed_at__isnull=True), name="one_open_session"),
        ]


class Payment(Thing):
    """One amount by one tender. Money in is positive, money out (refund, pay-out of credit) negative."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="payments")
    register = models.ForeignKey(Register, models.PROTECT, null=True, related_name="payments")
    session = models.ForeignKey(DrawerSession, models.PROTECT, null=True, related_name="payments")
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="payments")
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="payments", help_text="what it was meant for"
    )
    customer = models.ForeignKey(Party, models.PROTECT, null=True, related_name="payments")
    tender = models.CharField(max_length=14, help_text="cash, card, swish, bank, store_credit, gift_card")
    purpose = models.CharField(max_length=12, default="sale", help_text="sale, deposit, invoice, refund, top_up")
    state = models.CharField(max_length=12, choices=PAYMENT.choices)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField(help_text="what it settles; coins are this and the rounding")
    tendered_minor = models.BigIntegerField(default=0, help_text="cash handed over")
    change_minor = models.BigIntegerField(default=0)
    rounding_minor = models.BigIntegerField(default=0, help_text="cash taken less amount settled (M-30)")
    refunds = models.ForeignKey("self", models.PROTECT, null=True, related_name="refunded_by")
    reader = models.CharField(max_length=80, default="")
    provider_ref = models.CharField(max_length=120, default="")
    reference = models.CharField(max_length=120, default="", help_text="what is printed: card brand and last four, OCR")
    reason = models.CharField(max_length=200, default="")
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=8, default="counter", help_text="counter, link, phone, web, import")
    provider = models.CharField(max_length=12, default="", help_text="whose word decides it: stripe; empty: ours")
    dispatch_count = models.PositiveIntegerField(default=0, help_text="commands sent; an older answer is stale")
    expected_by = models.DateTimeField(null=True, help_text="when the provider is asked, and then told to stop")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tender__in=["cash", "card", "swish", "bank", "store_credit", "gift_card"]),
                name="payment_tender",
            ),
        ]
        indexes = [
            models.Index(fields=["ticket"], name="payment_ticket"),
            models.Index(fields=["register", "made_at"], name="payment_register"),
            models.Index(fields=["made_at"], condition=Q(state="declined") & ~Q(provider=""), name="payment_declined"),
            models.Index(fields=["provider_ref"], condition=~Q(provider_ref=""), name="payment_provider_ref"),
            models.Index(
                fields=["made_at"],
                condition=Q(state__in=["pending", "unknown", "cancelling"]),
                name="payment_undecided",
            ),
        ]


class PaymentEvent(models.Model):
    """What happened to a payment, in order. Only grows; the newest row is the payment's state."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="events", db_constraint=False)
    n = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["payment", "n"], name="payment_event_once")]


class Attempt(models.Model):
    """One request to a provider about a payment, written before it is sent (payments.md §4)."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="attempts")
    seq = models.PositiveSmallIntegerField()
    op = models.CharField(max_length=20)
    key = models.CharField(max_length=120, unique=True)
    path = models.CharField(max_length=200)
    body = models.JSONField()
    state = models.CharField(max_length=12, help_text="prepared, dispatched, succeeded, failed, retry_wait, unknown")
    http_status = models.PositiveSmallIntegerField(null=True)
    code = models.CharField(max_length=80, default="")
    request_id = models.CharField(max_length=80, default="")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["payment", "op", "seq"], name="attempt_once")]


class ProviderObject(models.Model):
    """Which payment an object of a provider belongs to, written by whichever side sees its id first (W9)."""

    object_id = models.CharField(max_length=120, primary_key=True)
    kind = models.CharField(max_length=40)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="known_as")


class CardReader(Thing):
    """A card reader of a site. Its lease says whose payment has its one action slot (§7)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="readers")
    register = models.ForeignKey(Register, models.PROTECT, null=True, related_name="readers")
    provider_id = models.CharField(max_length=120, unique=True)
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=60, default="")
    lease_payment = models.OneToOneField(Payment, models.PROTECT, null=True, related_name="leases")
    lease_until = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)


class InboxEvent(models.Model):
    """Something a provider says has happened: a hint to fetch (§6.2). The same event twice is one row."""

    event_id = models.CharField(max_length=120, primary_key=True)
    type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    received_at = models.DateTimeField()
    via = models.CharField(max_length=8, help_text="webhook, poll")
    state = models.CharField(max_length=8, default="new", help_text="new, done, ignored, error")
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["received_at"], condition=Q(state="new"), name="inbox_waiting")]


class PayLink(Thing):
    """A customer's way to pay from afar, behind a token of which only the hash is kept (§16.2)."""

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="link")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class Allocation(models.Model):
    """Part of a payment that goes to one document (avräkning). Only grows; released by a negative row."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="allocations", db_constraint=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="allocations", db_constraint=False)
    amount_minor = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["payment"], name="allocation_payment"),
            models.Index(fields=["document"], name="allocation_document"),
        ]


class StoreCredit(models.Model):
    """What we owe a customer (tillgodohavande): the sum of its entries, never below zero (F-42)."""

    party = models.OneToOneField(Party, models.PROTECT, primary_key=True, related_name="store_credit")
    currency = models.CharField(max_length=3)
    balance_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(balance_minor__gte=0), name="store_credit_not_negative")]


class StoreCreditEntry(Thing):
    """One signed row of a customer's store credit. Only grows."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="store_credit_entries", db_constraint=False)
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, db_constraint=False, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, db_constraint=False, related_name="+")
    at = models.DateTimeField()


class GiftCard(Thing):
    """Value that whoever holds the code may spend (presentkort). Of the code only a keyed hash and the end are kept."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="gift_cards")
    code_hash = models.CharField(max_length=64, unique=True)
    last_four = models.CharField(max_length=4)
    currency = models.CharField(max_length=3)
    balance_minor = models.BigIntegerField(default=0)
    line_id = models.UUIDField(unique=True, help_text="the ticket's line that sold it")
    document = models.ForeignKey(Document, models.PROTECT, related_name="gift_cards", db_constraint=False)
    made_at = models.DateTimeField()
    expires_on = models.DateField(null=True, help_text="the last day it can be spent; none: for ever")
    stopped_at = models.DateTimeField(null=True, help_text="reported lost")
    closed_at = models.DateTimeField(null=True, help_text="its sale was taken back")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(balance_minor__gte=0), name="gift_card_not_negative")]
        indexes = [models.Index(fields=["site", "made_at"], name="gift_card_list")]


class GiftCardEntry(Thing):
    """One signed row of a gift card: sold, used, refund, taken_back. Only grows."""

    card = models.ForeignKey(GiftCard, models.PROTECT, related_name="entries", db_constraint=False)
    amount_minor = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, db_constraint=False, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, db_constraint=False, related_name="+")
    at = models.DateTimeField()


class InstalmentPlan(Thing):
    """An invoice that a customer pays in parts (delbetalning): what is owed is the invoice's open amount."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="instalment_plan", db_constraint=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="instalment_plans")
    customer = models.ForeignKey(Party, models.PROTECT, related_name="instalment_plans")
    currency = models.CharField(max_length=3)
    principal_minor = models.BigIntegerField()
    terms = models.TextField(default="", help_text="as the customer read them")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="not kept: the rest is owed at once")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(principal_minor__gt=0), name="plan_of_something")]
        indexes = [models.Index(fields=["site", "made_at"], name="plan_list")]


class InstalmentLine(Thing):
    """One part of a plan, fixed when it was agreed."""

    plan = models.ForeignKey(InstalmentPlan, models.PROTECT, related_name="lines")
    n = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount_minor = models.BigIntegerField()

    class Meta:
        ordering = ["n"]
        constraints = [models.UniqueConstraint(fields=["plan", "n"], name="instalment_once")]
        indexes = [models.Index(fields=["due_on"], name="instalment_due")]


class CashMovement(Thing):
    """Cash in or out of a drawer that is no sale: pay-in, pay-out, drop (M-59). Only grows."""

    session = models.ForeignKey(DrawerSession, models.PROTECT, related_name="movements", db_constraint=False)
    kind = models.CharField(max_length=10, help_text="pay_in, pay_out, drop")
    amount_minor = models.BigIntegerField(help_text="signed: what the drawer gained")
    role = models.CharField(max_length=60, help_text="the ledger role of the other side")
    note = models.CharField(max_length=200)
    at = models.DateTimeField()


class RegisterHead(models.Model):
    """The end of a register's journal chain and its perpetual totals (M-52, M-57)."""

    register = models.OneToOneField(Register, models.PROTECT, primary_key=True, related_name="head")
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
    last_at = models.DateTimeField(null=True)
    sales_minor = models.BigIntegerField(default=0, help_text="grand total of sales")
    returns_minor = models.BigIntegerField(default=0, help_text="grand total of returns, positive")


class JournalEvent(models.Model):
    """One event of a register's journal: numbered without gaps and hash-chained (M-50 to M-54). Only grows."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="journal", db_constraint=False)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=24)
    at = models.DateTimeField()
    canonical = models.TextField(help_text="canonical JSON of the event (M-53)")
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "seq"], name="journal_seq_once")]


class ZReport(Thing):
    """A closed sales day of a register, numbered and frozen (Z-dagrapport). Only grows."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="z_reports", db_constraint=False)
    session = models.OneToOneField(DrawerSession, models.PROTECT, related_name="z_report", db_constraint=False)
    number = models.PositiveBigIntegerField()
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    last_hash = models.CharField(max_length=64)
    body = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "number"], name="z_number_once")]


class PrintJob(Thing):
    """A document that is to come out of a printer: queued, sending, printed, failed, cancelled."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="print_jobs", db_constraint=False)
    name = models.CharField(max_length=80, help_text="what the queue calls it")
    site = models.ForeignKey(Site, models.PROTECT, related_name="print_jobs")
    register = models.ForeignKey(Register, models.PROTECT, null=True, related_name="print_jobs")
    state = models.CharField(max_length=10, default="queued")
    copy = models.BooleanField(default=False, help_text="an earlier try may have come out (R-79)")
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, default="")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["site", "made_at"], name="print_job_list")]

    @property
    def why(self) -> str:
        """Why it did not come out, in the reader's language where it is one of our own sentences."""
        return gettext(self.fault) if self.fault else ""


class TillFact(models.Model):
    """What a till says has happened there, as it came: booked, waiting for a person, or settled by one otherwise."""

    uuid = models.UUIDField(primary_key=True)
    device = models.ForeignKey(Device, models.PROTECT, related_name="facts")
    register = models.ForeignKey(Register, models.PROTECT, related_name="facts")
    site = models.ForeignKey(Site, models.PROTECT, related_name="facts")
    seq = models.BigIntegerField()
    schema = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    body = models.TextField(help_text="the JSON text the hash is of")
    client_at = models.DateTimeField(help_text="by the device's own clock")
    happened_at = models.DateTimeField(help_text="by ours, as far as the device knew")
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="booked", help_text="booked, waits, settled")
    why = models.CharField(max_length=400, default="", help_text="why it waits")
    series = models.CharField(max_length=60, default="", help_text="of the number on its paper")
    number = models.PositiveBigIntegerField(null=True)
    skipped = models.JSONField(default=list, help_text="numbers before it that never came")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="facts")
    flags = models.JSONField(default=list)
    result = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["site", "received_at"], condition=Q(state="waits"), name="fact_waits"),
            models.Index(fields=["document"], name="fact_document"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["device", "seq"], name="fact_seq_once"),
            models.CheckConstraint(condition=Q(state__in=["booked", "waits", "settled"]), name="fact_state"),
        ]

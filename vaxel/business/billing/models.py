"""Posted documents: invoices, receipts, credit notes and deposits as frozen snapshots with their own lines."""

from django.db import models
from django.db.models import Q

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Register, Site
from vaxel.business.parties.models import Party
from vaxel.business.tickets.models import Ticket
from vaxel.kernel.things import Thing


class Document(Thing):
    """A numbered, posted document. Its stored values are the truth for paper, credit and books (M-19, M-25).

    Everything but `open_minor` is frozen: a trigger refuses any other change and every delete.
    """

    INVOICE, RECEIPT, CREDIT_NOTE, RETURN_RECEIPT, DEPOSIT = (
        "invoice", "receipt", "credit_note", "return_receipt", "deposit",
    )  # fmt: skip

    kind = models.CharField(max_length=16)
    series = models.CharField(max_length=60)
    number = models.PositiveBigIntegerField()
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="documents")
    site = models.ForeignKey(Site, models.PROTECT, related_name="documents")
    register = models.ForeignKey(Register, models.PROTECT, null=True, related_name="documents")
    customer = models.ForeignKey(Party, models.PROTECT, related_name="documents")
    credits = models.ForeignKey("self", models.PROTECT, null=True, related_name="credited_by")
    currency = models.CharField(max_length=3)
    basis = models.CharField(max_length=4)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    gross_minor = models.BigIntegerField()
    deposit_minor = models.BigIntegerField(default=0, help_text="gross of the deposits deducted on it (M-35)")
    open_minor = models.BigIntegerField(default=0, help_text="payable not yet settled; cache of gross less allocations")
    business_date = models.DateField()
    due_on = models.DateField(null=True)
    posted_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    reason = models.CharField(max_length=200, default="")
    head = models.JSONField(help_text="seller, buyer, vehicle, texts as printed")
    sha256 = models.CharField(max_length=64, default="")

    @property
    def printed(self) -> str:
        """The number as its paper says it: `K1A-17` where a till numbers by itself, else the number alone."""
        device = self.series.partition(":")[2].partition(":")[2]
        return f"{self.head.get('register', '')}{device}-{self.number}" if device else str(self.number)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="document_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["invoice", "receipt", "credit_note", "return_receipt", "deposit"]),
                name="document_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "posted_at", "id"], name="document_site"),
            models.Index(fields=["business_date", "site"], name="document_day"),
            models.Index(fields=["site", "due_on", "posted_at"], condition=~Q(open_minor=0), name="document_site_open"),
            models.Index(fields=["customer", "due_on"], condition=~Q(open_minor=0), name="document_open"),
        ]


# Documents that are not settled, said so that their index is used.
OWED = ~Q(open_minor__among=[0])


class DocumentLine(models.Model):
    """A frozen line with every stored component (M-19). Only grows."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="lines", db_constraint=False)
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    job_id = models.UUIDField(null=True)
    job_title = models.CharField(max_length=160, default="")
    source_line = models.UUIDField(null=True, help_text="the ticket's line")
    credits_line = models.ForeignKey("self", models.PROTECT, null=True, related_name="credited_by", db_constraint=False)
    part = models.ForeignKey(Part, models.PROTECT, null=True, related_name="document_lines", db_constraint=False)
    number = models.CharField(max_length=60, default="")
    text = models.CharField(max_length=200, default="")
    quantity_milli = models.BigIntegerField()
    unit = models.CharField(max_length=6)
    unit_price_cm = models.BigIntegerField()
    before_minor = models.BigIntegerField(help_text="quantity × price")
    discount_minor = models.BigIntegerField(default=0, help_text="line discount")
    share_minor = models.BigIntegerField(default=0, help_text="share of job and document discounts")
    amount_minor = models.BigIntegerField(help_text="in the document's basis, after all discounts")
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    tax_code = models.CharField(max_length=20)
    category = models.CharField(max_length=3)
    ppm = models.PositiveIntegerField()
    cost_minor = models.BigIntegerField(default=0, help_text="of the whole quantity")
    role = models.CharField(max_length=60, help_text="the ledger role of its net")
    day = models.DateField()
    staff_id = models.UUIDField(null=True, help_text="technician, or who sold it")
    category_id = models.UUIDField(null=True, help_text="of the part, for reports")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "n"], name="document_line_once")]
        indexes = [
            models.Index(fields=["source_line"], name="document_line_source"),
            models.Index(fields=["credits_line"], name="document_line_credits"),
        ]


class DocumentTax(models.Model):
    """The tax of one (category, rate) of a document (M-20). Only grows."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="taxes", db_constraint=False)
    n = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=3)
    ppm = models.PositiveIntegerField()
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "n"], name="document_tax_once")]


class DepositUse(Thing):
    """So much of a deposit's tax group was deducted on an invoice, or given back (M-35). Only grows."""

    deposit = models.ForeignKey(Document, models.PROTECT, related_name="uses", db_constraint=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="deposits_used", db_constraint=False)
    category = models.CharField(max_length=3)
    ppm = models.PositiveIntegerField()
    gross_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    at = models.DateTimeField()


class Offset(models.Model):
    """So much of a credit note (positive) is set against a document that was still owed. Only grows."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="offsets", db_constraint=False)
    credit = models.ForeignKey(Document, models.PROTECT, related_name="offsets_given", db_constraint=False)
    amount_minor = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["document"], name="offset_document"),
            models.Index(fields=["credit"], name="offset_credit"),
        ]


class LateTerms(Thing):
    """What late payment costs from a day on: dated, with where it was read. Only grows."""

    valid_from = models.DateField(unique=True)
    reference_ppm = models.PositiveIntegerField(help_text="the reference rate of the half year (räntelagen 9 §)")
    added_ppm = models.PositiveIntegerField(default=80_000, help_text="on top of it (räntelagen 6 §)")
    fee_minor = models.PositiveIntegerField(default=0, help_text="of one reminder; 0 where none was agreed")
    first_after_days = models.PositiveSmallIntegerField(default=5)
    again_after_days = models.PositiveSmallIntegerField(default=10)
    source = models.CharField(max_length=200)
    made_at = models.DateTimeField()


class Reminder(Thing):
    """A customer was reminded of what is overdue, and what that cost them, on an invoice of its own. Only grows."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="reminders")
    customer = models.ForeignKey(Party, models.PROTECT, related_name="reminders")
    day = models.DateField()
    at = models.DateTimeField()
    message_id = models.UUIDField(null=True, help_text="None: sent by post")
    charged = models.OneToOneField(Document, models.PROTECT, null=True, related_name="reminder")
    by_name = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["customer", "-at"], name="reminder_customer")]


class ReminderLine(models.Model):
    """A document that was overdue: how much of it, and its interest up to the reminder's day. Only grows."""

    reminder = models.ForeignKey(Reminder, models.PROTECT, related_name="lines", db_constraint=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="reminded", db_constraint=False)
    open_minor = models.BigIntegerField()
    late_days = models.PositiveIntegerField()
    interest_minor = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["document"], name="reminder_document")]

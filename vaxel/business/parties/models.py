"""Everyone we deal with: private customers, companies, suppliers; their groups, terms and consent."""

from django.db import models

from vaxel.business.locations.models import LANGUAGES
from vaxel.kernel.things import Thing


class CustomerGroup(Thing):
    """Carries price lists and terms (kundgrupp)."""

    name = models.CharField(max_length=80, unique=True)


class Party(Thing):
    """A person or company we deal with (kontakt). The walk-in customer is the standing anonymous one."""

    PRIVATE, COMPANY = "private", "company"

    kind = models.CharField(max_length=10, choices=[(PRIVATE, "private"), (COMPANY, "company")])
    name = models.CharField(max_length=160)
    organisation_number = models.CharField(max_length=20, default="", blank=True)
    vat_number = models.CharField(max_length=20, default="", blank=True)
    email = models.EmailField(default="", blank=True)
    phone = models.CharField(max_length=40, default="", blank=True)
    phone_digits = models.CharField(max_length=20, default="", help_text="digits with country code, for search")
    address = models.TextField(default="", blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="sv")
    group = models.ForeignKey(CustomerGroup, models.PROTECT, null=True, blank=True, related_name="parties")
    is_customer = models.BooleanField(default=True)
    is_supplier = models.BooleanField(default=False)
    is_walk_in = models.BooleanField(default=False)
    terms_days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="None: may not buy on account")
    credit_limit_minor = models.BigIntegerField(default=0)
    po_number_required = models.BooleanField(default=False)
    note = models.TextField(default="", blank=True)
    search = models.TextField(
        default="", help_text="folded name, e-mail, phone and numbers, filled by the actions; in byte order"
    )
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="party_name"),
            models.Index(fields=["phone_digits"], name="party_phone"),
            models.Index(fields=["email"], name="party_email"),
            models.Index(fields=["organisation_number"], name="party_organisation"),
            models.Index(fields=["search"], name="party_search"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["private", "company"]), name="party_kind"),
            models.UniqueConstraint(
                fields=["is_walk_in"], condition=models.Q(is_walk_in=True), name="one_walk_in_customer"
            ),
        ]


class Consent(Thing):
    """A yes or no to messages for a purpose on a channel. Only grows: the newest row counts (R-66)."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="consents")
    channel = models.CharField(max_length=10)
    purpose = models.CharField(max_length=20)
    given = models.BooleanField()
    source = models.CharField(max_length=80)
    text_version = models.CharField(max_length=40, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["party", "channel", "purpose", "at"], name="consent_newest")]

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
    name_key = models.CharField(
        max_length=160, null=True, help_text="as the name sounds, filled by the actions: finds doubles"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="aliases",
        help_text="whose card this one leads to since they were merged; an alias is found by nothing",
    )  # fmt: skip
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="party_name"),
            models.Index(fields=["name_key"], name="party_name_key"),
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


class PartyMerge(Thing):
    """Two cards became one: what moved and how the kept card was, so that it can be undone for a while (C-8)."""

    kept = models.ForeignKey(Party, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Party, models.PROTECT, related_name="merged_away")
    moved = models.JSONField(default=dict, help_text="field → ids of the rows that pointed at `gone`")
    fields = models.JSONField(default=dict, help_text="field of the kept card → [before, after]")
    store_credit_minor = models.BigIntegerField(default=0)
    consents = models.JSONField(default=list, help_text="[channel, purpose, before or null, after]")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kept", "at"], name="merge_kept")]
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=models.Q(undone_at__isnull=True), name="merged_once"),
            models.CheckConstraint(condition=~models.Q(kept=models.F("gone")), name="merged_with_another"),
        ]


class KeptApart(Thing):
    """Somebody has looked: these two are not the same, although they look alike. `one` is the smaller id."""

    one = models.ForeignKey(Party, models.PROTECT, related_name="+")
    other = models.ForeignKey(Party, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="kept_apart_once")]

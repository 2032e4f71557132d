"""The company, its sites, registers and devices; the people who work there, what they may do, and the settings."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from vaxel.kernel.things import Thing

LANGUAGES = [("sv", "Svenska"), ("en", "English")]


class Company(Thing):
    """The one legal person whose books this database holds (decision 4)."""

    name = models.CharField(max_length=120)
    organisation_number = models.CharField(max_length=20, default="")
    vat_number = models.CharField(max_length=20, default="")
    country = models.CharField(max_length=2, default="SE")
    currency = models.CharField(max_length=3, default="SEK")
    address = models.TextField(default="")
    phone = models.CharField(max_length=40, default="")
    email = models.EmailField(default="")
    bank_giro = models.CharField(max_length=20, default="")
    language = models.CharField(max_length=2, choices=LANGUAGES, default="sv")
    gift_card_years = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="how long gift cards live; 0: for ever"
    )
    texts = models.JSONField(default=dict, help_text="printed texts by key and language: terms, complaint, footer")


class Site(Thing):
    """One shop or branch with an address, numbers and staff of its own (anläggning)."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=120)
    address = models.TextField(default="")
    phone = models.CharField(max_length=40, default="")
    email = models.EmailField(default="")
    time_zone = models.CharField(max_length=40, default="Europe/Stockholm")
    jurisdiction = models.CharField(max_length=20, default="SE")
    currency = models.CharField(max_length=3, default="SEK")
    cash_step_minor = models.PositiveIntegerField(default=100, help_text="the smallest coin (M-30)")
    fiscal_profile = models.CharField(max_length=20, default="SE_UNDECLARED", help_text="R-3")
    fiscal_reason = models.CharField(max_length=200, default="")
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fiscal_profile__in=["SE_DECLARED", "SE_EXEMPT", "SE_UNDECLARED", "NONE"]),
                name="site_fiscal_profile",
            ),
            models.CheckConstraint(condition=models.Q(cash_step_minor__gt=0), name="site_cash_step"),
        ]


class Register(Thing):
    """A till that issues receipts, with a series and a journal of its own (kassaregister)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="registers")
    name = models.CharField(max_length=16)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="register_name_once_a_site")]


class Device(Thing):
    """A browser or till known to us (enhet)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="devices")
    register = models.ForeignKey(Register, models.PROTECT, null=True, related_name="devices")
    name = models.CharField(max_length=80)
    seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, default="", db_default="", help_text="of a till that sells offline")
    series = models.CharField(max_length=8, default="", db_default="", help_text="letters after the register's name")
    enrolled_at = models.DateTimeField(null=True)
    last_seq = models.BigIntegerField(default=0, db_default=0, help_text="the last fact we have from it")
    heard_at = models.DateTimeField(null=True, help_text="when it last said how much waits")
    waiting = models.PositiveIntegerField(default=0, db_default=0, help_text="facts it has not sent yet, as it said")
    oldest_at = models.DateTimeField(null=True, help_text="of the oldest fact that waits there")
    app = models.CharField(max_length=40, default="", db_default="", help_text="version of the till's page")
    schema = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "series"], condition=~models.Q(series=""), name="device_series_once"
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~models.Q(token_hash=""), name="device_token_once"
            ),
        ]


class Role(Thing):
    """A set of action names (patterns such as `tickets.*`), with the limits that go with it (S-82)."""

    key = models.CharField(max_length=40, unique=True)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    actions = models.JSONField(default=list)
    discount_ppm = models.PositiveIntegerField(default=0, help_text="largest discount without a second person")
    ready_made = models.BooleanField(default=False)

    class Meta:
        ordering = ["name_en"]
        constraints = [models.CheckConstraint(condition=models.Q(discount_ppm__lte=1_000_000), name="role_discount")]


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by the name they log in with."""


class Staff(AbstractBaseUser, Thing):
    """Someone who works here and may log in; has roles per site (medarbetare)."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    initials = models.CharField(max_length=4, default="")
    language = models.CharField(max_length=2, choices=LANGUAGES, default="sv")
    pin_hash = models.CharField(max_length=200, default="", help_text="argon2 of the PIN, empty: no PIN")
    till_pin = models.CharField(
        max_length=200, default="", db_default="", help_text="of the same PIN, as browsers can check it (PBKDF2)"
    )
    home_site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="staff_at_home")
    is_active = models.BooleanField(default=True)
    is_technician = models.BooleanField(default=False)
    cost_minor_per_hour = models.BigIntegerField(default=0)
    letter_keys = models.BooleanField(default=True, help_text="single letters press buttons (WCAG 2.1.4)")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        ordering = ["name"]


class Assignment(Thing):
    """A staff member has a role at a site, or at every site when the site is left out."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="assignments")
    role = models.ForeignKey(Role, models.PROTECT, related_name="assignments")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="assignments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "role", "site"], name="assigned_once"),
            models.UniqueConstraint(
                fields=["staff", "role"], condition=models.Q(site=None), name="assigned_everywhere_once"
            ),
        ]


class ApiToken(Thing):
    """A machine's way in, bound to one role and one site (or all). Only the token's hash is kept."""

    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    role = models.ForeignKey(Role, models.PROTECT, related_name="tokens")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="tokens")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class LoginAttempt(Thing):
    """Wrong tries in a row with a password or a PIN, for the rate limit (F-20); gone after a right one."""

    subject = models.CharField(max_length=200, unique=True, help_text="kind:whom, such as pin:<staff id>")
    tries = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(help_text="of the last try that counted; a locked subject's later tries do not")


class Setting(Thing):
    """A value that differs from the default, for a site or for the whole company."""

    site = models.ForeignKey(Site, models.CASCADE, null=True, related_name="settings")
    key = models.CharField(max_length=60)
    value = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "key"], name="setting_once"),
            models.UniqueConstraint(fields=["key"], condition=models.Q(site=None), name="company_setting_once"),
        ]


class SavedView(Thing):
    """A list's filters, search and order under a name: one person's, or everyone's."""

    staff = models.ForeignKey(Staff, models.CASCADE, null=True, related_name="saved_views")
    on = models.CharField(max_length=40, help_text="the list's key")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1_000)
    shared = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["on", "name", "staff"], name="saved_view_name_once_a_person"),
        ]

"""People of the staff ledger besides our own staff, personal numbers, and the log of guests, which only grows."""

from django.db import models
from django.db.models import Q

from vaxel.business.locations.models import Site, Staff
from vaxel.kernel.things import Thing


class Guest(Thing):
    """Someone who works on the premises without being staff: hired in, or unpaid (R-37)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="guests")
    name = models.CharField(max_length=120)
    firm = models.CharField(max_length=120, default="", help_text="whose employee, if hired in")
    added_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)


class PersonNumber(Thing):
    """A personal or coordination number, sealed; shown in the staff ledger and nowhere else (R-64, S-189)."""

    staff = models.OneToOneField(Staff, models.CASCADE, null=True, related_name="person_number")
    guest = models.OneToOneField(Guest, models.CASCADE, null=True, related_name="person_number")
    sealed = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(staff=None) ^ Q(guest=None), name="number_of_one")]


class GuestEntry(Thing):
    """A guest came or went; a correction is a new row that names the old one. Only grows."""

    guest = models.ForeignKey(Guest, models.PROTECT, related_name="entries", db_constraint=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="guest_entries", db_constraint=False)
    direction = models.CharField(max_length=3, help_text="on, off, or nil: the corrected one never happened")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrected_by", db_constraint=False)
    reason = models.CharField(max_length=200, default="")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["site", "happened_at"], name="guest_entry_site")]

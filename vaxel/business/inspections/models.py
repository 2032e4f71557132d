"""Our own inspection of a vehicle (fordonskontroll): templates, what was found, photos, and what the customer saw."""

from django.db import models
from django.db.models import Q

from vaxel.business.inspections.states import INSPECTION
from vaxel.business.locations.models import Staff
from vaxel.business.tickets.models import Job, Ticket
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.models import StoredFile
from vaxel.kernel.things import Thing

RESULTS = ("green", "amber", "red", "not_inspected")


class InspectionTemplate(Thing):
    """What is looked at, in groups; a version never changes (S-43, S-114). `groups` as in `sheets.Group`."""

    key = models.CharField(max_length=30)
    version = models.PositiveIntegerField()
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, default="")
    category = models.CharField(max_length=40, default="", help_text="for jobs of this category; empty: any (S-118)")
    state = models.CharField(max_length=8, default="active", help_text="active or retired")
    groups = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="inspection_template_version")]


class Inspection(Thing):
    """One inspection of a car at a visit; `sheet` is the template's groups as they were when it began."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="inspections")
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="inspections")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="inspections", help_text="that asked for it")
    template_key = models.CharField(max_length=30)
    template_version = models.PositiveIntegerField()
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, default="")
    sheet = models.JSONField()
    state = models.CharField(max_length=10, choices=INSPECTION.choices, default="open")
    required = models.BooleanField(default=False, help_text="the ticket is not posted without it (G13)")
    technician = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="inspections")
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state"], name="inspection_state"),
            models.Index(fields=["begun_at", "id"], name="inspection_newest"),
        ]


class Finding(Thing):
    """What was found of one item. `measures`: place → thousandths of its unit; `hand`: the colour that a person set."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="findings")
    item = models.CharField(max_length=40)
    result = models.CharField(max_length=14)
    hand = models.CharField(max_length=14, default="", help_text="set by hand against the measurements (S-114)")
    measures = models.JSONField(default=dict)
    note = models.CharField(max_length=400, default="")
    as_last_time = models.BooleanField(default=False)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="findings", help_text="the job made of it")
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField(
        help_text="when it was seen; the newest of an item counts, however late it is heard"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "item"], name="finding_once_an_item"),
            models.CheckConstraint(condition=Q(result__in=RESULTS), name="finding_result"),
        ]


class Photo(Thing):
    """A photo of an item, with what was drawn on it: lines of points from 0 to 1000 across and down (S-119)."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="photos")
    item = models.CharField(max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    drawing = models.JSONField(default=list)
    taken_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["inspection", "item"], name="photo_item")]


class Report(Thing):
    """What a customer was shown of an inspection (S-120). Only grows: later findings make another version."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="reports", db_constraint=False)
    version = models.PositiveIntegerField()
    body = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inspection", "version"], name="report_version")]


class Acknowledgement(Thing):
    """A declined red safety finding was read out, and who heard it (S-117). Only grows."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="acknowledgements", db_constraint=False)
    item = models.CharField(max_length=40)
    said_by = models.CharField(max_length=160)
    told_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_constraint=False)
    at = models.DateTimeField()

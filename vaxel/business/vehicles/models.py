"""Cars, vans, trailers and motorcycles: what they are, their plates, owners and odometer readings over time."""

from django.db import models

from vaxel.business.parties.models import Party
from vaxel.kernel.things import Thing


class Vehicle(Thing):
    """One vehicle. Neither VIN nor plate is its key: both may be wrong, missing or moved (F-68)."""

    vin = models.CharField(max_length=17, default="", blank=True, help_text="17 characters, or empty")
    vin_backwards = models.CharField(max_length=17, default="", help_text="so that its last characters find it")
    chassis_number = models.CharField(max_length=40, default="", blank=True, help_text="free text before 1981")
    make = models.CharField(max_length=60, default="", blank=True)
    model = models.CharField(max_length=80, default="", blank=True)
    model_year = models.PositiveSmallIntegerField(null=True, blank=True)
    engine = models.CharField(max_length=60, default="", blank=True)
    fuel = models.CharField(max_length=30, default="", blank=True)
    colour = models.CharField(max_length=30, default="", blank=True)
    first_registered_on = models.DateField(null=True, blank=True)
    unit_number = models.CharField(max_length=20, default="", blank=True)
    plate = models.CharField(max_length=10, default="", help_text="cache of the plate in force, without spaces")
    odometer_km = models.PositiveIntegerField(null=True, help_text="cache of the newest reading")
    decoded = models.JSONField(default=dict, help_text="what the VIN or a register said, with source and date")
    note = models.TextField(default="", blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["vin"], name="vehicle_vin"),
            models.Index(fields=["vin_backwards"], name="vehicle_vin_backwards"),
            models.Index(fields=["chassis_number"], name="vehicle_chassis"),
            models.Index(fields=["plate"], name="vehicle_plate"),
            models.Index(fields=["unit_number"], name="vehicle_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["vin"], condition=~models.Q(vin=""), name="vin_on_one_vehicle"),
        ]


class Plate(Thing):
    """What is on the bumper between two days. One plate is on one vehicle at a time."""

    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="plates")
    text = models.CharField(max_length=10, help_text="upper case, without spaces")
    country = models.CharField(max_length=2, default="SE")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="the first day on which it no longer holds")

    class Meta:
        indexes = [models.Index(fields=["text"], name="plate_text")]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "country"], condition=models.Q(valid_to__isnull=True), name="plate_on_one_vehicle"
            ),
            models.UniqueConstraint(
                fields=["vehicle"], condition=models.Q(valid_to__isnull=True), name="one_plate_a_vehicle"
            ),
        ]


class Ownership(Thing):
    """Who owned the vehicle between two days, as far as we know (ägarperiod)."""

    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="ownerships")
    party = models.ForeignKey(Party, models.PROTECT, related_name="ownerships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vehicle"], condition=models.Q(valid_to__isnull=True), name="one_owner_at_a_time"
            ),
        ]


class OdometerReading(Thing):
    """One dated reading with its unit and source. Only grows; a wrong one is answered by a newer one (C-14)."""

    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="readings", db_constraint=False)
    distance_km = models.PositiveIntegerField(help_text="how far the vehicle has gone: the value with the offset")
    offset_km = models.IntegerField(default=0, help_text="what the present instrument does not show")
    flagged = models.BooleanField(default=False, help_text="lower than before or unlikely far: kept, not trusted")
    read_value = models.PositiveIntegerField(help_text="as read, in `unit`")
    unit = models.CharField(max_length=2, default="km")
    source = models.CharField(
        max_length=20, help_text="check_in, check_out, inspection, customer, register, estimate, typed"
    )
    reason = models.CharField(max_length=200, default="", help_text="why it was kept although it is unlikely")
    ticket_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["vehicle", "at"], name="reading_newest")]
        constraints = [models.CheckConstraint(condition=models.Q(unit__in=["km", "mi"]), name="reading_unit")]

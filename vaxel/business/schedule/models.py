"""Working hours, closed days, resources, absences, planned times, bookings and loans of cars."""

from django.db import models
from django.db.models import F, Q

from vaxel.business.locations.models import Site, Staff
from vaxel.business.tickets.models import Job, Ticket
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.things import Thing

HOWS = ("drop_off", "waits", "loan_car", "after_hours")


class Hours(Thing):
    """Working time on a weekday: the site's, or a technician's own there. Minutes from midnight."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="hours")
    staff = models.ForeignKey(Staff, models.CASCADE, null=True, related_name="hours")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday")
    from_minute = models.PositiveSmallIntegerField()
    until_minute = models.PositiveSmallIntegerField(help_text="the same as from: no work that day")
    break_from_minute = models.PositiveSmallIntegerField(default=0)
    break_until_minute = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "staff", "weekday"], name="hours_once_a_weekday"),
            models.UniqueConstraint(fields=["site", "weekday"], condition=Q(staff=None), name="hours_once_a_site"),
            models.CheckConstraint(
                condition=Q(weekday__lte=6, until_minute__lte=1440, from_minute__lte=F("until_minute")),
                name="hours_of_a_day",
            ),
        ]


class ClosedDay(Thing):
    """A holiday, a yearly closing or a half day of the site (S-143)."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="closed_days")
    day = models.DateField()
    name = models.CharField(max_length=80)
    closes_minute = models.PositiveSmallIntegerField(default=0, help_text="half day: when it ends; 0: closed all day")

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="closed_day_once")]


class Resource(Thing):
    """What hours are booked on besides technicians: a bay, equipment, a loan car, a seat (S-131)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="resources")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, null=True, related_name="resources")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind", "position", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["bay", "equipment", "loan_car", "seat"]),
                                   name="resource_kind"),
            models.CheckConstraint(condition=Q(kind="loan_car", vehicle__isnull=False) | ~Q(kind="loan_car"),
                                   name="loan_car_is_a_vehicle"),
            models.UniqueConstraint(fields=["site", "name"], condition=Q(retired_at=None), name="resource_name_once"),
            models.UniqueConstraint(fields=["vehicle"], condition=Q(retired_at=None), name="vehicle_lent_by_one"),
        ]  # fmt: skip


class Absence(Thing):
    """A technician is away, or a resource cannot be used."""

    staff = models.ForeignKey(Staff, models.CASCADE, null=True, related_name="absences")
    resource = models.ForeignKey(Resource, models.CASCADE, null=True, related_name="absences")
    site = models.ForeignKey(Site, models.PROTECT, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=10, default="other")
    note = models.CharField(max_length=200, default="")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(staff=None) ^ Q(resource=None), name="absence_of_one"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="absence_has_length"),
        ]
        indexes = [models.Index(fields=["site", "ends_at"], name="absence_site")]


class PlannedTime(Thing):
    """So many minutes of a job on a technician or a resource (S-131). `ends_at` follows from the working time.

    Whether it is blocked, carried over or done is read off its job and the clock, never stored (S-134, S-135).
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="planned_times")
    job = models.ForeignKey(Job, models.CASCADE, related_name="planned_times")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="planned_times")
    resource = models.ForeignKey(Resource, models.PROTECT, null=True, related_name="planned_times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.PositiveIntegerField()
    firm = models.BooleanField(default=True, help_text="no: offered, not agreed")
    made_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(staff=None) ^ Q(resource=None), name="planned_on_one"),
            models.CheckConstraint(condition=Q(minutes__gt=0, starts_at__lt=F("ends_at")), name="planned_has_length"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["site", "ends_at"], name="planned_site"),
            models.Index(fields=["job"], name="planned_job"),
        ]

    @property
    def lane_key(self) -> str:
        """The key of the lane it is on."""
        return f"t-{self.staff_id}" if self.staff_id else f"r-{self.resource_id}"


class Booking(Thing):
    """A time agreed ahead: the car comes in then (S-137, S-139)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="bookings")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="bookings")
    starts_at = models.DateTimeField(help_text="when the car comes")
    how = models.CharField(max_length=12, default="drop_off")
    state = models.CharField(max_length=9, default="booked", help_text="booked, arrived, missed, cancelled")
    channel = models.CharField(max_length=10, default="phone")
    key_box = models.CharField(max_length=20, default="", help_text="after hours: where the key lies (S-141)")
    note = models.CharField(max_length=200, default="")
    booked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    booked_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(state="booked"), name="booked_once_a_ticket"),
            models.CheckConstraint(condition=Q(how__in=HOWS), name="booking_how"),
            models.CheckConstraint(condition=Q(state__in=["booked", "arrived", "missed", "cancelled"]),
                                   name="booking_state"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["site", "starts_at"], name="booking_site")]


class Loan(Thing):
    """One of our cars, lent during a visit (S-166, S-167)."""

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="loans")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="loans")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="when it is to be back")
    state = models.CharField(max_length=9, default="booked", help_text="booked, out, back, cancelled")
    borrower = models.CharField(max_length=160, default="")
    licence_seen = models.BooleanField(default=False)
    out_at = models.DateTimeField(null=True)
    out_km = models.PositiveIntegerField(null=True)
    back_at = models.DateTimeField(null=True)
    back_km = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=400, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="loan_has_length"),
            models.CheckConstraint(condition=Q(state__in=["booked", "out", "back", "cancelled"]), name="loan_state"),
            models.UniqueConstraint(fields=["resource"], condition=Q(state="out"), name="out_once"),
        ]
        indexes = [models.Index(fields=["resource", "ends_at"], name="loan_resource")]

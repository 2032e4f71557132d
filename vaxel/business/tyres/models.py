"""Places of the tyre hotel, sets of wheels, their wheels, and every stay of a set."""

from django.db import models
from django.db.models import F, Q

from vaxel.business.locations.models import Site
from vaxel.business.parties.models import Party
from vaxel.business.tickets.models import Ticket
from vaxel.business.tyres.states import SET
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.things import Thing

SEASONS = ("summer", "winter", "studded", "all_year")
POSITIONS = ("VF", "HF", "VB", "HB")


class TyrePlace(Thing):
    """Where a set can lie: a place on a shelf of a rack, in a room of the site or in a store elsewhere (S-169)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="tyre_places")
    room = models.CharField(max_length=20, default="", blank=True)
    rack = models.CharField(max_length=10)
    shelf = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField(default=1, help_text="sets that find room there")
    elsewhere = models.BooleanField(default=False, help_text="in a store that is not on the site")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["room", "rack", "shelf", "number"]
        constraints = [
            models.UniqueConstraint(fields=["site", "room", "rack", "shelf", "number"], name="tyre_place_once"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="tyre_place_has_room"),
        ]

    @property
    def label(self) -> str:
        """What stands on the shelf: `A-2-14`, with the room before it where there is one."""
        return "-".join(one for one in (self.room, self.rack, self.shelf, str(self.number)) if one)


class WheelSet(Thing):
    """A set of wheels of a customer's car (S-170); archived as discarded, never deleted (S-171)."""

    number = models.PositiveBigIntegerField(unique=True, help_text="what its labels carry")
    site = models.ForeignKey(Site, models.PROTECT, related_name="wheel_sets")
    customer = models.ForeignKey(Party, models.PROTECT, related_name="wheel_sets")
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="wheel_sets")
    season = models.CharField(max_length=8, help_text="summer, winter (without studs), studded, all_year")
    size = models.CharField(max_length=30, default="", blank=True)
    rim = models.CharField(max_length=40, default="", blank=True, help_text="empty: tyres without rims")
    lock_key = models.CharField(max_length=40, default="", blank=True, help_text="where the key of the lock bolts is")
    has_sensors = models.BooleanField(default=False, help_text="TPMS")
    note = models.CharField(max_length=400, default="", blank=True)
    state = models.CharField(max_length=10, choices=SET.choices)
    place = models.ForeignKey(TyrePlace, models.PROTECT, null=True, related_name="sets", help_text="where it lies now")
    worst = models.CharField(max_length=5, default="", help_text="cache of the worst colour of its wheels' tread")
    oldest_on = models.DateField(null=True, help_text="cache: when its oldest tyre was made")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(place=None) | Q(state="stored"), name="lies_where_it_is_stored"),
        ]
        indexes = [
            models.Index(fields=["vehicle", "state"], name="wheel_set_vehicle"),
            models.Index(fields=["site", "state", "number"], name="wheel_set_site"),
        ]


class Wheel(Thing):
    """One wheel of a set: tread in tenths of a millimetre, as measured last."""

    wheel_set = models.ForeignKey(WheelSet, models.CASCADE, related_name="wheels")
    position = models.CharField(max_length=2, help_text="VF, HF, VB, HB: left or right, front or back")
    brand = models.CharField(max_length=60, default="", blank=True)
    dot = models.CharField(max_length=4, default="", blank=True, help_text="week and year of make, WWYY")
    tread_tenths = models.PositiveSmallIntegerField(null=True, help_text="the least of the tyre's width")
    damage = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        ordering = ["wheel_set", "position"]
        constraints = [models.UniqueConstraint(fields=["wheel_set", "position"], name="wheel_once_a_place")]


class StoragePeriod(Thing):
    """One stay of a set in the hotel (S-171): when, where last, and how its tread was when it came and went."""

    wheel_set = models.ForeignKey(WheelSet, models.PROTECT, related_name="periods")
    site = models.ForeignKey(Site, models.PROTECT, related_name="storage_periods")
    place = models.ForeignKey(TyrePlace, models.PROTECT, null=True, related_name="periods")
    in_at = models.DateTimeField()
    out_at = models.DateTimeField(null=True)
    condition_in = models.JSONField(default=dict, help_text="position → tread in tenths of a millimetre")
    condition_out = models.JSONField(default=dict)
    ticket_in = models.ForeignKey(Ticket, models.SET_NULL, null=True, related_name="+")
    ticket_out = models.ForeignKey(Ticket, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wheel_set"], condition=Q(out_at=None), name="one_stay_at_a_time"),
            models.CheckConstraint(
                condition=Q(out_at=None) | Q(out_at__gte=F("in_at")), name="stay_ends_after_it_began"
            ),
        ]

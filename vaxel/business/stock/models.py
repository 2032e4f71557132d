"""What lies where: the movement ledger (only grows), balances, reservations and reorder levels.

Every index is paid for at each sale, so references that a wider index serves have none of their own.
"""

from django.db import models
from django.db.models import F, Q

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.kernel.things import Thing


class StockLocation(Thing):
    """Something that can own goods: a site's store, a van, quarantine, in transit (K-29)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="stock_locations")
    kind = models.CharField(max_length=12, default="store")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site"], condition=Q(kind="store"), name="one_store_a_site"),
            models.CheckConstraint(
                condition=Q(kind__in=["store", "van", "quarantine", "transit", "cores"]), name="stock_location_kind"
            ),
        ]


class Balance(models.Model):
    """What lies of a part at a location in a lot, and what of it is promised (K-28). Equals its ledger (K-30)."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="balances", db_index=False)
    location = models.ForeignKey(StockLocation, models.PROTECT, related_name="balances")
    lot = models.CharField(max_length=40, default="", help_text="empty: no lot")
    on_hand_milli = models.BigIntegerField(default=0)
    reserved_milli = models.BigIntegerField(default=0)
    value_minor = models.BigIntegerField(default=0)
    short_milli = models.BigIntegerField(default=0)
    min_milli = models.BigIntegerField(null=True, help_text="its reorder level's, copied by the action that sets it")
    version = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "location", "lot"], name="balance_once"),
            models.CheckConstraint(
                condition=Q(on_hand_milli__gte=0) | Q(short_milli=-F("on_hand_milli")), name="balance_short_is_known"
            ),
            models.CheckConstraint(condition=Q(reserved_milli__gte=0), name="balance_reserved"),
            models.CheckConstraint(
                condition=Q(reserved_milli=0) | Q(reserved_milli__lte=F("on_hand_milli")), name="balance_not_oversold"
            ),
            models.CheckConstraint(
                condition=~Q(on_hand_milli=0) | Q(value_minor=0), name="balance_nothing_is_worth_nothing"
            ),
        ]


class Movement(models.Model):
    """One signed row of the ledger (lagerrörelse). Only grows; corrected by a reversing row (K-25 to K-27)."""

    id = models.UUIDField(primary_key=True)
    part = models.ForeignKey(Part, models.PROTECT, related_name="movements", db_constraint=False, db_index=False)
    location = models.ForeignKey(
        StockLocation, models.PROTECT, related_name="movements", db_constraint=False, db_index=False
    )
    lot = models.CharField(max_length=40, default="")
    quantity_milli = models.BigIntegerField()
    value_minor = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    source_kind = models.CharField(max_length=40)
    source_id = models.UUIDField(help_text="the document or line that caused it")
    sequence = models.PositiveIntegerField(default=0, help_text="tells apart rows of one source, kind and part")
    reason = models.CharField(max_length=200, default="")
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="reversed_by", db_constraint=False, db_index=False
    )
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_id", "kind", "part", "location", "lot", "sequence"], name="moved_once"
            ),
        ]
        indexes = [
            models.Index(fields=["part", "location", "happened_at"], name="movement_part"),
            models.Index(fields=["reverses"], condition=Q(reverses__isnull=False), name="movement_reverses"),
        ]


class Reservation(Thing):
    """Quantity held for a line (K-36): held, then issued, released or expired."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="reservations", db_index=False)
    location = models.ForeignKey(StockLocation, models.PROTECT, related_name="reservations", db_index=False)
    lot = models.CharField(max_length=40, default="")
    quantity_milli = models.BigIntegerField()
    state = models.CharField(max_length=10, default="held")
    source_kind = models.CharField(max_length=40)
    source_id = models.UUIDField()
    expires_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["source_id"], name="reservation_source"),
            models.Index(fields=["part", "location"], condition=Q(state="held"), name="reservation_held"),
            models.Index(
                fields=["expires_at"], condition=Q(state="held", expires_at__isnull=False), name="reservation_expires"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity_milli__gt=0), name="reservation_quantity"),
            models.CheckConstraint(
                condition=Q(state__in=["held", "issued", "released", "expired"]), name="reservation_state"
            ),
        ]


class ReorderLevel(Thing):
    """Order below min, up to max, per part and location (K-91, F-35). Looks at what lies there without a lot."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="levels", db_index=False)
    location = models.ForeignKey(StockLocation, models.CASCADE, related_name="levels")
    min_milli = models.BigIntegerField()
    max_milli = models.BigIntegerField()
    low = models.BooleanField(default=False, help_text="on hand less reserved is below min: kept with the balance")

    class Meta:
        indexes = [models.Index(fields=["location"], condition=Q(low=True), name="level_low")]
        constraints = [
            models.UniqueConstraint(fields=["part", "location"], name="level_once"),
            models.CheckConstraint(condition=Q(min_milli__gte=0, max_milli__gte=F("min_milli")), name="level_runs_up"),
        ]

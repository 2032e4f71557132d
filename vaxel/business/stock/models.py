"""What lies where: the movement ledger (only grows), balances, reservations, lots, bins and reorder levels.

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
    """What lies of a part at a location, and what of it is promised (K-28). Equals its ledger (K-30).

    What of a tracked part lies there in which lot is told by its `LotBalance` rows; a balance has no lot of its own.
    """

    part = models.ForeignKey(Part, models.PROTECT, related_name="balances", db_index=False)
    location = models.ForeignKey(StockLocation, models.PROTECT, related_name="balances")
    lot = models.CharField(max_length=40, default="", help_text="always empty: lots have balances of their own")
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
    lot = models.CharField(max_length=40, default="", help_text="the lot or serial number, of a tracked part")
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


class Lot(Thing):
    """A batch of a part, or one piece with its serial number (K-21, K-22). A number is once a part, for ever."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="lots", db_index=False)
    code = models.CharField(max_length=40)
    norm = models.CharField(max_length=40, help_text="A-Z and 0-9 only, as it is scanned and searched")
    single = models.BooleanField(default=False, help_text="one piece: a serial number")
    made_on = models.DateField(null=True, help_text="a tyre's week, by its DOT code")
    best_before = models.DateField(null=True)
    cost_minor = models.BigIntegerField(default=0, help_text="one piece: what it came in for; it leaves with it (K-76)")
    came_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "norm"], name="lot_once_a_part")]
        indexes = [models.Index(fields=["norm"], name="lot_norm")]


class LotBalance(models.Model):
    """What lies of a lot at a location; written under the lock of the part's balance there. Sums to that balance."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="balances", db_index=False)
    location = models.ForeignKey(StockLocation, models.PROTECT, related_name="lot_balances")
    single = models.BooleanField(default=False, help_text="its lot's")
    on_hand_milli = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot", "location"], name="lot_balance_once"),
            models.UniqueConstraint(
                fields=["lot"], condition=Q(single=True, on_hand_milli__gt=0), name="a_piece_lies_in_one_place"
            ),
            models.CheckConstraint(condition=Q(single=False) | Q(on_hand_milli__lte=1000), name="a_piece_is_one"),
        ]


class NamedLot(Thing):
    """Which pieces or lots a line takes, named before its goods leave (K-21, G6)."""

    source_id = models.UUIDField(help_text="the line, as in the movement it will cause")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="named")
    quantity_milli = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_id", "lot"], name="named_once_a_line"),
            models.CheckConstraint(condition=Q(quantity_milli__gt=0), name="named_quantity"),
        ]


class Bin(Thing):
    """A shelf, a box, a hook (hyllplats): a place within a location, in the order in which one walks past them."""

    location = models.ForeignKey(StockLocation, models.PROTECT, related_name="bins", db_index=False)
    code = models.CharField(max_length=20)
    walk = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["location", "code"], name="bin_once_a_location")]


class PartBin(Thing):
    """A part's bin at a location (K-29). Place 0 is its home, where one picks and where goods come in.

    What lies at home is what is on hand there less what was put elsewhere: nothing is written when goods are sold.
    """

    part = models.ForeignKey(Part, models.PROTECT, related_name="bins", db_index=False)
    bin = models.ForeignKey(Bin, models.PROTECT, related_name="parts")
    location = models.ForeignKey(StockLocation, models.PROTECT, related_name="part_bins", db_index=False)
    place = models.PositiveSmallIntegerField(default=0)
    put_milli = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "bin"], name="part_bin_once"),
            models.UniqueConstraint(fields=["part", "location", "place"], name="part_bin_place"),
            models.CheckConstraint(condition=Q(put_milli__gte=0), name="part_bin_put"),
            models.CheckConstraint(condition=~Q(place=0) | Q(put_milli=0), name="home_holds_the_rest"),
        ]


class Transfer(Thing):
    """Goods on their way from one site to another, in two steps (K-81). Goods under way are the sender's."""

    number = models.PositiveBigIntegerField(unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="transfers_out", help_text="the sender")
    to_site = models.ForeignKey(Site, models.PROTECT, related_name="transfers_in")
    state = models.CharField(max_length=14, default="requested")
    text = models.CharField(max_length=200, default="")
    requested_by = models.CharField(max_length=200)
    requested_at = models.DateTimeField()
    approved_by = models.CharField(max_length=200, default="")
    sent_by = models.CharField(max_length=200, default="")
    sent_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=200, default="")
    received_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(site=F("to_site")), name="transfer_goes_elsewhere"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "approved", "sent", "part_received", "closed", "cancelled"]),
                name="transfer_state",
            ),
        ]
        indexes = [models.Index(fields=["state", "requested_at"], name="transfer_open")]


class TransferLine(Thing):
    """So much of a part: asked for, sent, received, and settled otherwise. Its movements name it as their source."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    part = models.ForeignKey(Part, models.PROTECT, related_name="transfer_lines")
    asked_milli = models.BigIntegerField()
    sent_milli = models.BigIntegerField(default=0)
    received_milli = models.BigIntegerField(default=0)
    settled_milli = models.BigIntegerField(default=0, help_text="found at the sender's, lost or scrapped")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "part"], name="transfer_part_once"),
            models.CheckConstraint(condition=Q(asked_milli__gt=0, sent_milli__gte=0, received_milli__gte=0,
                                               settled_milli__gte=0), name="transfer_quantities"),
            models.CheckConstraint(
                condition=Q(sent_milli__gte=F("received_milli") + F("settled_milli")), name="transfer_no_more_than_sent"
            ),
        ]  # fmt: skip

    @property
    def under_way_milli(self) -> int:
        """What was sent and has neither come nor been settled."""
        return self.sent_milli - self.received_milli - self.settled_milli


class Count(Thing):
    """A count of shelves (inventering), while selling goes on (K-84, K-89)."""

    number = models.PositiveBigIntegerField(unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="counts")
    location = models.ForeignKey(StockLocation, models.PROTECT, related_name="counts")
    scope = models.CharField(max_length=10, help_text="all, class, bins, parts")
    about = models.CharField(max_length=200, default="", help_text="which class or bins, in words")
    blind = models.BooleanField(default=True)
    state = models.CharField(max_length=10, default="open")
    begun_by = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=200, default="")
    posted_at = models.DateTimeField(null=True)
    worth_minor = models.BigIntegerField(default=0, help_text="of all differences together, once posted")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "counted", "posted", "cancelled"]), name="count_state"
            ),
        ]


class CountLine(Thing):
    """One thing to be counted: a part in a bin (or in none), of a lot if it is tracked, and what was found (K-85).

    `expected_milli` is what should have lain there when it was counted; facts that come late are added to it (K-86).
    """

    count = models.ForeignKey(Count, models.CASCADE, related_name="lines", db_index=False)
    part = models.ForeignKey(Part, models.PROTECT, related_name="count_lines")
    bin = models.ForeignKey(Bin, models.PROTECT, null=True, related_name="count_lines")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, related_name="count_lines")
    spot = models.CharField(max_length=73, default="", help_text="bin and lot in one word, so that each is once")
    expected_milli = models.BigIntegerField(default=0)
    counted_milli = models.BigIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    counted_by = models.UUIDField(null=True)
    counted_by_name = models.CharField(max_length=200, default="")
    rounds = models.PositiveSmallIntegerField(default=0, help_text="how often it was counted anew")
    again = models.BooleanField(default=False, help_text="it must be counted once more (K-87)")
    disturbed = models.BooleanField(default=False, help_text="goods moved while it was being counted")
    version = models.PositiveIntegerField(default=0)
    posted_milli = models.BigIntegerField(default=0)
    worth_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["count", "part", "spot"], name="count_line_once"),
        ]

    @property
    def difference_milli(self) -> int:
        """Counted less expected; nothing while it is not counted."""
        return 0 if self.counted_milli is None else self.counted_milli - self.expected_milli


class CountEntry(models.Model):
    """What somebody counted, when and how: kept although it was counted again. Only grows."""

    line = models.ForeignKey(CountLine, models.PROTECT, related_name="entries", db_constraint=False)
    quantity_milli = models.BigIntegerField()
    expected_milli = models.BigIntegerField()
    added = models.BooleanField(help_text="to what was counted before; else in its place")
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

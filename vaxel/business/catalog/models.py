"""What the shop can sell: parts with their numbers, kits, labour operations, canned jobs, fees and price lists."""

from django.db import models

from vaxel.business.locations.models import Site
from vaxel.business.parties.models import CustomerGroup, Party
from vaxel.kernel.models import StoredFile
from vaxel.kernel.things import Thing


class Brand(Thing):
    """The name on the part's box (varumärke)."""

    name = models.CharField(max_length=80)
    folded = models.CharField(max_length=80, unique=True, help_text="so that BOSCH and Bosch are one")


class Category(Thing):
    """A kind of part in a tree (artikelgrupp)."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    key = models.CharField(max_length=40, unique=True)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)


class Part(Thing):
    """Anything with a number that we stock or sell (artikel). Unique: (brand, normalised number) (K-1)."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="parts")
    number = models.CharField(max_length=60, help_text="as printed")
    norm = models.CharField(max_length=60, help_text="A-Z and 0-9 only")
    loose = models.CharField(max_length=60, help_text="norm with look-alikes made one, asked when norm finds nothing")
    name_sv = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, default="", blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="parts")
    unit = models.CharField(max_length=6, default="pcs", help_text="pcs, l, m, kg, h, set (M-11)")
    stocking = models.CharField(max_length=12, default="stocked", help_text="K-6")
    tracking = models.CharField(
        max_length=8,
        default="none",
        db_default="none",
        help_text="none, lot, dot (a tyre's week and year), serial (K-21)",
    )
    quality = models.CharField(max_length=20, default="aftermarket", help_text="K-5")
    tax_code = models.CharField(max_length=20, default="standard")
    discountable = models.BooleanField(default=True)
    universal = models.BooleanField(default=False, db_default=False, help_text="fits by specification, not by car")
    cost_minor = models.BigIntegerField(default=0, help_text="latest purchase price per unit, without VAT")
    retired_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "norm"], name="part_number_once_a_brand"),
            models.CheckConstraint(
                condition=models.Q(stocking__in=["stocked", "on_demand", "not_counted", "kit", "core"]),
                name="part_stocking",
            ),
        ]
        indexes = [
            models.Index(fields=["norm"], name="part_norm"),
            models.Index(fields=["norm", "id"], condition=models.Q(stocking="kit"), name="part_kits"),
            models.Index(fields=["loose"], name="part_loose"),
        ]


class PartPicture(Thing):
    """How a part looks: large for its page, small for lists. Place 0 is shown first."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    small = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position", "id"]


class PartSearch(models.Model):
    """What a part is found by: its numbers, codes, names and brand, folded; nothing while it is retired. A table of its
    own, so that a price never touches the fragment index, and with a whole number as its key, which that index needs
    and by which fitment names the part."""

    id = models.BigAutoField(primary_key=True)
    part = models.OneToOneField(Part, models.CASCADE, related_name="found_by")
    text = models.TextField()


class Spelling(models.Model):
    """A word of the parts' names, reachable by the word with one letter left out: how a typing error is found."""

    id = models.BigAutoField(primary_key=True)
    form = models.CharField(max_length=30)
    word = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "word"], name="spelling_once")]


class PartCode(Thing):
    """Another way to name a part: barcode, a supplier's, a maker's original, an old or another brand's number (K-2)."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="codes")
    kind = models.CharField(max_length=10, help_text="barcode, supplier, original, old, cross")
    text = models.CharField(max_length=60)
    norm = models.CharField(max_length=60, help_text="A-Z and 0-9 only; a barcode of 8 to 13 digits filled up to 14")
    loose = models.CharField(max_length=60)
    supplier = models.ForeignKey(Party, models.PROTECT, null=True, related_name="part_codes")
    quantity_milli = models.BigIntegerField(default=1000, help_text="how much one scan means")

    class Meta:
        indexes = [
            models.Index(fields=["norm"], name="code_norm"),
            models.Index(fields=["loose"], name="code_loose"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["part", "kind", "norm", "supplier"], name="code_once_a_supplier"),
            models.UniqueConstraint(
                fields=["part", "kind", "norm"], condition=models.Q(supplier=None), name="code_once_a_part"
            ),
            models.UniqueConstraint(fields=["norm"], condition=models.Q(kind="barcode"), name="barcode_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["barcode", "supplier", "original", "old", "cross"]), name="code_kind"
            ),
            models.CheckConstraint(condition=models.Q(quantity_milli__gt=0), name="code_quantity"),
        ]


class KitComponent(Thing):
    """A kit holds so many of a part (K-18)."""

    kit = models.ForeignKey(Part, models.CASCADE, related_name="components")
    part = models.ForeignKey(Part, models.PROTECT, related_name="in_kits")
    position = models.PositiveSmallIntegerField()
    quantity_milli = models.BigIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["kit", "part"], name="component_once_a_kit"),
            models.CheckConstraint(condition=models.Q(quantity_milli__gt=0), name="component_quantity"),
        ]


class PriceList(Thing):
    """Prices for everyone or for a customer group, everywhere or at a site, between two days (M-23, M-24)."""

    name = models.CharField(max_length=80)
    currency = models.CharField(max_length=3, default="SEK")
    basis = models.CharField(max_length=4, default="excl", help_text="incl or excl VAT")
    group = models.ForeignKey(CustomerGroup, models.PROTECT, null=True, related_name="price_lists")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="price_lists")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="the first day on which it no longer holds")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(basis__in=["incl", "excl"]), name="price_list_basis")]


class Price(Thing):
    """A part's price in a list, in hundredths of a minor unit (M-10)."""

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="prices")
    part = models.ForeignKey(Part, models.CASCADE, related_name="prices")
    unit_price_cm = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "price_list"], name="price_once_a_list"),
            models.CheckConstraint(condition=models.Q(unit_price_cm__gte=0), name="price_not_negative"),
        ]


class LabourRate(Thing):
    """A named price per hour without VAT (timpris), for a site or for all (S-68)."""

    key = models.CharField(max_length=30)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="labour_rates")
    hour_price_cm = models.BigIntegerField()
    tax_code = models.CharField(max_length=20, default="standard")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "site"], name="rate_once_a_site"),
            models.UniqueConstraint(fields=["key"], condition=models.Q(site=None), name="rate_once_for_all"),
        ]


class Operation(Thing):
    """A named piece of labour with a code and the guide's hours (arbetsmoment)."""

    code = models.CharField(max_length=30, unique=True)
    name_sv = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, default="")
    hours_milli = models.BigIntegerField()
    rate_key = models.CharField(max_length=30, default="general")
    asks_torque = models.BooleanField(
        default=False, db_default=False, help_text="the torque of the wheels is noted before the invoice (G6)"
    )
    retired_at = models.DateTimeField(null=True)


class Fee(Thing):
    """A fee that goes into jobs: hung on a part, or computed per job as supplies (S-74, S-75)."""

    key = models.CharField(max_length=30, unique=True)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, help_text="hung or supplies")
    unit_price_cm = models.BigIntegerField(default=0, help_text="hung: per unit of the part, without VAT")
    parts_ppm = models.PositiveIntegerField(default=0)
    labour_ppm = models.PositiveIntegerField(default=0)
    floor_minor = models.BigIntegerField(default=0)
    ceiling_minor = models.BigIntegerField(null=True)
    tax_code = models.CharField(max_length=20, default="standard")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)


class PartFee(Thing):
    """The fee that hangs on a part and follows its quantity."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="fees")
    fee = models.ForeignKey(Fee, models.PROTECT, related_name="parts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "fee"], name="fee_once_a_part")]


class CannedJob(Thing):
    """A template of a job (arbetspaket), versioned; what was applied stays as it was (S-41, S-42)."""

    key = models.CharField(max_length=30, unique=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, default="active", help_text="draft, active, retired")
    title_sv = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    category = models.CharField(max_length=40, default="")
    pricing = models.CharField(max_length=6, default="lines", help_text="lines or fixed (S-45)")
    fixed_price_cm = models.BigIntegerField(default=0, help_text="fixed: the menu price without VAT")
    warranty_months = models.PositiveSmallIntegerField(default=0)
    warranty_km = models.PositiveIntegerField(default=0)


class CannedLine(Thing):
    """One line of a canned job: an operation with hours, a part with quantity, or a text."""

    canned_job = models.ForeignKey(CannedJob, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, help_text="labour, part, note, placeholder")
    operation = models.ForeignKey(Operation, models.PROTECT, null=True)
    part = models.ForeignKey(Part, models.PROTECT, null=True)
    quantity_milli = models.BigIntegerField(default=1000)
    text_sv = models.CharField(max_length=200, default="")
    text_en = models.CharField(max_length=200, default="")

    class Meta:
        ordering = ["position"]

"""What fits what: cars by make, model and engine, fitment, what was learned, interchange and supersession.

Fitment runs to tens of millions of rows, so everything it names is a whole number of its own; a part is named by the
number of its `PartSearch` row. A year is a row: whoever asks knows the year, and finds with one equality.
"""

from django.db import models
from django.db.models import F, Q

from vaxel.business.catalog.models import Part
from vaxel.kernel.things import Thing


class CarMake(models.Model):
    """A make, as fitment says it (bilmärke)."""

    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=60)
    folded = models.CharField(max_length=60, unique=True, help_text="so that VW and Volkswagen are one")


class CarModel(models.Model):
    """A model of a make; generations that data tells apart are models of their own."""

    id = models.AutoField(primary_key=True)
    make = models.ForeignKey(CarMake, models.PROTECT, related_name="models")
    name = models.CharField(max_length=80)
    folded = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["make", "folded"], name="car_model_once_a_make")]
        indexes = [models.Index(fields=["folded"], name="car_model_folded")]


class CarEngine(models.Model):
    """An engine by its maker's code, or by what data calls it."""

    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=60)
    folded = models.CharField(max_length=60, unique=True)
    fuel = models.CharField(max_length=30, default="", help_text="as on vehicles; empty: not known")


class FitPosition(models.Model):
    """Where on the car: front, rear, left … as data says it."""

    id = models.AutoField(primary_key=True)
    key = models.CharField(max_length=60, unique=True)


class FitCondition(models.Model):
    """What must also be true of the car, as one set of facts: {"brake_disc": "300 mm"}. Each set is kept once."""

    id = models.AutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    facts = models.JSONField()


class FitSource(models.Model):
    """Who says so: a file of a brand, or a person. What one says is replaced without touching the others' (K-13)."""

    id = models.AutoField(primary_key=True)
    key = models.CharField(max_length=80, unique=True)


class Fit(models.Model):
    """The part fits the model in the year (passform); 0 stands for every engine, no position, no condition."""

    pk = models.CompositePrimaryKey("car_model", "year", "part", "engine", "position", "condition", "source")
    car_model = models.IntegerField()
    year = models.SmallIntegerField()
    part = models.IntegerField(help_text="the number of its PartSearch row")
    engine = models.IntegerField(default=0)
    position = models.IntegerField(default=0)
    condition = models.IntegerField(default=0)
    source = models.IntegerField()
    quantity_milli = models.IntegerField(default=1000, help_text="how much a car takes at the position")

    class Meta:
        indexes = [models.Index(fields=["part"], name="fit_part")]


class CarTerm(models.Model):
    """What a number of fitment files means, in one of the association's tables (make, model, position, qual …)."""

    id = models.AutoField(primary_key=True)
    kind = models.CharField(max_length=30)
    number = models.IntegerField()
    name = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="car_term_once")]


class CarBase(models.Model):
    """A base vehicle of the association's tables: a model in a year, by their numbers (CarTerm)."""

    number = models.IntegerField(primary_key=True)
    year = models.SmallIntegerField()
    make = models.IntegerField()
    model = models.IntegerField()


class LearnedFit(models.Model):
    """How often a part was fitted to a type of car here, and came back because it did not fit (K-12)."""

    pk = models.CompositePrimaryKey("car_model", "year", "part", "engine")
    car_model = models.IntegerField()
    year = models.SmallIntegerField()
    part = models.IntegerField(help_text="the number of its PartSearch row")
    engine = models.IntegerField(default=0)
    fitted = models.IntegerField(default=0)
    returned = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["part"], name="learned_part")]


class PartSales(models.Model):
    """How much the shop sells of a part: lines, a newer one counting more than an older. For the order of hits."""

    part = models.IntegerField(primary_key=True, help_text="the number of its PartSearch row")
    score = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["-score", "part"], name="sales_best")]


class TakenIn(models.Model):
    """Up to which line of the shop's papers something was learned, so that no line counts twice; and the row that is
    locked by who decides something of a whole table."""

    key = models.CharField(max_length=20, primary_key=True)
    upto = models.BigIntegerField(default=0)


class InterchangeGroup(Thing):
    """Parts that may replace each other (K-14)."""

    source = models.CharField(max_length=80, default="")


class InterchangeMember(Thing):
    """A part belongs to a group."""

    group = models.ForeignKey(InterchangeGroup, models.CASCADE, related_name="members")
    part = models.ForeignKey(Part, models.CASCADE, related_name="interchange")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "part"], name="interchange_member_once")]


class Substitute(Thing):
    """`by` may replace `part`; not the other way round, and it leads no further (K-14)."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="substitutes")
    by = models.ForeignKey(Part, models.CASCADE, related_name="substitutes_for")
    source = models.CharField(max_length=80, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "by"], name="substitute_once"),
            models.CheckConstraint(condition=~Q(part=F("by")), name="substitute_is_another"),
        ]


class Supersession(Thing):
    """From a day on `new` is sold instead of `old` (K-15)."""

    old = models.ForeignKey(Part, models.PROTECT, related_name="superseded_by")
    new = models.ForeignKey(Part, models.PROTECT, related_name="supersedes")
    kind = models.CharField(max_length=20, default="full")
    quantity_milli = models.BigIntegerField(default=1000, help_text="how much of the new for one of the old")
    from_day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="superseded_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="superseded_by_another"),
            models.CheckConstraint(
                condition=Q(kind__in=["full", "use_up_old_first", "one_to_many", "many_to_one"]),
                name="supersession_kind",
            ),
            models.CheckConstraint(condition=Q(quantity_milli__gt=0), name="supersession_quantity"),
        ]

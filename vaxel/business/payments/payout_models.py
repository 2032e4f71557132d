"""What a provider has sent to the bank. Named in `models`, which everybody imports."""

from django.db import models

from vaxel.kernel.things import Thing


class Payout(Thing):
    """What a provider has sent to the bank, taken in once (§11.3)."""

    site = models.ForeignKey(
        "locations.Site", models.PROTECT, related_name="payouts", help_text="whose books it stands in"
    )
    provider = models.CharField(max_length=12)
    provider_id = models.CharField(max_length=120, unique=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    arrival_on = models.DateField()
    made_at = models.DateTimeField()
    taken_in_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True, help_text="the bank sent it back")

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="payout_list")]


class PayoutLine(Thing):
    """One row of a payout with the payment or refund it is. Only grows."""

    payout = models.ForeignKey(Payout, models.PROTECT, related_name="lines", db_constraint=False)
    txn_id = models.CharField(max_length=120, unique=True)
    category = models.CharField(max_length=40)
    source_id = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    payment = models.ForeignKey(
        "payments.Payment", models.PROTECT, null=True, related_name="payout_lines", db_constraint=False
    )
    odd = models.CharField(max_length=12, default="", help_text="unknown, amount, state, twice, category")

import django.db.models.deletion
from django.db import migrations, models

import vaxel.kernel.ids
from vaxel.kernel.db.append_only import append_only

DIGITS = {
    "bas": {"1": "asset", "2": "liability", "3": "income", "4": "cost", "5": "cost", "6": "cost", "7": "cost", "8": "cost"},
    "neutral": {"1": "asset", "2": "liability", "3": "equity", "4": "income", "5": "cost", "6": "cost"},
}


def sort(apps, editor):
    """Accounts that stand already say their kind by their number, in the chart they came with."""
    account, role_account = apps.get_model("accounting", "Account"), apps.get_model("accounting", "RoleAccount")
    neutral = role_account.objects.filter(role="stock", account="1060").exists()
    bas = role_account.objects.filter(role="stock").exclude(account="1060").exists()
    if neutral and bas:
        return  # both charts have been used: the same first digit means two things
    digits = DIGITS["neutral" if neutral else "bas"]
    for one in account.objects.all():
        one.kind = digits.get(one.number[:1], "")
        one.save(update_fields=["kind"])


class Migration(migrations.Migration):
    dependencies = [("accounting", "0004_marks_changes")]

    operations = [
        migrations.CreateModel(
            name="PeriodChange",
            fields=[
                ("id", models.UUIDField(default=vaxel.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("state", models.CharField(max_length=12)),
                ("reason", models.CharField(default="", max_length=200)),
                ("by_name", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("period", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="accounting.period")),
            ],
        ),
        append_only("accounting_periodchange"),
        migrations.AddField(
            model_name="account",
            name="kind",
            field=models.CharField(default="", help_text="asset, liability, equity, income or cost", max_length=10),
        ),
        migrations.RunPython(sort, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", ["", "asset", "liability", "equity", "income", "cost"])), name="account_kind"),
        ),
    ]

from django.db import migrations

from vaxel.kernel.db.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]

    operations = [
        append_only("payments_paymentevent"),
        append_only("payments_allocation"),
        append_only("payments_storecreditentry"),
        append_only("payments_cashmovement"),
        append_only("payments_journalevent"),
        append_only("payments_zreport"),
    ]

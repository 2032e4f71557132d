from django.db import migrations

from vaxel.kernel.db.append_only import append_only
from vaxel.kernel.db.roomy import roomy


class Migration(migrations.Migration):
    dependencies = [("stock", "0001_initial")]

    operations = [
        append_only("stock_movement"),
        roomy("stock_balance", 50),
    ]

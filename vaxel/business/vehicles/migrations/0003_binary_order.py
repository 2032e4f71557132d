from django.db import migrations

from vaxel.kernel.db.ordering import binary_order


class Migration(migrations.Migration):
    dependencies = [("vehicles", "0002_only_grows")]

    operations = [
        binary_order("vehicles", "vehicle", "vin", "vin_backwards", "plate"),
        binary_order("vehicles", "plate", "text"),
    ]

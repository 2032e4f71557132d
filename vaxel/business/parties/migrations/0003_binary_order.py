from django.db import migrations

from vaxel.kernel.db.ordering import binary_order


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_only_grows")]

    operations = [
        binary_order("parties", "party", "search"),
    ]

from django.db import migrations

from vaxel.kernel.db.setup import marks_changes


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_setup_marks"), ("catalog", "0004_fitment")]

    operations = [
        marks_changes("catalog_pricelist"),
    ]

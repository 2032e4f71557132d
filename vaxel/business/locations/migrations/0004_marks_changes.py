from django.db import migrations

from vaxel.kernel.db.setup import marks_changes


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_setup_marks"), ("locations", "0003_letter_keys")]

    operations = [
        marks_changes("locations_company"),
        marks_changes("locations_site"),
        marks_changes("locations_register"),
    ]

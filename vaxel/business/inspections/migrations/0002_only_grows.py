from django.db import migrations

from vaxel.kernel.db.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_initial"), ("kernel", "0003_stored_files")]

    operations = [
        append_only("inspections_report"),
        append_only("inspections_acknowledgement"),
        append_only("kernel_storedfile"),
    ]

from django.db import migrations

from vaxel.kernel.db.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("service", "0001_initial")]

    operations = [
        append_only("service_approval"),
        append_only("service_approvalitem"),
        append_only("service_timeentry"),
    ]

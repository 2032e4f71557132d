from django.db import migrations

from vaxel.kernel.db.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("presence", "0001_initial")]

    operations = [append_only("presence_guestentry")]

from django.db import migrations, models

from vaxel.kernel.db.append_only import append_only_again


class Migration(migrations.Migration):
    dependencies = [("accounting", "0001_initial")]

    operations = [
        migrations.AlterField(model_name="ledgerentry", name="series", field=models.CharField(max_length=60)),
        append_only_again("accounting_ledgerentry"),
    ]

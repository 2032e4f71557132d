import django.db.models.deletion
import vaxel.kernel.ids
from django.db import migrations, models

from vaxel.kernel.db.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('locations', '0004_marks_changes'),
        ('purchasing', '0002_only_grows'),
    ]

    operations = [
        migrations.CreateModel(
            name='BillPayment',
            fields=[
                ('id', models.UUIDField(default=vaxel.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('amount_minor', models.BigIntegerField()),
                ('base_minor', models.BigIntegerField(help_text='what the bank account lost, in our currency')),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=120)),
                ('bill', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='purchasing.supplierbill')),
                ('site', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='locations.site')),
            ],
            options={
                'abstract': False,
            },
        ),
        append_only("purchasing_billpayment"),
    ]

import django.db.models.deletion
import vaxel.kernel.ids
from django.db import migrations, models

from vaxel.kernel.db.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('billing', '0004_documents_by_day'),
        ('locations', '0004_marks_changes'),
        ('parties', '0005_merges'),
    ]

    operations = [
        migrations.CreateModel(
            name='LateTerms',
            fields=[
                ('id', models.UUIDField(default=vaxel.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField(unique=True)),
                ('reference_ppm', models.PositiveIntegerField(help_text='the reference rate of the half year (räntelagen 9 §)')),
                ('added_ppm', models.PositiveIntegerField(default=80000, help_text='on top of it (räntelagen 6 §)')),
                ('fee_minor', models.PositiveIntegerField(default=0, help_text='of one reminder; 0 where none was agreed')),
                ('first_after_days', models.PositiveSmallIntegerField(default=5)),
                ('again_after_days', models.PositiveSmallIntegerField(default=10)),
                ('source', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.UUIDField(default=vaxel.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('message_id', models.UUIDField(help_text='None: sent by post', null=True)),
                ('by_name', models.CharField(max_length=120)),
                ('charged', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminder', to='billing.document')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='parties.party')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='locations.site')),
            ],
        ),
        migrations.CreateModel(
            name='ReminderLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('open_minor', models.BigIntegerField()),
                ('late_days', models.PositiveIntegerField()),
                ('interest_minor', models.BigIntegerField(default=0)),
                ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='reminded', to='billing.document')),
                ('reminder', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='billing.reminder')),
            ],
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(fields=['customer', '-at'], name='reminder_customer'),
        ),
        migrations.AddIndex(
            model_name='reminderline',
            index=models.Index(fields=['document'], name='reminder_document'),
        ),
        append_only("billing_lateterms"),
        append_only("billing_reminder"),
        append_only("billing_reminderline"),
    ]

import django.db.models.deletion
import vaxel.kernel.ids
from django.db import migrations, models

from vaxel.kernel.db.append_only import append_only, frozen


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.UUIDField(default=vaxel.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=12, unique=True)),
                ('state', models.CharField(default='off', help_text='off, on, needs_login, stopped', max_length=12)),
                ('starts_on', models.DateField(help_text='what is booked before this day is not handed over')),
                ('summary', models.BooleanField(default=False, help_text='one voucher a day and kind instead of one a document')),
                ('leaves_out', models.JSONField(default=list, help_text='kinds that the accounting system books itself (A-1)')),
                ('series', models.JSONField(default=dict, help_text='kind → voucher series')),
                ('accounts', models.JSONField(default=dict, help_text='account → its id there')),
                ('centres', models.JSONField(default=dict, help_text="site's code → its id there")),
                ('is_test', models.BooleanField(default=True, help_text='a test company; never a live one (A-75)')),
                ('tenant', models.CharField(default='', help_text='their id of the company', max_length=80)),
                ('tenant_name', models.CharField(default='', max_length=120)),
                ('client_id', models.CharField(default='', max_length=120)),
                ('sealed_secret', models.TextField(default='')),
                ('sealed_access', models.TextField(default='')),
                ('sealed_refresh', models.TextField(default='')),
                ('access_until', models.DateTimeField(null=True)),
                ('refreshed_at', models.DateTimeField(null=True)),
                ('login_digest', models.CharField(default='', max_length=64)),
                ('login_until', models.DateTimeField(null=True)),
                ('busy_until', models.DateTimeField(help_text='one sender, one refresher at a time (A-3)', null=True)),
                ('wait_until', models.DateTimeField(help_text='throttled until then (A-6)', null=True)),
                ('fault', models.CharField(default='', max_length=300)),
                ('next_batch', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['off', 'on', 'needs_login', 'stopped'])), name='target_state'), models.CheckConstraint(condition=models.Q(('key__in', ['sie', 'fortnox', 'quickbooks', 'xero'])), name='target_key')],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.UUIDField(default=vaxel.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=80)),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('made', 'made'), ('imported', 'imported'), ('unread', 'unread')], default='made', max_length=8)),
                ('reason', models.CharField(default='', max_length=200)),
                ('by_name', models.CharField(max_length=120)),
                ('made_at', models.DateTimeField()),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='exports.target')),
            ],
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=vaxel.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('source_ref', models.CharField(max_length=80)),
                ('revision', models.PositiveSmallIntegerField(default=1)),
                ('business_date', models.DateField()),
                ('currency', models.CharField(max_length=3)),
                ('text', models.CharField(max_length=200)),
                ('rows', models.JSONField()),
                ('content_hash', models.CharField(max_length=64)),
                ('map_version', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('ready', 'ready'), ('sending', 'sending'), ('sent', 'sent'), ('retry_wait', 'retry_wait'), ('data_error', 'data_error'), ('unknown', 'unknown'), ('skipped', 'skipped'), ('confirmed', 'confirmed')], default='ready', max_length=12)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('request', models.TextField(default='', help_text='the bytes that were sent, stored before (A-4)')),
                ('remote_id', models.CharField(default='', max_length=80)),
                ('remote_number', models.CharField(default='', max_length=40)),
                ('theirs', models.JSONField(help_text='[account there, minor] as they keep it', null=True)),
                ('error', models.CharField(default='', max_length=400)),
                ('reason', models.CharField(default='', help_text='why a person left it out, or sent it again', max_length=200)),
                ('made_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(help_text='not tried before')),
                ('tried_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='exports.batch')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='exports.target')),
            ],
        ),
        migrations.CreateModel(
            name='UnitEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry_id', models.UUIDField()),
                ('target', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exports.target')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='exports.unit')),
            ],
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(fields=('target', 'number'), name='batch_number_once'),
        ),
        migrations.AddIndex(
            model_name='unit',
            index=models.Index(fields=['target', '-business_date', '-id'], name='unit_list'),
        ),
        migrations.AddIndex(
            model_name='unit',
            index=models.Index(fields=['target', 'state', 'due_at'], name='unit_undecided'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(fields=('target', 'kind', 'source_ref', 'revision'), name='unit_once_a_source'),
        ),
        migrations.AddConstraint(
            model_name='unitentry',
            constraint=models.UniqueConstraint(fields=('target', 'entry_id'), name='entry_once_a_target'),
        ),
        append_only("exports_unitentry"),
        frozen("exports_batch", but=("state", "reason")),
    ]

import django.db.models.deletion
import vaxel.kernel.ids
from django.db import migrations, models

from vaxel.kernel.db.clustered import clustered


def number_retired_parts(apps, editor):
    """Every part has its row in the search, retired ones with nothing to be found by: fitment names parts by it."""
    editor.execute("""INSERT INTO catalog_partsearch (part_id, text) SELECT p.id, '' FROM catalog_part p
WHERE NOT EXISTS (SELECT 1 FROM catalog_partsearch s WHERE s.part_id = p.id) ORDER BY p.id""")
    if editor.connection.vendor == "postgresql":
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_how_a_part_is_tracked'),
        ('parties', '0003_binary_order'),
    ]

    operations = [
        migrations.RunPython(number_retired_parts, migrations.RunPython.noop),
        migrations.CreateModel(
            name='CarEngine',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('folded', models.CharField(max_length=60, unique=True)),
                ('fuel', models.CharField(default='', help_text='as on vehicles; empty: not known', max_length=30)),
            ],
        ),
        migrations.CreateModel(
            name='CarMake',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('folded', models.CharField(help_text='so that VW and Volkswagen are one', max_length=60, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='CarModel',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('folded', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Fit',
            fields=[
                ('pk', models.CompositePrimaryKey('car_model', 'year', 'part', 'engine', 'position', 'condition', 'source', blank=True, editable=False, primary_key=True, serialize=False)),
                ('car_model', models.IntegerField()),
                ('year', models.SmallIntegerField()),
                ('part', models.IntegerField(help_text='the number of its PartSearch row')),
                ('engine', models.IntegerField(default=0)),
                ('position', models.IntegerField(default=0)),
                ('condition', models.IntegerField(default=0)),
                ('source', models.IntegerField()),
                ('quantity_milli', models.IntegerField(default=1000, help_text='how much a car takes at the position')),
            ],
        ),
        clustered("catalog_fit"),
        migrations.CreateModel(
            name='FitCondition',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('facts', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='FitPosition',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=60, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='FitSource',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=80, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='InterchangeGroup',
            fields=[
                ('id', models.UUIDField(default=vaxel.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(default='', max_length=80)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='InterchangeMember',
            fields=[
                ('id', models.UUIDField(default=vaxel.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='LearnedFit',
            fields=[
                ('pk', models.CompositePrimaryKey('car_model', 'year', 'part', 'engine', blank=True, editable=False, primary_key=True, serialize=False)),
                ('car_model', models.IntegerField()),
                ('year', models.SmallIntegerField()),
                ('part', models.IntegerField(help_text='the number of its PartSearch row')),
                ('engine', models.IntegerField(default=0)),
                ('fitted', models.IntegerField(default=0)),
                ('returned', models.IntegerField(default=0)),
            ],
        ),
        clustered("catalog_learnedfit"),
        migrations.CreateModel(
            name='PartSales',
            fields=[
                ('part', models.IntegerField(help_text='the number of its PartSearch row', primary_key=True, serialize=False)),
                ('score', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Substitute',
            fields=[
                ('id', models.UUIDField(default=vaxel.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(default='', max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Supersession',
            fields=[
                ('id', models.UUIDField(default=vaxel.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(default='full', max_length=20)),
                ('quantity_milli', models.BigIntegerField(default=1000, help_text='how much of the new for one of the old')),
                ('from_day', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='TakenIn',
            fields=[
                ('key', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('upto', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='partcode',
            name='code_kind',
        ),
        migrations.AddField(
            model_name='part',
            name='universal',
            field=models.BooleanField(db_default=False, default=False, help_text='fits by specification, not by car'),
        ),
        migrations.AlterField(
            model_name='partcode',
            name='kind',
            field=models.CharField(help_text='barcode, supplier, original, old, cross', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='partcode',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['barcode', 'supplier', 'original', 'old', 'cross'])), name='code_kind'),
        ),
        migrations.AddField(
            model_name='carmodel',
            name='make',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='models', to='catalog.carmake'),
        ),
        migrations.AddIndex(
            model_name='fit',
            index=models.Index(fields=['part'], name='fit_part'),
        ),
        migrations.AddField(
            model_name='interchangemember',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='catalog.interchangegroup'),
        ),
        migrations.AddField(
            model_name='interchangemember',
            name='part',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interchange', to='catalog.part'),
        ),
        migrations.AddIndex(
            model_name='learnedfit',
            index=models.Index(fields=['part'], name='learned_part'),
        ),
        migrations.AddIndex(
            model_name='partsales',
            index=models.Index(fields=['-score', 'part'], name='sales_best'),
        ),
        migrations.AddField(
            model_name='substitute',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='substitutes_for', to='catalog.part'),
        ),
        migrations.AddField(
            model_name='substitute',
            name='part',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='substitutes', to='catalog.part'),
        ),
        migrations.AddField(
            model_name='supersession',
            name='new',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supersedes', to='catalog.part'),
        ),
        migrations.AddField(
            model_name='supersession',
            name='old',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='catalog.part'),
        ),
        migrations.AddIndex(
            model_name='carmodel',
            index=models.Index(fields=['folded'], name='car_model_folded'),
        ),
        migrations.AddConstraint(
            model_name='carmodel',
            constraint=models.UniqueConstraint(fields=('make', 'folded'), name='car_model_once_a_make'),
        ),
        migrations.AddConstraint(
            model_name='interchangemember',
            constraint=models.UniqueConstraint(fields=('group', 'part'), name='interchange_member_once'),
        ),
        migrations.AddConstraint(
            model_name='substitute',
            constraint=models.UniqueConstraint(fields=('part', 'by'), name='substitute_once'),
        ),
        migrations.AddConstraint(
            model_name='substitute',
            constraint=models.CheckConstraint(condition=models.Q(('part', models.F('by')), _negated=True), name='substitute_is_another'),
        ),
        migrations.AddConstraint(
            model_name='supersession',
            constraint=models.UniqueConstraint(fields=('old', 'new'), name='superseded_once'),
        ),
        migrations.AddConstraint(
            model_name='supersession',
            constraint=models.CheckConstraint(condition=models.Q(('old', models.F('new')), _negated=True), name='superseded_by_another'),
        ),
        migrations.AddConstraint(
            model_name='supersession',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['full', 'use_up_old_first', 'one_to_many', 'many_to_one'])), name='supersession_kind'),
        ),
        migrations.AddConstraint(
            model_name='supersession',
            constraint=models.CheckConstraint(condition=models.Q(('quantity_milli__gt', 0)), name='supersession_quantity'),
        ),
    ]

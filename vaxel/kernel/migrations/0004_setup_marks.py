from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_stored_files")]

    operations = [
        migrations.CreateModel(
            name="SetupMark",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("mark", models.CharField(max_length=32)),
            ],
        ),
    ]

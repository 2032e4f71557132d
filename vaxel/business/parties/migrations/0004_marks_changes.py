from django.db import migrations

from vaxel.kernel.db.setup import marks_changes


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_setup_marks"), ("parties", "0003_binary_order")]

    operations = [
        marks_changes("parties_party", only="is_walk_in"),
    ]

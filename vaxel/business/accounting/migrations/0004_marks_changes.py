from django.db import migrations

from vaxel.kernel.db.setup import marks_changes


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_setup_marks"), ("accounting", "0003_accounts_of_buying")]

    operations = [
        marks_changes("accounting_taxrate"),
        marks_changes("accounting_roleaccount"),
        marks_changes("accounting_period"),
    ]

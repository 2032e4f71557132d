from django.db import migrations

from vaxel.kernel.db.append_only import append_only, frozen


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [
        append_only("billing_documentline"),
        append_only("billing_documenttax"),
        append_only("billing_deposituse"),
        append_only("billing_offset"),
        frozen("billing_document", but=("open_minor",)),
    ]

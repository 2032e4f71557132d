from django.db import migrations

from vaxel.kernel.db.ordering import binary_order
from vaxel.kernel.db.trigram import fragment_index


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [
        binary_order("catalog", "part", "norm"),
        fragment_index("catalog_partsearch", "text"),
    ]

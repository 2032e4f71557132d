from django.db import migrations

from vaxel.kernel.db.append_only import append_only, frozen


class Migration(migrations.Migration):
    dependencies = [("purchasing", "0001_what_is_bought")]

    operations = [
        append_only("purchasing_amendment"),
        append_only("purchasing_billmatch"),
        append_only("purchasing_lostsale"),
        frozen("purchasing_goodsreceipt", but=("freight_back_minor", "freight_billed_minor")),
        frozen(
            "purchasing_receiptline",
            but=("back_milli", "back_minor", "core_back_minor", "billed_milli", "billed_minor", "core_billed_minor"),
        ),
    ]

from django.db import migrations

from vaxel.kernel.db.changes import notes_changes


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_changes"),
        ("catalog", "0005_marks_changes"),
        ("stock", "0004_counted_again"),
        ("parties", "0005_merges"),
        ("vehicles", "0003_binary_order"),
        ("payments", "0007_instalments"),
    ]

    operations = [
        notes_changes("catalog_part", "part", "id"),
        notes_changes("catalog_partcode", "part", "part_id"),
        notes_changes("catalog_price", "part", "part_id"),
        notes_changes("catalog_partfee", "part", "part_id"),
        notes_changes("catalog_kitcomponent", "part", "kit_id"),
        notes_changes("stock_balance", "balance", "id"),
        notes_changes("parties_party", "party", "id"),
        notes_changes("vehicles_vehicle", "vehicle", "id"),
        notes_changes("vehicles_ownership", "vehicle", "vehicle_id"),
    ]

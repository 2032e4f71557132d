from django.db import migrations

# Role → (account in BAS, in the neutral chart, Swedish name, English name).
ROLES = {
    "supplier_receivable": ("1684", "1095", "Kortfristiga fordringar hos leverantörer", "Credits expected from suppliers"),
    "payables": ("2440", "2005", "Leverantörsskulder", "Supplier payables"),
    "goods_received": ("2995", "2135", "Mottagna varor, ej ankomna fakturor", "Goods received, not invoiced"),
    "bought_work": ("4600", "5015", "Legoarbeten och underentreprenader", "Bought work"),
    "cost_variance": ("4969", "5030", "Prisdifferenser på inköp", "Cost variance"),
}


def add(apps, editor):
    """A shop that has a chart gets a new version of its map, with the roles of buying besides its own."""
    account, role_account = apps.get_model("accounting", "Account"), apps.get_model("accounting", "RoleAccount")
    newest = role_account.objects.order_by("-version").first()
    if newest is None:
        return
    held = dict(role_account.objects.filter(version=newest.version).values_list("role", "account_id"))
    missing = {role: row for role, row in ROLES.items() if role not in held}
    if not missing:
        return
    n = 0 if held.get("stock") == "1460" else 1
    for role, row in missing.items():
        account.objects.get_or_create(number=row[n], defaults={"name_sv": row[2], "name_en": row[3]})
        held[role] = row[n]
    role_account.objects.bulk_create(
        role_account(role=role, account_id=number, version=newest.version + 1) for role, number in held.items()
    )


class Migration(migrations.Migration):
    dependencies = [("accounting", "0002_series_of_registers")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

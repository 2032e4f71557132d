from django.db import migrations

# Role → (account in BAS, in the neutral chart, its kind there, Swedish name, English name).
ROLES = {
    "reminder_fee": ("3591", "4190", "income", "Påminnelseavgifter", "Reminder fees"),
    "late_interest": ("8313", "4200", "income", "Ränteintäkter från kortfristiga fordringar", "Interest on late payment"),
}


def add(apps, editor):
    """A shop that has a chart gets a new version of its map, with the roles of late payment besides its own."""
    account, role_account = apps.get_model("accounting", "Account"), apps.get_model("accounting", "RoleAccount")
    newest = role_account.objects.order_by("-version").first()
    if newest is None:
        return
    held = dict(role_account.objects.filter(version=newest.version).values_list("role", "account_id"))
    missing = {role: row for role, row in ROLES.items() if role not in held}
    if not missing:
        return
    n = 1 if held.get("stock") == "1060" else 0
    for role, row in missing.items():
        account.objects.get_or_create(
            number=row[n], defaults={"name_sv": row[3], "name_en": row[4], "kind": row[2]}
        )
        held[role] = row[n]
    role_account.objects.bulk_create(
        role_account(role=role, account_id=number, version=newest.version + 1) for role, number in held.items()
    )


class Migration(migrations.Migration):
    dependencies = [("accounting", "0005_books_on_screen")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

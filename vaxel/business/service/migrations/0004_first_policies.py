from datetime import date, datetime, timezone
from typing import Any

from django.db import migrations

from vaxel.kernel.db.append_only import append_only

KEYS = ("approvals.rough_over_ppm", "approvals.rough_over_minor")
FIRST = date(2000, 1, 1)


def lay(apps: Any, schema_editor: Any) -> None:
    """What the settings said is the first version, for the company and for sites with values of their own."""
    policies, settings = apps.get_model("service", "ApprovalPolicy"), apps.get_model("locations", "Setting")
    held = {(row.site_id, row.key): row.value for row in settings.objects.filter(key__in=KEYS)}
    places = {row.pk: row.jurisdiction for row in apps.get_model("locations", "Site").objects.all()}
    ppm, over = held.get((None, KEYS[0]), 150_000), held.get((None, KEYS[1]), 0)
    for jurisdiction in sorted({"SE", *places.values()}):
        _both(policies, None, jurisdiction, ppm, over)
    for site_id in sorted({site_id for site_id, _key in held if site_id in places}, key=str):
        own = held.get((site_id, KEYS[0]), ppm), held.get((site_id, KEYS[1]), over)
        _both(policies, site_id, places[site_id], *own)
    settings.objects.filter(key__in=KEYS).delete()


def _both(policies: Any, site_id: Any, jurisdiction: str, ppm: int, over: int) -> None:
    for kind in ("private", "company"):
        policies.objects.create(
            site_id=site_id, jurisdiction=jurisdiction, party_kind=kind, version=1, valid_from=FIRST, ppm=ppm,
            abs_minor=over or None, unasked_ppm=150_000, unasked_minor=300_000 if jurisdiction == "SE" else None,
            threshold_minor=100_000 if (jurisdiction, kind) == ("SE", "private") else 0,
            source="Konsumenttjänstlagen (1985:716) 36 §" if (jurisdiction, kind) == ("SE", "private") else "",
            made_at=datetime(2026, 1, 1, tzinfo=timezone.utc),
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("service", "0003_policies_attempts_signatures"), ("locations", "0001_initial")]

    operations = [
        append_only("service_contactattempt"),
        append_only("service_approvalsignature"),
        migrations.RunPython(lay, migrations.RunPython.noop),
    ]

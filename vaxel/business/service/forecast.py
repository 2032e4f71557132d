"""When a car's next service is due, explained: from the last one we did and how the car is driven (C-25 to C-28)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import preferences
from vaxel.business.locations.models import Site
from vaxel.business.locations.preferences import Preference
from vaxel.business.tickets import costing
from vaxel.business.tickets.models import Job
from vaxel.business.vehicles import forecast_rules
from vaxel.business.vehicles.forecast_rules import Due, Reading
from vaxel.business.vehicles.models import OdometerReading
from vaxel.kernel import clock

MONTHS = preferences.declare(
    Preference("service.interval_months", 12, _("Months between services; 0: not by time."), lowest=0, highest=120)
)
KM = preferences.declare(
    Preference("service.interval_km", 15_000, _("Kilometres between services; 0: not by distance."), lowest=0,
               highest=200_000)
)  # fmt: skip
KM_A_DAY = preferences.declare(
    Preference("service.km_a_day", 40, _("Kilometres a day that are assumed of a car with too few readings."), lowest=1,
               highest=2_000)
)  # fmt: skip


def next_service(vehicle_id: UUID, site: Site, at: datetime) -> Due | None:
    """When the car is due by the site's intervals; None when we have never serviced it. Three queries."""
    done = (
        Job.objects.filter(ticket__vehicle=vehicle_id, ticket__state="posted", category="service", work="completed")
        .order_by("-ticket__posted_at").values_list("ticket__posted_at", "ticket__odometer_out_km").first()
    )  # fmt: skip
    if done is None or done[0] is None:
        return None
    trusted = OdometerReading.objects.filter(vehicle=vehicle_id, flagged=False).exclude(source="estimate")
    rows = trusted.values_list("at", "distance_km")
    readings = [Reading(clock.local(read_at, site.time_zone).date(), km) for read_at, km in rows]
    day = clock.local(done[0], site.time_zone).date()
    seen = max((one.km for one in readings if one.day <= day), default=0)
    held = preferences.values([MONTHS.key, KM.key, KM_A_DAY.key], site.pk)
    return forecast_rules.due(
        Reading(day, done[1] or seen), readings, costing.business_day(site, at), months=held[MONTHS.key],
        km=held[KM.key], km_a_day=held[KM_A_DAY.key],
    )  # fmt: skip

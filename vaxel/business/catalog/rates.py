"""Named prices per hour (S-68)."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import LabourRate
from vaxel.business.catalog.rules import LARGEST_CM
from vaxel.business.catalog.wishes import check_name, check_number, check_range
from vaxel.business.locations.models import Site
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Refused


class NoLabourRate(Refused):
    """Labour cannot be priced without a rate."""

    sentence = _("There is no labour rate called %(key)s. Add it under Settings, Labour rates.")


@action("rates.define")
def define(
    *, key: str, name_sv: str, name_en: str, hour_price_cm: int, site: Site | None = None, tax_code: str = "standard",
    by: Actor, at: datetime,
) -> LabourRate:  # fmt: skip
    """An hour of this kind costs `hour_price_cm` (hundredths of a minor unit, without VAT) at the site, or everywhere.

    Lines that were priced before keep their price. Refuses with BadName, BadNumber, OutOfRange.
    """
    values = {
        "name_sv": check_name(name_sv, _("name"), 80), "name_en": check_name(name_en, _("English name"), 80),
        "hour_price_cm": check_range(hour_price_cm, _("price"), 0, LARGEST_CM), "tax_code": tax_code,
    }  # fmt: skip
    rate, _made = LabourRate.objects.update_or_create(key=check_number(key, 30), site=site, defaults=values)
    note(key=key, hour_price_cm=hour_price_cm)
    return rate


def for_site(key: str, site_id: UUID | None) -> LabourRate:
    """The site's own rate of that name, else the one for all sites; refuses with NoLabourRate."""
    held = LabourRate.objects.filter(Q(site=site_id) | Q(site=None), key=key)
    rate = held.order_by(F("site").asc(nulls_last=True)).first()
    if rate is None:
        raise NoLabourRate(key=key)
    return rate


def at_site(site_id: UUID | None) -> dict[str, LabourRate]:
    """Every rate by its key as it is at the site; one query."""
    held = LabourRate.objects.filter(Q(site=site_id) | Q(site=None)).order_by(F("site").desc(nulls_first=True))
    return {rate.key: rate for rate in held}

"""The tyre hotel's settings: what the law and the shop demand of tyres (verify), and the canned job of a swap."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import preferences
from vaxel.business.locations.preferences import Preference
from vaxel.business.tyres.rules import Limits

KEYS = {
    "summer_red": _("Tread of summer tyres below which they are unsafe, in tenths of a millimetre."),
    "summer_amber": _("Tread of summer tyres below which new ones are offered, in tenths of a millimetre."),
    "winter_red": _("Tread of winter tyres below which they are unsafe, in tenths of a millimetre."),
    "winter_amber": _("Tread of winter tyres below which new ones are offered, in tenths of a millimetre."),
    "age_amber": _("Years after which tyres are looked at with care."),
    "age_red": _("Years after which tyres are counted as unsafe."),
}
for _key, _sentence in KEYS.items():
    preferences.declare(Preference(f"tyres.{_key}", getattr(Limits(), _key), _sentence, lowest=1, highest=100))
SWAP_JOB = preferences.declare(
    Preference("tyres.swap_job", "tyre_swap", _("Key of the canned job that a swap of wheels puts on its ticket."))
)
STORAGE_JOB = preferences.declare(
    Preference("tyres.storage_job", "tyre_hotel", _("Key of the canned job that charges a season in the tyre hotel."))
)


def limits(site_id: UUID) -> Limits:
    """What the site demands. One query."""
    held = preferences.values([f"tyres.{key}" for key in KEYS], site_id)
    return Limits(**{key: held[f"tyres.{key}"] for key in KEYS})

"""Someone asked and did not buy: recorded with one press (K-96)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.parties.models import Party
from vaxel.business.purchasing.models import LostSale
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput

REASONS = {
    "no_stock": _("Not in stock"), "too_late": _("Delivery too late"), "price": _("The price"),
    "brand": _("Wanted another make"), "asking": _("Was only asking"),
}  # fmt: skip


class WhatWasAsked(BadInput):
    """A lost sale is of a part or of something described."""

    sentence = _("Choose the part or write what was asked for, how many, and why nothing was sold.")


@action("lost_sales.record")
def record(
    site: Site, *, reason: str, part: Part | None = None, text: str = "", quantity_milli: int = 1000,
    value_minor: int = 0, customer: Party | None = None, by: Actor, at: datetime,
) -> LostSale:  # fmt: skip
    """It is known that this was asked for and not sold, and why; the first two reasons count as demand (K-96).

    `value_minor` is what it would have brought, without VAT. Refuses with WhatWasAsked.
    """
    if reason not in REASONS or not (part or text.strip()) or not 0 < quantity_milli <= 10**9 or value_minor < 0:
        raise WhatWasAsked()
    return LostSale.objects.create(
        site=site, part=part, text=text.strip()[:120], quantity_milli=quantity_milli, value_minor=value_minor,
        reason=reason, customer=customer, at=at,
    )  # fmt: skip

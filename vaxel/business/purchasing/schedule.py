"""Reordering by the clock: drafts where the site said so, sent only where the shop said so (K-61, K-95)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import preferences
from vaxel.business.locations.models import Site
from vaxel.business.locations.preferences import Preference
from vaxel.business.purchasing import orders, reorder
from vaxel.business.purchasing.models import PurchaseOrder
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Refused
from vaxel.kernel.worker import every

AUTOMATIC = preferences.declare(
    Preference("reorder.automatic", False, _("Draft orders every day for what is below its level."))
)
HOUR = preferences.declare(
    Preference("reorder.hour", 5, _("Hour of the day at which orders are drafted."), lowest=0, highest=23)
)


@every(900)
def draft_due() -> None:
    """Every site that wants it has its drafts of the day; run twice, the second finds nothing to draft (F-6)."""
    now = clock.now()
    for site in Site.objects.filter(closed_at=None):
        held = preferences.values([AUTOMATIC.key, HOUR.key], site.pk)
        if held[AUTOMATIC.key] and clock.local(now, site.time_zone).hour == held[HOUR.key]:
            run(site, at=now)


def run(site: Site, *, at: datetime) -> list[PurchaseOrder]:
    """The site's drafts are made, and sent where the supplier's terms say so; what is below a minimum stays a draft."""
    by = Actor.system("reorder", site_id=site.pk)
    made = reorder.draft(site, by=by, at=at)
    sent = []
    for order in made:
        if not order.supplier.auto_send or order.origin != "reorder":
            continue
        try:
            sent.append(orders.send(order, by=by, at=at))
        except Refused:
            continue  # a person sees the draft and what is wrong with it
    return sent

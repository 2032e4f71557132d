"""Which parts are tracked by lot, by a tyre's DOT or by serial number; lots named for lines by whoever may (K-21)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part
from vaxel.business.stock.models import Balance
from vaxel.business.stock.receipts import check_shelved
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Conflict

KINDS = ("none", "lot", "dot", "serial")


class NoSuchTracking(BadInput):
    """One of the known ways."""

    sentence = _("A part is tracked by none, lot, dot or serial.")


class TrackingLocked(Conflict):
    """What lies there already has no numbers, or has others."""

    sentence = _(
        "Some of %(number)s lies on a shelf. Sell, scrap or adjust it to nothing, then change how it is tracked."
    )


@action("parts.track")
def track(part: Part, *, kind: str, by: Actor, at: datetime) -> Part:
    """From now on the part's lots (`lot`), DOT weeks (`dot`) or pieces (`serial`) are known, or no more (`none`).

    Refuses with NoSuchTracking, NotShelved, TrackingLocked.
    """
    if kind not in KINDS:
        raise NoSuchTracking()
    check_shelved(part)
    fresh = Part.objects.select_for_update(of=("self",)).get(pk=part.pk)
    if fresh.tracking == kind:
        return fresh
    # Locking the balances keeps goods from coming in while the way changes.
    if Balance.objects.select_for_update().filter(part=part).exclude(on_hand_milli=0).exists():
        raise TrackingLocked(number=part.number)
    note(before=fresh.tracking, after=kind)
    fresh.tracking = kind
    fresh.save(update_fields=["tracking"])
    return fresh

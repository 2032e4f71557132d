"""How large a discount someone may give alone (S-82)."""

from uuid import UUID

from django.db.models import Max, Q

from vaxel.business.locations.models import ApiToken, Assignment
from vaxel.kernel.actors import Actor

WHOLE_PPM = 1_000_000


def discount_ppm(actor: Actor, site_id: UUID | None) -> int:
    """The largest discount the actor may give at the site without a second person, in parts per million."""
    if actor.may("discounts.unlimited", site_id):
        return WHOLE_PPM
    here = Q(site_id=None) | Q(site_id=site_id)
    if actor.id is None:
        return 0
    if actor.kind == "staff" and actor.grants:
        held = Assignment.objects.filter(here, staff_id=actor.id, staff__is_active=True)
        return held.aggregate(most=Max("role__discount_ppm"))["most"] or 0
    if actor.kind == "token":
        token = ApiToken.objects.filter(here, pk=actor.id, revoked_at=None)
        return token.aggregate(most=Max("role__discount_ppm"))["most"] or 0
    return 0

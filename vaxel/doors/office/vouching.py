"""Who can vouch for what the person at the desk may not do alone: offered by name, judged by the action."""

from collections.abc import Callable

from django.db.models import Q

from vaxel.business.locations import limits
from vaxel.business.locations.models import Assignment, Role, Staff
from vaxel.doors.office.desk import Desk
from vaxel.kernel.actors import covers


def who_may(desk: Desk, permission: str) -> list[Staff]:
    """Colleagues with a PIN who have the permission at this site, by name. One query."""
    return _others(desk, lambda role: covers(frozenset(role.actions), permission))


def who_may_give_more(desk: Desk) -> list[Staff]:
    """Colleagues with a PIN whose largest discount at this site is above this person's, by name. Two queries."""
    own_ppm = limits.discount_ppm(desk.actor, desk.site.pk)
    return _others(
        desk, lambda role: role.discount_ppm > own_ppm or covers(frozenset(role.actions), "discounts.unlimited")
    )


def _others(desk: Desk, enough: Callable[[Role], bool]) -> list[Staff]:
    here = Q(site=None) | Q(site=desk.site)
    held = Assignment.objects.filter(here, staff__is_active=True).exclude(staff__pin_hash="")
    rows = held.exclude(staff=desk.staff).select_related("staff", "role").order_by("staff__name")
    return list({one.staff_id: one.staff for one in rows if enough(one.role)}.values())

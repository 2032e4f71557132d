"""From a person or a token to an Actor with grants."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from vaxel.business.locations import tokens
from vaxel.business.locations.models import Assignment, Site, Staff
from vaxel.business.locations.roles_ready import ALWAYS
from vaxel.kernel.actors import Actor

Grants = Mapping[UUID | None, frozenset[str]]


def for_staff(
    staff: Staff,
    *,
    site: Site | None = None,
    register_id: UUID | None = None,
    device_id: UUID | None = None,
    held: Grants | None = None,
) -> Actor:
    """The person as an actor at the site (else at home), with the grants of all their roles; none once they left.

    `held`: their grants, when they were read already.
    """
    if held is None:
        held = grants(staff)
    return Actor(
        "staff",
        staff.name,
        id=staff.pk,
        site_id=site.pk if site else staff.home_site_id,
        grants=held if staff.is_active else {},
        register_id=register_id,
        device_id=device_id,
    )


def grants(staff: Staff) -> Grants:
    """Site (None: everywhere) → patterns of what the person may do there; empty without any role. One query."""
    held: dict[UUID | None, set[str]] = defaultdict(set)
    for site_id, actions in Assignment.objects.filter(staff=staff).values_list("site_id", "role__actions"):
        held[site_id].update(actions, ALWAYS)
    return {site_id: frozenset(patterns) for site_id, patterns in held.items()}


def for_token(token_text: str, at: datetime) -> Actor:
    """The machine that holds the token. Refuses with BadToken (401) when unknown, expired or revoked."""
    return tokens.actor(token_text, at)

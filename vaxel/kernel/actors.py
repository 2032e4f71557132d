"""Who acts, from where, and what they may do at which site."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal
from uuid import UUID

ActorKind = Literal["staff", "system", "customer", "token"]
EVERYWHERE: Mapping[UUID | None, frozenset[str]] = {None: frozenset({"*"})}


@lru_cache(maxsize=4096)
def covers(patterns: frozenset[str], action: str) -> bool:
    """Whether one of `patterns` ("*", "tickets.*", "tickets.void") names the action."""
    return action in patterns or "*" in patterns or action.split(".", 1)[0] + ".*" in patterns


@dataclass(frozen=True, slots=True, eq=False)
class Actor:
    """A person, a token, a customer with a link, or the shop's own machinery.

    `grants` maps a site (None = every site) to patterns of action names.
    """

    kind: ActorKind
    name: str
    id: UUID | None = None
    site_id: UUID | None = None
    grants: Mapping[UUID | None, frozenset[str]] = field(default_factory=dict)
    register_id: UUID | None = None
    device_id: UUID | None = None

    @classmethod
    def system(cls, name: str, site_id: UUID | None = None) -> "Actor":
        """The shop's own machinery: may do everything, everywhere."""
        return cls("system", name, site_id=site_id, grants=EVERYWHERE)

    def may(self, action: str, site_id: UUID | None) -> bool:
        """Whether this actor may do the action at the site (None = a thing of the whole company)."""
        everywhere = self.grants.get(None)
        if everywhere and covers(everywhere, action):
            return True
        here = self.grants.get(site_id) if site_id else None
        return bool(here and covers(here, action))

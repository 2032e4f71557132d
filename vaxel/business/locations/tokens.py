"""API tokens: a machine's way in, bound to one role and one site. Only the hash is kept; the text is shown once."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import roles
from vaxel.business.locations.models import ApiToken, Role, Site
from vaxel.business.locations.staff import role_of
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Refused

PREFIX = "vx_"
KEPT_S = 2.0
KEPT_MOST = 1_000


class BadToken(Refused):
    """Unknown, expired or revoked: the same answer for all three."""

    status = 401
    sentence = _("The token is not valid. It may have expired or been revoked.")


def _at_site(*, site: Site | None = None, **_kwargs: Any) -> UUID | None:
    return site.pk if site else None


@action("tokens.make", site=_at_site)
def make(
    *, name: str, role: Role | str, site: Site | None = None, expires_at: datetime | None = None,
    by: Actor, at: datetime,
) -> tuple[ApiToken, str]:  # fmt: skip
    """A token for the role at the site (None: everywhere), and its text, which is never shown again.

    Refuses with MoreThanOwn.
    """
    chosen = role_of(role)
    roles.check_own(by, chosen.actions, site.pk if site else None)
    text = PREFIX + secrets.token_urlsafe(32)
    note(name=name, role=chosen.key, site=site.code if site else "*")
    made = ApiToken.objects.create(
        name=name, token_hash=digest(text), role=chosen, site=site, made_at=at, expires_at=expires_at
    )
    return made, text


@action("tokens.revoke")
def revoke(token: ApiToken, *, by: Actor, at: datetime) -> ApiToken:
    """The token opens nothing from now on (within two seconds in other processes)."""
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    _kept.pop(token.token_hash, None)
    return token


def digest(text: str) -> str:
    """SHA-256 of the token; enough, since its 256 bits of chance cannot be guessed."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Kept:
    actor: Actor
    expires_at: datetime | None
    until: float


_kept: dict[str, _Kept] = {}


def actor(text: str, at: datetime) -> Actor:
    """The token's actor; looked up at most every two seconds. Refuses with BadToken."""
    key = digest(text)
    held = _kept.get(key)
    if held is None or held.until < time.monotonic():
        held = _look_up(key)
    if held.expires_at is not None and held.expires_at <= at:
        raise BadToken()
    return held.actor


def _look_up(key: str) -> _Kept:
    _kept.pop(key, None)
    found = ApiToken.objects.select_related("role").filter(token_hash=key, revoked_at=None).first()
    if found is None:
        raise BadToken()
    patterns = frozenset(found.role.actions)
    made = Actor("token", found.name, id=found.pk, site_id=found.site_id, grants={found.site_id: patterns})
    if len(_kept) >= KEPT_MOST:
        _kept.clear()
    _kept[key] = held = _Kept(made, found.expires_at, time.monotonic() + KEPT_S)
    return held


def forget() -> None:
    """Nothing looked up is remembered (for tests)."""
    _kept.clear()

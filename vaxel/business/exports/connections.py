"""Logging in to accounting systems by OAuth2: a state that is good once, sealed tokens that rotate (A-25).

What goes outside is done by `sending.hold`'s owner, between the actions here.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from vaxel.business.exports.connectors import Company, Tokens
from vaxel.business.exports.models import Target
from vaxel.kernel import sealing
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Conflict, Refused

LABEL = "accounting"
LOGIN_FOR = timedelta(minutes=10)
HELD_FOR = timedelta(minutes=10)
EARLY = timedelta(seconds=60)


class NoClient(Refused):
    """The accounting system knows programs by an id and a secret."""

    sentence = _("Enter the client id and secret that the accounting system gave you.")


class StaleLogin(BadInput):
    """The answer is none that was asked for now."""

    sentence = _("The log-in took too long, or was used already. Begin again.")


class LiveCompany(Conflict):
    """A trial never writes in the real books (A-75)."""

    sentence = _("%(name)s is a real company, and the settings say test company. Nothing was connected.")


class OtherLogin(Conflict):
    """What was renewed is no longer what counts."""

    sentence = _("Someone logged in anew or disconnected it meanwhile. It goes on by itself if it is connected.")


class BusyNow(Conflict):
    """One at a time."""

    sentence = _("Someone is sending to it just now. Try again in a few minutes.")


def _company(*_args: Any, **_kwargs: Any) -> None:
    """The books are the company's."""


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()


def _counts(fresh: Target, known: Target) -> bool:
    """Whether the log-in that was `known` is the one that counts."""
    return fresh.state == "on" and fresh.sealed_refresh == known.sealed_refresh


@action("exports.begin_login", site=_company)
def begin_login(target: Target, *, client_id: str, secret: str, by: Actor, at: datetime) -> str:
    """A state for the log-in that begins now, good once and for ten minutes; id and secret are kept sealed.

    An empty secret keeps the one that is held. Refuses with NoClient.
    """
    fresh = Target.objects.select_for_update().get(pk=target.pk)
    wanted = client_id.strip()
    if not wanted or not (secret.strip() or fresh.sealed_secret):
        raise NoClient()
    if secret.strip():
        fresh.sealed_secret = sealing.seal(secret.strip(), LABEL)
    state = secrets.token_urlsafe(32)
    fresh.client_id, fresh.login_digest, fresh.login_until = wanted, _digest(state), at + LOGIN_FOR
    fresh.save(update_fields=["client_id", "sealed_secret", "login_digest", "login_until"])
    return state


@action("exports.claim_login", site=_company)
def claim_login(target: Target, *, state: str, by: Actor, at: datetime) -> Target:
    """The state was ours, and is good no more. Refuses with StaleLogin."""
    fresh = Target.objects.select_for_update().get(pk=target.pk)
    known = bool(fresh.login_digest) and constant_time_compare(fresh.login_digest, _digest(state))
    if not known or fresh.login_until is None or fresh.login_until < at:
        raise StaleLogin()
    fresh.login_digest, fresh.login_until = "", None
    fresh.save(update_fields=["login_digest", "login_until"])
    return fresh


@action("exports.keep_tokens", site=_company)
def keep_tokens(
    target: Target, tokens: Tokens, *, company: Company | None = None, by: Actor, at: datetime
) -> Target:  # fmt: skip
    """The new pair is kept sealed before it is used; with a company the log-in is complete.

    Refuses with LiveCompany; without a company with OtherLogin, when the pair of `target` is no longer the one held.
    """
    fresh = Target.objects.select_for_update().get(pk=target.pk)
    if company is None and not _counts(fresh, target):
        raise OtherLogin()
    if company is not None:
        if fresh.is_test and company.is_test is False:
            raise LiveCompany(name=company.name)
        fresh.tenant, fresh.tenant_name, fresh.state, fresh.fault = company.tenant, company.name[:120], "on", ""
    fresh.sealed_access = sealing.seal(tokens.access, LABEL)
    fresh.sealed_refresh = sealing.seal(tokens.refresh, LABEL)
    fresh.access_until, fresh.refreshed_at = at + timedelta(seconds=tokens.expires_s), at
    fresh.save()
    note(key=fresh.key, tenant=fresh.tenant)
    return fresh


@action("exports.lose_login", site=_company)
def lose_login(target: Target, *, why: str, by: Actor, at: datetime) -> Target:
    """The connection waits for a person to log in again; its tokens are gone. A newer log-in stays as it is."""
    fresh = Target.objects.select_for_update().get(pk=target.pk)
    if not _counts(fresh, target):
        return fresh
    fresh.state, fresh.fault, fresh.sealed_access, fresh.sealed_refresh = "needs_login", why[:300], "", ""
    fresh.save()
    return fresh


@action("exports.disconnect", site=_company)
def disconnect(target: Target, *, by: Actor, at: datetime) -> Target:
    """Nothing is sent any more, and the tokens are gone."""
    fresh = Target.objects.select_for_update().get(pk=target.pk)
    fresh.state, fresh.sealed_access, fresh.sealed_refresh, fresh.fault = "off", "", "", ""
    fresh.save()
    return fresh


@action("exports.hold", site=_company)
def hold(target: Target, *, by: Actor, at: datetime) -> Target:
    """The connection is ours for ten minutes: one sender, one refresher (A-3). Refuses with BusyNow."""
    fresh = Target.objects.select_for_update().get(pk=target.pk)
    if fresh.busy_until and fresh.busy_until > at:
        raise BusyNow()
    fresh.busy_until = at + HELD_FOR
    fresh.save(update_fields=["busy_until"])
    return fresh


@action("exports.let_go", site=_company)
def let_go(target: Target, *, wait_s: int = 0, by: Actor, at: datetime) -> Target:
    """The connection is free again; for `wait_s` seconds nothing is sent (A-6). Who took it over keeps it."""
    fresh = Target.objects.select_for_update().get(pk=target.pk)
    if fresh.busy_until != target.busy_until:
        return fresh
    fresh.busy_until, fresh.wait_until = None, at + timedelta(seconds=wait_s) if wait_s else None
    fresh.save(update_fields=["busy_until", "wait_until"])
    return fresh


def client_of(target: Target) -> tuple[str, str]:
    """(id, secret) of the program; refuses with Unreadable when the installation's secret is another."""
    return target.client_id, sealing.opened(target.sealed_secret, LABEL) if target.sealed_secret else ""

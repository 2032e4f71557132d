"""OAuth2 by code and refresh token (A-25). Tokens stand in no log."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from vaxel.business.exports.connectors import LoginLost, NoAnswer, Session, Tokens, Transient
from vaxel.links.accounting import http
from vaxel.links.accounting.http import Reply


@dataclass(frozen=True, slots=True)
class Provider:
    """Where people log in and tokens are given out."""

    system: str
    authorize: str
    token: str
    scopes: str
    extra: Mapping[str, str] = field(default_factory=dict)

    def login_url(self, client_id: str, back: str, state: str) -> str:
        """Where a person logs in."""
        asked = {"client_id": client_id, "redirect_uri": back, "scope": self.scopes, "state": state,
                 "response_type": "code", **self.extra}  # fmt: skip
        return f"{self.authorize}?{urlencode(asked)}"

    def exchange(self, client: tuple[str, str], code: str, back: str) -> Tokens:
        """The first tokens; raises LoginLost, Transient."""
        return self._ask(client, {"grant_type": "authorization_code", "code": code, "redirect_uri": back})

    def refresh(self, client: tuple[str, str], refresh: str) -> Tokens:
        """New tokens for the old refresh token, which is good no more; raises LoginLost, Transient."""
        return self._ask(client, {"grant_type": "refresh_token", "refresh_token": refresh})

    def _ask(self, client: tuple[str, str], form: dict[str, str]) -> Tokens:
        basic = base64.b64encode(":".join(client).encode()).decode()
        try:
            reply = http.ask(self.system, "POST", self.token, headers={"Authorization": f"Basic {basic}"}, form=form)
        except NoAnswer as error:
            # The old token may be used up by now; if it is, the next try says so, and a person logs in.
            raise Transient(str(error)) from error
        body = reply.body if isinstance(reply.body, dict) else {}
        if reply.status != 200 or not body.get("access_token") or not body.get("refresh_token"):
            why = str(body.get("error_description") or body.get("error") or reply.status)
            raise LoginLost(_("The log-in is not valid any more (%(why)s). Log in again.") % {"why": why})
        return Tokens(str(body["access_token"]), str(body["refresh_token"]), int(body.get("expires_in") or 1800))


class LoggedInto:
    """A system that people log in to by its `provider`: that part of the protocol."""

    provider: Provider

    def login_url(self, client_id: str, back: str, state: str) -> str:
        """As the protocol."""
        return self.provider.login_url(client_id, back, state)

    def exchange(self, client: tuple[str, str], code: str, back: str) -> Tokens:
        """As the protocol."""
        return self.provider.exchange(client, code, back)

    def refresh(self, client: tuple[str, str], refresh: str) -> Tokens:
        """As the protocol."""
        return self.provider.refresh(client, refresh)


def asked(
    session: Session, system: str, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: str = "",
    safe: bool = False, wait_s: int = 60,
) -> Reply:  # fmt: skip
    """The answer with a good token; one that was not taken is renewed once. Raises LoginLost and as `http.ask`."""
    token = session.access()
    for attempt in (1, 2):
        reply = http.ask(
            system, method, url, headers={**(headers or {}), "Authorization": f"Bearer {token}"}, body=body, safe=safe,
            wait_s=wait_s,
        )  # fmt: skip
        if reply.status == 403:
            raise LoginLost(_("The log-in may not do that there. Log in again with all rights that are asked for."))
        if reply.status != 401:
            return reply
        if attempt == 1:
            token = session.renew(token)
    raise LoginLost(_("The log-in is not valid any more (%(why)s). Log in again.") % {"why": "401"})

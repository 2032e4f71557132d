"""A shop's card readers at Stripe: what there is, and one more with the words that its screen shows."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from vaxel.business.locations.models import Site
from vaxel.business.payments.attempts import Definitive, NoAnswer, Retryable
from vaxel.links.stripe.client import WrongKey, ask, client, is_live, key


@dataclass(frozen=True, slots=True)
class Account:
    """How the shop stands with the provider: none, wrong, simulated, test or live; and what is the matter."""

    mode: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A reader as the provider knows it."""

    id: str
    label: str
    kind: str
    online: bool


class NotConnected(Exception):
    """The provider said no, or nothing; `code` is its own word, or `no_answer`, or `wrong_code` of a reader's code."""

    def __init__(self, code: str, status: int = 0) -> None:
        super().__init__(code)
        self.code, self.status = code, status


def account() -> Account:
    """From the key alone; nothing is asked."""
    if not settings.STRIPE_KEY and not settings.STRIPE_KEY_FILE.exists():
        return Account("none")
    try:
        found = key()
    except WrongKey as error:
        return Account("wrong", str(error))
    if settings.STRIPE_API:
        return Account("simulated")
    return Account("live" if is_live(found) else "test")


def known() -> list[Found]:
    """The account's readers; raises NotConnected."""
    rows = _asked(lambda stripe: stripe.readers.list, {"limit": 100})["data"]
    return [_found(one) for one in rows]


def connect(code: str, label: str, site: Site) -> Found:
    """The reader whose screen shows the code belongs to the site's place at the provider; raises NotConnected."""
    sent = {"registration_code": code.strip().lower(), "label": label, "location": _place(site)}
    try:
        return _found(_asked(lambda stripe: stripe.readers.create, sent))
    except NotConnected as no:
        raise (NotConnected("wrong_code") if no.status in (400, 404) else no) from no


def _place(site: Site) -> str:
    """The site's place at the provider, made when there is none: its country can never change."""
    rows = _asked(lambda stripe: stripe.locations.list, {"limit": 100})["data"]
    held = next((one for one in rows if (one.get("metadata") or {}).get("pos_location") == str(site.pk)), None)
    if held is None:
        lines = [line.strip() for line in site.address.replace(",", "\n").splitlines() if line.strip()] or [site.name]
        postal, _space, city = (lines[-1] if len(lines) > 1 else "").rpartition(" ")
        address = {"line1": lines[0], "city": city or site.name, "postal_code": postal or "00000",
                   "country": site.jurisdiction[:2]}  # fmt: skip
        made = {"display_name": site.name, "address": address, "metadata": {"pos_location": str(site.pk)}}
        held = _asked(lambda stripe: stripe.locations.create, made)
    return str(held["id"])


def _found(one: dict[str, Any]) -> Found:
    return Found(one["id"], one.get("label") or one["id"], one.get("device_type") or "", one.get("status") == "online")


def _asked(call: Any, sent: dict[str, Any]) -> dict[str, Any]:
    try:
        return ask(call(client().v1.terminal), sent).body
    except (NoAnswer, Retryable) as silence:
        raise NotConnected("no_answer") from silence
    except Definitive as no:
        raise NotConnected(no.code, no.status) from no

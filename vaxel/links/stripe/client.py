"""The official SDK, made when it is first needed, and its errors sorted into the three kinds (payments.md §4.3).

The key comes from the environment or a file, never from the database, and stands in no log.
"""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings

from vaxel.business.payments.attempts import Answer, Definitive, NoAnswer, Retryable
from vaxel.kernel import actions

if TYPE_CHECKING:
    import stripe

VERSION = "2026-10-28.endive"
KINDS = ("sk_test_", "rk_test_", "sk_live_", "rk_live_")
SAME_KEY = ("idempotency_key_in_use", "rate_limit", "lock_timeout")
NOBODY_KNOWS = ("terminal_reader_timeout",)


class WrongKey(Definitive):
    """The key is none that a server may use, or does not fit the shop: nothing is sent with it."""

    def __init__(self, why: str) -> None:
        super().__init__("wrong_key", 401)
        self.why = why

    def __str__(self) -> str:
        return self.why


def key() -> str:
    """The secret key; raises WrongKey."""
    try:
        found = settings.STRIPE_KEY or settings.STRIPE_KEY_FILE.read_text().strip()
    except OSError:
        found = ""
    if not found.startswith(KINDS):
        raise WrongKey("Stripe's secret or restricted key begins with sk_ or rk_; a publishable key (pk_) cannot pay.")
    if settings.PRACTICE and is_live(found):
        raise WrongKey("A live key has no place in the practice shop.")
    if settings.STRIPE_API and is_live(found):
        raise WrongKey("A live key is never sent anywhere but to Stripe.")
    return str(found)


def is_live(found: str) -> bool:
    """Whether real money moves."""
    return "_live_" in found


def client() -> "stripe.StripeClient":
    """The SDK's client for the key of now, with the pinned version and waits that fit a till; raises WrongKey."""
    return _client(key(), settings.STRIPE_API)


@cache
def _client(secret: str, api: str) -> "stripe.StripeClient":
    import stripe

    bases: Any = {"api": api} if api else None
    return stripe.StripeClient(
        secret, stripe_version=VERSION, max_network_retries=0, base_addresses=bases,
        http_client=stripe.RequestsClient(timeout=(5, 30)),
    )  # fmt: skip


def ask(call: Any, *args: Any, **kwargs: Any) -> Answer:
    """The answer of one call of the SDK; raises Definitive, Retryable, NoAnswer. Never inside a transaction."""
    import stripe

    if actions.in_transaction():
        raise RuntimeError("nothing outside is called inside a transaction")
    try:
        made = call(*args, **kwargs)
    except stripe.APIConnectionError as error:
        raise NoAnswer("no connection") from error
    except stripe.StripeError as error:
        raise sorted_out(error) from None
    last = getattr(made, "last_response", None)
    return Answer(made.to_dict(), (last.request_id or "") if last else "")


def rows(call: Any, sent: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every row of a list, newest first, fetched page by page; raises as `ask` does."""
    page: dict[str, Any] = {"has_more": True, "data": []}
    while page["has_more"]:
        after = {"starting_after": page["data"][-1]["id"]} if page["data"] else {}
        page = ask(call, {"limit": 100, **sent, **after}).body
        yield from page["data"]


def sorted_out(error: "stripe.StripeError") -> Exception:
    """The error as one of the three kinds: decided by code and status, never by its message."""
    code = error.code or ""
    status = error.http_status or 0
    if code in NOBODY_KNOWS or status >= 500 or status == 0:
        return NoAnswer(code or f"http {status}")
    if code in SAME_KEY or status == 429:
        return Retryable(code or "rate_limit")
    body = error.error
    return Definitive(code or f"http_{status}", status, (getattr(body, "decline_code", "") or "") if body else "")

"""What an accounting system that is spoken to must be able to do, and how it says no. Links implement it.

Nothing here is called inside a transaction (invariant 9).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from vaxel.business.exports.models import Target


class DataError(Exception):
    """Not accepted as it is: a person must put a mapping, an account or a period right (A-6)."""


class LoginLost(Exception):
    """The log-in is no longer valid."""


class Throttled(Exception):
    """Too many requests; not before `after_s` seconds."""

    def __init__(self, after_s: int) -> None:
        super().__init__(after_s)
        self.after_s = after_s


class Transient(Exception):
    """Nothing was done, or the same key makes a second try harmless: tried again later."""


class NoAnswer(Exception):
    """Nobody knows whether it arrived: looked for before anything else (A-5)."""


@dataclass(frozen=True, slots=True)
class Case:
    """A unit as a connector needs it. Rows: (account, role, site's code, signed minor, text)."""

    id: str
    kind: str
    series: str
    number: str
    text: str
    day: date
    currency: str
    rows: Sequence[tuple[str, str, str, int, str]]
    accounts: dict[str, str]
    centres: dict[str, str]


@dataclass(frozen=True, slots=True)
class Landed:
    """It is there: under which id and number, and what they keep, (account there, signed minor)."""

    remote_id: str
    number: str
    rows: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A pair of tokens that was just given out, and for how long the first is good."""

    access: str
    refresh: str
    expires_s: int


@dataclass(frozen=True, slots=True)
class Company:
    """The company there that one logged in to."""

    tenant: str
    name: str
    is_test: bool | None = None


class Session(Protocol):
    """Whoever holds the tokens: hands out one that is good, and renews it once when it was not."""

    @property
    def tenant(self) -> str:
        """Their id of the company."""

    def access(self) -> str:
        """A good access token."""

    def renew(self, refused: str) -> str:
        """A new access token after `refused` was not taken; raises LoginLost."""


class Connector(Protocol):
    """One system."""

    def login_url(self, client_id: str, back: str, state: str) -> str:
        """Where a person logs in."""

    def exchange(self, client: tuple[str, str], code: str, back: str) -> Tokens:
        """The first tokens; raises LoginLost, Transient."""

    def refresh(self, client: tuple[str, str], refresh: str) -> Tokens:
        """New tokens; raises LoginLost, Transient."""

    def company(self, session: Session, asked: dict[str, str]) -> Company:
        """The company; `asked` are the parameters of the redirect."""

    def body(self, case: Case) -> str:
        """The exact request (pure); raises DataError."""

    def send(self, session: Session, case: Case, body: str) -> Landed:
        """It is there; raises DataError, LoginLost, Throttled, Transient, NoAnswer."""

    def find(self, session: Session, case: Case) -> Landed | None:
        """Looked for under its key; None when it is not there. Raises as `send`, but never NoAnswer."""

    def read(self, session: Session, remote_id: str) -> Landed | None:
        """What they keep of it now; None when it is gone there. Raises as `find`."""

    def missing(self, session: Session, accounts: Sequence[str], series: Sequence[str]) -> list[str]:
        """What the mapping names and they do not have (A-10)."""


def of(target: Target) -> Connector:
    """The link for the target, as the settings name it."""
    made: Any = import_string(settings.ACCOUNTING_LINKS[target.key])
    connector: Connector = made(is_test=target.is_test)
    return connector

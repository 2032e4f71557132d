"""What we need of a card terminal, and a fake that behaves and misbehaves like one.

Calls go out after commit, never inside a transaction (invariant 9). A payment is written before the first call, and
what comes back is applied by one function whoever reports it (F-5): the call's answer, a later question, the clerk.
"""

import threading
import time
from dataclasses import dataclass, field
from typing import Literal, Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

Answer = Literal["waiting", "taken", "declined", "cancelled", "unknown"]


@dataclass(frozen=True, slots=True)
class TerminalState:
    """What the terminal says of a payment: `reference` is printed (card and last four).

    `our_id` is the payment it was made for, as the provider kept it; `dispatch_seen` how many commands had been sent
    when it was asked: what it said before a later command is stale, unless money moved (payments.md §3.1).
    """

    answer: Answer
    provider_ref: str = ""
    reference: str = ""
    reason: str = ""
    amount_minor: int | None = None
    currency: str = ""
    our_id: str = ""
    dispatch_seen: int | None = None


class TerminalDown(Exception):
    """The terminal did not answer in time: nobody knows what became of the payment."""


class Terminal(Protocol):
    """A reader at the counter. Every call names our payment, so that asking twice charges once."""

    provider: str

    def start(self, payment_id: UUID, *, amount_minor: int, currency: str, reader: str) -> TerminalState:
        """The reader shows the amount and waits for a card."""
        ...

    def ask(self, payment_id: UUID) -> TerminalState:
        """What became of it. `unknown` when the terminal has never heard of it."""
        ...

    def cancel(self, payment_id: UUID) -> TerminalState:
        """The reader stops waiting, if the card was not charged already."""
        ...

    def refund(self, payment_id: UUID, of: str, *, amount_minor: int, currency: str) -> TerminalState:
        """Money back to the card of an earlier payment (its provider_ref)."""
        ...

    def open_session(self, payment_id: UUID, *, title: str, back_to: str, language: str) -> str:
        """The address of the provider's page where a payment of a link is paid; raises TerminalDown."""
        ...


@dataclass(slots=True)
class _Asked:
    amount_minor: int
    state: TerminalState
    since: float = field(default_factory=time.monotonic)
    told: bool = False


class FakeTerminal:
    """Behaves by the amount's last two digits, as test cards do, or as told by `next_answer`.

    .01 declines; .02 waits until cancelled; .03 charges but the answer is lost (TerminalDown, `ask` says taken);
    .04 times out without charging (TerminalDown, `ask` says cancelled); .05 says unknown until asked twice;
    .06 never answers any question; all others are approved at the first question after `delay_s`.
    """

    provider = ""

    def __init__(self, delay_s: float = 0.0) -> None:
        self.delay_s = delay_s
        self._asked: dict[UUID, _Asked] = {}
        self._lock = threading.Lock()
        self.charges: list[tuple[UUID, int]] = []
        self.given_back: list[tuple[str, int]] = []

    def start(self, payment_id: UUID, *, amount_minor: int, currency: str, reader: str) -> TerminalState:
        """As the protocol; the same payment again is the same attempt."""
        with self._lock:
            if payment_id not in self._asked:
                self._asked[payment_id] = _Asked(amount_minor, TerminalState("waiting", f"fake_{payment_id.hex[:12]}"))
            asked = self._asked[payment_id]
            kind = amount_minor % 100
            if kind == 3:
                self._settle(payment_id, asked, "taken")
                raise TerminalDown
            if kind == 4:
                self._settle(payment_id, asked, "cancelled", "timed out")
                raise TerminalDown
            if kind == 6:
                raise TerminalDown
            return asked.state

    def ask(self, payment_id: UUID) -> TerminalState:
        """As the protocol."""
        with self._lock:
            asked = self._asked.get(payment_id)
            if asked is None:
                return TerminalState("unknown", reason="never heard of it")
            if asked.state.answer != "waiting" or time.monotonic() - asked.since < self.delay_s:
                return asked.state
            return self._answer(payment_id, asked)

    def _answer(self, payment_id: UUID, asked: _Asked) -> TerminalState:
        kind = asked.amount_minor % 100
        if kind == 1:
            self._settle(payment_id, asked, "declined", "insufficient funds")
        elif kind == 5:
            asked.amount_minor -= 5
            return TerminalState("unknown", asked.state.provider_ref)
        elif kind == 6:
            raise TerminalDown
        elif kind != 2:
            self._settle(payment_id, asked, "taken")
        return asked.state

    def cancel(self, payment_id: UUID) -> TerminalState:
        """As the protocol; what is charged stays charged."""
        with self._lock:
            asked = self._asked.get(payment_id)
            if asked is None:
                return TerminalState("cancelled")
            if asked.state.answer == "waiting":
                self._settle(payment_id, asked, "cancelled", "cancelled at the till")
            return asked.state

    def refund(self, payment_id: UUID, of: str, *, amount_minor: int, currency: str) -> TerminalState:
        """As the protocol; the same refund again is the same refund. .01 is refused, of .03 the answer is lost once."""
        with self._lock:
            if payment_id not in self._asked:
                self._asked[payment_id] = _Asked(
                    amount_minor, TerminalState("waiting", f"fake_re_{payment_id.hex[:12]}")
                )
            asked = self._asked[payment_id]
            if asked.state.answer == "waiting":
                self._give_back(payment_id, asked, of)
            if amount_minor % 100 == 3 and asked.state.answer == "taken" and not asked.told:
                asked.told = True
                raise TerminalDown
            return asked.state

    def open_session(self, payment_id: UUID, *, title: str, back_to: str, language: str) -> str:
        """It has no pages."""
        raise TerminalDown

    def _give_back(self, payment_id: UUID, asked: _Asked, of: str) -> None:
        if asked.amount_minor % 100 == 1:
            self._settle(payment_id, asked, "declined", "refund refused")
        else:
            self.given_back.append((of, asked.amount_minor))
            ref = asked.state.provider_ref
            asked.state = TerminalState("taken", ref, "Visa •••• 4242", amount_minor=asked.amount_minor)

    def _settle(self, payment_id: UUID, asked: _Asked, answer: Answer, reason: str = "") -> None:
        if answer == "taken":
            self.charges.append((payment_id, asked.amount_minor))
        asked.state = TerminalState(
            answer, asked.state.provider_ref, "Visa •••• 4242" if answer == "taken" else "", reason,
            asked.amount_minor if answer == "taken" else None,
        )  # fmt: skip


_terminal: Terminal | None = None


class NoTerminal:
    """A shop without an account for cards: nothing can be charged, and nothing is known of earlier charges."""

    provider = ""

    def start(self, payment_id: UUID, *, amount_minor: int, currency: str, reader: str) -> TerminalState:
        """Nobody answers."""
        raise TerminalDown

    def ask(self, payment_id: UUID) -> TerminalState:
        """Nobody answers."""
        raise TerminalDown

    def cancel(self, payment_id: UUID) -> TerminalState:
        """Nobody answers."""
        raise TerminalDown

    def refund(self, payment_id: UUID, of: str, *, amount_minor: int, currency: str) -> TerminalState:
        """Nobody answers."""
        raise TerminalDown

    def open_session(self, payment_id: UUID, *, title: str, back_to: str, language: str) -> str:
        """Nobody answers."""
        raise TerminalDown


def terminal() -> Terminal:
    """The terminal in use: what the settings name (CARD_TERMINAL), made when it is first asked for."""
    global _terminal  # noqa: PLW0603 - one terminal connection a process
    if _terminal is None:
        _terminal = import_string(settings.CARD_TERMINAL)() if settings.CARD_TERMINAL else NoTerminal()
    return _terminal


def takes_cards() -> bool:
    """Whether a terminal of ours charges cards; else they are taken on another and written down by hand."""
    return not isinstance(terminal(), NoTerminal)


def use(other: Terminal) -> None:
    """From now on this terminal is in use."""
    global _terminal  # noqa: PLW0603 - one terminal connection a process
    _terminal = other

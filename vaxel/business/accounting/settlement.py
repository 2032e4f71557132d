"""Settling what is due with tenders in order, cash rounding included (M-30 to M-34)."""

from collections.abc import Sequence
from dataclasses import dataclass

from vaxel.kernel.money import cash_round

CASH = "cash"


class TendersRefused(ValueError):
    """Tenders that cannot be taken together: above what is due, or cash that no coins make."""


@dataclass(frozen=True, slots=True)
class Tendered:
    """What is handed over by one method, minor units; negative when money goes out."""

    method: str
    amount: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """`cash_due` is the cash that stays in the drawer, `rounding` is cash due less what it settles (Öresavrundning)."""

    cash_due: int
    rounding: int
    change: int
    remaining: int
    settled: bool


def settle(total: int, step: int, tenders: Sequence[Tendered], tip: int = 0) -> Settlement:
    """What the tenders do to `total`, with cash rounded to `step` only when cash settles the rest (M-31).

    Not settled: nothing is rounded, `remaining` is still to pay. Raises TendersRefused when non-cash goes beyond what
    is due, cash is no multiple of the step, or more cash is paid out than is owed.
    """
    rest = total + tip - sum(tender.amount for tender in tenders if tender.method != CASH)
    if rest and (rest > 0) != (total + tip > 0):
        raise TendersRefused(f"tenders other than cash exceed what is due by {abs(rest)}")
    coins = [tender.amount for tender in tenders if tender.method == CASH]
    if any(amount % step for amount in coins):
        raise TendersRefused(f"cash comes in steps of {step}")
    if not coins:
        return Settlement(0, 0, 0, rest, settled=rest == 0)
    return _settle_cash(rest, step, sum(coins))


def _settle_cash(rest: int, step: int, cash: int) -> Settlement:
    due, rounding = cash_round(rest, step)
    if rest < 0 and cash < due:
        raise TendersRefused(f"{due - cash} more than is owed would be paid out in cash")
    if cash < due or (rest < 0 and cash > due):
        return Settlement(0, 0, 0, rest - cash, settled=False)
    return Settlement(due, rounding, cash - due, 0, settled=True)


@dataclass(frozen=True, slots=True)
class CashSide:
    """Cash of one original sale: what it settled exactly, and what was paid in coins."""

    settled: int
    paid: int


def cash_refund(amount: int, step: int, taken: CashSide, given_back: CashSide) -> tuple[int, int]:
    """(coins paid out, rounding = coins − amount) for a cash refund of `amount`, all positive (M-32).

    Over the refunds of one sale the coins never exceed those it brought in; the one that completes it takes the
    difference in its rounding. Raises TendersRefused when the cash of that sale did not settle so much.
    """
    so_far = given_back.settled + amount
    if amount < 0 or so_far > taken.settled:
        raise TendersRefused(f"{so_far} of the {taken.settled} that cash settled")
    left = taken.paid - given_back.paid
    payout = left if so_far == taken.settled else min(cash_round(amount, step)[0], left)
    return payout, payout - amount

"""Where in the house what is on hand lies (K-29): at home, but for what was put elsewhere. No database."""

from collections.abc import Hashable, Sequence


def spread[B: Hashable](on_hand_milli: int, home: B, put: Sequence[tuple[B, int]]) -> dict[B, int]:
    """What lies where of so much on hand: in each other bin what was `put` there, the rest at home.

    Goods are taken from home first; when it is empty, from the other bins in their order. What is below nothing is
    missing at home. The sum is what is on hand.
    """
    lies: dict[B, int] = {home: on_hand_milli - sum(milli for _bin, milli in put)}
    for bin_, milli in put:
        taken = min(milli, max(0, -lies[home]))
        lies[bin_] = milli - taken
        lies[home] += taken
    return lies

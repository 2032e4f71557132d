"""Counting without a database: classes by what moves, what is due, what is counted twice (K-87, K-88)."""

from collections.abc import Hashable, Mapping
from datetime import date, timedelta

A_SHARE_PPM, B_SHARE_PPM = 800_000, 950_000
EVERY_DAYS = {"A": 91, "B": 182, "C": 365}


def classes[P: Hashable](worth_minor: Mapping[P, int]) -> dict[P, str]:
    """Part → A, B or C by the worth that moved: A the first 80 %, B the next 15 %, C the rest and what stood still.

    The part with which a share is passed belongs to it. Equal worths keep the order in which they are given.
    """
    moving = sorted((part for part in worth_minor if worth_minor[part] > 0), key=lambda part: -worth_minor[part])
    whole, before = sum(worth_minor[part] for part in moving), 0
    found = dict.fromkeys(worth_minor, "C")
    for part in moving:
        share_ppm = before * 1_000_000 // whole
        found[part] = "A" if share_ppm < A_SHARE_PPM else "B" if share_ppm < B_SHARE_PPM else "C"
        before += worth_minor[part]
    return found


def due_on(kind: str, last: date | None, today: date) -> date:
    """When a part of the class is to be counted: so long after it last was; at once if it never was."""
    return today if last is None else last + timedelta(days=EVERY_DAYS[kind])


def too_far(difference_milli: int, expected_milli: int, worth_minor: int, *, most_minor: int, most_ppm: int) -> bool:
    """Whether a difference is so large that the line is counted once more: in worth, or as a share of what was due."""
    if not difference_milli:
        return False
    share = abs(difference_milli) * 1_000_000 > most_ppm * max(1000, abs(expected_milli))
    return share or abs(worth_minor) > most_minor


def accuracy_ppm(lines: int, right: int) -> int:
    """The share of lines that were as expected (K-90)."""
    return right * 1_000_000 // lines if lines else 1_000_000

"""Numbers without gaps: a counter row, moved in the same transaction as the document that takes the number (M-58)."""

from django.db import connection

from vaxel.kernel.db import statements

_TAKE = """INSERT INTO kernel_series (name, last) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET last = kernel_series.last + excluded.last RETURNING last"""


def take(series: str, count: int = 1) -> int:
    """The first of `count` new numbers of the series: 1, 2, 3 … A rolled back transaction has taken none."""
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken inside an action")
    [[last]] = statements.fetch(_TAKE, [series, count])
    return int(last) - count + 1


_FOLLOW = """INSERT INTO kernel_series (name, last) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET last = CASE WHEN excluded.last > kernel_series.last THEN excluded.last
ELSE kernel_series.last + 1 END RETURNING last"""


def follow(series: str, number: int) -> int:
    """The number that was given elsewhere, on paper, is the series' last; the next one when it was passed already."""
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken inside an action")
    [[last]] = statements.fetch(_FOLLOW, [series, number])
    return int(last)


def last(series: str) -> int:
    """The last number that was taken; 0 before the first."""
    found = statements.fetch("SELECT last FROM kernel_series WHERE name = %s", [series])
    return int(found[0][0]) if found else 0


BLOCK = 50
_LEFT = 1000
_NEXT = "UPDATE kernel_series SET last = last + %s WHERE name = %s AND last %% %s > 0 RETURNING last"
_BLOCK = """INSERT INTO kernel_series (name, last) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET last = excluded.last"""


def handle(series: str, lane: str) -> int:
    """A new number of the series, gaps allowed (S-3): each lane, such as a till, takes BLOCK of them at a time.

    So lanes wait for each other at one sale in BLOCK, not until every sale is stored. The lane's row holds the last
    number it used and how many of its block are left.
    """
    name = f"{series}|{lane}"
    found = statements.fetch(_NEXT, [_LEFT - 1, name, _LEFT])
    if found:
        return int(found[0][0]) // _LEFT
    first = take(series, BLOCK)
    statements.change(_BLOCK, [name, first * _LEFT + BLOCK - 1])
    return first

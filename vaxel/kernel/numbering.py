"""Numbers without gaps: a counter row, moved in the same transaction as the document that takes the number (M-58)."""

from django.db import connection

from vaxel.kernel.db import statements

_TAKE = """INSERT INTO kernel_series (name, last) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET last = kernel_series.last + excluded.last RETURNING last"""


def take(series: str, count: int = 1) -> int:
    """The first of `count` new numbers of the series: 1, 2, 3 … A rolled back transaction has taken none."""
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken inside an action")
    with statements.cursor() as cursor:
        cursor.execute(_TAKE, [series, count])
        return int(cursor.fetchone()[0]) - count + 1

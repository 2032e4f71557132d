"""Rows that are taken together by one action."""

from collections.abc import Iterator, Sequence


class Portion[T]:
    """Some rows of a file. What is written in them is looked at row by row, not as one wish: a row with something in it
    that may not be stored is refused alone."""

    __slots__ = ("rows",)

    def __init__(self, rows: Sequence[T]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

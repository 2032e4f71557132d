"""`field__among=[…]`: a condition written into the statement itself, not handed over beside it.

SQLite takes a partial index only for a statement in which it can read the index's own condition, and PostgreSQL's kept
plans do the same. Queries that mean to use one say `state__among=("pending", "unknown")`, `~Q(open_minor__among=[0])`.
"""

import re
from typing import Any

from django.db.models import Field, Lookup

_WORD = re.compile(r"[a-z_]+")


@Field.register_lookup
class Among(Lookup):
    """The column is one of these integers or plain lower-case words; raises ValueError for any other constant."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """As Django writes an index's condition: `= 0` for one constant, `IN (…)` for several."""
        column, params = self.process_lhs(compiler, connection)
        constants = [_written(value) for value in self.rhs]
        test = f"= {constants[0]}" if len(constants) == 1 else f"IN ({', '.join(constants)})"
        return f"{column} {test}", tuple(params)


def _written(value: object) -> str:
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, str) and _WORD.fullmatch(value):
        return f"'{value}'"
    raise ValueError(f"{value!r} cannot be written into a statement")

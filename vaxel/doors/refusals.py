"""How every door says no: one place that turns what an action raised into status, code, sentence and facts.

Refusals say themselves. Three things the database says instead of us are no bugs either: an id that is taken
already, a value that no column holds, and a lock or connection that could not be had. Anything else is a bug and is
not answered here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import BadInput, Busy, Conflict, Refused

_TOO_LONG = re.compile(r"(?:CHECK constraint failed: length\(.*\) <= |character varying\()(\d+)")
_TAKEN = {"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}


class AlreadyThere(Conflict):
    """The database holds a row with this id or number."""

    sentence = _("This is stored already, under the same id or number. Nothing was changed.")


class TooLong(BadInput):
    """A text that its column has no room for."""

    sentence = _("A text is too long: at most %(most)s characters fit there. Nothing was stored. Shorten it.")


class Unstorable(BadInput):
    """Too long for its column, a number too large for it, or a character that no text may hold."""

    sentence = _(
        "Something here is too long, too large or holds characters that cannot be stored. Nothing was changed."
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A refusal as a door may show it: `message` is in the active language, `details` is plain JSON."""

    status: int
    code: str
    message: str
    details: dict[str, Any]
    retry_after_s: int | None = None


def refusal_of(error: Exception) -> Refused | None:
    """The refusal that `error` is or stands for; None when it is a bug."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, IntegrityError) and _reason(error) in _TAKEN:
        return AlreadyThere()
    if isinstance(error, (OperationalError, InterfaceError)):
        return Busy()
    return _no_room(error)


def _no_room(error: Exception) -> Refused | None:
    """What a column does not hold, as either database or its driver says it."""
    too_long = _TOO_LONG.search(str(error)) if isinstance(error, (IntegrityError, DataError)) else None
    if too_long:
        return TooLong(most=int(too_long.group(1)))
    too_large = isinstance(error, OverflowError) and str(error).lower().startswith(("int too", "python int too"))
    return Unstorable() if too_large or isinstance(error, DataError) else None


def say(refusal: Refused) -> Said:
    """The refusal in words, in the active language."""
    details = {name: plain(value) for name, value in refusal.params.items()}
    return Said(refusal.status, refusal.code, str(refusal), details, getattr(refusal, "retry_after_s", None))


def plain(value: Any) -> Any:
    """`value` as JSON can hold it."""
    if value is None or isinstance(value, (str, int, bool)):
        return value
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    return str(value)


def _reason(error: Exception) -> str:
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or ""

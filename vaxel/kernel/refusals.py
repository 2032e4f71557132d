"""Refusals: sentences that say what is wrong and what to do. Anything else that is raised is a bug.

A refusal stands beside the action that raises it:

    class NothingOwed(Refused):
        sentence = _("Nothing is owed on %(ticket)s.")
"""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The shop says no. `str()` is the sentence in the active language; `code` is stable for machines."""

    status: ClassVar[int] = 422
    sentence: ClassVar[str | Promise] = _("That cannot be done.")
    code: ClassVar[str] = "refused"

    def __init__(self, **params: Any) -> None:
        super().__init__(params)
        self.params = params

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "code" not in cls.__dict__:
            cls.code = "".join("_" + c.lower() if c.isupper() else c for c in cls.__name__).lstrip("_")

    def __str__(self) -> str:
        return str(self.sentence) % self.params


class BadInput(Refused):
    """Something typed or sent cannot be understood."""

    status = 400


class Forbidden(Refused):
    """The actor may not do this."""

    status = 403
    sentence = _("You are not allowed to do that here. Ask someone who has the permission %(permission)s.")


class NotFound(Refused):
    """There is no such thing, or not for this actor: the same answer for both (F-24)."""

    status = 404
    sentence = _("It does not exist, or belongs to another site.")


class Conflict(Refused):
    """The request was right once, but something has changed meanwhile."""

    status = 409
    sentence = _("Someone else changed this meanwhile. Look at the new values and try again.")


class Busy(Refused):
    """The shop is busy for a moment; the same request may be sent again after `retry_after_s`."""

    status = 503
    sentence = _("The system is busy. Nothing was stored. Try again in a moment.")
    retry_after_s: ClassVar[int] = 1

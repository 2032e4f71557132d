"""Wrong tries with a password or PIN: counted in the database, locked for a while after too many (F-20)."""

from datetime import datetime, timedelta

from vaxel.business.locations.models import LoginAttempt
from vaxel.kernel.db.writer import write

LOCKED_FOR = timedelta(minutes=15)


def begin(subject: str, at: datetime, most: int) -> bool:
    """A try is counted before it is judged, so that no number of simultaneous tries gets more than `most`.

    False: locked, nothing may be judged. The lock ends 15 minutes after the last try that counted.
    """
    return write(lambda: _count(subject, at, most))


def _count(subject: str, at: datetime, most: int) -> bool:
    row, _new = LoginAttempt.objects.select_for_update().get_or_create(subject=subject, defaults={"last_at": at})
    if row.last_at + LOCKED_FOR <= at:
        row.tries = 0
    if row.tries >= most:
        return False
    row.tries, row.last_at = row.tries + 1, at
    row.save(update_fields=["tries", "last_at"])
    return True


def succeed(subject: str) -> None:
    """The try was right: the subject's earlier ones are forgotten."""
    write(lambda: LoginAttempt.objects.filter(subject=subject).delete())

"""Wrong tries with a password or PIN: counted in the database, locked for a while after too many (F-20)."""

from datetime import datetime, timedelta

from django.db.models import F

from vaxel.business.locations.models import LoginAttempt
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db.writer import write

LOCKED_FOR = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


def begin(subject: str, at: datetime, most: int) -> int | None:
    """A try is counted before it is judged, so that no number of simultaneous tries gets more than `most`.

    How many are left after this one; None: locked, and nothing may be judged. The lock ends 15 minutes after the
    last try that counted; those made while it holds do not count.
    """
    return write(lambda: _count(subject, at, most))


def _count(subject: str, at: datetime, most: int) -> int | None:
    row, new = LoginAttempt.objects.select_for_update().get_or_create(subject=subject, defaults={"last_at": at})
    if new:
        LoginAttempt.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).delete()
    if row.last_at + LOCKED_FOR <= at:
        row.tries = 0
    if row.tries >= most:
        return None
    row.tries, row.last_at = row.tries + 1, at
    row.save(update_fields=["tries", "last_at"])
    return most - row.tries


def succeed(subject: str) -> None:
    """The try was right: the subject's earlier ones are forgotten."""
    write(lambda: LoginAttempt.objects.filter(subject=subject).delete())


def forgive(subject: str) -> None:
    """The try was right, but says nothing of the subject's earlier ones: only this one is forgotten."""
    write(lambda: LoginAttempt.objects.filter(subject=subject, tries__gt=0).update(tries=F("tries") - 1))


def fail(subject: str, left: int, at: datetime) -> None:
    """The try was wrong; when it was the last one, history says that the subject is locked."""
    if left == 0:
        lock(subject, by=Actor.system("log-in"), at=at)


@action("attempts.lock")
def lock(subject: str, *, by: Actor, at: datetime) -> None:
    """History knows of too many wrong tries with `pin:<staff id>`, `password:<e-mail>` or `address:<ip>`."""
    note(subject=subject)

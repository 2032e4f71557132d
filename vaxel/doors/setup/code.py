"""The code that lets the first one in: printed where the server was started, good until there is a company.

It lies in a file beside the database, since whoever can read that may set the shop up anyway.
"""

import secrets
from pathlib import Path

from django.conf import settings
from django.utils.crypto import constant_time_compare

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is mistaken for another


def _place() -> Path:
    return Path(settings.DATA) / "setup-code"


def make() -> str:
    """A code that opens the set-up page; the one there is, if it was made already."""
    place = _place()
    if not place.exists():
        fresh = "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(2))
        place.touch(mode=0o600)
        place.write_text(fresh)
    return place.read_text().strip()


def forget() -> None:
    """There is a company: no code opens anything."""
    _place().unlink(missing_ok=True)


def waiting() -> bool:
    """Whether the shop waits to be set up. Asks no database."""
    return _place().exists()


def fits(typed: str) -> bool:
    """Whether it is the code; small letters, spaces and a missing hyphen do no harm."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    return waiting() and constant_time_compare(plain, make().replace("-", ""))

"""Texts that are stored sealed: read only with the installation's secret, and known to be whole (R-64).

Fernet of the `cryptography` library (AES-128-CBC with HMAC-SHA-256), with a key of its own for each use.
"""

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import Refused

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class Unreadable(Refused):
    """Sealed with another secret, or damaged."""

    sentence = _("This was stored under another secret and cannot be read. Restore the secret that belongs to it.")


def seal(text: str, label: str) -> str:
    """The text, sealed for the use named `label`: what is sealed for one use cannot be read as another."""
    return _fernet(label).encrypt(text.encode()).decode()


def opened(sealed: str, label: str) -> str:
    """The text again; refuses with Unreadable."""
    from cryptography.fernet import InvalidToken

    try:
        return _fernet(label).decrypt(sealed.encode()).decode()
    except (InvalidToken, UnicodeError):
        raise Unreadable() from None


def _fernet(label: str) -> "Fernet":
    from cryptography.fernet import Fernet  # eight megabytes, for those who keep a staff ledger

    key = hmac.digest(settings.SECRET_KEY.encode(), f"vaxel.sealing.{label}".encode(), hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(key))

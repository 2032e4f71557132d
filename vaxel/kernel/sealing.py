"""Texts that are stored sealed: read only with the installation's secret, and known to be whole (R-64).

Encrypt-then-MAC with nothing but the standard library: HMAC-SHA-256 as a pseudo-random function makes the key stream
(counter mode, a fresh nonce for each text), and a second key of the same secret signs nonce and cipher text.
"""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import Refused

_NONCE, _TAG, _BLOCK = 16, 32, 32


class Unreadable(Refused):
    """Sealed with another secret, or damaged."""

    sentence = _("This was stored under another secret and cannot be read. Restore the secret that belongs to it.")


def seal(text: str, label: str) -> str:
    """The text, sealed for the use named `label`: what is sealed for one use cannot be read as another."""
    nonce = secrets.token_bytes(_NONCE)
    body = _turned(text.encode(), nonce, label)
    return base64.b64encode(nonce + body + _tag(nonce + body, label)).decode()


def opened(sealed: str, label: str) -> str:
    """The text again; refuses with Unreadable."""
    try:
        raw = base64.b64decode(sealed, validate=True)
    except ValueError:
        raise Unreadable() from None
    nonce, body, tag = raw[:_NONCE], raw[_NONCE:-_TAG], raw[-_TAG:]
    if len(raw) < _NONCE + _TAG or not hmac.compare_digest(tag, _tag(nonce + body, label)):
        raise Unreadable()
    return _turned(body, nonce, label).decode()


def _key(purpose: str, label: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"vaxel.sealing.{purpose}.{label}".encode(), hashlib.sha256)


def _turned(body: bytes, nonce: bytes, label: str) -> bytes:
    key = _key("stream", label)
    count = -(-len(body) // _BLOCK)
    stream = b"".join(hmac.digest(key, nonce + n.to_bytes(8), hashlib.sha256) for n in range(count))
    return bytes(one ^ other for one, other in zip(body, stream, strict=False))


def _tag(body: bytes, label: str) -> bytes:
    return hmac.digest(_key("tag", label), body, hashlib.sha256)

"""The code on a gift card: 80 bits that only this installation can work out, and a letter that catches a slip.

Only a keyed hash of it and its last four are kept, so that who reads the database cannot spend (payments.md §10.2).
"""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are misread
_READ_AS = str.maketrans("ILO", "110", " -·")
LENGTH = 17


def of(card_id: UUID) -> str:
    """The card's code, in groups as it is printed: 0123-4567-89AB-CDEFG."""
    mac = hmac.digest(_key(), b"code" + card_id.bytes, hashlib.sha256)
    number = int.from_bytes(mac[:10])
    text = "".join(LETTERS[number >> 5 * n & 31] for n in reversed(range(16)))
    text += _check(text)
    return "-".join((text[:4], text[4:8], text[8:12], text[12:]))


def read(typed: str) -> str:
    """The code without spaces and dashes, what is easily misread put right; empty when no code looks so."""
    text = typed.strip().upper().translate(_READ_AS)
    if len(text) != LENGTH or set(text) - set(LETTERS) or _check(text[:-1]) != text[-1]:
        return ""
    return text


def digest(code: str) -> str:
    """What is kept of a code that `read` gave."""
    return hmac.new(_key(), b"kept" + code.encode(), hashlib.sha256).hexdigest()


def masked(typed: str) -> str:
    """What may be printed and stored of a code."""
    return f"••••{read(typed)[-4:]}" if read(typed) else ""


def _key() -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"vaxel.gift_cards", hashlib.sha256)


def _check(text: str) -> str:
    """Luhn's sum in base 32: one wrong letter, or two neighbours that changed places, give another one."""
    total = 0
    for n, letter in enumerate(reversed(text)):
        doubled = LETTERS.index(letter) * (2 if n % 2 == 0 else 1)
        total += doubled // 32 + doubled % 32
    return LETTERS[-total % 32]

"""Part numbers and words as they are compared: pure functions, the same for what is stored and what is typed."""

import re
import unicodedata
from functools import lru_cache

_NOT_IN_NUMBERS = re.compile(r"[^A-Z0-9]+")
_NOT_IN_WORDS = re.compile(r"[^\w]+|_")
_LOOK_ALIKES = str.maketrans("OILSBYZ", "0115822")
_TYRE = re.compile(r"([0-9]{3})([0-9]{2})r?([0-9]{2})")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ł": "l"})
_REMEMBERED = 1 << 14  # an import asks the same of a row's number, and of the words of its name, again and again


@lru_cache(maxsize=_REMEMBERED)
def norm(text: str) -> str:
    """The number in capitals with only A-Z and 0-9 left (K-1): `06A-115 561.B` is `06A115561B`. May be empty."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return _NOT_IN_NUMBERS.sub("", plain.upper())


def loose(text: str) -> str:
    """`norm` with look-alikes and swapped keys made one (O and 0, I, L and 1, S 5, B 8, Y and Z 2), zeros in front off.

    Only asked when the number itself finds nothing.
    """
    plain = norm(text).translate(_LOOK_ALIKES)
    return plain.lstrip("0") or plain


def fold(text: str) -> str:
    """Small letters without accents, so that `Bromsbelägg` and `bromsbelagg` are the same word."""
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter)).translate(_LETTERS)


def words(text: str) -> list[str]:
    """The folded words between blanks, each without signs inside: `ABS-sensor 5W-30` is `abssensor`, `5w30`."""
    return [word for piece in text.split() for word in _words_of(piece)]


@lru_cache(maxsize=_REMEMBERED)
def _words_of(piece: str) -> tuple[str, ...]:
    """Folding may open a gap inside: most often it is one word."""
    words = (_NOT_IN_WORDS.sub("", one) for one in fold(piece).split())
    return tuple(word for word in words if word)


def tyre_size(word: str) -> str:
    """`2055516`, the short form of a tyre's size, as the folded `205/55R16` (K-8); other words are nothing."""
    found = _TYRE.fullmatch(word)
    return f"{found[1]}{found[2]}r{found[3]}" if found else ""

"""Text as SIE files may hold it: code page 437 without control characters (A-11, A-16); what read bytes were (A-20)."""

import unicodedata
from typing import Literal

type Encoding = Literal["CP437", "UTF-8", "Windows-1252"]
_INSTEAD = {
    "\u00a0": " ", "\u202f": " ", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2018": "'", "\u2019": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"',
    "€": "EUR", "×": "x", "§": "par.", "´": "'", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
    "ł": "l", "Ł": "L", "ı": "i", "œ": "oe", "Œ": "OE", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
}  # fmt: skip
_SWEDISH = b"\x84\x86\x94\x8e\x8f\x99"


def plain(text: str) -> str:
    """The text in letters of code page 437, without control characters: å stays å, ø becomes o, the rest `?`.

    A backslash at the end, which would take the closing quote with it, becomes a slash.
    """
    whole = unicodedata.normalize("NFC", text)
    held = "".join(_letter(one) for one in whole if unicodedata.category(one) != "Cc")
    return f"{held[:-1]}/" if held.endswith("\\") else held


def _letter(one: str) -> str:
    held = _INSTEAD.get(one)
    if held is not None:
        return held
    if _fits(one):
        return one
    base = unicodedata.normalize("NFD", one)[0]
    return base if _fits(base) else "?"


def _fits(one: str) -> bool:
    try:
        return bool(one.encode("cp437"))
    except UnicodeEncodeError:
        return False


def encoded(text: str) -> bytes:
    """The text's bytes; what code page 437 lacks has been replaced."""
    return plain(text).encode("cp437")


def decoded(data: bytes) -> tuple[str, Encoding]:
    """The text of a file and which encoding it was taken for: the label PC8 is often wrong."""
    above = [byte for byte in data if byte > 0x7F]
    if not above:
        return data.decode("ascii"), "CP437"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    swedish = sum(byte in _SWEDISH for byte in above)
    if swedish * 2 > len(above):
        return data.decode("cp437"), "CP437"
    return data.decode("cp1252", errors="replace"), "Windows-1252"

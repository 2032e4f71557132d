"""Text folded for search, and addresses and phone numbers in one form: pure."""

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents (å and ä become a, ö becomes o), spaces single: what is searched, on both sides."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("æ", "ae"))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def phone_digits(typed: str, country_code: str = "46") -> str:
    """Digits with country code, without `+`: `070-123 45 67` → `46701234567`. Empty when it is no phone number."""
    stripped = re.sub(r"[\s()./\-\u00a0\u2011\u2013]", "", typed)
    if not re.fullmatch(r"\+?[0-9]+", stripped):
        return ""
    if stripped.startswith("+"):
        digits = stripped[1:]
    elif stripped.startswith("00"):
        digits = stripped[2:]
    elif stripped.startswith("0"):
        digits = country_code + stripped[1:]
    else:
        digits = country_code + stripped
    if digits.startswith(country_code + "0"):  # +46 (0)70 …
        digits = country_code + digits[len(country_code) + 1 :]
    return digits if 7 <= len(digits) <= 15 else ""  # E.164


def email_folded(typed: str) -> str:
    """Addresses are compared in lower case, without spaces around."""
    return typed.strip().lower()


def words(text: str) -> list[str]:
    """What to look for: the folded words of the text, or the digits of what looks like a phone or a number.

    `070-123` → `70123`, which is in `4670123…`; `556036-0793` → `5560360793`; `anna ström` → `anna`, `strom`.
    """
    digits = re.sub(r"[\s()./+\-]", "", text)
    if len(digits) >= 3 and digits.isascii() and digits.isdigit():
        return [digits.lstrip("0") or digits]
    return fold(text).split()


_SOUNDS = (
    (r"sch|sj|sh", "s"), (r"ph", "f"), (r"th|dt", "t"), (r"ck|qu|[cq]h?", "k"), (r"kv|kw", "kv"), (r"[zx]", "s"),
    (r"w|f(?=s)", "v"), (r"gh", "g"), (r"(?<=[aeiouy])h(?=[^aeiouy\W])", ""), (r"y|ie?(?=$|\s)", "i"),
    (r"e(?=$|\s)", "i"),
    (r"(.)\1+", r"\1"),
)  # fmt: skip
_FORMS = frozenset({"ab", "hb", "kb", "aktiebolag", "handelsbolag", "publ", "och", "ek", "for", "i", "firma"})


def name_key(name: str) -> str:
    """The name as it sounds, words in order: Carl Svenson and Svensson, Karl have the same. Empty for no letters.

    It says that two cards may be one, never that they are.
    """
    heard = fold(name)
    heard = re.sub(r"[^a-z0-9 ]+", " ", heard)
    for written, sound in _SOUNDS:
        heard = re.sub(written, sound, heard)
    return " ".join(sorted(word for word in heard.split() if word not in _FORMS))[:160]

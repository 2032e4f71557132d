"""How papers look: type, sizes, colours, and how text is broken to a width. Lengths in points."""

from functools import cache
from pathlib import Path
from unicodedata import category, normalize

from reportlab.lib.colors import HexColor, white
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD = "VaxelSans-Regular", "VaxelSans-SemiBold"
INK, QUIET, LINE, SOFT, ACCENT = (
    HexColor(colour) for colour in ("#1a1c1e", "#5c6167", "#dcdad4", "#eef4f5", "#0a5f6e")
)  # fmt: skip
WHITE = white
MM = 72 / 25.4
_NOT_THERE = "?"


@cache
def fonts() -> bool:
    """The two faces are known to the PDF writer; reading them once is enough."""
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, Path(__file__).with_name("fonts") / f"{name}.ttf"))
    return True


@cache
def _letters() -> frozenset[int]:
    fonts()
    return frozenset(pdfmetrics.getFont(PLAIN).face.charToGlyph)


def clean(text: str) -> str:
    """Composed letters that the face has; others are shown as a question mark, control signs are gone."""
    kept = (sign for sign in normalize("NFC", text) if sign == "\n" or category(sign) != "Cc")
    return "".join(sign if sign == "\n" or ord(sign) in _letters() else _NOT_THERE for sign in kept)


def width(text: str, font: str, size: float) -> float:
    """How wide the text is."""
    fonts()
    return float(pdfmetrics.stringWidth(text, font, size))


def wrap(text: str, font: str, size: float, room: float) -> list[str]:
    """The text in lines no wider than `room`, broken at spaces (never at no-break ones), long words cut."""
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        line = ""
        for word in (piece for part in paragraph.split(" ") for piece in _pieces(part, font, size, room)):
            longer = f"{line} {word}" if line else word
            if line and width(longer, font, size) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines if any(lines) else []


def _pieces(word: str, font: str, size: float, room: float) -> list[str]:
    if width(word, font, size) <= room:
        return [word] if word else []
    pieces, piece = [], ""
    for sign in word:
        if piece and width(piece + sign, font, size) > room:
            pieces.append(piece)
            piece = ""
        piece += sign
    return [*pieces, piece]


def fitted(text: str, font: str, size: float, room: float) -> float:
    """The size, or the smaller one at which the text fits."""
    needed = width(text, font, size)
    return size if needed <= room else size * room / needed

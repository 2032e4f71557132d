"""Price labels: name, price, number and barcode, one on each piece of a 60 × 30 mm roll, or 21 on an A4 sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from reportlab.pdfgen.canvas import Canvas

from vaxel.doors.papers import pen
from vaxel.doors.papers.flow import A4
from vaxel.doors.papers.look import BOLD, MM, PLAIN, QUIET, fitted, wrap

Shape = Literal["60x30", "a4"]
ROLL = (60 * MM, 30 * MM)
# Avery L7160 and its like: 3 × 7 labels of 63.5 × 38.1 mm, the sheet's edges 7.2 and 15.1 mm, 2.5 mm between columns.
COLUMNS, ROWS = 3, 7
CELL = (63.5 * MM, 38.1 * MM)
EDGE, GAP = (7.2 * MM, 15.1 * MM), 2.5 * MM
PAD = 2.2 * MM
QUIET_ZONE = 5 * MM  # a reader wants ten modules of nothing beside the bars
EAN_DIGITS = 13


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on a label; `code` is what the bars say, `below` a note under the price (with VAT)."""

    name: str
    number: str
    brand: str = ""
    price: str = ""
    below: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A barcode that fills the width; EAN-13 when it is one, else Code 128."""

    code: str
    x: float
    y: float
    wide: float
    high: float

    def draw(self, canvas: Canvas, height: float) -> None:
        """The bars stand on the page; `y` is their lower edge from the top."""
        drawing = _drawn(self.code, self.wide, self.high)
        from reportlab.graphics import renderPDF

        renderPDF.draw(drawing, canvas, self.x, height - self.y)


@cache
def _drawn(code: str, wide: float, high: float) -> Any:
    kind = "EAN13" if is_ean(code) else "Code128"
    from reportlab.graphics.barcode import createBarcodeDrawing

    return createBarcodeDrawing(kind, value=code, width=wide, height=high, humanReadable=0, quiet=0)


def is_ean(code: str) -> bool:
    """Whether the code is thirteen digits with the right last one."""
    if len(code) != EAN_DIGITS or not code.isascii() or not code.isdigit():
        return False
    return sum(int(digit) * (3 if n % 2 else 1) for n, digit in enumerate(code)) % 10 == 0


def render(labels: Sequence[Label], shape: Shape, *, author: str, language: str, skip: int = 0) -> bytes:
    """The labels as a PDF; on a sheet the first `skip` places are left, where labels were taken already."""
    pages = _roll(labels) if shape == "60x30" else _sheets(labels, skip % (COLUMNS * ROWS))
    size = ROLL if shape == "60x30" else A4
    title = labels[0].number if len(labels) == 1 else author
    return pen.pdf(pages, size, title=title, author=author, language=language)


def _roll(labels: Iterable[Label]) -> list[pen.Page]:
    pages = []
    for label in labels:
        page = pen.Page()
        _draw(page, label, (0, 0), ROLL)
        pages.append(page)
    return pages


def _sheets(labels: Iterable[Label], skip: int) -> list[pen.Page]:
    pages: list[pen.Page] = []
    for n, label in enumerate(labels, skip):
        place = n % (COLUMNS * ROWS)
        if place == 0 or not pages:
            pages.append(pen.Page())
        x = EDGE[0] + place % COLUMNS * (CELL[0] + GAP)
        y = EDGE[1] + place // COLUMNS * CELL[1]
        _draw(pages[-1], label, (x, y), CELL)
    return pages


def _draw(page: pen.Page, label: Label, at: tuple[float, float], size: tuple[float, float]) -> None:
    """Name in at most two lines on top; price large to the right; number, and the bars along the foot."""
    (x, y), (wide, high) = at, size
    room, left = wide - 2 * PAD, x + PAD
    lines = wrap(label.name, BOLD, 9, room)[:2]
    for n, line in enumerate(lines):
        page.text(line, left, y + PAD + 8 + n * 10, fitted(line, BOLD, 9, room), font=BOLD)
    foot = y + high - PAD
    bars = 9 * MM if label.code else 0
    middle = foot - bars - (5 if label.code else 0)
    price_room = room * 0.55
    page.text(
        label.price, x + wide - PAD, middle - 3, fitted(label.price, BOLD, 17, price_room), font=BOLD, align="right"
    )
    if label.below:
        page.text(label.below, x + wide - PAD, middle + 3.5, 5.6, colour=QUIET, align="right")
    number_room = room - price_room - 4 if label.price else room
    page.text(label.number, left, middle - 5, fitted(label.number, PLAIN, 8, number_room))
    page.text(label.brand, left, middle + 2.5, fitted(label.brand, PLAIN, 6.5, number_room), colour=QUIET)
    if label.code:
        page.strokes.append(Bars(label.code, left + QUIET_ZONE, foot, room - 2 * QUIET_ZONE, bars))

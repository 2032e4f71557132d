"""Drawing in points from the top left corner; strokes are kept until the number of pages is known."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Protocol

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from vaxel.doors.papers.look import INK, LINE, PLAIN, clean, fonts, width


@dataclass(frozen=True, slots=True)
class Ink:
    """Text at its baseline; `at` is its left edge, or its right edge when `right`, or its middle when `middle`."""

    text: str
    at: float
    y: float
    font: str
    size: float
    colour: Color
    align: str = "left"

    def edges(self) -> tuple[float, float]:
        """Where the text begins and ends."""
        wide = width(self.text, self.font, self.size)
        left = self.at - {"left": 0.0, "right": wide, "middle": wide / 2}[self.align]
        return left, left + wide

    def draw(self, canvas: Canvas, height: float) -> None:
        """The text stands on the page."""
        canvas.setFont(self.font, self.size)
        canvas.setFillColor(self.colour)
        canvas.drawString(self.edges()[0], height - self.y, self.text)


@dataclass(frozen=True, slots=True)
class Box:
    """A filled or outlined rectangle with round corners, or a line when it has no height."""

    x: float
    y: float
    wide: float
    high: float
    fill: Color | None = None
    stroke: Color | None = None
    weight: float = 0.6
    radius: float = 0

    def draw(self, canvas: Canvas, height: float) -> None:
        """The shape stands on the page."""
        canvas.setLineWidth(self.weight)
        if self.stroke is not None:
            canvas.setStrokeColor(self.stroke)
        if self.fill is not None:
            canvas.setFillColor(self.fill)
        if not self.high:
            canvas.line(self.x, height - self.y, self.x + self.wide, height - self.y)
            return
        bottom = height - self.y - self.high
        canvas.roundRect(
            self.x,
            bottom,
            self.wide,
            self.high,
            self.radius,
            stroke=self.stroke is not None,
            fill=self.fill is not None,
        )


class Stroke(Protocol):
    """Anything that can be drawn on a page of so much height."""

    def draw(self, canvas: Canvas, height: float) -> None:
        """It stands on the page."""
        ...


@dataclass(slots=True)
class Page:
    """The strokes of one page."""

    strokes: list[Stroke] = field(default_factory=list)

    def text(
        self, text: str, x: float, y: float, size: float, *, font: str = PLAIN, colour: Color = INK, align: str = "left"
    ) -> None:
        """A line of text with its baseline at y."""
        if text:
            self.strokes.append(Ink(clean(text), x, y, font, size, colour, align))

    def line(self, x: float, y: float, wide: float, *, colour: Color = LINE, weight: float = 0.6) -> None:
        """A level line."""
        self.strokes.append(Box(x, y, wide, 0, stroke=colour, weight=weight))

    def box(self, shape: Box) -> None:
        """A shape."""
        self.strokes.append(shape)


def pdf(pages: Iterable[Page], size: tuple[float, float], *, title: str, author: str, language: str) -> bytes:
    """The pages as a PDF; the same pages always give the same bytes."""
    fonts()
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1, pageCompression=1, lang=language)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator("Växel")
    for page in pages:
        for stroke in page.strokes:
            stroke.draw(canvas, size[1])
        canvas.showPage()
    canvas.save()
    return out.getvalue()

"""The flow of an A4 paper: measures of the page, and pages that are turned when something does not fit."""

from reportlab.lib.colors import Color

from vaxel.doors.papers import pen
from vaxel.doors.papers.blocks import Paper
from vaxel.doors.papers.look import ACCENT, BOLD, INK, MM, PLAIN, QUIET, wrap

A4 = (210 * MM, 297 * MM)
LEFT, RIGHT, TOP = 18 * MM, 192 * MM, 15 * MM
WIDE = RIGHT - LEFT
WINDOW = 112 * MM
FOOT = 268 * MM
TEXT, SMALL, TINY, DUE = 9.0, 8.0, 7.2, 15.0
MARK = 2 * DUE
LEAD = 1.38


class Sheet:
    """Pages being filled from the top; `y` is how far down the present one is used."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.pages: list[pen.Page] = []
        self.y = 0.0
        self.turn()

    @property
    def page(self) -> pen.Page:
        """The page being filled."""
        return self.pages[-1]

    def turn(self) -> None:
        """A new page, with a short head after the first."""
        self.pages.append(pen.Page())
        self.y = TOP
        if len(self.pages) > 1:
            self.page.text(self.paper.name, LEFT, self.y + SMALL, SMALL, font=BOLD)
            self.page.text(self.paper.seller.name, RIGHT, self.y + SMALL, SMALL, colour=QUIET, align="right")
            self.page.line(LEFT, self.y + 14, WIDE, colour=ACCENT, weight=1.2)
            self.y += 26
            self.mark()

    def need(self, height: float) -> bool:
        """Whether the page had to be turned so that `height` fits."""
        if self.y + height <= FOOT:
            return False
        self.turn()
        return True

    def mark(self) -> None:
        """KOPIA and its like, in type twice the size of the largest amount (R-14)."""
        if self.paper.mark:
            self.page.text(self.paper.mark, LEFT, self.y + MARK * 0.8, MARK, font=BOLD)
            self.y += MARK * 1.15

    def paragraph(self, text: str, size: float, *, font: str = PLAIN, colour: Color = INK, room: float = WIDE) -> None:
        """Running text that may flow over to the next page."""
        for line in wrap(text, font, size, room):
            self.need(size * LEAD)
            self.page.text(line, LEFT, self.y + size, size, font=font, colour=colour)
            self.y += size * LEAD

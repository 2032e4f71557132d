"""From a paper to bytes: A4, or a roll of 80 mm."""

from collections.abc import Iterable
from typing import Literal

from vaxel.doors.papers import pen, sheet, slip
from vaxel.doors.papers.blocks import Paper
from vaxel.doors.papers.flow import A4

Shape = Literal["a4", "80mm"]


def render(paper: Paper, shape: Shape = "a4") -> bytes:
    """The paper as a PDF. The same paper always gives the same bytes."""
    return slip.render(paper) if shape == "80mm" else sheet.render(paper)


def together(papers: Iterable[Paper], *, title: str, author: str, language: str) -> bytes:
    """All the papers in one A4 file, one after the other; each keeps its own heads and page numbers.

    Papers are laid out one by one as they come, so that thousands fit in memory.
    """
    pages = (page for paper in papers for page in sheet.lay_out(paper))
    return pen.pdf(pages, A4, title=title, author=author, language=language)

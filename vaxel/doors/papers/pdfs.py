"""From a paper to bytes: A4, or a roll of 80 mm."""

from typing import Literal

from vaxel.doors.papers import sheet, slip
from vaxel.doors.papers.blocks import Paper

Shape = Literal["a4", "80mm"]


def render(paper: Paper, shape: Shape = "a4") -> bytes:
    """The paper as a PDF. The same paper always gives the same bytes."""
    return slip.render(paper) if shape == "80mm" else sheet.render(paper)

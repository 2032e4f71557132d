"""From a paper to bytes: A4, or a roll of 80 mm."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

from vaxel.business.billing.models import Document
from vaxel.doors.papers import documents, pen, reading, sheet, slip
from vaxel.doors.papers.blocks import Paper
from vaxel.doors.papers.flow import A4

Shape = Literal["a4", "80mm"]


def render(paper: Paper, shape: Shape = "a4") -> bytes:
    """The paper as a PDF. The same paper always gives the same bytes."""
    marked = _marked(paper)
    return slip.render(marked) if shape == "80mm" else sheet.render(marked)


def _marked(paper: Paper) -> Paper:
    """In the practice shop every paper says so, as large as a copy does (R-15)."""
    if not settings.PRACTICE:
        return paper
    with translation.override(paper.language):
        return replace(paper, mark=pgettext("paper", "TRAINING"))


def together(papers: Iterable[Paper], *, title: str, author: str, language: str) -> bytes:
    """All the papers in one A4 file, one after the other; each keeps its own heads and page numbers.

    Papers are laid out one by one as they come, so that thousands fit in memory.
    """
    pages = (page for paper in papers for page in sheet.lay_out(_marked(paper)))
    return pen.pdf(pages, A4, title=title, author=author, language=language)


def receipt(document: Document, *, copy: bool = False) -> bytes:
    """What a receipt printer is sent for the document: a roll of 80 mm."""
    return render(documents.paper(reading.document(document), copy=copy), "80mm")

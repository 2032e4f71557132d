"""Papers as pictures: `python -m vaxel.doors.papers.tests.goldens` draws them anew, to be looked at and committed."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

from vaxel.doors.papers import documents, pdfs, quotes, work_orders, z_reports
from vaxel.doors.papers.blocks import Paper
from vaxel.doors.papers.pdfs import Shape
from vaxel.doors.papers.tests import cast

FOLDER = Path(__file__).parent / "pictures"
DOTS_PER_INCH = 60
PAPERS: dict[str, tuple[Callable[[], Paper], Shape]] = {
    "receipt": (lambda: documents.paper(cast.receipt()), "a4"),
    "receipt-roll": (lambda: documents.paper(cast.receipt()), "80mm"),
    "return-roll": (lambda: documents.paper(cast.receipt("return_receipt", -1)), "80mm"),
    "invoice": (lambda: documents.paper(cast.invoice()), "a4"),
    "invoice-copy": (lambda: documents.paper(cast.invoice(), copy=True), "a4"),
    "quote": (lambda: quotes.paper(cast.quote()), "a4"),
    "quote-en": (lambda: quotes.paper(cast.quote(), language="en"), "a4"),
    "work-order": (lambda: work_orders.paper(cast.work_order()), "a4"),
    "z-report": (lambda: z_reports.paper(cast.z_report()), "80mm"),
}


def drawn(name: str) -> Image.Image:
    """The paper's pages below each other, in grey, at DOTS_PER_INCH."""
    make, shape = PAPERS[name]
    book = pypdfium2.PdfDocument(pdfs.render(make(), shape))
    pages = [page.render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil().convert("L") for page in book]
    whole = Image.new("L", (max(one.width for one in pages), sum(one.height for one in pages)), 255)
    top = 0
    for one in pages:
        whole.paste(one, (0, top))
        top += one.height
    return whole


def words(name: str) -> str:
    """All text that can be selected in the PDF, page by page."""
    make, shape = PAPERS[name]
    book = pypdfium2.PdfDocument(pdfs.render(make(), shape))
    return "\n".join(page.get_textpage().get_text_bounded() for page in book)


def kept(name: str) -> Image.Image:
    """The picture that was looked at and committed."""
    return Image.open(BytesIO((FOLDER / f"{name}.png").read_bytes()))


def main() -> None:
    """Every paper's picture is drawn anew."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaxel.settings")
    django.setup()
    FOLDER.mkdir(exist_ok=True)
    for name in PAPERS:
        drawn(name).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()

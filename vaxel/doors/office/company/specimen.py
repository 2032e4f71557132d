"""A made-up receipt, so that one sees what the company's texts look like on paper before anything is sold."""

from typing import Any

from vaxel.business.accounting.tax import TaxLine, compute
from vaxel.business.locations.models import Company, Site
from vaxel.business.tickets import papers
from vaxel.doors.papers import documents
from vaxel.doors.papers.blocks import Paper
from vaxel.doors.papers.content import Content, Line, Payment, Tax
from vaxel.kernel.money import line_amount

GOODS = {
    "sv": (("Oljefilter", "OLF-1042", 1000, "pcs", 14_900_00), ("Byta olja och filter", "", 800, "h", 129_500_00)),
    "en": (("Oil filter", "OLF-1042", 1000, "pcs", 14_900_00), ("Change oil and filter", "", 800, "h", 129_500_00)),
}


def receipt(company: Company, site: Site, language: str, at: str) -> Paper:
    """The receipt as the company (which need not be stored) would print it at the site."""
    lines = tuple(_line(*one) for one in GOODS[language])
    sums = compute([TaxLine(one.amount_minor, "S", 250_000) for one in lines], "incl")
    head: dict[str, Any] = {
        "seller": papers.seller(company, site), "register": "K1", "cashier": "Sam Berg",
        "texts": papers.texts(company, papers.RECEIPT_TEXTS, language),
    }  # fmt: skip
    gross = sums.gross
    content = Content(
        kind="receipt", number="1042", currency=site.currency, basis="incl", day=at[:10], at=at, head=head, lines=lines,
        taxes=tuple(Tax(one.category, one.ppm, one.net, one.tax) for one in sums.groups), net_minor=sums.net,
        tax_minor=sums.tax, gross_minor=gross, payments=(Payment("card", gross),),
    )  # fmt: skip
    return documents.paper(content, language=language)


def _line(text: str, number: str, milli: int, unit: str, cm: int) -> Line:
    worth = line_amount(milli, cm)
    return Line(
        kind="part", text=text, number=number, quantity_milli=milli, unit=unit, unit_price_cm=cm,
        before_minor=worth.before, discount_minor=0, amount_minor=worth.amount, job_id="", job_title="",
    )  # fmt: skip

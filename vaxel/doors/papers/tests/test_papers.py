"""What papers say, word for word, and what every reader relies on: legal words, sums that add up, marks, same bytes."""

import ast
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation

from vaxel.doors.papers import blocks, documents, flow, pdfs, pen, plain, quotes, sheet, slip, work_orders, z_reports
from vaxel.doors.papers.content import Content, Deposit, Line, Payment, Tax
from vaxel.doors.papers.tests import cast

NBSP = "\u00a0"


def text(paper: blocks.Paper) -> str:
    """The paper's text with ordinary spaces."""
    return plain.render(paper).replace(NBSP, " ")


RECEIPT = """\
Fyris Bil & Däck AB
Boländerna
Verkstadsgatan 3, 753 23 Uppsala
Kvitto 100231
Datum och tid | 2026-11-20 14:05
Ärende | 1042
Kassa | Kassa 1
Expedierad av | Sam
  3 397 007 696 | Torkarblad fram, par 650/500 mm | 1 sats | 349,00 | 349,00
  5 l -18° | Spolarvätska | 2 st | 89,90 | 179,80
  64210 | Glödlampa H7 55 W | 2 st | 79,95 | -15,99 | 143,91
Summa exkl. moms | 538,17
Moms | 134,54
Öresavrundning | 0,29
Att betala | 673,00 kr
Moms | Netto | Momsbelopp | Summa
25 % | 538,17 | 134,54 | 672,71
Betalsätt | Belopp
Kort Visa **** 1234 | 300,00
Kontant | 400,00
Växel | -27,00
Öppet köp 30 dagar mot kvitto.
Fyris Bil & Däck AB | Kungsängsgatan 12 | 753 22 Uppsala
018-12 34 56 | verkstad@fyrisbil.example
Org.nr 555555-5555 | Momsreg.nr SE555555555501 | Godkänd för F-skatt"""


def test_a_swedish_receipt_says_what_the_law_asks_for() -> None:
    assert text(documents.paper(cast.receipt())) == RECEIPT


def test_a_receipt_that_is_sent_says_that_it_is_electronic_and_who_signed_it() -> None:
    content = cast.receipt(head={"control": {"unit": "CU-77", "code": "ABCD"}})
    lines = text(documents.paper(content, electronic=True)).splitlines()
    assert lines[-7:-3] == [
        "Elektroniskt kassakvitto", "Kontrollenhet CU-77", "Kontrollkod ABCD", "Öppet köp 30 dagar mot kvitto.",
    ]  # fmt: skip


def test_an_invoice_asks_for_the_amount_less_the_deposit_and_prints_every_yes() -> None:
    lines = text(documents.paper(cast.invoice())).splitlines()
    start = lines.index("Summa exkl. moms | 6 581,20")
    assert lines[start : start + 13] == [
        "Summa exkl. moms | 6 581,20",
        "Moms | 1 645,30",
        "Summa inkl. moms | 8 226,50",
        "Avgår förskott 104 (varav moms 100,00) | -500,00",
        "Att betala | 7 726,50 kr",
        "Moms | Netto | Momsbelopp | Summa",
        "25 % | 6 581,20 | 1 645,30 | 8 226,50",
        "Att betala | 7 726,50 kr",
        "Förfallodag | 2026-12-20",
        "Bankgiro | 5555-5551",
        "Referens (OCR) | 1002352",
        "Godkänt av kunden",
        "2026-11-19 08:12 · Ada Lindqvist, via länk, 070-123 45 67 · Byte av bromsskivor och belägg, fram,"
        " Service 180 000 km · 8 123,45 kr, totalt 8 123,45 kr",
    ]


def test_a_fixed_price_lists_its_components_without_prices() -> None:
    said = text(documents.paper(cast.invoice()))
    assert (
        "Service 180 000 km | fast pris | 2 855,10\n  SE-180 | Arbete enligt Volvos serviceschema | 1,8 tim\n" in said
    )
    assert "  Motorolja 0W-20 helsyntet | 5,9 l\n" in said


def test_a_fixed_price_shows_in_the_lines_of_a_head_that_does_not_tell() -> None:
    lines = (
        Line("Arbete", "labour", "A", 1200, "h", 100_000_00, 106_400, amount_minor=106_400, job_id="1"),
        Line("Filter", "part", "F", 1000, "pcs", 25_000_00, 22_167, amount_minor=22_167, job_id="1"),
    )
    titled = tuple(replace(one, job_title="Oljebyte") for one in lines)
    said = text(documents.paper(cast.content("invoice", "7", titled, "incl")))
    assert "Oljebyte | fast pris | 1 285,67\n  A | Arbete | 1,2 tim\n  F | Filter | 1 st\n" in said


def amounts(paper: blocks.Paper) -> int:
    """The sum of what stands in the amount column, in minor units."""
    [jobs] = [block for block in paper.blocks if isinstance(block, blocks.Jobs)]
    cells = [
        cell
        for job in jobs.jobs
        for cell in ([one.amount for one in job.items] if any(one.amount for one in job.items) else [job.amount])
    ]
    return sum(int(cell.replace(NBSP, "").replace(",", "")) for cell in cells if cell)


@pytest.mark.parametrize("content", [cast.invoice(), cast.receipt(), cast.receipt("return_receipt", -1)])
def test_the_printed_column_adds_up(content: Content) -> None:
    total = content.gross_minor if content.basis == "incl" else content.net_minor
    assert amounts(documents.paper(content)) == total


def test_a_credit_note_names_what_it_credits_and_asks_for_nothing() -> None:
    content = cast.receipt("credit_note", -1, credits="10023", reason="Felaktig del", payments=())
    lines = text(documents.paper(content)).splitlines()
    assert lines[3:7] == [
        "Kreditfaktura 100231",
        "Fakturadatum | 2026-11-20",
        "Krediterar | 10023",
        "Orsak | Felaktig del",
    ]
    assert "Att kreditera | -672,71 kr" in lines
    assert not [line for line in lines if line.startswith(("Förfallodag", "Referens"))]


def test_a_return_receipt_pays_back_and_refers_to_the_sale() -> None:
    content = cast.receipt(
        "return_receipt", -1, credits="100198", payments=(Payment("cash", -672_71, rounding_minor=-29),)
    )
    lines = text(documents.paper(content)).splitlines()
    assert "Returkvitto 100231" in lines
    assert "Retur från kvitto | 100198" in lines
    assert "Öresavrundning | -0,29" in lines
    assert "Att återbetala | -673,00 kr" in lines


def test_what_is_paid_at_once_leaves_the_rest_to_be_paid() -> None:
    lines = text(documents.paper(cast.invoice(payments=(Payment("card", 726_50),)))).splitlines()
    assert "Kort | 726,50" in lines
    assert "Kvar att betala | 7 000,00 kr" in lines


def test_a_paid_invoice_says_so_and_asks_for_nothing() -> None:
    paid = documents.paper(cast.invoice(payments=(Payment("card", 772_650),)))
    lines = text(paid).splitlines()
    assert "Summa | 7 726,50 kr" in lines
    assert "Betalt | 7 726,50 kr" in lines
    assert not [line for line in lines if line.startswith(("Att betala", "Kvar att betala", "Förfallodag", "Referens"))]
    assert pdfs.render(paid, "80mm").startswith(b"%PDF-")


def test_alternatives_say_which_they_are_and_what_the_sum_counts() -> None:
    body = cast.quote()
    for n, job in enumerate(body["jobs"][:2]):
        job |= {"option_group": "g", "recommended": n == 0}
    said = text(quotes.paper(body))
    assert "alternativ 1 av 2, rekommenderas" in said
    assert "alternativ 2 av 2" in said
    assert "Välj ett av alternativen." in said


def test_no_vat_is_shown_for_margin_goods_and_reverse_charge_says_so() -> None:
    margin = replace(cast.receipt(), taxes=(Tax("M", 0, 67_271, 0),), net_minor=67_271, tax_minor=0, gross_minor=67_271)
    said = text(documents.paper(margin))
    assert "Vinstmarginalbeskattning – begagnade varor" in said
    assert "Moms |" not in said
    assert "exkl. moms" not in said
    reverse = replace(cast.invoice(), taxes=(Tax("AE", 0, 658_120, 0),), tax_minor=0, gross_minor=658_120)
    assert "Omvänd betalningsskyldighet" in text(documents.paper(reverse))


def test_a_paper_is_in_its_buyers_language_whatever_the_reader_speaks() -> None:
    with translation.override("en"):
        assert documents.paper(cast.invoice()).title == "Faktura"
    with translation.override("sv"):
        english = documents.paper(cast.invoice(), language="en")
    assert (english.title, english.language) == ("Invoice", "en")
    assert "To pay | 7 726,50 kr" in text(english)
    american = documents.paper(replace(cast.invoice(), currency="USD"), language="en", locale="en_US")
    assert "To pay | $7,726.50" in text(american)
    assert "Due date | 12/20/2026" in text(american)


def test_an_estimate_says_what_its_prices_promise() -> None:
    said = text(quotes.paper(cast.quote()))
    assert "Kostnadsförslag 318-2\nDatum | 2026-11-18\nGiltig till | 2026-12-18\n" in said
    assert "Byte av bromsskivor och belägg, fram | fast pris | 4 295,00\n" in said
    assert "Felsökning drar åt höger | ungefärligt pris | 2 413,75\n" in said
    assert "Summa inkl. moms | 6 586,25 kr" in said
    assert "Ett ungefärligt pris får överskridas med högst 15 procent" in said
    assert quotes.paper({**cast.quote(), "title": "quote"}).title == "Offert"


def test_a_work_order_shows_work_and_no_prices() -> None:
    said = text(work_orders.paper(cast.work_order()))
    assert "Arbetsorder 2210\nMottagen | 2026-11-20 07:45\nUtlovad | 2026-11-20 16:00\n" in said
    assert "  BR-1100 | Arbete | 1,4 tim | _____\n" in said
    assert "118,75" not in said
    assert " kr" not in said


def test_a_z_report_shows_every_figure_and_an_x_report_has_no_number() -> None:
    said = text(z_reports.paper(cast.z_report()))
    assert "Z-dagrapport 87\n" in said
    assert "Journal | 1201–1288 ed8cba89f592dd91\n" in said
    assert "Total försäljning | 3 617,23\nReturer | -159,95\nRabatter | -45,00\n" in said
    assert "25 % | 711,85 | -31,99 | 679,86\n" in said
    assert "Kort | 2 479,89\nKontant | 477,00\nPresentkort | 500,00\nSwish | 500,00\n" in said
    assert "Växelkassa | 2 000,00\n" in said
    assert "Kassadifferens | -1,00\n" in said
    assert "Grand total försäljning | 1 546 827,73\n" in said
    assert "Övningsregistreringar | 1 | 999,00\n" in said
    x_body = {key: value for key, value in cast.z_report().items() if key != "number"}
    assert z_reports.paper(x_body).name == "X-dagrapport"
    assert "Stämmer inte, differens 1,00 kr" in text(z_reports.paper({**x_body, "control": 100}))


def test_a_copy_and_training_are_marked_in_type_twice_the_amounts() -> None:
    assert documents.paper(cast.receipt(), copy=True).mark == "KOPIA"
    assert documents.paper(cast.receipt(), copy=True, training=True).mark == "ÖVNING"
    assert documents.paper(cast.receipt()).mark == ""
    assert 2 * max(flow.DUE, sheet.STRONG, flow.TEXT) <= flow.MARK
    assert 2 * max(slip.SUM, slip.TEXT) <= slip.MARK


@pytest.mark.parametrize("shape", ["a4", "80mm"])
@pytest.mark.parametrize(
    "paper",
    [
        documents.paper(cast.receipt(), copy=True),
        documents.paper(cast.invoice()),
        documents.paper(cast.invoice(deposits=(), payments=(Payment("card", 100),))),
        quotes.paper(cast.quote()),
        work_orders.paper(cast.work_order()),
        z_reports.paper(cast.z_report()),
    ],
    ids=["receipt", "invoice", "paid", "quote", "work order", "z"],
)
def test_the_same_paper_is_the_same_bytes(paper: blocks.Paper, shape: pdfs.Shape) -> None:
    first = pdfs.render(paper, shape)
    assert first.startswith(b"%PDF-")
    assert first == pdfs.render(paper, shape)
    assert len(first) < 60_000


def test_a_long_table_repeats_its_heads_and_counts_its_pages() -> None:
    invoice = cast.invoice()
    paper = documents.paper(replace(invoice, lines=invoice.lines * 12))
    pages = [[stroke.text for stroke in page.strokes if isinstance(stroke, pen.Ink)] for page in sheet.lay_out(paper)]
    assert len(pages) == 4
    assert [page.count("Benämning") for page in pages] == [1, 1, 1, 1]
    assert [f"Sida {number} av 4" in page for number, page in enumerate(pages, 1)] == [True] * 4
    assert all("Faktura 10023" in page for page in pages)
    assert sum(page.count("Luftfilter") for page in pages) == 12


def test_nothing_is_drawn_below_the_foot_or_beside_the_page() -> None:
    invoice = cast.invoice()
    wide = Line(
        "Ordetsomaldrigtarslut" * 12, number="X" * 60, unit_price_cm=10**14, amount_minor=10**12, before_minor=10**12
    )
    paper = documents.paper(replace(invoice, lines=(*invoice.lines * 9, wide), deposits=(Deposit("1", 1, 0),) * 9))
    for page in sheet.lay_out(paper):
        for stroke in page.strokes:
            if isinstance(stroke, pen.Ink):
                left, right = stroke.edges()
                assert flow.LEFT - 0.1 <= left <= right <= flow.RIGHT + 0.1, stroke
                assert stroke.y < flow.A4[1] - 15


def test_letters_that_the_face_lacks_are_seen_to_be_missing() -> None:
    content = cast.invoice(head={"buyer": cast.ADA | {"name": "Zażółć Gęślą 車 AB"}})
    assert pdfs.render(documents.paper(content)).startswith(b"%PDF-")


def test_every_word_on_paper_has_its_swedish() -> None:
    folder = Path(documents.__file__).parent
    said = {
        ast.literal_eval(node.args[1])
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "pgettext"
    }
    catalogue = polib.pofile(str(settings.LOCALE_PATHS[0] / "sv" / "LC_MESSAGES" / "django.po"))
    held = {entry.msgid for entry in catalogue if entry.msgctxt == "paper" and entry.msgstr and not entry.fuzzy}
    assert said <= held

"""A paper on A4: head, blocks down the page, table heads repeated, foot with page x of y."""

from typing import TypeGuard

from vaxel.doors.papers import pen
from vaxel.doors.papers.blocks import Blank, Block, Due, Fact, Grid, Jobs, Paper, Prose, Totals
from vaxel.doors.papers.flow import A4, DUE, FOOT, LEAD, LEFT, RIGHT, SMALL, TEXT, TINY, TOP, WIDE, WINDOW, Sheet
from vaxel.doors.papers.look import ACCENT, BOLD, INK, MM, PLAIN, QUIET, SOFT, WHITE, fitted, width, wrap
from vaxel.doors.papers.sheet_jobs import draw_jobs

HALF = LEFT + WIDE * 0.56
STRONG = 12.0


def render(paper: Paper) -> bytes:
    """The paper as an A4 PDF."""
    return pen.pdf(lay_out(paper), A4, title=paper.name, author=paper.seller.name, language=paper.language)


def lay_out(paper: Paper) -> list[pen.Page]:
    """The paper's pages, each with its foot."""
    sheet = Sheet(paper)
    _head(sheet)
    _body(sheet, list(paper.blocks))
    _feet(sheet)
    return sheet.pages


def _head(sheet: Sheet) -> None:
    paper, page = sheet.paper, sheet.page
    room = WIDE - width(paper.name, BOLD, 19) - 24
    page.text(paper.seller.name, LEFT, TOP + 15, fitted(paper.seller.name, BOLD, 13, room), font=BOLD)
    page.text(paper.name, RIGHT, TOP + 15, 19, font=BOLD, colour=ACCENT, align="right")
    page.text(" · ".join(paper.seller.place), LEFT, TOP + 28, SMALL, colour=QUIET)
    page.line(LEFT, TOP + 37, WIDE, colour=ACCENT, weight=1.4)
    sheet.y = TOP + 50
    sheet.mark()
    start = sheet.y
    left = _facts(page, paper.facts, start)
    right = _buyer(sheet, start) if paper.buyer else start
    sheet.y = max(left, right) + 14
    if paper.car:
        _car(sheet)


def _facts(page: pen.Page, facts: tuple[Fact, ...], y: float) -> float:
    label_room = max((width(fact.label, PLAIN, SMALL) for fact in facts), default=0) + 12
    for fact in facts:
        page.text(fact.label, LEFT, y + TEXT, SMALL, colour=QUIET)
        for line in wrap(fact.value, PLAIN, TEXT, WINDOW - LEFT - label_room - 10):
            page.text(line, LEFT + label_room, y + TEXT, TEXT)
            y += TEXT * 1.5
    return y


def _buyer(sheet: Sheet, y: float) -> float:
    """The buyer stands where the window of an envelope is, when the head is of usual height."""
    party = sheet.paper.buyer
    if party is None:
        return y
    sheet.page.text(party.label, WINDOW, y + TEXT, SMALL, colour=QUIET)
    y += TEXT * 1.6
    for line in wrap(party.name, BOLD, 10.5, RIGHT - WINDOW):
        sheet.page.text(line, WINDOW, y + 10.5, 10.5, font=BOLD)
        y += 10.5 * LEAD
    for text in party.lines:
        for line in wrap(text, PLAIN, 9.5, RIGHT - WINDOW):
            sheet.page.text(line, WINDOW, y + 9.5, 9.5)
            y += 9.5 * LEAD
    return y


def _car(sheet: Sheet) -> None:
    """A soft band with the plate, what the car is, and its facts."""
    car, page, y = sheet.paper.car, sheet.page, sheet.y
    if car is None:
        return
    page.box(pen.Box(LEFT, y, WIDE, 30, fill=SOFT, radius=4))
    x = LEFT + 10
    if car.plate:
        wide = width(car.plate, BOLD, 11.5) + 14
        page.box(pen.Box(x, y + 6.5, wide, 17, fill=WHITE, stroke=INK, weight=0.8, radius=3))
        page.text(car.plate, x + 7, y + 19, 11.5, font=BOLD)
        x += wide + 12
    page.text(car.name, x, y + 18.5, 10, font=BOLD)
    x = RIGHT - 10
    for fact in reversed(car.facts):
        wide = max(width(fact.label, PLAIN, TINY), width(fact.value, PLAIN, TEXT))
        page.text(fact.label, x - wide, y + 11.5, TINY, colour=QUIET)
        page.text(fact.value, x - wide, y + 22.5, TEXT)
        x -= wide + 18
    sheet.y += 30


def _draw(sheet: Sheet, block: Block) -> None:
    match block:
        case Jobs():
            draw_jobs(sheet, block)
        case Grid():
            sheet.y += 8
            _grid(sheet, block, LEFT, WIDE)
        case Totals():
            _totals(sheet, block)
        case Due():
            _due(sheet, block)
        case Prose():
            _prose(sheet, block)
        case Blank():
            _blank(sheet, block)


def _is_small(block: Block | None) -> TypeGuard[Grid]:
    return isinstance(block, Grid) and len(block.heads) <= 2 and len(block.rows) < 20


def _body(sheet: Sheet, blocks: list[Block]) -> None:
    """The blocks in order; two small tables that follow each other stand side by side."""
    before: Block | None = None
    while blocks:
        block = blocks.pop(0)
        beside = blocks[0] if blocks else None
        if _is_small(block) and _is_small(beside):
            _abreast(sheet, block, blocks.pop(0))
        elif _is_small(block) and isinstance(before, Totals | Due):
            _abreast(sheet, None, block)
        elif _is_small(block):
            _abreast(sheet, block, None)
        else:
            _draw(sheet, block)
        before = block


def _abreast(sheet: Sheet, left: Block | None, right: Block | None) -> None:
    """A small table in the left half, one in the right half, or both."""
    sheet.need(max(len(grid.rows) for grid in (left, right) if isinstance(grid, Grid)) * 13.6 + 44)
    sheet.y += 12
    start = below = sheet.y
    if isinstance(left, Grid):
        _grid(sheet, left, LEFT, WIDE * 0.46)
        below, sheet.y = sheet.y, start
    if isinstance(right, Grid):
        _grid(sheet, right, HALF, RIGHT - HALF)
    sheet.y = max(below, sheet.y)


def _grid(sheet: Sheet, grid: Grid, x: float, wide: float) -> None:
    """Rows with the first column left and figures right; the heads are repeated on a new page."""
    count = len(grid.heads)
    first = wide * (0.28 if count == 4 else 0.6)
    edges = [x + first + (wide - first) * k / (count - 1) for k in range(1, count)] if count > 1 else []

    def heads() -> None:
        sheet.page.text(grid.heads[0], x, sheet.y + TINY, TINY, colour=QUIET)
        for edge, head in zip(edges, grid.heads[1:], strict=True):
            sheet.page.text(head, edge, sheet.y + TINY, TINY, colour=QUIET, align="right")
        sheet.page.line(x, sheet.y + 12, wide)
        sheet.y += 14

    sheet.need(40 if grid.title else 28)
    if grid.title:
        sheet.page.text(grid.title, x, sheet.y + TEXT, TEXT, font=BOLD)
        sheet.y += 15
    heads()
    for row in grid.rows:
        lines = wrap(row[0], PLAIN, SMALL, first - 6) or [""]
        if sheet.need(len(lines) * SMALL * LEAD + 3):
            heads()
        for n, line in enumerate(lines):
            sheet.page.text(line, x, sheet.y + SMALL + 1.5 + n * SMALL * LEAD, SMALL)
        for edge, cell in zip(edges, row[1:], strict=True):
            sheet.page.text(cell, edge, sheet.y + SMALL + 1.5, SMALL, align="right")
        sheet.y += len(lines) * SMALL * LEAD + 2.5


def _totals(sheet: Sheet, block: Totals) -> None:
    """VAT per rate to the left, sums to the right, never parted by a page."""
    sums = [(row, 20.0 if row.strong else 13.5) for row in block.sums]
    rows = len(block.taxes.rows) if block.taxes else 0
    sheet.need(max(sum(high for _row, high in sums), rows * 13.6 + 20) + 14)
    sheet.y += 12
    start = sheet.y
    if block.taxes:
        _grid(sheet, block.taxes, LEFT, WIDE * 0.46)
    below, y = sheet.y, start
    left = HALF
    for n, (row, high) in enumerate(sums):
        if row.strong:
            if n:
                sheet.page.line(left, y + 3.5, RIGHT - left, colour=INK, weight=0.8)
            sheet.page.text(row.label, left, y + 16, 11, font=BOLD)
            sheet.page.text(row.value, RIGHT, y + 16, STRONG, font=BOLD, align="right")
        else:
            size = fitted(row.label, PLAIN, TEXT, RIGHT - left - width(row.value, PLAIN, TEXT) - 8)
            sheet.page.text(row.label, left, y + TEXT, size, colour=QUIET)
            sheet.page.text(row.value, RIGHT, y + TEXT, TEXT, align="right")
        y += high
    sheet.y = max(below, y) + 4


def _due(sheet: Sheet, block: Due) -> None:
    """A soft band: the amount large, then due day, bank and reference."""
    sheet.need(62)
    sheet.y += 10
    page, y = sheet.page, sheet.y
    page.box(pen.Box(LEFT, y, WIDE, 44, fill=SOFT, radius=4))
    page.text(block.amount.label, LEFT + 12, y + 14, SMALL, colour=QUIET)
    page.text(block.amount.value, LEFT + 12, y + 33, DUE, font=BOLD)
    x = LEFT + max(width(block.amount.value, BOLD, DUE), width(block.amount.label, PLAIN, SMALL)) + 42
    step = (RIGHT - 12 - x) / max(len(block.facts), 1)
    for fact in block.facts:
        page.text(fact.label, x, y + 14, SMALL, colour=QUIET)
        page.text(fact.value, x, y + 31, fitted(fact.value, BOLD, 10.5, step - 8), font=BOLD)
        x += step
    sheet.y += 48


def _prose(sheet: Sheet, block: Prose) -> None:
    sheet.need(34)
    sheet.y += 9
    if block.title:
        sheet.paragraph(block.title, SMALL, font=BOLD)
        sheet.y += 1.5
    for text in block.paragraphs:
        sheet.paragraph(text, SMALL, colour=QUIET)
        sheet.y += 3


def _blank(sheet: Sheet, block: Blank) -> None:
    """Ruled lines with their labels beneath."""
    gap, count = 18, len(block.labels)
    wide = (WIDE - gap * (count - 1)) / count
    for n in range(block.lines):
        sheet.need(34)
        sheet.y += 26
        for k, label in enumerate(block.labels):
            x = LEFT + k * (wide + gap)
            sheet.page.line(x, sheet.y, wide, colour=QUIET, weight=0.5)
            if n == block.lines - 1:
                sheet.page.text(label, x, sheet.y + 9.5, TINY, colour=QUIET)
    sheet.y += 14


def _feet(sheet: Sheet) -> None:
    notes = [column for column in sheet.paper.seller.notes if column]
    step = WIDE / max(len(notes), 1)
    for number, page in enumerate(sheet.pages, 1):
        page.line(LEFT, FOOT + 10, WIDE)
        for k, column in enumerate(notes):
            for n, text in enumerate(column):
                size = fitted(text, PLAIN, TINY, step - 8)
                page.text(text, LEFT + k * step, FOOT + 21 + n * 9.6, size, colour=QUIET)
        page_of = sheet.paper.page_of % {"page": number, "pages": len(sheet.pages)}
        page.text(page_of, RIGHT, A4[1] - 8 * MM, TINY, colour=QUIET, align="right")

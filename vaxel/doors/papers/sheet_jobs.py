"""The table of jobs on A4: columns that are used, heads on every page, a job's name kept with its first line."""

from dataclasses import dataclass, fields

from vaxel.doors.papers.blocks import Columns, Item, Job, Jobs
from vaxel.doors.papers.flow import LEAD, LEFT, RIGHT, SMALL, TEXT, TINY, Sheet
from vaxel.doors.papers.look import BOLD, INK, LINE, PLAIN, QUIET, width, wrap

_LEAST = {"number": 44.0, "quantity": 44.0, "unit_price": 48.0, "discount": 40.0, "amount": 56.0}
_GAP = 12.0


@dataclass(frozen=True, slots=True)
class Measures:
    """Where the columns stand: figures by their right edge, text by its left edge and room."""

    text: float
    room: float
    number: float | None
    figures: dict[str, float]


def measure(block: Jobs) -> Measures:
    """Columns as wide as what is in them; empty ones have no place."""
    items = [item for job in block.jobs for item in job.items]
    wide = {}
    for name, least in _LEAST.items():
        font = PLAIN
        cells = [getattr(item, name) for item in items]
        if name == "amount":
            cells += [job.amount for job in block.jobs]
        if any(cells):
            head = width(getattr(block.columns, name), PLAIN, TINY)
            wide[name] = max(least, head, *(width(cell, font, TEXT) for cell in cells))
    number = min(wide.pop("number"), 92.0) if "number" in wide else None
    edge, figures = RIGHT, {}
    for name in reversed([field.name for field in fields(Columns) if field.name in wide]):
        figures[name] = edge
        edge -= wide[name] + _GAP
    text = LEFT + (number + _GAP if number else 0)
    return Measures(text, edge - text, LEFT if number else None, figures)


def draw_jobs(sheet: Sheet, block: Jobs) -> None:
    """The table, over as many pages as it needs."""
    columns = measure(block)
    sheet.need(70)
    sheet.y += 10
    _heads(sheet, block.columns, columns)
    for job in block.jobs:
        if job.title or job.text:
            _job(sheet, job, block, columns)
        for item in job.items:
            _item(sheet, item, block, columns)
    sheet.page.line(LEFT, sheet.y, RIGHT - LEFT, colour=INK, weight=0.8)


def _heads(sheet: Sheet, words: Columns, columns: Measures) -> None:
    y = sheet.y + TINY
    if columns.number is not None:
        sheet.page.text(words.number, columns.number, y, TINY, colour=QUIET)
    sheet.page.text(words.text, columns.text, y, TINY, colour=QUIET)
    for name, edge in columns.figures.items():
        sheet.page.text(getattr(words, name), edge, y, TINY, colour=QUIET, align="right")
    sheet.page.line(LEFT, y + 5, RIGHT - LEFT, colour=INK, weight=0.8)
    sheet.y = y + 7


def _job(sheet: Sheet, job: Job, block: Jobs, columns: Measures) -> None:
    """The job's name, its kind of price and its sum, kept together with the first line."""
    note = f"  {job.note}" if job.note else ""
    room = RIGHT - LEFT - 90
    titles = wrap(job.title, BOLD, 9.5, room - width(note, PLAIN, SMALL))
    texts = wrap(job.text, PLAIN, SMALL, room)
    if sheet.need(len(titles) * 13 + len(texts) * 11 + 34):
        _heads(sheet, block.columns, columns)
    sheet.y += 7
    for n, line in enumerate(titles):
        sheet.page.text(line, LEFT, sheet.y + 9.5, 9.5, font=BOLD)
        if n == len(titles) - 1:
            sheet.page.text(note, LEFT + width(line, BOLD, 9.5), sheet.y + 9.5, SMALL, colour=QUIET)
        if n == 0:
            sheet.page.text(job.amount, RIGHT, sheet.y + 9.5, TEXT, font=BOLD, align="right")
        sheet.y += 13
    for line in texts:
        sheet.page.text(line, LEFT, sheet.y + SMALL, SMALL, colour=QUIET)
        sheet.y += SMALL * LEAD
    sheet.y += 1.5


def _item(sheet: Sheet, item: Item, block: Jobs, columns: Measures) -> None:
    numbers = wrap(item.number, PLAIN, SMALL, columns.text - LEFT - _GAP) if columns.number is not None else []
    has_figures = any(getattr(item, name) for name in columns.figures)
    lines = wrap(item.text, PLAIN, TEXT, columns.room if has_figures else RIGHT - columns.text)
    high = max(len(lines), len(numbers), 1) * TEXT * LEAD
    if sheet.need(high + 6):
        _heads(sheet, block.columns, columns)
    y = sheet.y + TEXT + 2
    for n, line in enumerate(numbers):
        sheet.page.text(line, LEFT, y + n * TEXT * LEAD, SMALL, colour=QUIET)
    for n, line in enumerate(lines):
        sheet.page.text(line, columns.text, y + n * TEXT * LEAD, TEXT, colour=INK if has_figures else QUIET)
    for name, edge in columns.figures.items():
        sheet.page.text(getattr(item, name), edge, y, TEXT, align="right")
    sheet.y += high + 4.5
    sheet.page.line(LEFT, sheet.y, RIGHT - LEFT, colour=LINE, weight=0.4)

"""A paper on an 80 mm roll: the same blocks below each other, as long as they need to be."""

from vaxel.doors.papers import pen
from vaxel.doors.papers.blocks import Blank, Block, Due, Grid, Item, Job, Jobs, Paper, Prose, Sum, Totals
from vaxel.doors.papers.look import BOLD, INK, MM, PLAIN, QUIET, fitted, width, wrap

ROLL = 80 * MM
LEFT, RIGHT = 4 * MM, 76 * MM
WIDE, MIDDLE = RIGHT - LEFT, ROLL / 2
TEXT, SMALL, SUM = 8.5, 7.4, 12.0
MARK = 2 * SUM
LEAD = 1.36


class Slip:
    """One endless page; `y` is how far down it is used."""

    def __init__(self) -> None:
        self.page = pen.Page()
        self.y = 5 * MM

    def middle(self, text: str, size: float, font: str = PLAIN) -> None:
        """Text in the middle of the roll."""
        for line in wrap(text, font, size, WIDE):
            self.page.text(line, MIDDLE, self.y + size, size, font=font, align="middle")
            self.y += size * LEAD

    def pair(self, left: str, right: str, size: float = TEXT, font: str = PLAIN, indent: float = 0) -> None:
        """Words to the left and a figure to the right; the words wrap beside the figure."""
        room = WIDE - indent - (width(right, font, size) + 8 if right else 0)
        lines = wrap(left, font, size, room) or [""]
        self.page.text(right, RIGHT, self.y + size, size, font=font, align="right")
        for line in lines:
            self.page.text(line, LEFT + indent, self.y + size, size, font=font)
            self.y += size * LEAD

    def rule(self) -> None:
        """A thin line with air around it."""
        self.y += 4
        self.page.line(LEFT, self.y, WIDE, colour=QUIET, weight=0.5)
        self.y += 4


def render(paper: Paper) -> bytes:
    """The paper as a PDF that is 80 mm wide and exactly as long as its text."""
    slip = Slip()
    _head(slip, paper)
    for block in paper.blocks:
        _draw(slip, block)
    slip.rule()
    for column in paper.seller.notes:
        for text in column:
            slip.middle(text, SMALL)
    size = (ROLL, slip.y + 6 * MM)
    return pen.pdf([slip.page], size, title=paper.name, author=paper.seller.name, language=paper.language)


def _head(slip: Slip, paper: Paper) -> None:
    slip.middle(paper.seller.name, fitted(paper.seller.name, BOLD, 12, WIDE), BOLD)
    for text in paper.seller.place:
        slip.middle(text, TEXT)
    slip.y += 6
    if paper.mark:
        size = fitted(paper.mark, BOLD, MARK, WIDE)
        slip.middle(paper.mark, size, BOLD)
    slip.middle(paper.name, SUM, BOLD)
    slip.y += 3
    for fact in paper.facts:
        slip.pair(fact.label, fact.value)
    if paper.buyer and paper.buyer.name:
        slip.pair(paper.buyer.label, paper.buyer.name)
        for text in paper.buyer.lines:
            slip.pair("", text)
    if paper.car:
        slip.pair(paper.car.name, paper.car.plate, font=BOLD)
        for fact in paper.car.facts:
            slip.pair(fact.label, fact.value)


def _draw(slip: Slip, block: Block) -> None:
    match block:
        case Jobs():
            slip.rule()
            for job in block.jobs:
                _job(slip, job)
        case Grid():
            _grid(slip, block)
        case Totals():
            slip.rule()
            for row in block.sums:
                _sum(slip, row)
            if block.taxes:
                _grid(slip, block.taxes)
        case Due():
            slip.rule()
            for fact in block.facts or (block.amount,):
                slip.pair(fact.label, fact.value)
        case Prose():
            slip.rule()
            if block.title:
                slip.pair(block.title, "", TEXT, BOLD)
            for text in block.paragraphs:
                slip.pair(text, "", SMALL)
        case Blank():
            _blank(slip, block)


def _job(slip: Slip, job: Job) -> None:
    if job.title:
        slip.y += 2
        slip.pair(job.title, job.amount, font=BOLD)
        if job.note:
            slip.pair(job.note, "", SMALL)
    if job.text:
        slip.pair(job.text, "", SMALL)
    for item in job.items:
        _item(slip, item)


def _item(slip: Slip, item: Item) -> None:
    """The name and what it costs, then how many of what at which price."""
    slip.pair(item.text, item.amount)
    times = " × ".join(figure for figure in (item.quantity, item.unit_price) if figure)
    below = [text for text in (item.number, times) if text]
    if below:
        slip.pair(" · ".join(below), item.discount, SMALL, indent=8)
    slip.y += 1.5


def _sum(slip: Slip, row: Sum) -> None:
    if row.strong:
        slip.y += 2
        slip.pair(row.label, row.value, fitted(row.label + row.value, BOLD, SUM, WIDE - 12), BOLD)
        slip.y += 1
    else:
        slip.pair(row.label, row.value)


def _grid(slip: Slip, grid: Grid) -> None:
    slip.rule()
    if grid.title:
        slip.pair(grid.title, "", TEXT, BOLD)
    count = len(grid.heads)
    if count <= 2:
        for row in grid.rows:
            slip.pair(row[0], row[1] if count == 2 else "")
        return
    first = WIDE * (0.2 if count > 3 else 0.5)
    edges = [LEFT + first + (WIDE - first) * k / (count - 1) for k in range(1, count)]
    for n, row in enumerate((grid.heads, *grid.rows)):
        size = SMALL if n == 0 else TEXT
        slip.page.text(row[0], LEFT, slip.y + size, size, colour=QUIET if n == 0 else INK)
        for edge, cell in zip(edges, row[1:], strict=True):
            slip.page.text(cell, edge, slip.y + size, size, colour=QUIET if n == 0 else INK, align="right")
        slip.y += size * LEAD


def _blank(slip: Slip, block: Blank) -> None:
    for label in block.labels:
        slip.y += 26
        slip.page.line(LEFT, slip.y, WIDE, colour=QUIET, weight=0.5)
        slip.page.text(label, LEFT, slip.y + 9, SMALL, colour=QUIET)
        slip.y += 12

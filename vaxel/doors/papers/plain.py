"""A paper as lines of text: what tests read, and what can be put in a message."""

from collections.abc import Iterator

from vaxel.doors.papers.blocks import Blank, Block, Due, Grid, Jobs, Paper, Prose, Totals


def render(paper: Paper) -> str:
    """Everything the paper says, in its order, a line a row, cells parted by " | "."""
    return "\n".join(_lines(paper))


def _row(*cells: str) -> str:
    return " | ".join(cell for cell in cells if cell)


def _lines(paper: Paper) -> Iterator[str]:
    yield from (text for text in (paper.seller.name, *paper.seller.place, paper.mark, paper.name) if text)
    for fact in paper.facts:
        yield _row(fact.label, fact.value)
    if paper.buyer:
        yield _row(paper.buyer.label, paper.buyer.name, *paper.buyer.lines)
    if paper.car:
        yield _row(paper.car.plate, paper.car.name, *(f"{fact.label} {fact.value}" for fact in paper.car.facts))
    for block in paper.blocks:
        yield from _block(block)
    for column in paper.seller.notes:
        yield _row(*column)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Jobs():
            yield from _jobs(block)
        case Grid():
            yield from ([block.title] if block.title else [])
            yield from (_row(*row) for row in (block.heads, *block.rows))
        case Totals():
            yield from (_row(row.label, row.value) for row in block.sums)
            if block.taxes:
                yield from _block(block.taxes)
        case Due():
            yield from (_row(fact.label, fact.value) for fact in (block.amount, *block.facts))
        case Prose():
            yield from ([block.title] if block.title else [])
            yield from block.paragraphs
        case Blank():
            yield _row(*(f"{label} ____" for label in block.labels))


def _jobs(block: Jobs) -> Iterator[str]:
    for job in block.jobs:
        if job.title:
            yield _row(job.title, job.note, job.amount)
        if job.text:
            yield job.text
        for item in job.items:
            yield "  " + _row(item.number, item.text, item.quantity, item.unit_price, item.discount, item.amount)

"""What became of a file that was tried or taken: counts for the page, and a file with each row that matters."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from vaxel.doors.office.imports import uploads
from vaxel.doors.office.lists.exports import CSV, csv_text
from vaxel.kernel.db.writer import write
from vaxel.kernel.long_work import Run

NEW, UP, DOWN, CHANGED, SAME, GONE, READ, REFUSED = (
    "new", "up", "down", "changed", "unchanged", "gone", "read", "refused",
)  # fmt: skip


def word(what: str) -> str:
    """What the outcome is called."""
    return {
        NEW: _("New"), UP: _("Dearer"), DOWN: _("Cheaper"), CHANGED: _("Other terms"), SAME: _("Unchanged"),
        GONE: _("Removed"), READ: _("Read"), REFUSED: _("Refused"),
    }[what]  # fmt: skip


def tell(
    run: Run, upload: uploads.Upload, *, head: Sequence[str], rows: Iterable[Sequence[Any]], counts: Counter[str],
    outcomes: Sequence[str],
) -> None:  # fmt: skip
    """The rows are in the work's file as they come, which is when the work is done; then the counts are remembered."""
    dry = run.question["dry"]
    with run.file(f"{'tried' if dry else 'refused'}-{upload.name}.csv", CSV) as file:
        file.writelines(piece.encode() for piece in csv_text(head, rows, run.work.language))
    facts = {"work": str(run.work.pk), "dry": dry, "counts": {one: counts[one] for one in outcomes}}
    uploads.remember(upload.id, "outcome", facts)


class _Undone(Exception):
    def __init__(self, result: Any) -> None:
        super().__init__()
        self.result = result


def rehearsed[T](work: Callable[[], T]) -> T:
    """What `work` would return; whatever it stored is taken back before anybody saw it."""

    def undone() -> None:
        raise _Undone(work())

    try:
        write(undone)
    except _Undone as kept:
        return kept.result  # type: ignore[no-any-return]
    raise AssertionError("it raises")

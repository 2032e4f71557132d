"""What we need of a receipt printer, and a fake that prints into a list and fails when told to.

`settings.PRINTER` is the dotted path of a function that gives the shop's printer; empty: people print from the browser,
and nothing is queued. `settings.PRINT_FORM` leads to the function that makes a document's bytes for it.
"""

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


class PrinterFailed(Exception):
    """The paper did not come out, and why: no paper, not there, refused. Nobody need wonder whether it did."""


class Printer(Protocol):
    """A printer per register. Raises PrinterFailed when it is certain that nothing came out; anything else is doubt."""

    def send(self, register_id: UUID | None, name: str, paper: bytes) -> None:
        """The paper lies in the printer's tray."""
        ...


@dataclass(slots=True)
class FakePrinter:
    """Keeps what it printed; `fails` and `breaks` are said once each, as out of paper and as a lost line."""

    printed: list[str] = field(default_factory=list)
    fails: str = ""
    breaks: str = ""

    def send(self, register_id: UUID | None, name: str, paper: bytes) -> None:
        if self.fails:
            why, self.fails = self.fails, ""
            raise PrinterFailed(why)
        if self.breaks:
            why, self.breaks = self.breaks, ""
            raise OSError(why)
        self.printed.append(name)


FAKE = FakePrinter()


def the_fake() -> Printer:
    """The fake, for tests and the demo."""
    return FAKE


def the_printer() -> Printer | None:
    """The shop's printer, if it has one."""
    return import_string(settings.PRINTER)() if settings.PRINTER else None

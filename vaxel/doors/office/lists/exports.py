"""A list as a file: CSV as the reader's spreadsheet opens it, or XLSX. Rows stream; memory does not grow with them.

One of more than MOST_AT_ONCE rows is long work (`into_file`): its page may be left while the file is made.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core import signing
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from vaxel.doors.office.desk import desk, language, only_who_may
from vaxel.doors.office.lists.listing import OF_KEY, Cell, Column, Listing
from vaxel.doors.office.long_work import asking
from vaxel.kernel.long_work import Run
from vaxel.kernel.refusals import NotFound, Refused

KINDS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
EXCEL_ROWS = 1_048_575
MOST_AT_ONCE = 5_000
TICKET_HOURS = 24
_SALT = "lists.export"
_HARMLESS = re.compile(r"[+-]?[\d\s()./-]+")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class TooManyRows(Refused):
    """What takes long is asked for with the button of the page."""

    sentence = _("The list has more than %(most)s rows. Use the export button on its page: the file is made aside.")


def ticket(request: HttpRequest, listing: Listing[Any]) -> str:
    """What the page's export button sends: this list, as this person was shown it. Nobody can write one."""
    held = {
        "on": listing.key, "query": listing.question(request), "by": str(desk(request).actor.id),
        "for": getattr(request, "only_for", ()),
    }  # fmt: skip
    return signing.dumps(held, salt=_SALT, compress=True)


def opened(request: HttpRequest) -> tuple[Listing[Any], HttpRequest]:
    """The list of the form's ticket, and a request that asks for it; refuses with NotFound, and with Forbidden who may
    not open the list's page where they stand now."""
    try:
        held = signing.loads(request.POST.get("list", ""), salt=_SALT, max_age=TICKET_HOURS * 3600)
    except signing.BadSignature:
        raise NotFound() from None
    if held["on"] not in OF_KEY or held["by"] != str(desk(request).actor.id):
        raise NotFound()
    _only_for(request, held.get("for", ()))
    asked = copy(request)
    asked.GET = QueryDict(held["query"])
    return OF_KEY[held["on"]](), asked


def is_long(request: HttpRequest, listing: Listing[Any]) -> bool:
    """Whether the file is made aside."""
    return listing.asked(request).order_by()[: MOST_AT_ONCE + 1].count() > MOST_AT_ONCE


def refuse_many(request: HttpRequest, listing: Listing[Any]) -> None:
    """Refuses with TooManyRows."""
    if is_long(request, listing):
        raise TooManyRows(most=MOST_AT_ONCE)


def ask(request: HttpRequest, listing: Listing[Any], query: str, kind: str) -> HttpResponse:
    """The file is made aside; the answer is the page that shows how far it is."""
    question = {"on": listing.key, "query": query, "as": kind, "for": getattr(request, "only_for", ())}
    return asking.ask(request, f"{__name__}.into_file", str(listing.title), question, key=kind)


def into_file(run: Run) -> None:
    """Long work: the list as its asker may see it now, in a file."""
    import_module(settings.ROOT_URLCONF)  # a worker has not opened the screens, whose lists these are
    asked = run.question
    listing, request = OF_KEY[asked["on"]](), asking.as_asked(run, asked["query"])
    _only_for(request, asked.get("for", ()))
    with timezone.override(desk(request).site.time_zone):
        run.expect(listing.asked(request).order_by().count())
        columns, name = _columns(request, listing), _name(request, listing, asked["as"])
        titles, rows = [str(one.title) for one in columns], _counted(run, _rows(request, listing, columns))
        with run.file(name, XLSX if asked["as"] == "xlsx" else CSV) as file:
            if asked["as"] == "xlsx":
                write_xlsx(file, str(listing.title), titles, rows)
            else:
                file.writelines(text.encode() for text in csv_text(titles, rows, language()))


def _only_for(request: HttpRequest, actions: Sequence[str]) -> None:
    """Refuses as the list's page does, with Forbidden; a page for everybody has no actions."""
    if actions:
        only_who_may(request, *actions)


def _counted(run: Run, rows: Iterable[list[Cell]]) -> Iterator[list[Cell]]:
    for row in rows:
        run.step()
        yield row


def answer(request: HttpRequest, listing: Listing[Any], kind: str) -> HttpResponseBase:
    """The whole list that the address asks for, as a file that is named after it and the day."""
    columns, name = _columns(request, listing), _name(request, listing, kind)
    rows, titles = _rows(request, listing, columns), [str(column.title) for column in columns]
    if kind == "xlsx":
        file = xlsx(str(listing.title), titles, rows)
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response = StreamingHttpResponse(csv_text(titles, rows, language()), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _columns(request: HttpRequest, listing: Listing[Any]) -> list[Column[Any]]:
    return [one for one in listing.columns if not one.needs or desk(request).may(one.needs)]


def _name(request: HttpRequest, listing: Listing[Any], kind: str) -> str:
    return f"{listing.key}-{timezone.localdate(desk(request).at)}.{kind}"


def _rows(request: HttpRequest, listing: Listing[Any], columns: Sequence[Column[Any]]) -> Iterator[list[Cell]]:
    """The cells, row by row. An answer streams after its view has ended, so the reader's clock and tongue go along."""
    zone, reader = desk(request).site.time_zone, language()
    with timezone.override(zone), translation.override(reader):
        for row in listing.exported(request):
            yield [_cell(column.value(row)) for column in columns]


def _cell(value: Any) -> Cell:
    """Moments on the site's wall clock, to the second; words in the reader's language."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    return value if value is None or isinstance(value, (int, Decimal)) or hasattr(value, "isoformat") else str(value)


def csv_text(titles: Sequence[str], rows: Iterable[Sequence[Cell]], reader: str) -> Iterator[str]:
    """Lines of CSV. Swedish: semicolons and decimal commas; English: commas and points. With a byte order mark.

    Text that a spreadsheet would take for a formula is prefixed with an apostrophe (OWASP, CSV injection).
    """
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";" if reader == "sv" else ",")
    line.write("\ufeff")
    writer.writerow(titles)
    for row in rows:
        writer.writerow([_plain(value, reader) for value in row])
        if line.tell() > 32_000:
            yield line.getvalue()
            line.seek(0)
            line.truncate()
    yield line.getvalue()


def _plain(value: Cell, reader: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.replace(".", ",") if reader == "sv" else text
    if isinstance(value, str):
        dangerous = value.startswith(("=", "+", "-", "@", "\t", "\r")) and not _HARMLESS.fullmatch(value)
        return f"'{value}" if dangerous else value
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)


def xlsx(title: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """The workbook in a file that vanishes when it is closed."""
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    write_xlsx(file, title, titles, rows)
    file.seek(0)
    return file


def write_xlsx(file: IO[bytes], title: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """A workbook with one sheet, its head in bold and held while one scrolls. Text is never a formula."""
    from openpyxl import Workbook  # seventeen megabytes that a shop without exports need not carry

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_written(sheet, one, bold=True) for one in titles])
    for number, row in enumerate(rows):
        if number == EXCEL_ROWS - 1:
            break
        sheet.append([_written(sheet, value) if isinstance(value, str) else value for value in row])
    book.save(file)


def _written(sheet: Any, text: str, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=_ILLEGAL.sub("", text)[:32_767])
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell

"""A list as a file: CSV as the reader's spreadsheet opens it, or XLSX. Rows stream; memory does not grow with them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from vaxel.doors.office.desk import desk, language
from vaxel.doors.office.lists.listing import Cell, Column, Listing

KINDS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXCEL_ROWS = 1_048_575
_HARMLESS = re.compile(r"[+-]?[\d\s()./-]+")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def answer(request: HttpRequest, listing: Listing[Any], kind: str) -> HttpResponseBase:
    """The whole list that the address asks for, as a file that is named after it and the day."""
    columns = [one for one in listing.columns if not one.needs or desk(request).may(one.needs)]
    rows = _rows(request, listing, columns)
    titles = [str(column.title) for column in columns]
    name = f"{listing.key}-{timezone.localdate(desk(request).at)}.{kind}"
    if kind == "xlsx":
        file = xlsx(str(listing.title), titles, rows)
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response = StreamingHttpResponse(csv_text(titles, rows, language()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


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
    """A workbook with one sheet, its head in bold and held while one scrolls. Text is never a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_written(sheet, one, bold=True) for one in titles])
    for number, row in enumerate(rows):
        if number == EXCEL_ROWS - 1:
            break
        sheet.append([_written(sheet, value) if isinstance(value, str) else value for value in row])
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    book.save(file)
    file.seek(0)
    return file


def _written(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=_ILLEGAL.sub("", text)[:32_767])
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell

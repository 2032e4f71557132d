"""Writes a SIE 4I file: checked first, every rule at once (A-17), then code page 437 and its checksum (A-14)."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import Refused
from vaxel.links.accounting.sie.codepage import encoded, plain
from vaxel.links.accounting.sie.records import File, Objects, Row, Voucher

LONGEST = 100
_BARE = re.compile(r"[A-Za-z0-9.\-_]+")


class NotFitForSie(Refused):
    """The file would not be read, or would be read wrongly."""

    sentence = _("The SIE file cannot be made: %(faults)s")


def write(file: File, *, line_end: str = "\r\n", checksum: bool = True) -> bytes:
    """The file's bytes; refuses with NotFitForSie, which names everything that is wrong (A-17)."""
    faults = list(wrong_in(file))
    if faults:
        raise NotFitForSie(faults=" ".join(str(one) for one in faults))
    records = list(_records(file))
    lines = ["#FLAGGA 0", *(["#KSUMMA"] if checksum else []), *(_line(one) for one in records)]
    if checksum:
        lines.append(f"#KSUMMA {ksumma([one for one in records if len(one) > 1])}")
    return encoded_lines(lines, line_end)


def encoded_lines(lines: Sequence[str], line_end: str) -> bytes:
    """The lines as bytes; the line end is no control character of a text."""
    end = line_end.encode("ascii")
    return b"".join(encoded(line) + end for line in lines)


def ksumma(records: Sequence[Sequence[str | Objects]]) -> int:
    """CRC-32 over label and field values, joined without anything between (A-14)."""
    crc = 0
    for record in records:
        for part in record:
            values = [part] if isinstance(part, str) else [str(piece) for one in part for piece in one]
            for value in values:
                crc = zlib.crc32(encoded(value), crc)
    return crc


def wrong_in(file: File) -> Iterator[str]:
    """Everything that would make a reader refuse the file or read it wrongly (A-17)."""
    for account in file.accounts:
        if not (account.isdigit() and len(account) == 4 and account >= "1000"):
            yield str(_("Account %(account)s is no number from 1000 to 9999.")) % {"account": account}
    for voucher in file.vouchers:
        yield from _wrong_in_voucher(file, voucher)
    numbers = Counter((one.series, one.number) for one in file.vouchers if one.number)
    for (series, number), times in numbers.items():
        if times > 1:
            yield str(_("Voucher %(voucher)s is there twice.")) % {"voucher": f"{series} {number}"}


def _wrong_in_voucher(file: File, voucher: Voucher) -> Iterator[str]:
    name = {"voucher": voucher.name}
    if voucher.difference:
        yield str(_("Voucher %(voucher)s does not balance.")) % name
    if not any(row.amount_minor for row in voucher.rows):
        yield str(_("Voucher %(voucher)s has no amount.")) % name
    if file.year and not file.year[0] <= voucher.day <= file.year[1]:
        yield str(_("Voucher %(voucher)s lies outside the fiscal year.")) % name
    if len(voucher.text) > LONGEST or any(len(row.text) > LONGEST for row in voucher.rows):
        yield str(_("Voucher %(voucher)s has a text of more than 100 letters.")) % name
    for row in voucher.rows:
        if row.account not in file.accounts:
            yield str(_("Account %(account)s has no name.")) % {"account": row.account}
        for one in row.objects:
            if one not in file.objects or one[0] not in file.dimensions:
                yield str(_("Cost centre or project %(code)s has no name.")) % {"code": one[1]}


def _records(file: File) -> Iterator[list[str | Objects]]:
    """All records after the flag and checksum, each a label and its values; `{` and `}` stand alone."""
    yield ["#PROGRAM", *file.program]
    yield ["#FORMAT", "PC8"]
    yield ["#GEN", _day(file.made_on), *([file.made_by] if file.made_by else [])]
    yield ["#SIETYP", "4"]
    for label, value in (("#PROSA", file.about), ("#FNR", file.company_code), ("#ORGNR", file.organisation_number)):
        if value:
            yield [label, value]
    yield ["#FNAMN", file.company]
    if file.year:
        yield ["#RAR", "0", *(_day(one) for one in file.year)]
    for label, value in (("#KPTYP", file.plan), ("#VALUTA", file.currency)):
        if value:
            yield [label, value]
    for account, name in sorted(file.accounts.items()):
        yield ["#KONTO", account, name]
    for number, name in sorted(file.dimensions.items()):
        yield ["#DIM", str(number), name]
    for (number, code), name in sorted(file.objects.items()):
        yield ["#OBJEKT", str(number), code, name]
    for voucher in file.vouchers:
        yield from _voucher(voucher)


def _voucher(voucher: Voucher) -> Iterator[list[str | Objects]]:
    registered = _day(voucher.registered) if voucher.registered else ""
    head = [voucher.series, voucher.number, _day(voucher.day), voucher.text, registered, voucher.sign]
    yield ["#VER", *_trimmed(head)]
    yield ["{"]
    for row in voucher.rows:
        yield _row(row)
    yield ["}"]


def _row(row: Row) -> list[str | Objects]:
    quantity = "" if row.quantity_milli is None else decimal(row.quantity_milli, 3).rstrip("0").rstrip(".")
    tail = _trimmed([_day(row.day) if row.day else "", row.text, quantity, row.sign])
    return ["#TRANS", row.account, row.objects, decimal(row.amount_minor, 2), *tail]


def _trimmed(values: list[str]) -> list[str]:
    """Without the empty values at the end, which may be left out (A-11)."""
    while values and not values[-1]:
        values = values[:-1]
    return values


def decimal(value: int, decimals: int) -> str:
    """A whole number of hundredths or thousandths as SIE writes it: -19.95 (A-12)."""
    whole, rest = divmod(abs(value), 10**decimals)
    return f"{'-' if value < 0 else ''}{whole}.{rest:0{decimals}d}"


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


# Labels whose values are texts and always stand in quotes; elsewhere only what needs them.
_TEXTS = {
    "#PROGRAM": (1, 2),
    "#PROSA": (1,),
    "#FNAMN": (1,),
    "#KONTO": (2,),
    "#DIM": (2,),
    "#OBJEKT": (2, 3),
    "#VER": (4,),
}


def _line(record: Sequence[str | Objects]) -> str:
    label = str(record[0])
    quoted = _TEXTS.get(label, ())
    return " ".join(
        [
            label,
            *(_field(value, n in quoted or (label == "#TRANS" and n == 5)) for n, value in enumerate(record[1:], 1)),
        ]
    )


def _field(value: str | Objects, always: bool) -> str:
    if not isinstance(value, str):
        return "{" + " ".join(f'{number} "{_escaped(code)}"' for number, code in value) + "}"
    return value if _BARE.fullmatch(value) and not always else f'"{_escaped(value)}"'


def _escaped(text: str) -> str:
    return plain(text).replace('"', '\\"')

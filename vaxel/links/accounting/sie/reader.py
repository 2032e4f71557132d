"""Reads SIE files, also those that old programs write: reports what is wrong, never breaks (A-19, A-20)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from vaxel.links.accounting.sie import writer
from vaxel.links.accounting.sie.codepage import Encoding, decoded
from vaxel.links.accounting.sie.records import File, Objects, Row, Voucher

type Value = str | Objects
LARGEST_BYTES = 50_000_000
_NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,15})(?:\.(?P<rest>[0-9]*))?")
BLANK = File("", "", date.min)


@dataclass(slots=True)
class Reading:
    """What was found, and all that is wrong with it. `struck`, `added`: rows that a bookkeeper changed by hand."""

    file: File = BLANK
    encoding: Encoding = "CP437"
    faults: list[str] = field(default_factory=list)
    ignored: set[str] = field(default_factory=set)
    struck: int = 0
    added: int = 0
    ksumma_written: int | None = None
    ksumma_reckoned: int | None = None


def read(data: bytes) -> Reading:
    """The file as it is understood, with every fault in words."""
    reading = Reading()
    if len(data) > LARGEST_BYTES:
        reading.faults.append(str(_("The file is larger than 50 MB.")))
        return reading
    text, reading.encoding = decoded(data)
    records = _records(text)
    if reading.encoding != "CP437" and _proved(proper := _records(data.decode("cp437"))):
        records, reading.encoding = proper, "CP437"
    reader = _Reader(reading)
    for record in records:
        reader.take(record)
    reader.end()
    _check_sum(reading, records)
    _check(reading)
    return reading


def _records(text: str) -> list[list[Value]]:
    """The fields of each line that has any."""
    return [record for line in text.split("\n") if (record := list(_fields(line.rstrip("\r\x1a"))))]


def _proved(records: list[list[Value]]) -> bool:
    """Whether the checksum agrees: then the bytes are what the label says, whatever they look like (A-20)."""
    places = [n for n, record in enumerate(records) if str(record[0]).upper() == "#KSUMMA"]
    if len(places) < 2 or len(records[places[-1]]) < 2:
        return False
    between = [record for record in records[places[0] + 1 : places[-1]] if record[0] not in ("{", "}")]
    return str(records[places[-1]][1]) == str(writer.ksumma(between))


class _Reader:
    """Takes records one by one and builds the file."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.head: dict[str, list[str]] = {}
        self.accounts: dict[str, str] = {}
        self.dimensions: dict[int, str] = {}
        self.objects: dict[tuple[int, str], str] = {}
        self.vouchers: list[Voucher] = []
        self.rows: list[Row] | None = None

    def take(self, record: list[Value]) -> None:
        """The record is part of the file, or noted as ignored."""
        label, values = str(record[0]).upper(), record[1:]
        words = [one if isinstance(one, str) else "" for one in values]
        if label in ("{", "}"):
            self._brace(label)
        elif label in ("#TRANS", "#RTRANS", "#BTRANS"):
            self._row(label, values)
        elif label == "#VER":
            self._voucher(words)
        elif label == "#KONTO" and len(words) > 1:
            self.accounts[words[0]] = words[1]
        elif label in ("#DIM", "#UNDERDIM") and len(words) > 1 and words[0].isdecimal():
            self.dimensions[int(words[0])] = words[1]
        elif label == "#OBJEKT" and len(words) > 2 and words[0].isdecimal():
            self.objects[int(words[0]), words[1]] = words[2]
        elif label in _HEAD:
            self.head.setdefault(label, words)
        elif label not in _KNOWN:
            self.reading.ignored.add(label)

    def _brace(self, brace: str) -> None:
        if brace == "{" and self.vouchers:
            self.rows = []
        elif brace == "}" and self.rows is not None:
            self.vouchers[-1] = replace(self.vouchers[-1], rows=tuple(self.rows))
            self.rows = None

    def _voucher(self, words: list[str]) -> None:
        series, number, day, text, registered, sign = (words + [""] * 6)[:6]
        self.vouchers.append(
            Voucher(series, "" if number in ("0", "") else number, self._day(day) or date.min, text,
                    self._day(registered), sign)
        )  # fmt: skip

    def _row(self, label: str, values: list[Value]) -> None:
        if label == "#BTRANS":
            self.reading.struck += 1
        elif label == "#RTRANS":
            self.reading.added += 1  # an identical #TRANS follows, which is the row that counts
        elif self.rows is not None and len(values) > 2:
            held = values[1] if not isinstance(values[1], str) else ()
            account, amount = str(values[0]), str(values[2])
            day, text, quantity, sign = ([str(one) for one in values[3:7]] + [""] * 4)[:4]
            self.rows.append(
                Row(account, self._number(amount, 2) or 0, held, self._day(day), text, self._number(quantity, 3), sign)
            )

    def _number(self, text: str, decimals: int) -> int | None:
        """`-1000`, `1.5`, `-19.95` as whole hundredths or thousandths; what is none is reported."""
        if not text:
            return None
        found = _NUMBER.fullmatch(text)
        if not found or len(found["rest"] or "") > decimals:
            self.reading.faults.append(str(_("“%(text)s” is no amount.")) % {"text": text[:40]})
            return None
        return int(found["sign"] + found["whole"] + (found["rest"] or "").ljust(decimals, "0"))

    def _day(self, text: str) -> date | None:
        if not text:
            return None
        try:
            return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            self.reading.faults.append(str(_("“%(text)s” is no date.")) % {"text": text[:40]})
            return None

    def end(self) -> None:
        """The file stands in the reading."""
        word = {label: (self.head.get(label) or [""])[0] for label in _HEAD}
        year = self.head.get("#RAR", [])
        days = [self._day(one) for one in year[1:3]]
        start, last = days if len(days) == 2 else (None, None)
        address = self.head.get("#ADRESS", [])
        program = [*self.head.get("#PROGRAM", []), "", ""]
        made = [*self.head.get("#GEN", []), "", ""]
        self.reading.file = File(
            company=word["#FNAMN"], organisation_number=_hyphened(word["#ORGNR"]),
            made_on=self._day(made[0]) or date.min, made_by=made[1], year=(start, last) if start and last else None,
            program=(program[0], program[1]), about=word["#PROSA"], plan=word["#KPTYP"], currency=word["#VALUTA"],
            company_code=word["#FNR"], postal=address[2] if len(address) > 2 else "", accounts=self.accounts,
            dimensions=self.dimensions, objects=self.objects, vouchers=tuple(self.vouchers),
            read_already=word["#FLAGGA"] == "1",
        )  # fmt: skip


def _check(reading: Reading) -> None:
    """What makes the file unfit to import: already read, unbalanced vouchers, accounts without a name."""
    file = reading.file
    if file.read_already:
        reading.faults.append(str(_("The file has been read already (its flag is 1).")))
    for voucher in file.vouchers:
        if voucher.difference:
            off = {"voucher": voucher.name, "difference": writer.decimal(voucher.difference, 2)}
            reading.faults.append(str(_("Voucher %(voucher)s does not balance: %(difference)s.")) % off)
    used = {row.account for voucher in file.vouchers for row in voucher.rows}
    for account in sorted(used - set(file.accounts)):
        reading.faults.append(str(_("Account %(account)s has no name.")) % {"account": account})


def _check_sum(reading: Reading, records: list[list[Value]]) -> None:
    """The checksum that the file carries, and what it should be; a file that lost its end is cut off (A-14)."""
    places = [n for n, record in enumerate(records) if str(record[0]).upper() == "#KSUMMA"]
    if not places:
        return
    first, last = places[0], places[-1]
    if first == last or len(records[last]) < 2:
        reading.faults.append(str(_("The end of the file is missing.")))
        return
    between = [record for record in records[first + 1 : last] if record[0] not in ("{", "}")]
    reading.ksumma_reckoned = writer.ksumma(between)
    written = str(records[last][1])
    reading.ksumma_written = int(written) if written.isdecimal() else None
    if reading.ksumma_written != reading.ksumma_reckoned:
        reading.faults.append(str(_("The checksum is wrong: the file was changed or damaged.")))


def _fields(line: str) -> Iterator[Value]:
    """The fields of a record: separated by blanks or tabs, quoted or bare, object lists in braces."""
    at = 0
    while at < len(line):
        if line[at] in " \t":
            at += 1
        elif line[at] == "{" and line.strip() != "{":
            end = line.find("}", at)
            end = len(line) if end < 0 else end
            yield _objects(list(_fields(line[at + 1 : end])))
            at = end + 1
        elif line[at] == '"':
            text, at = _quoted(line, at + 1)
            yield text
        else:
            end = min((place for place in (line.find(one, at) for one in " \t") if place >= 0), default=len(line))
            yield line[at:end]
            at = end


def _quoted(line: str, at: int) -> tuple[str, int]:
    """The text up to its closing quote, and where it goes on. Only `\\"` is an escape (A-11)."""
    text = ""
    while at < len(line) and line[at] != '"':
        if line[at : at + 2] == '\\"':
            at += 1
        text += line[at]
        at += 1
    return text, at + 1


def _objects(words: list[Value]) -> Objects:
    pairs = zip(words[::2], words[1::2], strict=False)
    return tuple((int(number), str(code)) for number, code in pairs if str(number).isdecimal())  # type: ignore[arg-type]


def _hyphened(number: str) -> str:
    return f"{number[:6]}-{number[6:]}" if len(number) == 10 and number.isdigit() else number


_HEAD = ("#FLAGGA", "#PROGRAM", "#GEN", "#PROSA", "#FNR", "#ORGNR", "#ADRESS", "#FNAMN", "#RAR", "#KPTYP", "#VALUTA")
_KNOWN = {
    *_HEAD, "#KSUMMA", "#FORMAT", "#SIETYP", "#FTYP", "#TAXAR", "#SRU", "#KTYP", "#ENHET", "#BKOD", "#OMFATTN", "#IB",
    "#UB", "#OIB", "#OUB", "#RES", "#PSALDO", "#PBUDGET",
}  # fmt: skip

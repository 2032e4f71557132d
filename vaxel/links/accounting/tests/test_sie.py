"""SIE files: ours are written byte for byte as accounting programs want them; others' are read with patience."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxel.links.accounting.sie import codepage, reader, writer
from vaxel.links.accounting.sie.records import File, Row, Voucher
from vaxel.links.accounting.sie.writer import NotFitForSie

FILES = Path(__file__).parent / "sie"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FILES / "expected.json").read_text())["files"]
VECTORS = json.loads((Path(__file__).parents[4] / "tests" / "vectors" / "vectors.json").read_text())["vectors"]
DAY = date(2026, 11, 20)


def z_day() -> File:
    """Exempelverkstaden's day 512."""
    rows = [
        ("1686", 948_025, "Kort"), ("1930", 131_250, "Swish"), ("1910", 276_400, "Kontant"),
        ("2421", 30_000, "Inlösta presentkort"), ("3051", -690_560, "Delar"), ("3041", -418_000, "Arbete"),
        ("2611", -277_140, "Moms 25 %"), ("3740", 25, "Öresavrundning"),
    ]  # fmt: skip
    at = {"3051": ((1, "OSD"),), "3041": ((1, "OSD"),)}
    return File(
        company="Exempelverkstaden AB", organisation_number="555555-5555", made_on=date(2026, 11, 21), made_by="K1",
        year=(date(2026, 1, 1), date(2026, 12, 31)), program=("Växel", "0.1.0"), plan="EUBAS97", currency="SEK",
        about="Dagsavslut kassa K1, Z-rapport 512",
        accounts={
            "1686": "Fordringar för kontokort och kuponger", "1910": "Kassa", "1930": "Företagskonto",
            "2421": "Ej inlösta presentkort", "2611": "Utgående moms på försäljning inom Sverige, 25 %",
            "3041": "Försäljning tjänster 25 %", "3051": "Försäljning varor 25 %",
            "3740": "Öres- och kronutjämning",
        },
        dimensions={1: "Kostnadsställe"}, objects={(1, "OSD"): "Östersund"},
        vouchers=[
            Voucher("Z", "", DAY, "Z 512 kassa K1", date(2026, 11, 21),
                    rows=[Row(account, amount, at.get(account, ()), DAY, text) for account, amount, text in rows])
        ],
    )  # fmt: skip


def test_a_day_is_written_byte_for_byte() -> None:
    assert writer.write(z_day()) == (FILES / "vaxel_zday_4I.si").read_bytes()


@pytest.mark.parametrize("vector", [one for one in VECTORS if one["kind"] == "sie_ksumma"], ids=lambda one: one["id"])
def test_the_checksum_is_the_specified_one(vector: dict[str, Any]) -> None:
    assert writer.ksumma(vector["input"]["records"]) == vector["expect"]["value"]


def summed(file: File) -> dict[str, int]:
    sums: dict[str, int] = {}
    for voucher in file.vouchers:
        for row in voucher.rows:
            sums[row.account] = sums.get(row.account, 0) + row.amount_minor
    return sums


@pytest.mark.parametrize("name", EXPECTED)
def test_files_of_all_kinds_are_read_as_expected(name: str) -> None:
    wanted, found = EXPECTED[name], reader.read((FILES / name).read_bytes())
    assert found.encoding == wanted["encoding"].split()[0]
    assert len(found.file.vouchers) == wanted["vouchers"]
    assert all(one.difference == 0 for one in found.file.vouchers) == wanted["balanced"]
    if "accounts" in wanted:
        assert summed(found.file) == wanted["accounts"]
    if "rows" in wanted:
        assert sum(len(one.rows) for one in found.file.vouchers) == wanted["rows"]
    if wanted.get("ksumma"):
        assert (found.ksumma_written, found.ksumma_reckoned) == tuple(wanted["ksumma"].values())
    for key, value in (("company", found.file.company), ("prosa", found.file.about), ("fnr", found.file.company_code),
                       ("orgnr", found.file.organisation_number), ("adress_postal", found.file.postal),
                       ("struck_rows", found.struck), ("added_rows", found.added),
                       ("ignored_labels", sorted(found.ignored)), ("flagga", int(found.file.read_already)),
                       ("series", [one.series for one in found.file.vouchers]),
                       ("first_text", found.file.vouchers[0].text)):  # fmt: skip
        assert value == wanted.get(key, value), key


def test_a_file_that_was_read_and_does_not_balance_is_reported() -> None:
    found = reader.read((FILES / "reader_utf8_unbalanced_4I.si").read_bytes())
    assert found.file.vouchers[0].difference == 5
    assert "The file has been read already (its flag is 1)." in found.faults
    assert "Voucher K does not balance: 0.05." in found.faults


def test_quantities_and_what_a_row_belongs_to_are_read() -> None:
    found = reader.read((FILES / "vaxel_invoices_4I.si").read_bytes()).file
    rows = [row for voucher in found.vouchers for row in voucher.rows if row.account == "3051"]
    assert [(row.quantity_milli, row.objects) for row in rows] == [
        (-4000, ((1, "OSD"), (6, "AO5512"))), (1000, ((1, "OSD"), (6, "AO5512"))),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"series": "Z", "rows": [Row("1910", 100)]}, "Voucher Z does not balance."),
        ({"rows": [Row("1910", 0)]}, "has no amount"),
        ({"day": date(2025, 12, 31)}, "outside the fiscal year"),
        ({"text": "x" * 101}, "more than 100 letters"),
        ({"rows": [Row("1920", 100), Row("1910", -100)]}, "Account 1920 has no name."),
        ({"rows": [Row("1910", 100, ((6, "X"),)), Row("1910", -100)]}, "Cost centre or project X has no name."),
    ],
)
def test_what_no_program_would_read_is_refused_with_all_reasons(change: dict[str, Any], said: str) -> None:
    day = z_day()
    with pytest.raises(NotFitForSie, match="SIE file cannot be made") as refused:
        writer.write(replace(day, vouchers=[replace(day.vouchers[0], **change)]))
    assert said in str(refused.value)


def test_the_same_number_twice_is_refused() -> None:
    day = z_day()
    twice = [replace(day.vouchers[0], number="7")] * 2
    with pytest.raises(NotFitForSie, match="Voucher Z 7 is there twice"):
        writer.write(replace(day, vouchers=twice))


@pytest.mark.parametrize("cut", [b"\r\n#KSUMMA 1482245902\r\n", b"82245902\r\n"])
def test_a_file_that_lost_its_end_is_not_believed(cut: bytes) -> None:
    data = (FILES / "vaxel_zday_4I.si").read_bytes()
    assert reader.read(data.replace(cut, b"")).faults


def test_a_changed_amount_is_seen() -> None:
    data = (FILES / "vaxel_zday_4I.si").read_bytes()
    found = reader.read(data.replace(b"2764.00", b"2765.00").replace(b"300.00", b"299.00"))
    assert found.faults == ["The checksum is wrong: the file was changed or damaged."]


@pytest.mark.parametrize(
    ("typed", "written"),
    [("Åre Däck & Fälg", "Åre Däck & Fälg"), ("a\u00a0b – c", "a b - c"), ("100 €", "100 EUR"), ("Søren Š", "Soren S"),
     ("日本", "??"), ("a\tb\nc", "abc"), ("e\u0301", "é")],
)  # fmt: skip
def test_letters_that_the_code_page_lacks_are_replaced(typed: str, written: str) -> None:
    assert codepage.plain(typed) == written
    assert codepage.encoded(typed).decode("cp437") == written


TEXT = st.text('ab Zåäö ÅÄÖé"\\{}#07.-\t', max_size=40)


@given(TEXT, TEXT, st.integers(-(10**12), 10**12).filter(bool), st.none() | st.integers(-(10**6), 10**6))
def test_whatever_is_written_is_read_back(text: str, company: str, amount: int, quantity: int | None) -> None:
    rows = (Row("1910", amount, (), DAY, codepage.plain(text), quantity), Row("3051", -amount))
    voucher = Voucher("F", "1", DAY, codepage.plain(text), rows=rows)
    file = replace(z_day(), company=codepage.plain(company), vouchers=[voucher])
    found = reader.read(writer.write(file))
    assert found.faults == []
    assert (found.file.company, found.file.vouchers) == (file.company, (voucher,))


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    reader.read(b"#FLAGGA 0\n#VER A 1 20260101\n{\n#TRANS 1910 {} " + data)

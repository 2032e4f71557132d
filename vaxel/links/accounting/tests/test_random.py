"""Whatever the shop books and however it is named, each system is told what the ledger says (A-74, I-11)."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from vaxel.business.exports import connectors, rules, sending
from vaxel.business.exports.models import Target, Unit
from vaxel.business.locations.models import Company
from vaxel.links.accounting.sie import export, reader, writer

COMPANY = Company(name="Exempelverkstaden AB", organisation_number="555555-5555")
AT = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
TEXTS = st.text(max_size=100)
POSTINGS = st.lists(
    st.tuples(st.integers(1000, 9999).map(str), st.integers(-(10**12), 10**12), TEXTS), min_size=1, max_size=12
)


def units(found: list[tuple[list[tuple[str, int, str]], str]]) -> list[Unit]:
    """Units of random entries, each balanced on account 1910; those that come to nothing make none."""
    made = []
    for postings, text in found:
        told = [(account, "role", "", minor, about) for account, minor, about in postings]
        told.append(("1910", "cash", "", -sum(row[3] for row in told), "Kassa"))
        rows = rules.summed(told, without_stock=False)
        if rows:
            made.append(
                Unit(id=uuid4(), kind="PAYMENT", source_ref="V2026-1", text=text, rows=[list(row) for row in rows],
                     business_date=date(2026, 11, 20), currency="SEK")
            )  # fmt: skip
    return made


def ledger(made: list[Unit]) -> dict[str, int]:
    """Account → sum, without those that come to nothing."""
    sums: Counter[str] = Counter()
    for unit in made:
        for row in unit.rows:
            sums[row[0]] += row[3]
    return {account: minor for account, minor in sums.items() if minor}


@given(st.lists(st.tuples(POSTINGS, TEXTS), min_size=1, max_size=5))
def test_a_file_says_what_the_ledger_says(found: list[tuple[list[tuple[str, int, str]], str]]) -> None:
    made = units(found)
    target = Target(key="sie", series={"PAYMENT": "B"})
    if not made:
        return
    written = writer.write(export.file(target, made, COMPANY, ({}, {}), number=1, at=AT, by="vaxel"))
    read = reader.read(written)
    assert read.faults == []
    sums: Counter[str] = Counter()
    for voucher in read.file.vouchers:
        for one in voucher.rows:
            sums[one.account] += one.amount_minor
    assert {account: minor for account, minor in sums.items() if minor} == ledger(made)
    assert len(read.file.vouchers) == len(made)


@given(POSTINGS, TEXTS)
def test_a_request_says_what_the_ledger_says(postings: list[tuple[str, int, str]], text: str) -> None:
    for unit in units([(postings, text)]):
        fortnox, xero = Target(key="fortnox"), Target(key="xero")
        body = json.loads(connectors.of(fortnox).body(sending.case_of(fortnox, unit)), parse_float=Decimal)
        told = Counter[str]()
        for row in body["Voucher"]["VoucherRows"]:
            told[str(row["Account"])] += int((row["Debit"] - row["Credit"]) * 100)
        assert {account: minor for account, minor in told.items() if minor} == ledger([unit])
        body = json.loads(connectors.of(xero).body(sending.case_of(xero, unit)), parse_float=Decimal)
        said = Counter[str]()
        for line in body["ManualJournals"][0]["JournalLines"]:
            said[line["AccountCode"]] += int(line["LineAmount"] * 100)
        assert {account: minor for account, minor in said.items() if minor} == ledger([unit])

"""The golden vectors of documents: tax, discounts, settlement, credits, deposits, margin and fees."""

from typing import Any

import pytest

from tests.vectors.vectors import milli, of, ppm, scaled
from vaxel.business.accounting.deposits import deposit_balance, split_deposit
from vaxel.business.accounting.schemes import capped_fee, margin
from vaxel.business.accounting.settlement import Tendered, settle
from vaxel.business.accounting.tax import (
    TaxedLine,
    TaxGroup,
    TaxLine,
    amount_credit,
    compute,
    partial_credit,
    price_excl_cm,
    price_incl_minor,
)
from vaxel.kernel.money import line_amount


def tax_line(line: dict[str, Any], amount: int) -> TaxLine:
    return TaxLine(amount, line["category"], ppm(line["rate"]), line.get("discountable", True))


def groups_of(rows: list[dict[str, Any]]) -> list[TaxGroup]:
    return [TaxGroup(row["category"], ppm(row["rate"]), row["net"], row["tax"]) for row in rows]


def assert_taxed(given: dict[str, Any], lines: list[TaxLine], expect: dict[str, Any]) -> None:
    taxed = compute(
        lines, given["basis"], given.get("doc_discount_abs", 0), ppm(given.get("doc_discount_pct", "0"))
    )  # fmt: skip
    assert taxed.lines == [TaxedLine(row["doc_discount"], row["net"], row["tax"]) for row in expect["lines"]]
    assert taxed.groups == groups_of(expect["groups"])
    assert (taxed.net, taxed.tax, taxed.gross) == (expect["net"], expect["tax"], expect["gross"])


def assert_settled(given: dict[str, Any], total: int, expect: dict[str, Any]) -> None:
    tenders = [Tendered(tender["method"], tender["amount"]) for tender in given["tenders"]]
    done = settle(total, given["step"], tenders, given.get("tip", 0))
    assert expect == {name: getattr(done, name) for name in expect}


@pytest.mark.parametrize(("given", "expect"), of("tax_document"))
def test_tax_document(given: dict[str, Any], expect: dict[str, Any]) -> None:
    assert_taxed(given, [tax_line(line, line["amount"]) for line in given["lines"]], expect)


@pytest.mark.parametrize(("given", "expect"), of("document"))
def test_document(given: dict[str, Any], expect: dict[str, Any]) -> None:
    amounts = [
        line_amount(
            milli(line["qty"]),
            scaled(line["unit_minor"], 100),
            ppm(line.get("discount_pct", "0")),
            line.get("discount_abs", 0),
        )
        for line in given["lines"]
    ]
    assert [(one.before, one.discount, one.amount) for one in amounts] == [
        (row["before"], row["discount"], row["amount"]) for row in expect["lines"]
    ]
    rows = [tax_line(line, one.amount) for line, one in zip(given["lines"], amounts, strict=True)]
    assert_taxed(given, rows, expect)
    assert ("settlement" in expect) == ("tenders" in given)
    if "tenders" in given:
        assert_settled(given, expect["gross"], expect["settlement"])


@pytest.mark.parametrize(("given", "expect"), of("settle"))
def test_settle(given: dict[str, Any], expect: dict[str, Any]) -> None:
    assert_settled(given, given["total"], expect)


@pytest.mark.parametrize(("given", "expect"), of("credit_full"))
def test_a_full_credit_negates_what_is_stored(given: dict[str, Any], expect: dict[str, Any]) -> None:
    lines = [tax_line(line, line["amount"]) for line in given["lines"]]
    stored = compute(lines, given["basis"]).lines
    negated = [TaxLine(-line.amount, line.category, line.ppm) for line in lines]
    again = compute(negated, given["basis"]).lines
    assert [{"net": line.net, "tax": line.tax} for line in stored] == expect["stored"]
    assert [{"net": -line.net, "tax": -line.tax} for line in stored] == expect["credit"]
    assert [{"net": line.net, "tax": line.tax} for line in again] == expect["recomputed"]


@pytest.mark.parametrize(("given", "expect"), of("partial_refund"))
def test_partial_refund(given: dict[str, Any], expect: dict[str, Any]) -> None:
    before, parts = 0, []
    for quantity in given["returns"]:
        net, tax = partial_credit(
            given["basis"], given["stored"]["net"], given["stored"]["tax"], milli(given["qty"]), before, milli(quantity)
        )
        before += milli(quantity)
        parts.append({"net": net, "tax": tax, "gross": net + tax})
    assert parts == expect["parts"]


@pytest.mark.parametrize(("given", "expect"), of("amount_credit"))
def test_amount_credit(given: dict[str, Any], expect: dict[str, Any]) -> None:
    before, parts = 0, []
    for amount in given["credits"]:
        net, tax = amount_credit(given["basis"], given["group"]["net"], given["group"]["tax"], before, amount)
        before += amount
        parts.append({"net": net, "tax": tax, "gross": net + tax})
    assert parts == expect["parts"]


@pytest.mark.parametrize(("given", "expect"), of("deposit"))
def test_deposit(given: dict[str, Any], expect: dict[str, Any]) -> None:
    parts = split_deposit(given["deposit_gross"], groups_of(given["order_groups"]))
    assert [(part.category, part.ppm, part.gross, part.net, part.tax) for part in parts] == [
        (row["category"], ppm(row["rate"]), row["gross"], row["net"], row["tax"]) for row in expect["deposit"]
    ]
    balance = deposit_balance(groups_of(given["final_groups"]), parts)
    assert balance == groups_of(expect["balance"])
    assert sum(group.gross for group in balance) == expect["due"]


@pytest.mark.parametrize(("given", "expect"), of("margin"))
def test_margin(given: dict[str, Any], expect: dict[str, Any]) -> None:
    done = [margin(item["sale"], item["purchase"], ppm(given["rate"])) for item in given["items"]]
    assert [{"margin": one.margin, "vat": one.vat, "net_sale": one.net_sale} for one in done] == expect["items"]
    assert sum(one.vat for one in done) == expect["total_vat"]


@pytest.mark.parametrize(("given", "expect"), of("price_convert"))
def test_price_convert(given: dict[str, Any], expect: dict[str, Any]) -> None:
    price_cm = scaled(given["price_minor"], 100)
    if given["to"] == "excl":
        assert {"centi_minor": price_excl_cm(price_cm, ppm(given["rate"]))} == expect
    else:
        assert {"minor": price_incl_minor(price_cm, ppm(given["rate"]))} == expect


@pytest.mark.parametrize(("given", "expect"), of("capped_fee"))
def test_capped_fee(given: dict[str, Any], expect: dict[str, Any]) -> None:
    fee = capped_fee(given["base"], ppm(given["pct"]), given.get("cap"), given.get("floor", 0))
    assert {"fee": fee} == expect

"""The golden vectors of the books: posting recipes, Z reports, hash chain, identity numbers, sales tax of the US."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.vectors.vectors import VECTORS, of, ppm
from vaxel.business.accounting import recipes, us_tax
from vaxel.business.accounting.deposits import split_deposit
from vaxel.business.accounting.tax import TaxGroup
from vaxel.business.payments.z_rules import GrandTotal, z_figures
from vaxel.kernel import chain, identity_numbers

LATER_KINDS = {"sie_ksumma", "swish_qr"}
BESIDE_THE_CODE = {"approval_limit"}
HERE = {
    "round", "parse_amount", "format_money", "line", "allocate", "tax_document", "document", "credit_full",
    "partial_refund", "amount_credit", "cash_round", "settle", "deposit", "margin", "price_convert", "us_tax",
    "core_charge", "capped_fee", "posting", "hash_chain", "z_report", "se_id",
}  # fmt: skip


def test_every_kind_of_vector_is_read_somewhere() -> None:
    assert {vector["kind"] for vector in VECTORS} == HERE | BESIDE_THE_CODE | LATER_KINDS


def amounts(rows: list[dict[str, Any]], name: str) -> list[tuple[str, int]]:
    return [(row["role"], row[name]) for row in rows]


def deposit_received(given: dict[str, Any]) -> recipes.Rows:
    [part] = split_deposit(given["gross"], [TaxGroup("S", ppm(given["rate"]), given["gross"], 0)])
    return recipes.deposit_received(given["tender_role"], part.net, [(recipes.output_vat(part.ppm), part.tax)])


RECIPES: dict[str, Callable[[dict[str, Any]], recipes.Rows]] = {
    "sale": lambda given: recipes.sale(
        amounts(given["tenders"], "amount"),
        amounts(given["sales"], "net"),
        amounts(given["vat"], "tax"),
        given["rounding"],
    ),
    "deposit_received": deposit_received,
    "deposit_applied": lambda given: recipes.deposit_applied(
        given["tender_role"],
        amounts(given["sales"], "net"),
        [("output_vat_25", given["vat"])],
        given["deposit_net"],
        [("output_vat_25", given["deposit_tax"])],
    ),
    "card_payout": lambda given: recipes.card_payout(given["gross"], given["fee"]),
    "margin_sale": lambda given: recipes.margin_sale(
        given["tender_role"], given["sale"], given["purchase"], ppm(given["rate"])
    ),
    "reverse": lambda given: recipes.reverse(amounts(given["lines"], "amount")),
    "cash_count": lambda given: recipes.cash_count(given["counted"], given["expected"]),
    "cash_to_bank": lambda given: recipes.cash_to_bank(given["amount"]),
}


@pytest.mark.parametrize(("given", "expect"), of("posting"))
def test_posting(given: dict[str, Any], expect: dict[str, Any]) -> None:
    rows = RECIPES[given["recipe"]](given)
    assert rows == amounts(expect["lines"], "amount")
    assert sum(amount for _role, amount in rows) == expect["sum"] == 0


def test_amounts_that_do_not_balance_are_a_bug() -> None:
    with pytest.raises(recipes.RecipeOutOfBalance):
        recipes.sale([("cash", 100)], [("sales_parts_25", 80)], [("output_vat_25", 19)])


@pytest.mark.parametrize(("given", "expect"), of("hash_chain"))
def test_hash_chain(given: dict[str, Any], expect: dict[str, Any]) -> None:
    texts = [chain.canonical(event) for event in given["events"]]
    hashes = chain.extend(given["genesis"], texts)
    assert texts[0] == expect["canonical_first"]
    assert [{"bytes": len(text.encode()), "hash": value} for text, value in zip(texts, hashes, strict=True)] == expect[
        "chain"
    ]
    assert chain.first_break(texts, hashes) is None
    assert chain.first_break([texts[0], texts[1].replace("263984", "163984"), texts[2]], hashes) == 1


@pytest.mark.parametrize(("given", "expect"), of("z_report"))
def test_z_report(given: dict[str, Any], expect: dict[str, Any]) -> None:
    previous = GrandTotal(given["previous"]["sales"], given["previous"]["returns"])
    body = z_figures(previous, given["events"]).as_body()
    assert {name: body[name] for name in expect} == expect


@pytest.mark.parametrize(("given", "expect"), of("se_id"))
def test_se_id(given: dict[str, str], expect: dict[str, Any]) -> None:
    number = identity_numbers.read(given["text"])
    if expect["valid"]:
        assert number == identity_numbers.IdentityNumber(expect["type"], expect["digits"])
    else:
        assert number is None


@pytest.mark.parametrize(("given", "expect"), of("us_tax"))
def test_us_tax(given: dict[str, Any], expect: dict[str, Any]) -> None:
    lines = [
        us_tax.SalesLine(
            line["amount"],
            line["kind"],
            line.get("taxable"),
            line.get("separately_stated", True),
            frozenset(line["jurisdictions"]) if "jurisdictions" in line else None,
        )
        for line in given["lines"]
    ]
    bodies = [us_tax.Jurisdiction(one["code"], ppm(one["rate"])) for one in given["jurisdictions"]]
    done = us_tax.compute(lines, bodies, given["labor_rule"], certificate=given.get("certificate", False))
    assert [{"code": row.code, "tax": row.tax} for row in done.rows] == expect["split"]
    assert {name: getattr(done, name) for name in ("taxable_base", "exempt_base", "tax", "total")} == {
        name: expect[name] for name in ("taxable_base", "exempt_base", "tax", "total")
    }


@pytest.mark.parametrize(("given", "expect"), of("core_charge"))
def test_core_charge(given: dict[str, Any], expect: dict[str, Any]) -> None:
    done = us_tax.core_charge(
        given["policy"],
        given["part"],
        given["core"],
        ppm(given["rate"]),
        given["core_returned"],
        late_return_refunds_tax=given.get("late_return_refunds_tax", False),
    )
    assert {"base": done.base, "tax": done.tax, "total": done.total} == expect["sale"]
    assert {"amount": done.credit, "tax": done.credit_tax} == expect["core_credit"]
    assert done.paid_in_all == expect["customer_pays_in_all"]

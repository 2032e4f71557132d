"""`docs/payments-cases.md`: which test plays which numbered failure case. Made from the tests' own names.

A test that plays a case says so in its name: `test_case_12_…`, `test_case_47_and_48_…`.
"""

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "payments-cases.md"
FOLDERS = (
    "vaxel/links",
    "vaxel/doors/hooks",
    "vaxel/doors/office",
    "vaxel/business/payments",
    "vaxel/kernel",
    "tests/faults",
)
LAST_CASE = 119
# Cases that tests of another name play, from before they were numbered.
_SALES = "vaxel/business/payments/tests/test_sales.py"
_REFUNDS = "vaxel/business/payments/tests/test_refunds.py"
_INVOICES = "vaxel/business/payments/tests/test_invoices.py"
OLDER = {
    3: (f"{_SALES}::test_a_cash_sale_moves_goods_money_books_and_journal_at_once",
        f"{_REFUNDS}::test_cash_back_is_never_more_coins_than_came_in"),
    4: (f"{_SALES}::test_a_cash_sale_moves_goods_money_books_and_journal_at_once",),
    6: (f"{_SALES}::test_a_cash_sale_moves_goods_money_books_and_journal_at_once",
        "vaxel/business/payments/tests/test_cards.py::"
        "test_a_card_on_an_invoice_is_booked_when_it_is_taken_and_overpayment_is_laid_in_the_tray"),
    83: (f"{_REFUNDS}::test_three_pieces_back_one_by_one_leave_nothing",
         f"{_REFUNDS}::test_more_than_was_sold_is_refused",
         "vaxel/business/service/tests/test_money_races.py::test_a_receipt_is_taken_back_once_and_so_is_its_money"),
    87: (f"{_REFUNDS}::test_money_goes_back_the_way_it_came_newest_first",),
    96: (f"{_REFUNDS}::test_store_credit_is_kept_and_spent_and_never_below_zero",),
    102: ("vaxel/doors/office/payouts/tests/test_payouts.py::test_what_was_never_paid_out_has_a_view_of_its_own",),
    109: ("vaxel/doors/api/tests/test_someone_elses.py::test_an_id_of_another_site_answers_as_a_missing_one",),
    98: (f"{_INVOICES}::test_a_part_of_a_deposit_goes_back_on_an_open_ticket_and_posting_uses_the_rest",),
}  # fmt: skip


def cases() -> dict[int, list[str]]:
    """Case → the tests that play it, as `path::name`."""
    found: dict[int, list[str]] = defaultdict(list)
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("test_*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_case_"):
                    head = re.match(r"test_case_(\d+(?:_and_\d+|_to_\d+)?)", node.name)
                    for number in _numbers(head.group(1) if head else ""):
                        found[number].append(f"{path.relative_to(ROOT)}::{node.name}")
    for number, tests in OLDER.items():
        found[number].extend(tests)
    return dict(sorted(found.items()))


def is_there(test: str) -> bool:
    """Whether the test that is written as `path::name` exists."""
    path, name = test.split("::")
    nodes = ast.walk(ast.parse((ROOT / path).read_text()))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in nodes)


def _numbers(text: str) -> list[int]:
    ends = [int(part) for part in re.findall(r"\d+", text)]
    return list(range(ends[0], ends[-1] + 1)) if "_to_" in text else ends


def page() -> str:
    """The page as it should stand."""
    rows = cases()
    missing = ", ".join(str(n) for n in range(1, LAST_CASE + 1) if n not in rows)
    lines = [f"| {n} | {'<br>'.join(f'`{one}`' for one in tests)} |" for n, tests in rows.items()]
    return "\n".join([
        "# Payments: failure cases and their tests", "",
        "Made by `python -m tests.architecture.payments_cases`; the numbers are those of the domain guide's list.", "",
        "| case | test |", "|---|---|", *lines, "", f"Without a test of its own yet: {missing}.", "",
    ])  # fmt: skip


if __name__ == "__main__":
    PAGE.write_text(page())

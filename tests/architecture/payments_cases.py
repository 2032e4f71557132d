"""`docs/payments-cases.md`: which test plays which numbered failure case. Made from the tests' own names.

A test that plays a case says so in its name: `test_case_12_…`, `test_case_47_and_48_…`.
"""

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "payments-cases.md"
FOLDERS = ("vaxel/links/stripe", "vaxel/doors/hooks", "vaxel/business/payments", "vaxel/kernel", "tests/faults")
LAST_CASE = 119
# Cases that tests of another name play, from before they were numbered.
OLDER = {
    3: "vaxel/business/payments/tests/test_sales.py", 6: "vaxel/business/payments/tests/test_sales.py",
    4: "vaxel/business/payments/tests/test_sales.py", 83: "vaxel/business/payments/tests/test_refunds.py",
    87: "vaxel/business/payments/tests/test_refunds.py", 96: "vaxel/business/payments/tests/test_refunds.py",
    98: "vaxel/business/payments/tests/test_refunds.py",
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
    for number, where in OLDER.items():
        found[number].append(where)
    return dict(sorted(found.items()))


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

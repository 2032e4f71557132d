"""One rounding in the product: no binary fractions, no other rounding where money is reckoned (M-2, M-4, M-6, F-38).

Strict on the rungs that reckon prices and in the kernel's numbers. Elsewhere seconds, pixels and lengths on paper may
be fractions, so there only what names an amount counts.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.test_house import ROOT, tracked

RECKONING = ("vaxel/kernel/", "vaxel/business/", "vaxel/links/", "vaxel/readers/", "vaxel/doors/")
FORBIDDEN_CALLS = {"float", "round", "Decimal", "Fraction", "FloatField", "DecimalField", "Round"}
FORBIDDEN_IN_SQL = re.compile(r"\b(ROUND|CAST\s*\([^)]*AS\s+(REAL|FLOAT|NUMERIC|DOUBLE))\b", re.IGNORECASE)
FORBIDDEN_IN_JS = re.compile(r"Math\.(round|floor|ceil|trunc)|toFixed|parseFloat")
STRICT = (
    *(f"vaxel/business/{rung}/" for rung in ("accounting", "catalog", "tickets", "billing", "payments")),
    *(f"vaxel/kernel/{module}.py" for module in ("money", "quantity", "numerals")),
)
STRICT_JS = "money.js"
AMOUNT_NAME = re.compile(r"(_minor|_cm|_ppm|_milli|amount|price|cost|gross|net|tax|total|sum|quantity)$")
AMOUNT_WORD = re.compile(r"minor|amount|price|gross|milli|ppm|quantity", re.IGNORECASE)


def python_files() -> list[Path]:
    """The product's own modules, without tests and migrations."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py"
        and str(path.relative_to(ROOT)).startswith(RECKONING)
        and not {"tests", "migrations"} & set(path.parts)
    ]


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def names_in(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            yield inner.id
        elif isinstance(inner, ast.Attribute):
            yield inner.attr


def sins(tree: ast.AST, *, amounts_only: bool) -> Iterator[str]:
    """What a module does that money must not suffer; `amounts_only` when its other numbers may be fractions."""
    for node in ast.walk(tree):
        match node:
            case ast.Call() if called(node) in FORBIDDEN_CALLS:
                if not amounts_only or any(AMOUNT_NAME.search(name) for name in names_in(node)):
                    yield f"{node.lineno}: {called(node)}()"
            case ast.BinOp(op=ast.Div()) if not isinstance(node.left, ast.Constant | ast.JoinedStr):
                if any(AMOUNT_NAME.search(name) for name in names_in(node)):
                    yield f"{node.lineno}: / between amounts"
            case ast.Constant(value=str() as text) if FORBIDDEN_IN_SQL.search(text) and "SELECT" in text.upper():
                yield f"{node.lineno}: rounding in SQL"


def is_strict(path: Path) -> bool:
    return str(path.relative_to(ROOT)).startswith(STRICT)


def test_python_reckons_in_whole_numbers() -> None:
    guilty = [
        f"{path.relative_to(ROOT)}:{sin}"
        for path in python_files()
        for sin in sins(ast.parse(path.read_text()), amounts_only=not is_strict(path))
    ]
    assert guilty == []


def test_javascript_reckons_in_whole_numbers() -> None:
    scripts = [path for path in tracked() if path.suffix in {".js", ".mjs"} and "static" in path.parts]
    guilty = [
        f"{path.relative_to(ROOT)}:{n}"
        for path in scripts
        if "vendor" not in path.parts
        for n, line in enumerate(path.read_text().splitlines(), 1)
        if FORBIDDEN_IN_JS.search(line) and (path.name == STRICT_JS or AMOUNT_WORD.search(line))
    ]
    assert guilty == []


@pytest.mark.parametrize(
    "code",
    [
        "float(text)",
        "round(amount * 0.25)",
        "Decimal('1.5').quantize(cent)",
        "line.gross_minor / 4",
        "total / len(rows)",
        "db.execute('SELECT ROUND(x, 2) FROM t')",
        "models.DecimalField(max_digits=9)",
    ],
)
def test_the_rule_sees(code: str) -> None:
    assert len(list(sins(ast.parse(code), amounts_only=False))) == 1


@pytest.mark.parametrize("code", ["Path(root) / name", "1 / 3", "rdiv(total * 3, 4)", "seconds / 60", "total // 4"])
def test_the_rule_lets_be(code: str) -> None:
    assert list(sins(ast.parse(code), amounts_only=False)) == []

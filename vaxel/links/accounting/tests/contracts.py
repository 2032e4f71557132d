"""What their published documents say of what is sent to them, where the documents are (VAXEL_CONTRACTS); Fortnox by a
list kept by hand (A-71)."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

FORTNOX_VOUCHER = {"Description": 200, "Comments": 1000, "VoucherSeries": 10, "TransactionDate": 10, "VoucherRows": 0}
FORTNOX_ROW = {"Account", "Debit", "Credit", "CostCenter", "Project", "Quantity", "TransactionInformation"}


def place(name: str) -> Path | None:
    """The document; None where it is not."""
    root = Path(os.environ.get("VAXEL_CONTRACTS") or Path(__file__).resolve().parents[5] / "shared" / "data")
    held = root / "accounting" / name
    return held if held.exists() else None


def wrong_in_fortnox(body: Any) -> str:
    """The first thing that they would not know, or ""."""
    voucher = body.get("Voucher", {})
    for name, value in voucher.items():
        if name not in FORTNOX_VOUCHER or (FORTNOX_VOUCHER[name] and len(value) > FORTNOX_VOUCHER[name]):
            return f"Voucher.{name}"
    for row in voucher["VoucherRows"]:
        if set(row) - FORTNOX_ROW or not 1000 <= row["Account"] <= 9999 or min(row["Debit"], row["Credit"]) != 0:
            return f"VoucherRows {row}"
        if len(row.get("CostCenter", "")) > 6 or len(row.get("TransactionInformation", "")) > 100:
            return f"VoucherRows {row}"
    return ""


@cache
def _quickbooks() -> Any:
    held = place("qbo_fields.json")
    return json.loads(held.read_text())["types"] if held else None


def wrong_in_quickbooks(entry: Any) -> str:
    """The first member that their schema does not have, or value outside an enumeration; "" when there is none."""
    return _member(entry, "JournalEntry") if _quickbooks() else ""


def _member(value: Any, kind: str) -> str:
    fields = _quickbooks().get(kind)
    if fields is None or not isinstance(value, dict):
        return ""
    for name, held in value.items():
        if kind == "ReferenceType" and name == "value":
            continue
        if name not in fields:
            return f"{kind}.{name}"
        allowed = fields[name].get("enum")
        if allowed and held not in allowed:
            return f"{kind}.{name}={held}"
        inner = fields[name]["type"] if fields[name]["type"] in _quickbooks() else name
        for one in held if isinstance(held, list) else [held]:
            if wrong := _member(one, inner):
                return wrong
    return ""


@cache
def _xero() -> Any:
    held = place("xero_accounting_reduced.yaml")
    if held is None:
        return None
    import yaml

    return yaml.safe_load(held.read_text())["components"]["schemas"]


def wrong_in_xero(journal: Any) -> str:
    """The first member that their schema does not have, or value outside an enumeration; "" when there is none."""
    return _property(journal, "ManualJournal") if _xero() else ""


def _property(value: Any, kind: str) -> str:
    schema = _xero()[kind]
    known = schema.get("properties", {})
    if schema.get("enum"):
        return "" if value in schema["enum"] else f"{kind}={value}"
    for name, held in value.items() if isinstance(value, dict) else ():
        if name not in known or known[name].get("readOnly"):
            return f"{kind}.{name}"
        if known[name].get("enum") and held not in known[name]["enum"]:
            return f"{kind}.{name}={held}"
        inner = known[name].get("$ref") or known[name].get("items", {}).get("$ref")
        for one in (held if isinstance(held, list) else [held]) if inner else ():
            if wrong := _property(one, inner.rsplit("/", 1)[1]):
                return wrong
    return ""

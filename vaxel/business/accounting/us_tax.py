"""Sales tax of the United States: bases per set of jurisdictions, labour rules, core charges (M-42 to M-46).

What a state wants is policy data handed in; nothing here names a state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from vaxel.kernel.money import MILLION, allocate, rdiv

LaborRule = Literal["TAXABLE", "EXEMPT", "EXEMPT_IF_SEPARATE", "TAXABLE_IF_ANY_PART"]
RoundingScope = Literal["DOCUMENT_COMBINED", "PER_JURISDICTION"]
CorePolicy = Literal["BASE_INCLUDES_NO_REFUND", "BASE_INCLUDES_REFUND_ON_RETURN", "TRADE_IN_REDUCES", "NOT_TAXED"]
CoreReturned = Literal["SAME_DOCUMENT", "LATER", "NEVER"]


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """One taxing body and its rate on the tax date."""

    code: str
    ppm: int


@dataclass(frozen=True, slots=True)
class SalesLine:
    """A line without tax. `taxable` overrules the kind; `codes` narrows the jurisdictions, None means all."""

    amount: int
    kind: Literal["part", "labor", "supply", "fee"]
    taxable: bool | None = None
    separately_stated: bool = True
    codes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class JurisdictionTax:
    """The stored row that is filed later (M-42)."""

    code: str
    ppm: int
    base: int
    exempt: int
    tax: int


@dataclass(frozen=True, slots=True)
class SalesTax:
    """A document's rows in the order of the jurisdictions, and its sums."""

    rows: list[JurisdictionTax]
    taxable_base: int
    exempt_base: int
    tax: int
    total: int


def compute(
    lines: Sequence[SalesLine],
    jurisdictions: Sequence[Jurisdiction],
    labor_rule: LaborRule,
    *,
    certificate: bool = False,
    scope: RoundingScope = "DOCUMENT_COMBINED",
) -> SalesTax:
    """Each set of jurisdictions is taxed once at the combined rate, split by largest remainder (M-42, M-43, M-45).

    With a certificate that holds on the tax date everything is exempt.
    """
    any_part = any(line.kind in ("part", "supply") for line in lines)
    taxed = [not certificate and _is_taxed(line, labor_rule, any_part=any_part) for line in lines]
    bases: dict[tuple[Jurisdiction, ...], int] = {}
    for line, is_taxed in zip(lines, taxed, strict=True):
        if is_taxed:
            where = tuple(one for one in jurisdictions if _covers(line, one))
            bases[where] = bases.get(where, 0) + line.amount
    exempt = [line for line, is_taxed in zip(lines, taxed, strict=True) if not is_taxed]
    rows = _rows(jurisdictions, bases, exempt, scope)
    tax = sum(row.tax for row in rows)
    taxable_base, exempt_base = sum(bases.values()), sum(line.amount for line in exempt)
    return SalesTax(rows, taxable_base, exempt_base, tax, taxable_base + exempt_base + tax)


def _covers(line: SalesLine, jurisdiction: Jurisdiction) -> bool:
    return line.codes is None or jurisdiction.code in line.codes


def _is_taxed(line: SalesLine, rule: LaborRule, *, any_part: bool) -> bool:
    if line.taxable is not None:
        return line.taxable
    if line.kind != "labor" or rule == "TAXABLE":
        return True
    if rule == "TAXABLE_IF_ANY_PART":
        return any_part
    return rule == "EXEMPT_IF_SEPARATE" and not line.separately_stated


def _rows(
    jurisdictions: Sequence[Jurisdiction],
    bases: dict[tuple[Jurisdiction, ...], int],
    exempt: Sequence[SalesLine],
    scope: RoundingScope,
) -> list[JurisdictionTax]:
    taxes = dict.fromkeys(jurisdictions, 0)
    for where, base in bases.items():
        rates = [one.ppm for one in where]
        for one, part in zip(where, allocate(rdiv(base * sum(rates), MILLION), rates), strict=True):
            taxes[one] += part
    rows = []
    for one in jurisdictions:
        base = sum(amount for where, amount in bases.items() if one in where)
        tax = taxes[one] if scope == "DOCUMENT_COMBINED" else rdiv(base * one.ppm, MILLION)
        free = sum(line.amount for line in exempt if _covers(line, one))
        rows.append(JurisdictionTax(one.code, one.ppm, base, free, tax))
    return rows


@dataclass(frozen=True, slots=True)
class CoreCharge:
    """A sale with a core charge before the core is credited, and what comes back with the core (negative)."""

    base: int
    tax: int
    total: int
    credit: int
    credit_tax: int

    @property
    def paid_in_all(self) -> int:
        return self.total + self.credit + self.credit_tax


def core_charge(
    policy: CorePolicy,
    part: int,
    core: int,
    ppm: int,
    returned: CoreReturned,
    *,
    late_return_refunds_tax: bool = False,
) -> CoreCharge:
    """Tax on part and core by the policy (M-46). Tax given back is tax(part + core) − tax(part): both ends meet."""
    handed_over = policy == "TRADE_IN_REDUCES" and returned == "SAME_DOCUMENT"
    base = part if policy == "NOT_TAXED" or handed_over else part + core
    tax = rdiv(base * ppm, MILLION)
    refunds_tax = policy == "BASE_INCLUDES_REFUND_ON_RETURN" or (
        policy == "TRADE_IN_REDUCES" and returned == "LATER" and late_return_refunds_tax
    )
    back = 0 if returned == "NEVER" else core
    tax_back = tax - rdiv(part * ppm, MILLION) if back and refunds_tax else 0
    return CoreCharge(base, tax, part + core + tax, -back, -tax_back)
